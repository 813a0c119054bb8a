//! How many records 256 writers get onto the disk through the one register: sealed drafts handed in, and whole commands.
//! Wanted: 80,000 a second. The ledger lies in the temporary folder: set `TMPDIR` where that is not on a disk.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

#[path = "../tests/register_given/mod.rs"]
mod register_given;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use griffie::chain::{RequestId, StreamId, Visibility};
use griffie::domain::dossier::client::Client;
use griffie::domain::dossier::entry::{Content, Draft as Entry, EntryKind};
use griffie::domain::dossier::{self, regime::Regime};
use griffie::domain::id::EntryId;
use griffie::domain::provenance::Provenance;
use griffie::domain::text::Text;
use griffie::register::{Command, Draft, Proposal, Read, Register, Step};
use register_given::{Given, OWNER, dossier as stream_of};
use serde_json::json;

/// A writer waits for one record before it hands in the next.
const WRITERS: [u64; 4] = [1, 8, 64, 256];

static REQUESTS: AtomicU64 = AtomicU64::new(1 << 32);

fn new_bytes() -> [u8; 16] {
    u128::from(REQUESTS.fetch_add(1, Ordering::Relaxed)).to_be_bytes()
}

/// Lets every writer do its rounds at once, on as many threads as there are cores.
fn race<F>(writers: u64, each: impl Fn(u64) -> F) -> Duration
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let begun = Instant::now();
        let tasks: Vec<_> = (0..writers).map(|writer| tokio::spawn(each(writer))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        begun.elapsed()
    })
}

fn submit(criterion: &mut Criterion) {
    let given = Given::a_ledger();
    let mut group = criterion.benchmark_group("durable records, sealed before");
    group.sample_size(10).measurement_time(Duration::from_secs(4));
    let key = given.wait(given.register.data_key(stream_of(0))).unwrap();
    let sealed = given.vault.seal(key, stream_of(0), &[b'x'; 256]).unwrap();
    for writers in WRITERS {
        group.throughput(Throughput::Elements(writers));
        group.bench_with_input(
            BenchmarkId::from_parameter(writers),
            &writers,
            |bencher, writers| {
                bencher.iter_custom(|rounds| {
                    race(*writers, |writer| {
                        let draft = Draft {
                            stream: stream_of(writer),
                            kind: "dossier.entry_recorded/1".parse().unwrap(),
                            visibility: Visibility::Sealed,
                            commitment: sealed.commitment,
                            sealed: sealed.box_bytes.clone(),
                            fact: None,
                        };
                        submit_rounds(given.register.clone(), draft, rounds)
                    })
                });
            },
        );
    }
    group.finish();
}

async fn submit_rounds(register: Register, draft: Draft, rounds: u64) {
    let first = register.next_revision(draft.stream);
    for next_revision in first..first + rounds {
        let reads = vec![Read { stream: draft.stream, next_revision }];
        let request = RequestId::from_bytes(new_bytes());
        let drafts = vec![draft.clone()];
        let proposal = Proposal { request, actor: OWNER, reads, after: None, drafts };
        register.submit(proposal).await.unwrap();
    }
}

fn execute(criterion: &mut Criterion) {
    let given = Given::a_ledger();
    let provenance: Provenance = serde_json::from_value(json!({
        "happened": {"on": "2026-11-02"},
        "learned": {"on": "2026-11-02"},
        "author": {"actor": OWNER, "name": "Tjitske Verzonnen"},
        "responsible": {"actor": OWNER, "name": "Tjitske Verzonnen"},
        "informant": "own_finding",
    }))
    .unwrap();
    for writer in 0..256 {
        let client: Client = serde_json::from_value(json!({
            "identity": {"names": {"surname": "Belasting", "name_use": "own"}, "sex": "female"},
            "contact": {"telephones": [], "emails": []},
            "network": {},
            "representatives": [],
            "commission": "own_client",
        }))
        .unwrap();
        let provenance = provenance.clone();
        let open = dossier::Command::Open { regime: Regime::Wgbo, client, provenance };
        let step = Step::new(stream_of(writer), Command::Dossier(open));
        given.wait(given.register.execute(&given.call(StreamId::ZERO), &[step])).unwrap();
    }
    let mut group = criterion.benchmark_group("durable records, decided and sealed");
    group.sample_size(10).measurement_time(Duration::from_secs(4));
    for writers in WRITERS {
        group.throughput(Throughput::Elements(writers));
        group.bench_with_input(
            BenchmarkId::from_parameter(writers),
            &writers,
            |bencher, writers| {
                bencher.iter_custom(|rounds| {
                    race(*writers, |writer| {
                        let call = given.call(stream_of(writer));
                        execute_rounds(given.register.clone(), call, provenance.clone(), rounds)
                    })
                });
            },
        );
    }
    group.finish();
}

async fn execute_rounds(
    register: Register,
    mut call: griffie::register::Call,
    provenance: Provenance,
    rounds: u64,
) {
    call.body = vec![b'x'; 400];
    for _ in 0..rounds {
        call.request_id = new_bytes();
        let text = Text::try_from("x".repeat(256)).unwrap();
        let content = Content::Text { kind: EntryKind::Advice, text };
        let entry = EntryId::from_bytes(new_bytes()).unwrap();
        let entries = vec![Entry { entry, provenance: provenance.clone(), content }];
        let record = Command::Dossier(dossier::Command::Record { entries });
        let step = Step::new(call.names, record);
        register.execute(&call, &[step]).await.unwrap();
    }
}

criterion_group!(benches, submit, execute);
criterion_main!(benches);
