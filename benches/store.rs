//! The sled store alone: durable commits by batch size, scans, random reads, opening. Real files under `target/`, because
//! a temporary folder may lie in memory.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "../tests/conformance/ledger.rs"]
#[allow(dead_code, reason = "tests use the rest")]
mod ledger;

use std::hint::black_box;
use std::path::Path;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use griffie::store::sled::{SledOptions, SledStore};
use griffie::store::{Answer, Committed, Store};
use ledger::{Draft, ENTRY, LEDGER, Ledger};

/// Header and box together about 300 bytes, as `sled.md` measured.
const SMALL: Draft = Draft { box_bytes: 120, ..ENTRY };

/// The sled store's answers are there when first polled; a runtime would only add its own cost.
fn now<T>(mut answer: Answer<'_, T>) -> T {
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the sled store never waits"),
    }
}

fn folder() -> tempfile::TempDir {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    tempfile::tempdir_in(target).unwrap()
}

fn create(folder: &Path) -> SledStore {
    SledStore::create(&folder.join("store"), LEDGER, &SledOptions::default()).unwrap()
}

/// Writes so many records in commits of 256, remembering the head only.
fn filled(store: &SledStore, records: u64) -> Ledger {
    let mut ledger = Ledger::default();
    while ledger.head.size < records {
        let batch = ledger.batch(&[ENTRY; 256]);
        assert_eq!(now(store.commit(&batch)), Ok(Committed::Committed));
        ledger.head = batch.next;
    }
    ledger
}

fn durable_commits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("durable commits");
    group.sample_size(20).measurement_time(Duration::from_secs(4));
    for size in [1_usize, 8, 64, 256, 1024] {
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), &size, |bencher, size| {
            let folder = folder();
            let store = create(folder.path());
            let mut ledger = Ledger::default();
            let drafts = vec![SMALL; *size];
            bencher.iter_custom(|rounds| {
                let mut spent = Duration::ZERO;
                for _ in 0..rounds {
                    let batch = ledger.batch(&drafts);
                    let begun = Instant::now();
                    let answer = now(store.commit(&batch));
                    spent += begun.elapsed();
                    assert_eq!(answer, Ok(Committed::Committed));
                    ledger.head = batch.next;
                }
                spent
            });
        });
    }
}

fn reads(criterion: &mut Criterion) {
    const RECORDS: u64 = 200_000;
    let folder = folder();
    let store = create(folder.path());
    let ledger = filled(&store, RECORDS);
    let mut group = criterion.benchmark_group("reads");
    group.sample_size(10).throughput(Throughput::Elements(ledger.head.size));
    group.bench_function("scan headers", |bencher| {
        bencher.iter(|| {
            let mut first = 0;
            let mut bytes = 0;
            while first < ledger.head.size {
                let run = now(store.headers(first, 4096)).unwrap();
                bytes += run.iter().map(|(_, header)| header.len()).sum::<usize>();
                first += run.len() as u64;
            }
            black_box(bytes)
        });
    });
    group.bench_function("scan boxes", |bencher| {
        bencher.iter(|| {
            let mut first = 0;
            let mut bytes = 0;
            while first < ledger.head.size {
                let run = now(store.box_run(first, 4096)).unwrap();
                bytes +=
                    run.iter().filter_map(|(_, sealed)| sealed).map(<[u8]>::len).sum::<usize>();
                first += run.len() as u64;
            }
            black_box(bytes)
        });
    });
    group.throughput(Throughput::Elements(1));
    let mut position = 1_u64;
    group.bench_function("random box", |bencher| {
        bencher.iter_batched(
            || {
                position = position.wrapping_mul(6_364_136_223_846_793_005) % RECORDS;
                position += 1;
                [position - 1]
            },
            |positions| now(store.boxes(&positions)).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
    drop(store);
    criterion.benchmark_group("opening").sample_size(10).bench_function(
        BenchmarkId::from_parameter(RECORDS),
        |bencher| {
            bencher.iter(|| {
                SledStore::open(&folder.path().join("store"), &SledOptions::default()).unwrap()
            });
        },
    );
}

criterion_group!(benches, durable_commits, reads);
criterion_main!(benches);
