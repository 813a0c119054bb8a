//! How fast the vault seals, opens, creates keys and destroys them.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]
#![allow(clippy::indexing_slicing, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use griffie::chain::{LedgerId, StreamId};
use griffie::vault::{NewVault, Purpose, RootSecret, Rotation, Shred, Vault};
use tempfile::TempDir;

/// A vault on the disk the build lies on: destruction is measured where it is meant to work.
struct Practice {
    _folder: TempDir,
    vault_folder: PathBuf,
    root: RootSecret,
}

impl Practice {
    fn new() -> (Self, Vault) {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let vault_folder = folder.path().join("data.vault");
        let root = RootSecret::generate().unwrap();
        let vault = create(&vault_folder, &folder.path().join("data"), &root);
        (Self { _folder: folder, vault_folder, root }, vault)
    }
}

fn create(folder: &Path, data_folder: &Path, root: &RootSecret) -> Vault {
    let ledger = LedgerId::from_bytes([7; 16]);
    Vault::create(&NewVault { folder, data_folder, ledger, root, keep_root: false }).unwrap()
}

fn stream(number: u32) -> StreamId {
    let mut bytes = [0xA0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    StreamId::from_bytes(bytes)
}

fn boxes(criterion: &mut Criterion) {
    let (_practice, vault) = Practice::new();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let mut group = criterion.benchmark_group("box");
    for size in [256, 4096, 65_536] {
        let payload = vec![b'x'; size];
        let sealed = vault.seal(key, stream(1), &payload).unwrap();
        group.throughput(Throughput::Elements(1));
        group.bench_function(format!("seal/{size}"), |bencher| {
            bencher.iter(|| vault.seal(black_box(key), stream(1), black_box(&payload)).unwrap());
        });
        group.bench_function(format!("open/{size}"), |bencher| {
            bencher.iter(|| {
                vault.open_box(stream(1), sealed.commitment, black_box(&sealed.box_bytes)).unwrap()
            });
        });
    }
    group.finish();
}

fn new_keys(criterion: &mut Criterion) {
    let (_practice, vault) = Practice::new();
    let mut group = criterion.benchmark_group("new keys, durable");
    for count in [1u32, 64, 1024] {
        let wanted: Vec<_> = (0..count).map(|number| (Purpose::Data, stream(number))).collect();
        group.throughput(Throughput::Elements(u64::from(count)));
        group.sample_size(20);
        group.bench_function(format!("{count} in a call"), |bencher| {
            bencher.iter(|| vault.create_keys(&wanted).unwrap());
        });
    }
    group.finish();
}

fn large(criterion: &mut Criterion) {
    const KEYS: u32 = 100_000;
    let (practice, vault) = Practice::new();
    let wanted: Vec<_> = (0..KEYS).map(|number| (Purpose::Data, stream(number))).collect();
    let mut keys = vault.create_keys(&wanted).unwrap();
    let mut group = criterion.benchmark_group("100,000 keys");
    group.sample_size(10);
    group.bench_function("rotate", |bencher| {
        bencher.iter_batched(
            || Rotation {
                shred: vec![Shred { key: keys.pop().unwrap(), decided_at: 1 }],
                keep: Vec::new(),
            },
            |rotation| vault.rotate(&rotation).unwrap(),
            BatchSize::PerIteration,
        );
    });
    drop(vault);
    group.bench_function("open", |bencher| {
        bencher.iter(|| Vault::open(&practice.vault_folder, &practice.root).unwrap());
    });
    group.finish();
}

fn signing(criterion: &mut Criterion) {
    let (_practice, vault) = Practice::new();
    let mut group = criterion.benchmark_group("signature");
    group.throughput(Throughput::Elements(1));
    let note = [b'n'; 120];
    group.bench_function("sign", |bencher| bencher.iter(|| vault.sign(black_box(&note))));
    group.finish();
}

criterion_group!(benches, boxes, new_keys, large, signing);
criterion_main!(benches);
