//! What reads must do.

use griffie::store::ReadError;

use super::Place;
use super::ledger::{ACCESS, ENTRY, Ledger, PART, wait};

pub fn any_stretch_of_headers_and_boxes_can_be_read(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY; 45]);
    ledger.commit(&*store, &[ENTRY, PART, ACCESS, ACCESS, ENTRY]);
    for _ in 0..20 {
        ledger.commit(&*store, &[ENTRY]);
    }
    assert_eq!(wait(store.delete_boxes(&[44, 46])), Ok(()));
    ledger.delete(44);
    ledger.delete(46);
    let size = usize::try_from(ledger.head.size).unwrap();
    for first in 0..=size {
        for max in [0, 1, 2, 19, 20, 21, size] {
            let expected = first..(first + max).min(size);
            let run = wait(store.headers(first as u64, max)).unwrap();
            assert_eq!((run.first(), run.len()), (first as u64, expected.len()));
            for ((position, header), index) in run.iter().zip(expected.clone()) {
                assert_eq!((position, header), (index as u64, ledger.headers[index].as_slice()));
            }
            let run = wait(store.box_run(first as u64, max)).unwrap();
            assert_eq!((run.first(), run.len()), (first as u64, expected.len()));
            for ((position, sealed), index) in run.iter().zip(expected) {
                assert_eq!((position, sealed), (index as u64, ledger.boxes[index].as_deref()));
            }
        }
    }
}

pub fn boxes_come_in_the_order_asked(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY, PART, ACCESS, ENTRY, ACCESS]);
    assert_eq!(wait(store.delete_boxes(&[3])), Ok(()));
    ledger.delete(3);
    let asked = [4, 0, 3, 1, 1, 2, 4];
    let found = wait(store.boxes(&asked)).unwrap();
    for (position, found) in asked.into_iter().zip(&found) {
        let index = usize::try_from(position).unwrap();
        assert_eq!(found.as_deref(), ledger.boxes[index].as_deref(), "box {position}");
    }
    assert_eq!(found.len(), asked.len());
    assert_eq!(wait(store.boxes(&[])), Ok(Vec::new()));
}

pub fn nothing_is_read_beyond_the_head(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    for size in [0, 3] {
        assert_eq!(ledger.head.size, size);
        let beyond = |position| ReadError::Beyond { position, size };
        assert!(wait(store.headers(size, 10)).unwrap().is_empty());
        assert!(wait(store.box_run(size, 10)).unwrap().is_empty());
        assert_eq!(wait(store.headers(size + 1, 1)).unwrap_err(), beyond(size + 1));
        assert_eq!(wait(store.headers(u64::MAX, usize::MAX)).unwrap_err(), beyond(u64::MAX));
        assert_eq!(wait(store.box_run(size + 1, 0)).unwrap_err(), beyond(size + 1));
        assert_eq!(wait(store.boxes(&[size])).unwrap_err(), beyond(size));
        assert_eq!(wait(store.boxes(&[u64::MAX])).unwrap_err(), beyond(u64::MAX));
        assert_eq!(wait(store.held(0, size + 1)).unwrap_err(), beyond(size + 1));
        assert_eq!(wait(store.held(u64::MAX, 2)).unwrap_err(), beyond(u64::MAX));
        assert_eq!(wait(store.held(size, 0)).unwrap().count(), 0);
        if size == 0 {
            ledger.commit(&*store, &[ENTRY; 3]);
        }
    }
}

/// docs/format.md §8: the bit of position p is `0x80 >> (p mod 8)` of byte ⌊p/8⌋, unused bits are 0.
pub fn held_bits_are_those_of_the_bundle(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger
        .commit(&*store, &[ENTRY, ACCESS, PART, ENTRY, ENTRY, ENTRY, ENTRY, ACCESS, ENTRY, ENTRY]);
    assert_eq!(wait(store.delete_boxes(&[1, 2, 8])), Ok(()));
    let held = wait(store.held(0, 10)).unwrap();
    assert_eq!(held.as_bytes(), [0b1001_1111, 0b0100_0000]);
    let held = wait(store.held(7, 3)).unwrap();
    assert_eq!(held.as_bytes(), [0b1010_0000]);
    assert_eq!(
        [6, 7, 8, 9, 10].map(|position| held.get(position)),
        [None, Some(true), Some(false), Some(true), None]
    );
}

pub fn reading_twice_gives_the_same(place: &mut dyn Place) {
    let (store, mut ledger) = (place.open(), Ledger::default());
    ledger.commit(&*store, &[ENTRY, PART, ACCESS]);
    assert_eq!(wait(store.head()), wait(store.head()));
    assert_eq!(wait(store.headers(1, 2)), wait(store.headers(1, 2)));
    assert_eq!(wait(store.box_run(0, 3)), wait(store.box_run(0, 3)));
    assert_eq!(wait(store.boxes(&[2, 1])), wait(store.boxes(&[2, 1])));
    assert_eq!(wait(store.held(0, 3)), wait(store.held(0, 3)));
}
