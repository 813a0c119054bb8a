//! Nothing acknowledged is lost when the server's process dies: the real program is killed with -9 while clients write.
//! This covers the death of the process, not of the power; for that see tools/outside/power-cut.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use griffie::cli::connect::Connection;
use griffie::grpc::pb;
use tokio::task::JoinSet;

use super::given::{Server, open_dossier, record_entry};

/// Clients that write at the same time.
const CLIENTS: usize = 8;

/// What the clients of one round were told, and what they were not.
#[derive(Default)]
struct Round {
    acknowledged: Vec<(u64, Vec<u8>)>,
    unanswered: Vec<pb::RecordEntryRequest>,
}

/// Writes until the server is gone, noting each acknowledgement as it comes.
async fn write_until_gone(connection: Connection, dossier: String, round: Arc<Mutex<Round>>) {
    let mut dossiers = connection.dossier();
    for number in 0.. {
        let request = record_entry(&dossier, &format!("advies nummer {number}"));
        let Ok(answer) = dossiers.record_entry(request.clone()).await else {
            round.lock().unwrap().unanswered.push(request);
            return;
        };
        let acknowledged = answer.into_inner().acknowledgement.unwrap();
        let records = acknowledged.records.into_iter();
        let mut round = round.lock().unwrap();
        round.acknowledged.extend(records.map(|record| (record.position, record.hash)));
    }
}

/// All records of the ledger, by position.
async fn recorded(server: &Server) -> BTreeMap<u64, pb::LedgerRecord> {
    let mut ledger = server.client().await.ledger();
    let mut all = BTreeMap::new();
    let answers = ledger.read_records(pb::ReadRecordsRequest::default()).await.unwrap();
    let mut answers = answers.into_inner();
    while let Some(answer) = answers.message().await.unwrap() {
        all.extend(answer.records.into_iter().map(|record| (record.position, record)));
    }
    all
}

async fn verify(server: &Server) {
    let mut ledger = server.client().await.ledger();
    let answers = ledger.verify_ledger(pb::VerifyLedgerRequest {}).await.unwrap();
    let mut answers = answers.into_inner();
    let mut last = None;
    while let Some(answer) = answers.message().await.unwrap() {
        last = Some(answer);
    }
    let last = last.unwrap();
    assert!(last.finished);
    assert_eq!(last.damage, []);
}

#[test]
fn what_was_acknowledged_outlives_kill_9_and_what_was_not_is_recorded_once() {
    let rounds = std::env::var("GRIFFIE_KILL_ROUNDS");
    let rounds: u64 = rounds.map_or(5, |rounds| rounds.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut server = Server::of_a_fresh_ledger();
    let mut acknowledged: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for number in 0..rounds {
        server.start();
        let round = Arc::new(Mutex::new(Round::default()));
        let moment = Duration::from_millis(150 + number * 97 % 400);
        let mut writers = runtime.block_on(async {
            let mut dossiers = server.client().await.dossier();
            let mut writers = JoinSet::new();
            for client in 0..CLIENTS {
                let dossier = open_dossier(&mut dossiers, &format!("Verzonnen{client}")).await;
                let connection = server.client().await;
                writers.spawn(write_until_gone(connection, dossier, Arc::clone(&round)));
            }
            // Not to wait for something: to choose another moment of the writing in each round.
            tokio::time::sleep(moment).await;
            writers
        });
        server.kill();
        runtime.block_on(async { while writers.join_next().await.is_some() {} });
        let told = std::mem::take(&mut *round.lock().unwrap());
        assert!(!told.acknowledged.is_empty(), "nothing was acknowledged in round {number}");
        acknowledged.extend(told.acknowledged);

        server.start();
        runtime.block_on(async {
            verify(&server).await;
            let all = recorded(&server).await;
            for (position, hash) in &acknowledged {
                let found = all.get(position).map(|record| &record.hash);
                assert_eq!(found, Some(hash), "record {position} was acknowledged and is gone");
            }
            repeat(&server, &told.unanswered).await;
        });
        server.stop();
    }
}

/// Sends each unanswered request again, twice: it is recorded once.
async fn repeat(server: &Server, unanswered: &[pb::RecordEntryRequest]) {
    let mut dossiers = server.client().await.dossier();
    for request in unanswered {
        let first = dossiers.record_entry(request.clone()).await.unwrap().into_inner();
        let again = dossiers.record_entry(request.clone()).await.unwrap().into_inner();
        assert_eq!(again.entry_id, first.entry_id);
        let (first, again) = (first.acknowledgement.unwrap(), again.acknowledgement.unwrap());
        assert!(again.replayed);
        assert_eq!(again.records, first.records);
    }
}
