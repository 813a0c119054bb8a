//! How fast a log is followed and its tree proved: start-up, export and audit all wait for these.
//! Wanted on one core: 2 million headers a second, and an inclusion proof over a million leaves within 0.3 ms.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![allow(clippy::indexing_slicing, reason = "a benchmark stops at the first surprise")]

use std::convert::Infallible;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use griffie::chain::tree::{
    RightEdge, consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency,
    verify_inclusion,
};
use griffie::chain::{
    ActorId, Commitment, Facts, Head, LedgerId, RequestId, StreamId, TreeHash, Visibility,
    check_i_json, verify,
};

const HEADERS: usize = 10_000;
const LEAVES: u64 = 1_000_000;

fn headers() -> Vec<Vec<u8>> {
    let mut head = Head::EMPTY;
    (0..HEADERS)
        .map(|position| {
            let first = position == 0;
            let kind = if first { "ledger.created/1" } else { "dossier.entry_recorded/1" };
            let (bytes, next) = head
                .extend(Facts {
                    ledger: LedgerId::from_bytes([1; 16]),
                    recorded_at: 1_790_000_000_000_000,
                    stream: StreamId::from_bytes([2; 16]),
                    revision: position as u64,
                    actor: ActorId::from_bytes([3; 16]),
                    request: RequestId::from_bytes([4; 16]),
                    visibility: if first { Visibility::Open } else { Visibility::Sealed },
                    commitment: Commitment::from_bytes([5; 32]),
                    kind: kind.parse().unwrap(),
                })
                .unwrap();
            head = next;
            bytes
        })
        .collect()
}

fn chain(criterion: &mut Criterion) {
    let headers = headers();
    let mut group = criterion.benchmark_group("chain");
    group.throughput(Throughput::Elements(HEADERS as u64));
    group.bench_function("follow", |bencher| {
        bencher.iter(|| verify(black_box(&headers).iter().map(Vec::as_slice)).unwrap());
    });
    group.bench_function("push a leaf", |bencher| {
        bencher.iter(|| {
            let mut edge = RightEdge::default();
            for header in &headers {
                edge.push(leaf_hash(header));
            }
            edge.root()
        });
    });
    group.finish();
}

fn proofs(criterion: &mut Criterion) {
    let mut levels: Vec<Vec<TreeHash>> = vec![vec![]; 8];
    let mut edge = RightEdge::default();
    for number in 0..LEAVES {
        edge.push_noting(leaf_hash(&number.to_be_bytes()), |level, _, hash| {
            levels[usize::from(level)].push(hash);
        });
    }
    let read = |level: u8, index: u64| {
        Ok::<_, Infallible>(levels[usize::from(level)][usize::try_from(index).unwrap()])
    };
    let tree_root = edge.root();
    let index = 777_777;
    let proof = inclusion_proof(LEAVES, index, read).unwrap();
    let leaf = read(0, index).unwrap();
    let old_root = root(index, read).unwrap();
    let consistency = consistency_proof(index, LEAVES, read).unwrap();
    let mut group = criterion.benchmark_group("tree of a million leaves");
    group.bench_function("make an inclusion proof", |bencher| {
        bencher.iter(|| inclusion_proof(LEAVES, black_box(index), read).unwrap());
    });
    group.bench_function("verify an inclusion proof", |bencher| {
        bencher.iter(|| assert!(verify_inclusion(&leaf, index, LEAVES, &tree_root, &proof)));
    });
    group.bench_function("make a consistency proof", |bencher| {
        bencher.iter(|| consistency_proof(black_box(index), LEAVES, read).unwrap());
    });
    group.bench_function("verify a consistency proof", |bencher| {
        bencher.iter(|| {
            assert!(verify_consistency(index, LEAVES, &old_root, &tree_root, &consistency));
        });
    });
    group.finish();
}

fn payload(criterion: &mut Criterion) {
    let member =
        r#""aantekening":"Drinkt goed — \"3850 g\"","gewicht":3850,"lijst":[1,2,{"a":null}]"#;
    let payload = format!("{{\"x\":[{}]}}", vec![format!("{{{member}}}"); 600].join(","));
    let mut group = criterion.benchmark_group("payload");
    group.throughput(Throughput::Bytes(payload.len() as u64));
    group.bench_function("check", |bencher| {
        bencher.iter(|| check_i_json(black_box(payload.as_bytes())).unwrap());
    });
    group.finish();
}

criterion_group!(benches, chain, proofs, payload);
criterion_main!(benches);
