//! How fast a bundle is pulled out of a real store. Wanted: 300,000 records a second for headers and open payloads.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

#[path = "../tests/register_given/mod.rs"]
mod register_given;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use griffie::export::{BundleExport, SealedContent};
use register_given::{GENESIS, Given};

const RECORDS: u64 = 140_000;

fn bundles(criterion: &mut Criterion) {
    let given = Given::a_ledger();
    given.record_entries(RECORDS - GENESIS);
    given.publish();
    let mut group = criterion.benchmark_group("bundle");
    group.throughput(Throughput::Elements(RECORDS)).sample_size(10);
    for sealed in [SealedContent::None, SealedContent::Boxes, SealedContent::Opened] {
        group.bench_function(format!("{sealed:?}").to_lowercase(), |bencher| {
            bencher.iter(|| {
                let mut export = BundleExport::start(&given.register, sealed).unwrap();
                let mut bytes = 0;
                while let Some(piece) = export.next_piece().unwrap() {
                    bytes += piece.content.len();
                }
                bytes
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bundles);
criterion_main!(benches);
