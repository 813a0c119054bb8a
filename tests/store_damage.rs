//! Flips, zeroes, truncates and deletes in every file of a store, at hundreds of places: what is read is what was
//! recorded, or an error names the file or the position. Nothing panics and nothing is skipped.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[expect(dead_code, reason = "the suite itself runs elsewhere")]
mod conformance;

use std::fs;
use std::path::{Path, PathBuf};

use conformance::ledger::{ACCESS, ENTRY, LEDGER, Ledger, PART, wait};
use griffie::store::sled::{OpenError, SledOptions, SledStore};
use griffie::store::{CommitError, Committed, ReadError, Store};

/// The same damages in every run.
const SEED: &[u8] = b"griffie store damage";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    Flip,
    ZeroPage,
    Truncate,
    Delete,
}

/// How a damaged store may come out.
#[derive(Clone, Copy, Debug, Default)]
struct Outcomes {
    unaffected: usize,
    refused: usize,
    positions_named: usize,
}

/// A store as a practice has it: opened a few times, boxes deleted, more recorded. Two of them: at the next opening
/// sled reads `used` from its log's end, `idle` from its snapshot alone.
fn sound_stores(used: &Path, idle: &Path) -> Ledger {
    let ledger = sound_store(used);
    copy(used, idle);
    drop(SledStore::open(idle, &SledOptions::default()).unwrap());
    ledger
}

