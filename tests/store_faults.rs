//! The disk fails at each moment of a commit: what the writer is told, and what the log holds after opening again.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[expect(dead_code, reason = "the suite itself runs elsewhere")]
mod conformance;

use std::path::Path;

use conformance::assert_holds;
use conformance::ledger::{ACCESS, ENTRY, LEDGER, Ledger, wait};
use griffie::store::sled::{SledOptions, SledStore};
use griffie::store::{CommitError, Fault, FaultSwitch, Store};

/// What the writer was told.
#[derive(Debug, PartialEq)]
enum Told {
    CertainlyNot,
    Unknown,
}

const TABLE: [(Fault, Told, bool); 3] = [
    // The disk fails ...    the writer hears ...  and after opening again it is there:
    (Fault::BeforeAppend, Told::CertainlyNot, false),
    (Fault::AfterAppend, Told::Unknown, true),
    (Fault::AfterSync, Told::Unknown, true),
];

fn told<T: std::fmt::Debug>(result: Result<T, CommitError>) -> Told {
    match result {
        Err(CommitError::Unavailable { .. }) => Told::CertainlyNot,
        Err(CommitError::OutcomeUnknown { .. }) => Told::Unknown,
        other => panic!("{other:?}"),
    }
}

fn store_with(faults: &FaultSwitch, path: &Path) -> (SledStore, Ledger) {
    let options = SledOptions { faults: faults.clone(), ..SledOptions::default() };
    let store = SledStore::create(path, LEDGER, &options).unwrap();
    let mut ledger = Ledger::default();
    ledger.commit(&store, &[ENTRY, ACCESS]);
    (store, ledger)
}

#[test]
fn a_writer_is_told_the_truth_about_a_failed_commit() {
    for (fault, expected, there) in TABLE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let faults = FaultSwitch::default();
        let (store, mut ledger) = store_with(&faults, &path);
        let mut batch = ledger.batch(&[ENTRY; 3]);
        batch.deletes = vec![0];
        faults.arm(fault);
        assert_eq!(told(wait(store.commit(&batch))), expected, "{fault:?}");
        // Nobody sees what was not acknowledged.
        assert_eq!(wait(store.head()), Ok(ledger.head));
        drop(store);
        if there {
            ledger.follow(&batch);
        }
        let store = SledStore::open(&path, &SledOptions::default()).unwrap();
        assert_holds(&store, &ledger);
        ledger.commit(&store, &[ENTRY]);
        assert_holds(&store, &ledger);
    }
}

#[test]
fn a_writer_is_told_the_truth_about_a_failed_deletion() {
    for (fault, expected, gone) in TABLE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let faults = FaultSwitch::default();
        let (store, mut ledger) = store_with(&faults, &path);
        faults.arm(fault);
        assert_eq!(told(wait(store.delete_boxes(&[0]))), expected, "{fault:?}");
        drop(store);
        if gone {
            ledger.delete(0);
        }
        assert_holds(&SledStore::open(&path, &SledOptions::default()).unwrap(), &ledger);
    }
}

/// The kernel has forgotten which pages were dirty: a second try would report a success that never happened.
#[test]
fn after_a_failure_nothing_is_written_until_the_store_is_opened_again() {
    for (fault, ..) in TABLE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let faults = FaultSwitch::default();
        let (store, ledger) = store_with(&faults, &path);
        faults.arm(fault);
        told(wait(store.commit(&ledger.batch(&[ENTRY]))));
        for _ in 0..2 {
            // Certainly not written, whatever became of the first.
            let later = ledger.batch(&[ACCESS]);
            assert_eq!(told(wait(store.commit(&later))), Told::CertainlyNot);
            assert_eq!(told(wait(store.delete_boxes(&[1]))), Told::CertainlyNot);
        }
        // What was acknowledged can still be read.
        assert_holds(&store, &ledger);
        drop(store);
        let store = SledStore::open(&path, &SledOptions::default()).unwrap();
        assert_eq!(wait(store.headers(0, 2)).unwrap().len(), 2);
        assert!(wait(store.boxes(&[1])).unwrap()[0].is_some());
    }
}
