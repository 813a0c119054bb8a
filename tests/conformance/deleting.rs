//! What deleting boxes must do.

use griffie::store::{CommitError, Committed, MalformedBatch};

use super::ledger::{ACCESS, Draft, ENTRY, Ledger, PART, wait};
use super::{Place, assert_holds};

pub fn a_deleted_box_is_gone_and_its_neighbours_stay(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY; 30]);
    ledger.commit(&*store, &[ENTRY]);
    for position in [0, 7, 8, 29, 30] {
        assert_eq!(wait(store.delete_boxes(&[position])), Ok(()));
        ledger.delete(position);
        assert_holds(&*store, &ledger);
    }
    let rest: Vec<u64> = (0..31).rev().collect();
    assert_eq!(wait(store.delete_boxes(&rest)), Ok(()));
    for position in rest {
        ledger.delete(position);
    }
    assert_holds(&*store, &ledger);
    ledger.commit(&*store, &[ENTRY]);
    assert_holds(&*store, &ledger);
}

pub fn deleting_again_changes_nothing(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY, PART, ACCESS, ENTRY]);
    for _ in 0..3 {
        assert_eq!(wait(store.delete_boxes(&[1, 2, 1])), Ok(()));
    }
    assert_eq!(wait(store.delete_boxes(&[])), Ok(()));
    ledger.delete(1);
    ledger.delete(2);
    let mut batch = ledger.batch(&[ENTRY]);
    batch.deletes = vec![2, 0, 0];
    assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
    ledger.follow(&batch);
    assert_holds(&*store, &ledger);
}

pub fn records_and_deletions_of_a_batch_go_together(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY, ACCESS, PART, ENTRY]);
    let mut batch = ledger.batch(&[ENTRY, PART]);
    batch.deletes = vec![0, 1, 2];
    let stale = batch.clone();
    assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
    ledger.follow(&batch);
    assert_holds(&*store, &ledger);
    // A stale batch deletes nothing either.
    let stale = griffie::store::Batch { deletes: vec![3], ..stale };
    assert_eq!(wait(store.commit(&stale)), Ok(Committed::Stale(ledger.head)));
    // A batch may consist of deletions alone.
    let mut batch = ledger.batch(&[]);
    batch.deletes = vec![5];
    assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
    ledger.follow(&batch);
    assert_holds(&*store, &ledger);
}

pub fn boxes_of_every_sort_can_be_deleted(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    let medium = Draft { box_bytes: 3_000, access: false };
    let sorts = [ENTRY, ACCESS, PART, Draft { access: true, ..PART }, medium, ACCESS, ENTRY];
    for _ in 0..6 {
        ledger.commit(&*store, &sorts);
    }
    for position in (0..ledger.head.size).step_by(3).chain([2, 3, 4, 5]) {
        assert_eq!(wait(store.delete_boxes(&[position])), Ok(()));
        ledger.delete(position);
    }
    assert_holds(&*store, &ledger);
}

pub fn a_box_that_was_never_recorded_cannot_be_deleted(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    let refusal = |position| Err(CommitError::Malformed(MalformedBatch::DeleteBeyond { position }));
    assert_eq!(wait(store.delete_boxes(&[0])), refusal(0));
    ledger.commit(&*store, &[ENTRY; 2]);
    // Refused whole: position 1 keeps its box.
    assert_eq!(wait(store.delete_boxes(&[1, 2])), refusal(2));
    assert_eq!(wait(store.delete_boxes(&[u64::MAX])), refusal(u64::MAX));
    assert_holds(&*store, &ledger);
}

pub fn deletions_are_found_after_opening_again(place: &mut dyn Place) {
    let mut ledger = Ledger::default();
    let store = place.open();
    ledger.commit(&*store, &[ENTRY, PART, ACCESS, ENTRY]);
    assert_eq!(wait(store.delete_boxes(&[0, 1])), Ok(()));
    drop(store);
    ledger.delete(0);
    ledger.delete(1);
    let store = place.open();
    assert_holds(&*store, &ledger);
    assert_eq!(wait(store.delete_boxes(&[2])), Ok(()));
    ledger.delete(2);
    ledger.commit(&*store, &[ENTRY]);
    drop(store);
    assert_holds(&*place.open(), &ledger);
}
