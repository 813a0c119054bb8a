//! What a commit must do.

use std::sync::Mutex;

use griffie::chain::LedgerId;
use griffie::store::{Batch, CommitError, Committed, MalformedBatch, StoredHead};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::ledger::{ACCESS, Draft, ENTRY, Ledger, PART, wait};
use super::{Place, assert_empty, assert_holds};

pub fn a_new_store_is_empty(place: &mut dyn Place) {
    assert_empty(&*place.open());
    assert_empty(&*place.open());
}

pub fn records_come_back_in_order(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY]);
    ledger.commit(&*store, &[ENTRY, ACCESS, ENTRY, ENTRY, ACCESS]);
    ledger.commit(&*store, &[ACCESS, ACCESS]);
    for _ in 0..40 {
        ledger.commit(&*store, &[ENTRY, ACCESS]);
    }
    assert_holds(&*store, &ledger);
}

pub fn a_commit_on_another_head_is_stale_and_writes_nothing(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY; 3]);
    let mut other = Ledger::default();
    let behind = other.batch(&[ENTRY]);
    other.follow(&behind);
    other.follow(&other.batch(&[ACCESS; 2]));
    let mut beside = other.batch(&[ENTRY]);
    beside.expected.hash = griffie::chain::RecordHash::from_bytes([1; 32]);
    beside.deletes = vec![0, 1];
    other.follow(&other.batch(&[ENTRY]));
    let ahead = other.batch(&[ENTRY]);
    for batch in [behind, beside, ahead] {
        assert_eq!(wait(store.commit(&batch)), Ok(Committed::Stale(ledger.head)));
    }
    assert_holds(&*store, &ledger);
    ledger.commit(&*store, &[ENTRY]);
    assert_holds(&*store, &ledger);
}

/// So a writer who lost the answer sees from the head that it was his batch.
pub fn a_batch_committed_twice_is_stale_the_second_time(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY]);
    let batch = ledger.batch(&[ENTRY, ACCESS]);
    assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
    assert_eq!(wait(store.commit(&batch)), Ok(Committed::Stale(batch.next)));
    ledger.follow(&batch);
    assert_holds(&*store, &ledger);
}

pub fn a_batch_that_contradicts_itself_is_refused_and_writes_nothing(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY; 2]);
    let sound = ledger.batch(&[ENTRY, ACCESS]);
    let broken = |breaking: &dyn Fn(&mut Batch)| {
        let mut batch = sound.clone();
        breaking(&mut batch);
        batch
    };
    let table: [(Batch, MalformedBatch); 11] = [
        (broken(&|batch| batch.ledger = LedgerId::from_bytes([9; 16])), MalformedBatch::Ledger),
        (broken(&|batch| batch.records[1].header.push(0)), MalformedBatch::Header { position: 3 }),
        (
            broken(&|batch| batch.records[0].header[0] = b'X'),
            MalformedBatch::Header { position: 2 },
        ),
        (broken(&|batch| batch.records.swap(0, 1)), MalformedBatch::Position { position: 2 }),
        (broken(&|batch| drop(batch.records.remove(0))), MalformedBatch::Position { position: 2 }),
        (broken(&|batch| drop(batch.records.pop())), MalformedBatch::NextHead),
        (broken(&|batch| batch.next.size += 1), MalformedBatch::NextHead),
        (broken(&|batch| batch.next.hash = batch.expected.hash), MalformedBatch::NextHead),
        (
            broken(&|batch| batch.records[1].sealed.clear()),
            MalformedBatch::BoxLength { position: 3 },
        ),
        (
            broken(&|batch| batch.records[0].sealed = vec![1; 65_536 + 78]),
            MalformedBatch::BoxLength { position: 2 },
        ),
        (broken(&|batch| batch.deletes = vec![0, 2]), MalformedBatch::DeleteBeyond { position: 2 }),
    ];
    for (batch, refusal) in table {
        assert_eq!(wait(store.commit(&batch)), Err(CommitError::Malformed(refusal)));
        assert_holds(&*store, &ledger);
    }
    // Another ledger's records, sound in themselves.
    let mut foreign = ledger.batch(&[]);
    foreign.ledger = LedgerId::from_bytes([9; 16]);
    assert_eq!(wait(store.commit(&foreign)), Err(MalformedBatch::Ledger.into()));
    // And the store goes on.
    ledger.commit(&*store, &[ENTRY]);
    assert_holds(&*store, &ledger);
}

pub fn an_empty_batch_changes_nothing(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[]);
    assert_empty(&*store);
    ledger.commit(&*store, &[ENTRY; 2]);
    ledger.commit(&*store, &[]);
    assert_holds(&*store, &ledger);
    let stale = Ledger::default().batch(&[]);
    assert_eq!(wait(store.commit(&stale)), Ok(Committed::Stale(ledger.head)));
}

