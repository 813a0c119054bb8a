//! Creating and opening the sled store: what it refuses, what it clears away, and that a refusal touches nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[expect(dead_code, reason = "the suite itself runs elsewhere")]
mod conformance;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use conformance::assert_holds;
use conformance::ledger::{ACCESS, ENTRY, LEDGER, Ledger, PART};
use griffie::chain::RecordHash;
use griffie::store::StoredHead;
use griffie::store::sled::{CreateError, OpenError, SledOptions, SledStore};

fn create(path: &Path) -> Result<SledStore, CreateError> {
    SledStore::create(path, LEDGER, &SledOptions::default())
}

fn open(path: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(path, &SledOptions::default())
}

/// A closed store with some records, one snapshot, and some records since.
fn filled(path: &Path) -> Ledger {
    let mut ledger = Ledger::default();
    let store = create(path).unwrap();
    ledger.commit(&store, &[ENTRY, PART, ACCESS]);
    ledger.commit(&store, &[ENTRY; 300]);
    drop(store);
    let store = open(path).unwrap();
    ledger.commit(&store, &[ENTRY; 300]);
    ledger.commit(&store, &[PART; 20]);
    ledger
}

/// Every file below a folder, with a hash of its bytes; folders with none.
fn content(path: &Path) -> BTreeMap<PathBuf, Option<blake3::Hash>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(content(&path));
            found.insert(path, None);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, Some(blake3::hash(&bytes)));
        }
    }
    found
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

#[track_caller]
fn assert_damaged_file(result: Result<SledStore, OpenError>, name: &str) {
    match result {
        Err(OpenError::DamagedFile { file, .. }) => assert!(file.starts_with(name), "{file}"),
        other => panic!("{other:?} instead of damage in {name}"),
    }
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let before = content(folder.path());
    assert!(matches!(create(folder.path()), Err(CreateError::NotEmpty)));
    assert!(matches!(open(folder.path()), Err(OpenError::NotAStore)));
    assert_eq!(content(folder.path()), before);
    assert_eq!(folder.path().metadata().unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_store_is_never_created_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let ledger = filled(&path);
    assert!(matches!(create(&path), Err(CreateError::NotEmpty)));
    fs::rename(path.join("store"), folder.path().join("marker")).unwrap();
    assert!(matches!(create(&path), Err(CreateError::NotEmpty)));
    assert!(matches!(open(&path), Err(OpenError::NotAStore)));
    fs::rename(folder.path().join("marker"), path.join("store")).unwrap();
    assert_holds(&open(&path).unwrap(), &ledger);
}

#[test]
fn opening_creates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(&folder.path().join("absent")), Err(OpenError::NotAStore)));
    assert!(matches!(open(folder.path()), Err(OpenError::NotAStore)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_interrupted_creation_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    drop(create(&path).unwrap());
    // As if the power had failed before the marker was written.
    fs::rename(path.join("store"), path.join("creating")).unwrap();
    fs::write(path.join("sled/conf"), "segm").unwrap();
    assert!(matches!(open(&path), Err(OpenError::NotAStore)));
    let mut ledger = Ledger::default();
    let store = create(&path).unwrap();
    ledger.commit(&store, &[ENTRY]);
    drop(store);
    // As if it had failed just after.
    fs::write(path.join("creating"), "").unwrap();
    assert!(matches!(create(&path), Err(CreateError::NotEmpty)));
    assert_holds(&open(&path).unwrap(), &ledger);
}

#[test]
fn one_process_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let store = create(&path).unwrap();
    assert!(matches!(open(&path), Err(OpenError::InUse)));
    drop(store);
    let store = open(&path).unwrap();
    assert!(matches!(open(&path), Err(OpenError::InUse)));
    assert_eq!(store.ledger(), LEDGER);
}

#[test]
fn nobody_else_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    filled(&path);
    drop(open(&path).unwrap());
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    for (path, file) in content(&path) {
        assert_eq!(mode(&path), if file.is_some() { 0o600 } else { 0o700 }, "{path:?}");
    }
}

#[test]
fn a_missing_file_is_damage_and_is_not_made_anew() {
    for name in ["sled/db", "sled/conf", "sled/blobs", "sled"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        filled(&path);
        if path.join(name).is_dir() {
            fs::remove_dir_all(path.join(name)).unwrap();
        } else {
            fs::remove_file(path.join(name)).unwrap();
        }
        let before = content(&path);
        assert_damaged_file(open(&path), name);
        assert_eq!(content(&path), before);
    }
}

#[test]
fn a_torn_setting_or_snapshot_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let ledger = filled(&path);
    let conf = fs::read(path.join("sled/conf")).unwrap();
    for torn in [&[], &conf[..7], &conf[..conf.len() - 1], &[conf.as_slice(), &[0]].concat()] {
        fs::write(path.join("sled/conf"), torn).unwrap();
        let before = content(&path);
        assert_damaged_file(open(&path), "sled/conf");
        assert_eq!(content(&path), before);
    }
    fs::write(path.join("sled/conf"), &conf).unwrap();
    let snapshot = content(&path)
        .into_keys()
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("snap."))
        .unwrap();
    let bytes = fs::read(&snapshot).unwrap();
    for at in [0, bytes.len() / 2, bytes.len() - 13, bytes.len() - 1] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x40;
        fs::write(&snapshot, &flipped).unwrap();
        let before = content(&path);
        assert_damaged_file(open(&path), "sled/snap.");
        assert_eq!(content(&path), before);
    }
    // As the message says: sled makes it anew.
    fs::remove_file(&snapshot).unwrap();
    assert_holds(&open(&path).unwrap(), &ledger);
}