fn sound_store(path: &Path) -> Ledger {
    let mut ledger = Ledger::default();
    let mut store = SledStore::create(path, LEDGER, &SledOptions::default()).unwrap();
    for round in 0..3 {
        ledger.commit(&store, &[ENTRY, PART, ACCESS, ENTRY]);
        ledger.commit(&store, &[ENTRY; 60]);
        for _ in 0..25 {
            ledger.commit(&store, &[ENTRY, ACCESS]);
        }
        for position in [3, 1, 40, 77] {
            let position = position + round * 90;
            assert_eq!(wait(store.delete_boxes(&[position])), Ok(()));
            ledger.delete(position);
        }
        ledger.commit(&store, &[ENTRY]);
        if round < 2 {
            drop(store);
            store = SledStore::open(path, &SledOptions::default()).unwrap();
        }
    }
    ledger
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn files(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn inflict(damage: Damage, file: &Path, place: u64) {
    let mut bytes = fs::read(file).unwrap();
    let at = usize::try_from(place % (bytes.len() as u64).max(1)).unwrap();
    match damage {
        Damage::Delete => return fs::remove_file(file).unwrap(),
        _ if bytes.is_empty() => bytes.push(1),
        Damage::Flip => bytes[at] ^= 1 << (place % 8),
        Damage::ZeroPage => {
            let end = bytes.len().min(at + 4096);
            bytes[at..end].fill(0);
        }
        Damage::Truncate => bytes.truncate(at),
    }
    fs::write(file, bytes).unwrap();
}

/// Reads everything there is, position by position and in runs. Returns how many positions were named as damaged.
fn read_all(store: &SledStore, ledger: &Ledger) -> usize {
    assert_eq!(wait(store.head()), Ok(ledger.head));
    let mut named = 0;
    for position in 0..ledger.head.size {
        let index = usize::try_from(position).unwrap();
        let expected = ledger.boxes[index].as_deref();
        let named_before = named;
        match wait(store.headers(position, 1)) {
            Ok(run) => {
                assert_eq!(run.len(), 1);
                assert!(run.iter().eq([(position, ledger.headers[index].as_slice())]));
            }
            Err(ReadError::Corrupt { position: at, .. }) => {
                assert_eq!(at, position);
                named += 1;
            }
            Err(other) => panic!("{other}"),
        }
        match wait(store.boxes(&[position])) {
            Ok(found) => assert!(found[0].as_deref() == expected, "box {position}"),
            Err(ReadError::Corrupt { position: at, .. }) => {
                assert_eq!(at, position);
                named += 1;
            }
            Err(other) => panic!("{other}"),
        }
        match wait(store.box_run(position, 1)) {
            Ok(run) => assert!(run.iter().eq([(position, expected)])),
            Err(_) => assert!(named > named_before, "box {position} only unreadable in a run"),
        }
        match wait(store.held(position, 1)) {
            Ok(held) => assert_eq!(held.get(position), Some(expected.is_some())),
            Err(_) => assert!(named > named_before),
        }
    }
    let whole = wait(store.headers(0, usize::MAX)).and_then(|run| {
        assert_eq!(run.len(), ledger.headers.len());
        wait(store.box_run(0, usize::MAX))
    });
    match whole {
        Ok(run) => assert!((run.len(), named) == (ledger.boxes.len(), 0)),
        Err(_) => assert!(named > 0),
    }
    named
}

fn examine(path: &Path, ledger: &Ledger, outcomes: &mut Outcomes) {
    let options = SledOptions { at_least: Some(ledger.head), ..SledOptions::default() };
    let store = match SledStore::open(path, &options) {
        Ok(store) => store,
        Err(
            OpenError::DamagedFile { .. }
            | OpenError::DamagedFrom { .. }
            | OpenError::NotAStore
            | OpenError::Unsupported,
        ) => {
            outcomes.refused += 1;
            return;
        }
        Err(other) => panic!("{other}"),
    };
    let named = read_all(&store, ledger);
    if named == 0 {
        outcomes.unaffected += 1;
    } else {
        outcomes.positions_named += 1;
    }
    // Whether it can be written to depends on where the damage lies; what is read stays what was recorded.
    let batch = ledger.batch(&[ENTRY, ACCESS]);
    let mut longer = ledger.clone();
    match wait(store.commit(&batch)) {
        Ok(Committed::Committed) => longer.follow(&batch),
        Err(CommitError::OutcomeUnknown { .. } | CommitError::Corrupt { .. }) => return,
        other => panic!("{other:?}"),
    }
    assert_eq!(read_all(&store, &longer) == 0, named == 0);
}

fn examine_many(damage: Damage, choose: impl Fn(&Path) -> Vec<(PathBuf, u64)>) -> Outcomes {
    let folder = tempfile::tempdir().unwrap();
    let stores = [folder.path().join("used"), folder.path().join("idle")];
    let ledger = sound_stores(&stores[0], &stores[1]);
    let mut outcomes = Outcomes::default();
    for sound in stores {
        for (file, place) in choose(&sound) {
            let path = folder.path().join("damaged");
            copy(&sound, &path);
            let name = file.strip_prefix(&sound).unwrap();
            eprintln!("{damage:?} of {} at {place}", name.display());
            inflict(damage, &path.join(name), place);
            examine(&path, &ledger, &mut outcomes);
            fs::remove_dir_all(&path).unwrap();
        }
    }
    eprintln!("{damage:?}: {outcomes:?}");
    outcomes
}

/// Places all over `db`, the file that holds the records, and some in every other.
fn places(sound: &Path, damage: Damage, in_db: u64) -> Vec<(PathBuf, u64)> {
    let mut dice = blake3::Hasher::new().update(SEED).update(&[damage as u8]).finalize_xof();
    let mut throw = || {
        let mut bytes = [0; 8];
        dice.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    };
    let mut places = Vec::new();
    for file in files(sound) {
        let count = if file.ends_with("db") { in_db } else { 6 };
        places.extend((0..count).map(|_| (file.clone(), throw())));
    }
    places
}

#[test]
fn flipped_bits_are_noticed_or_harmless() {
    let outcomes = examine_many(Damage::Flip, |sound| places(sound, Damage::Flip, 50));
    // Where records lie differs from run to run, and with it whether damage keeps a store from opening or costs positions.
    assert!(outcomes.refused + outcomes.positions_named > 0 && outcomes.unaffected > 0);
}

#[test]
fn zeroed_pages_are_noticed_or_harmless() {
    let outcomes = examine_many(Damage::ZeroPage, |sound| places(sound, Damage::ZeroPage, 30));
    assert!(outcomes.refused + outcomes.positions_named > 0);
}

#[test]
fn cut_files_are_noticed_or_harmless() {
    let outcomes = examine_many(Damage::Truncate, |sound| places(sound, Damage::Truncate, 24));
    assert!(outcomes.refused > 0);
}

#[test]
fn deleted_files_are_noticed_or_harmless() {
    let outcomes = examine_many(Damage::Delete, |sound| {
        files(sound).into_iter().map(|file| (file, 0)).collect()
    });
    // The lock and sled's snapshot are made anew.
    assert_eq!((outcomes.unaffected, outcomes.positions_named), (4, 0));
}