pub fn writers_who_race_never_fork_the_log(place: &mut dyn Place) {
    const WRITERS: usize = 4;
    const COMMITS: usize = 25;
    let store = place.open();
    // Followed outside the store, in the order in which the store accepted.
    let accepted: Mutex<Vec<Batch>> = Mutex::default();
    std::thread::scope(|threads| {
        for _ in 0..WRITERS {
            threads.spawn(|| {
                let mut head = StoredHead::default();
                let mut committed = 0;
                while committed < COMMITS {
                    let batch = Ledger { head, ..Ledger::default() }.batch(&[ENTRY, ACCESS]);
                    match wait(store.commit(&batch)).unwrap() {
                        Committed::Committed => {
                            head = batch.next;
                            committed += 1;
                            accepted.lock().unwrap().push(batch);
                        }
                        Committed::Stale(now) => {
                            assert_ne!(now, head);
                            head = now;
                        }
                    }
                }
            });
        }
    });
    let mut batches = accepted.into_inner().unwrap();
    batches.sort_by_key(|batch| batch.expected.size);
    let mut ledger = Ledger::default();
    for batch in &batches {
        assert_eq!(batch.expected, ledger.head);
        ledger.follow(batch);
    }
    assert_eq!(ledger.head.size, (WRITERS * COMMITS * 2) as u64);
    assert_holds(&*store, &ledger);
}

pub fn large_commits_are_whole(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY; 1024]);
    let mut mixed = vec![ENTRY; 1024];
    for access in mixed.iter_mut().step_by(7) {
        *access = ACCESS;
    }
    ledger.commit(&*store, &mixed);
    ledger.commit(&*store, &[ACCESS; 1024]);
    assert_holds(&*store, &ledger);
    let mut too_many = ledger.batch(&vec![ENTRY; 16_385]);
    assert_eq!(wait(store.commit(&too_many)), Err(MalformedBatch::TooManyRecords.into()));
    too_many = ledger.batch(&vec![Draft { box_bytes: 61, access: false }; 16_384]);
    assert_eq!(wait(store.commit(&too_many)), Ok(Committed::Committed));
    ledger.follow(&too_many);
    assert_holds(&*store, &ledger);
}

pub fn the_longest_boxes_are_kept(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[PART]);
    ledger.commit(&*store, &[PART; 60]);
    ledger.commit(&*store, &[ENTRY, PART, ACCESS, Draft { access: true, ..PART }, ENTRY]);
    // Around every length at which a store may change its layout.
    let lengths = [1, 61, 255, 256, 2_047, 4_080, 4_088, 4_089, 4_090, 4_096, 4_097, 8_192, 8_193];
    for lengths in [lengths.as_slice(), &[16_383, 32_768, 65_535, 65_536, 65_612]] {
        let drafts: Vec<_> = lengths
            .iter()
            .map(|box_bytes| Draft { box_bytes: *box_bytes, access: false })
            .collect();
        ledger.commit(&*store, &drafts);
        for draft in drafts {
            ledger.commit(&*store, &[draft]);
        }
    }
    assert_holds(&*store, &ledger);
}

pub fn what_was_committed_is_found_after_opening_again(place: &mut dyn Place) {
    let mut ledger = Ledger::default();
    for round in 0..4 {
        let store = place.open();
        assert_holds(&*store, &ledger);
        ledger.commit(&*store, &[ENTRY, PART, ACCESS]);
        ledger.commit(&*store, &vec![ENTRY; round * 300]);
        assert_holds(&*store, &ledger);
    }
    assert_holds(&*place.open(), &ledger);
}

/// What happens to a store, in any order.
#[derive(Clone, Debug)]
enum Step {
    Commit { drafts: Vec<Draft>, deletes: Vec<prop::sample::Index> },
    Delete(Vec<prop::sample::Index>),
    OpenAgain,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let draft = (
        prop_oneof![8 => 61_usize..900, 1 => 3_900_usize..4_300, 1 => 1_usize..65_613],
        any::<bool>(),
    )
        .prop_map(|(box_bytes, access)| Draft { box_bytes, access });
    let deletes = || prop::collection::vec(any::<prop::sample::Index>(), 0..6);
    let step = prop_oneof![
        6 => (prop::collection::vec(draft, 0..40), deletes())
            .prop_map(|(drafts, deletes)| Step::Commit { drafts, deletes }),
        2 => deletes().prop_map(Step::Delete),
        1 => Just(Step::OpenAgain),
    ];
    prop::collection::vec(step, 1..25)
}

/// One store lives through all the histories, one after the other.
pub fn any_history_is_kept(place: &mut dyn Place) {
    let mut runner =
        TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let ledger = std::cell::RefCell::new(Ledger::default());
    let place = std::cell::RefCell::new(place);
    runner
        .run(&steps(), |steps| {
            let (mut ledger, mut place) = (ledger.borrow_mut(), place.borrow_mut());
            let mut store = place.open();
            let chosen = |indexes: &[prop::sample::Index], size: u64| -> Vec<u64> {
                let size = usize::try_from(size).unwrap();
                indexes.iter().filter(|_| size > 0).map(|index| index.index(size) as u64).collect()
            };
            for step in steps {
                match step {
                    Step::Commit { drafts, deletes } => {
                        let mut batch = ledger.batch(&drafts);
                        batch.deletes = chosen(&deletes, ledger.head.size);
                        assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
                        ledger.follow(&batch);
                    }
                    Step::Delete(deletes) => {
                        let deletes = chosen(&deletes, ledger.head.size);
                        assert_eq!(wait(store.delete_boxes(&deletes)), Ok(()));
                        for position in deletes {
                            ledger.delete(position);
                        }
                    }
                    Step::OpenAgain => {
                        drop(store);
                        store = place.open();
                    }
                }
            }
            assert_holds(&*store, &ledger);
            Ok(())
        })
        .unwrap();
}