#[test]
fn a_marker_that_says_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    drop(create(&path).unwrap());
    let marker = path.join("store");
    let sound = "griffie store 1\nledger 6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c6c\ncheck bae8140f\n";
    assert_eq!(fs::read_to_string(&marker).unwrap(), sound);
    for newer in ["griffie store 2\nledger\n", "griffie store 9\nledger 00\n"] {
        fs::write(&marker, newer).unwrap();
        assert!(matches!(open(&path), Err(OpenError::Unsupported)));
    }
    let upper = sound.replace('c', "C");
    let other = sound.replacen("6c6c", "6c6d", 1);
    for text in ["", "griffie", &upper, &other, &sound[..sound.len() - 1], &sound[..50]] {
        fs::write(&marker, text).unwrap();
        assert_damaged_file(open(&path), "store");
    }
    fs::write(&marker, [0xFF, 0xFE]).unwrap();
    assert_damaged_file(open(&path), "store");
}

#[test]
fn what_a_kill_during_opening_leaves_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let ledger = filled(&path);
    fs::write(path.join("sled/snap.00000000FFFFFFFF.generating"), "half").unwrap();
    fs::write(path.join("before-open"), "half").unwrap();
    let store = open(&path).unwrap();
    assert_holds(&store, &ledger);
    let names: Vec<_> = content(&path).into_keys().collect();
    assert!(!names.iter().any(|name| name.ends_with("before-open")), "{names:?}");
}

/// sled zeroes what follows damage. A failed open must leave the damage as it was: put right, nothing is missing.
#[test]
fn a_failed_open_does_no_further_damage() {
    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound");
    let mut ledger = filled(&sound);
    let store = open(&sound).unwrap();
    for _ in 0..20 {
        ledger.commit(&store, &[ENTRY; 100]);
    }
    drop(store);
    let options = SledOptions { at_least: Some(ledger.head), ..SledOptions::default() };
    let length = usize::try_from(fs::metadata(sound.join("sled/db")).unwrap().len()).unwrap();
    let mut refused = 0;
    for place in (0..12).map(|part| length * part / 12 + 1000) {
        for cut in [false, true] {
            let path = folder.path().join(format!("damaged-{place}-{cut}"));
            copy(&sound, &path);
            let db = path.join("sled/db");
            let bytes = fs::read(&db).unwrap();
            let mut damaged = bytes.clone();
            if cut {
                damaged.truncate(place);
            } else {
                damaged[place] ^= 0x01;
            }
            fs::write(&db, &damaged).unwrap();
            if let Err(error) = SledStore::open(&path, &options) {
                refused += 1;
                let text = error.to_string();
                assert!(text.contains("damaged") && text.contains("backup"), "{text}");
                assert!(!path.join("before-open").exists());
                let mut repaired = fs::read(&db).unwrap();
                assert_eq!(repaired.len(), damaged.len());
                if cut {
                    repaired.extend_from_slice(&bytes[place..]);
                } else {
                    repaired[place] ^= 0x01;
                }
                fs::write(&db, &repaired).unwrap();
                assert_holds(&SledStore::open(&path, &options).unwrap(), &ledger);
            }
            fs::remove_dir_all(&path).unwrap();
        }
    }
    assert!(refused >= 10, "only {refused} refused");
}

#[test]
fn a_store_that_ends_before_it_was_seen_to_end_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let ledger = filled(&path);
    let with = |seen| SledOptions { at_least: Some(seen), ..SledOptions::default() };
    let StoredHead { size, hash } = ledger.head;
    for (seen, from) in [
        (StoredHead { size: size + 1, hash }, size),
        (StoredHead { size, hash: RecordHash::ZERO }, size),
    ] {
        match SledStore::open(&path, &with(seen)) {
            Err(OpenError::DamagedFrom { position, .. }) => assert_eq!(position, from),
            other => panic!("{other:?}"),
        }
    }
    let earlier = StoredHead { size: size - 1, hash: RecordHash::ZERO };
    assert_holds(&SledStore::open(&path, &with(earlier)).unwrap(), &ledger);
}

/// As if the process had been killed when sled was done and we were not.
#[cfg(debug_assertions)]
fn cut_off_opening(path: &Path) {
    let options = SledOptions::default();
    options.faults.arm(griffie::store::Fault::WhileOpening);
    assert!(matches!(SledStore::open(path, &options), Err(OpenError::Hung { .. })));
    assert!(path.join("before-open").exists());
}

#[cfg(debug_assertions)]
#[test]
fn an_opening_that_was_cut_off_is_undone_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let ledger = filled(&path);
    cut_off_opening(&path);
    // The worst sled may have done by then: everything since its last snapshot is zeroed.
    let db = path.join("sled/db");
    let mut bytes = fs::read(&db).unwrap();
    let length = bytes.len();
    bytes[length - 512 * 1024..].fill(0);
    bytes.truncate(length - 100);
    fs::write(&db, bytes).unwrap();
    assert_holds(&open(&path).unwrap(), &ledger);
    assert!(!path.join("before-open").exists());
}

/// Somebody followed the advice and put back a backup: what was kept of the old file must not be mixed into it.
#[cfg(debug_assertions)]
#[test]
fn what_was_kept_is_put_back_into_the_same_file_only() {
    let folder = tempfile::tempdir().unwrap();
    let (path, backup) = (folder.path().join("store"), folder.path().join("backup"));
    let older = filled(&path);
    copy(&path, &backup);
    let mut ledger = older.clone();
    let store = open(&path).unwrap();
    ledger.commit(&store, &[ENTRY; 50]);
    drop(store);
    cut_off_opening(&path);
    fs::remove_dir_all(path.join("sled")).unwrap();
    copy(&backup.join("sled"), &path.join("sled"));
    assert_holds(&open(&path).unwrap(), &older);
    assert!(!path.join("before-open").exists());
}
