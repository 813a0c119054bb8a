//! A newer release wrote records of kinds, and of versions of kinds, that this one does not know; then the practice went back to
//! this one.

use std::sync::Arc;

use griffie::chain::{ActorId, StreamId, Visibility};
use griffie::cli::clock_source::SystemClock;
use griffie::cli::folder::Folders;
use griffie::register::{Draft, Proposal, Register};

use crate::given::Ledger;
use crate::made::CLIENT;
use crate::opened::{audited, record_states};

/// A fact this release has no word for, and a later version of one it has.
pub const UNKNOWN: [&str; 2] = ["dossier.wish_recorded/1", "dossier.entry_recorded/2"];

/// Given a dossier with one entry, and what a newer release wrote in it.
pub async fn written_by_a_newer_release() -> (Ledger, String, String) {
    let ledger = Ledger::nowhere();
    ledger.does("init --solo", &[]);
    let form = ledger.file("open.toml", CLIENT);
    let opened = ledger.json(&format!("dossier open --from {form}"), &[]);
    let dossier = opened["dossier_id"].as_str().unwrap().to_owned();
    let record =
        format!("entry record {dossier} --kind advice --informant client --date 2026-03-04");
    let entry = ledger.json(&record, &["--text", "Vaker aanleggen."]);
    let entry = entry["entry_id"].as_str().unwrap().to_owned();
    let folders = Folders::new(&ledger.at("data"), None, None);
    let register = folders.open(Arc::new(SystemClock::new()));
    let register = register.unwrap_or_else(|failure| panic!("{}", failure.message()));
    for kind in UNKNOWN {
        let body = br#"{"body":{"words":["of","later"],"entry":7}}"#;
        recorded(&register, dossier.parse().unwrap(), kind, body).await;
    }
    tokio::task::spawn_blocking(move || register.stop()).await.unwrap();
    (ledger, dossier, entry)
}

/// Records a sealed payload of a kind as it is.
pub async fn recorded(register: &Register, stream: StreamId, kind: &str, payload: &[u8]) {
    let key = register.data_key(stream).await.unwrap();
    let sealed = register.vault().seal(key, stream, payload).unwrap();
    let draft = Draft {
        stream,
        kind: kind.parse().unwrap(),
        visibility: Visibility::Sealed,
        commitment: sealed.commitment,
        sealed: sealed.box_bytes,
        fact: None,
    };
    let id = u128::from(register.size()).to_be_bytes();
    let request = register.vault().request_id(&[7; 16], &id, stream);
    let actor = ActorId::from_bytes([7; 16]);
    let drafts = vec![draft];
    let proposal = Proposal { request, actor, reads: Vec::new(), after: None, drafts };
    register.submit(proposal).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_newer_release_knows_is_kept_and_stops_nothing() {
    let (mut ledger, dossier, entry) = written_by_a_newer_release().await;

    // It starts, verifies, and shows them by their kind, as they lie.
    ledger.serve();
    assert_eq!(ledger.json("verify", &[])["damage"], 0);
    let records = ledger.records().await;
    let states = record_states(&records);
    for kind in UNKNOWN {
        assert!(states.contains(&(kind.to_owned(), "given".to_owned())), "{states:?}");
    }
    let kept = records.iter().find(|record| record.kind == UNKNOWN[0]).unwrap();
    assert_eq!(kept.payload, br#"{"body":{"words":["of","later"],"entry":7}}"#);

    // The dossier reads as before, is written on, and its client can carry it away.
    let show = format!("entry show {dossier} {entry}");
    assert_eq!(ledger.json(&show, &[])["current"]["content"]["text"]["text"], "Vaker aanleggen.");
    let record =
        format!("entry record {dossier} --kind advice --informant client --date 2026-03-05");
    ledger.does(&record, &["--text", "Rust."]);
    assert_eq!(ledger.lines(&format!("entry list {dossier}"), &[]).len(), 2);
    let copy = ledger.at("copy");
    ledger.does(&format!("dossier copy {dossier} --to"), &[copy.to_str().unwrap()]);

    // A stranger finds nothing wrong with it.
    let key = ledger.json("status", &[])["verifier_key"].as_str().unwrap().to_owned();
    let checkpoint = ledger.does("checkpoint print --signed", &[]);
    let report = audited(&ledger, &key, &checkpoint);
    assert_eq!((report.exit, report.states.unexplained), (0, 0), "{report:?}");

    // Nor does it stop a start, once more.
    ledger.stop();
    assert_eq!(ledger.json(&show, &[])["current"]["content"]["text"]["text"], "Vaker aanleggen.");
}
