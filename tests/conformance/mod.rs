//! What every store must do. `conformance!(place)` makes one test of each rule; `place` gives a [`Place`] of its own to
//! each. A later store passes the same suite or is no store.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

pub mod appending;
pub mod deleting;
pub mod ledger;
pub mod reading;

use std::sync::Arc;

use griffie::store::{Store, StoredHead};
use ledger::{Ledger, wait};

/// Where a store lies, across its openings.
pub trait Place {
    /// The store of [`ledger::LEDGER`]: created empty the first time, found again afterwards. Earlier handles are gone.
    fn open(&mut self) -> Arc<dyn Store>;
}

/// Every read of the store agrees with the ledger.
#[track_caller]
pub fn assert_holds(store: &dyn Store, ledger: &Ledger) {
    assert_eq!(wait(store.head()), Ok(ledger.head));
    let size = usize::try_from(ledger.head.size).unwrap();
    let run = wait(store.headers(0, usize::MAX)).unwrap();
    assert_eq!((run.first(), run.len(), run.is_empty()), (0, size, size == 0));
    for (index, (position, header)) in run.iter().enumerate() {
        assert_eq!(position, index as u64);
        assert!(header == ledger.headers[index], "header {position}");
    }
    let run = wait(store.box_run(0, usize::MAX)).unwrap();
    assert_eq!((run.first(), run.len(), run.is_empty()), (0, size, size == 0));
    for (index, (position, sealed)) in run.iter().enumerate() {
        assert_eq!(position, index as u64);
        assert!(sealed == ledger.boxes[index].as_deref(), "box {position} in a run");
    }
    let all: Vec<u64> = (0..ledger.head.size).collect();
    let boxes = wait(store.boxes(&all)).unwrap();
    let held = wait(store.held(0, ledger.head.size)).unwrap();
    assert_eq!((boxes.len(), held.count()), (size, ledger.head.size));
    for ((position, found), expected) in all.iter().zip(&boxes).zip(&ledger.boxes) {
        assert!(found.as_deref() == expected.as_deref(), "box {position}");
        assert_eq!(held.get(*position), Some(expected.is_some()), "held bit {position}");
    }
}

/// A store in which nothing was ever recorded.
#[track_caller]
pub fn assert_empty(store: &dyn Store) {
    assert_eq!(wait(store.head()), Ok(StoredHead::default()));
    assert_holds(store, &Ledger::default());
}

/// One test of each rule, against the store that lies at `$place`.
#[macro_export]
macro_rules! conformance {
    ($place:expr; $($module:ident: $($rule:ident),* $(,)?;)*) => {
        $(mod $module {
            $(#[test]
            fn $rule() {
                $crate::conformance::$module::$rule(&mut $place);
            })*
        })*
    };
    ($place:expr) => {
        $crate::conformance! { $place;
            appending:
                a_new_store_is_empty,
                records_come_back_in_order,
                a_commit_on_another_head_is_stale_and_writes_nothing,
                a_batch_committed_twice_is_stale_the_second_time,
                a_batch_that_contradicts_itself_is_refused_and_writes_nothing,
                an_empty_batch_changes_nothing,
                writers_who_race_never_fork_the_log,
                large_commits_are_whole,
                the_longest_boxes_are_kept,
                what_was_committed_is_found_after_opening_again,
                any_history_is_kept;
            deleting:
                a_deleted_box_is_gone_and_its_neighbours_stay,
                deleting_again_changes_nothing,
                records_and_deletions_of_a_batch_go_together,
                boxes_of_every_sort_can_be_deleted,
                a_box_that_was_never_recorded_cannot_be_deleted,
                deletions_are_found_after_opening_again;
            reading:
                any_stretch_of_headers_and_boxes_can_be_read,
                boxes_come_in_the_order_asked,
                nothing_is_read_beyond_the_head,
                held_bits_are_those_of_the_bundle,
                reading_twice_gives_the_same;
        }
    };
}
