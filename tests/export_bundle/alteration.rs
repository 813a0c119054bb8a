//! A disk that gives back other bytes than were written: the export stops and names the place, and the ledger is written no more.

use griffie::chain::{Broken, ReceiptRejected};
use griffie::export::{BundleExport, ExportError, ReceiptError, SealedContent, receipt};
use griffie::register::accept::AcceptError;
use griffie::register::{Cause, Condition, PayloadRead, ReadFailure};

use crate::register_given::{GENESIS, Given, dossier};
use crate::{LOST, assert_sound_but, audited, bundle, pulled};

/// Where the commitment lies in a header.
const COMMITMENT: usize = 93;

fn of_300_records() -> Given {
    let given = Given::a_ledger();
    given.record_entries(300 - GENESIS);
    given.publish();
    given
}

fn stopped_by(given: &Given, sealed: SealedContent) -> ExportError {
    let mut export = BundleExport::start(&given.register, sealed).unwrap();
    let (pieces, error) = pulled(&mut export);
    assert!(pieces.iter().all(|piece| piece.path != "manifest"), "no manifest, no bundle");
    error.unwrap()
}

#[test]
fn an_altered_header_shows_in_the_next_one() {
    let given = of_300_records();
    given.store.alter_header(100, |header| header[COMMITMENT] ^= 1);
    let error = stopped_by(&given, SealedContent::None);
    let broken = Broken::PreviousDiffers { position: 101 };
    assert!(matches!(error, ExportError::Chain(found) if found == broken), "{error:?}");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 101 });
}

#[test]
fn an_altered_header_at_the_end_of_a_tile_shows_in_the_tile() {
    let given = of_300_records();
    given.store.alter_header(255, |header| header[COMMITMENT] ^= 1);
    let error = stopped_by(&given, SealedContent::None);
    assert!(matches!(error, ExportError::TreeDiffers { first: 0 }), "{error:?}");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 0 });
}

#[test]
fn an_altered_last_header_shows_in_the_root() {
    let given = of_300_records();
    given.store.alter_header(299, |header| header[COMMITMENT] ^= 1);
    let error = stopped_by(&given, SealedContent::None);
    assert!(matches!(error, ExportError::RootDiffers { size: 300 }), "{error:?}");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 256 });
}

#[test]
fn a_header_that_is_none_is_named() {
    let given = of_300_records();
    given.store.alter_header(100, |header| header.truncate(20));
    let error = stopped_by(&given, SealedContent::None);
    let named = matches!(error, ExportError::Chain(Broken::HeaderMalformed { position: 100, .. }));
    assert!(named, "{error:?}");
}

#[test]
fn an_altered_box_is_named_when_it_is_opened() {
    let given = of_300_records();
    given.store.alter_box(100, |sealed| sealed[40] ^= 1);
    let error = stopped_by(&given, SealedContent::Opened);
    let cause = Cause::BoxUnreadable;
    let named =
        matches!(error, ExportError::Unreadable { position: 100, cause: found } if found == cause);
    assert!(named, "{error:?}");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 100 });
}

#[test]
fn bytes_that_are_no_box_are_named_although_nobody_opens_it() {
    let given = of_300_records();
    given.store.alter_box(100, |sealed| sealed.truncate(20));
    let error = stopped_by(&given, SealedContent::Boxes);
    assert!(matches!(error, ExportError::Unreadable { position: 100, .. }), "{error:?}");
}

#[test]
fn an_altered_box_that_was_recorded_as_lost_is_held_and_not_given() {
    let given = of_300_records();
    given.store.alter_box(100, |sealed| sealed[40] ^= 1);
    assert_eq!(given.accept_damage(), 1);
    let report = audited(&bundle(&given, SealedContent::Opened, "bundle"));
    assert_sound_but(&report, &LOST);
    assert_eq!(
        (report.states.lost, report.states.opened),
        (1, 297),
        "of 301: the record of the damage is open"
    );
}

#[test]
fn no_receipt_is_given_of_a_header_the_tree_does_not_hold() {
    let given = of_300_records();
    given.store.alter_header(100, |header| header[COMMITMENT] ^= 1);
    let refused = receipt(&given.register, 100);
    let rejected = matches!(refused, Err(ReceiptError::Rejected(ReceiptRejected::NotIncluded)));
    assert!(rejected, "{refused:?}");
}

#[test]
fn boxes_the_disk_no_longer_gives_back_can_be_recorded_as_lost_and_the_rest_goes_on() {
    let given = of_300_records();
    given.store.lose_boxes(100..110);
    let error = stopped_by(&given, SealedContent::Boxes);
    assert!(matches!(error, ExportError::Unreadable { position: 100, .. }), "{error:?}");
    let report = audited(&bundle(&given, SealedContent::None, "before"));
    assert_eq!(report.states.unexplained, 10, "not held, and no record says why");

    assert_eq!(given.accept_damage(), 10);
    assert_eq!(given.register.condition(), Condition::Writable);
    for sealed in [SealedContent::None, SealedContent::Opened] {
        let report = audited(&bundle(&given, sealed, &format!("{sealed:?}")));
        assert_sound_but(&report, &LOST);
        assert_eq!((report.states.lost, report.states.unexplained), (10, 0));
    }
    let dossier = given.register.stream(dossier(100 % 3), 0, u64::MAX).unwrap();
    let lost = dossier.iter().filter(|record| matches!(record.payload, PayloadRead::Lost)).count();
    let given_back =
        dossier.iter().filter(|record| matches!(record.payload, PayloadRead::Given(_))).count();
    assert_eq!((lost, given_back), (4, dossier.len() - 4), "the rest of the dossier can be read");
}

#[test]
fn verification_names_every_box_the_disk_no_longer_gives_back() {
    let given = of_300_records();
    given.store.lose_boxes([100, 255, 256, 299]);
    let mut verification = given.register.verification();
    while verification.step().unwrap() {}
    let named: Vec<_> = verification.found().iter().map(|it| (it.position, it.cause)).collect();
    assert_eq!(named, [100, 255, 256, 299].map(|position| (position, Cause::BoxUnreadable)));
    assert_eq!(verification.up_to(), 300);
}

#[test]
fn a_header_the_disk_no_longer_gives_back_ends_the_chain_there() {
    let given = of_300_records();
    given.store.lose_header(100);
    let error = stopped_by(&given, SealedContent::None);
    let damaged = ReadFailure::Damaged { position: 100 };
    assert!(matches!(&error, ExportError::Read(found) if *found == damaged), "{error:?}");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 100 });
    let refused = given.wait(given.register.accept_damage(given.caller, given.next_request()));
    assert!(matches!(refused, Err(AcceptError::ChainDamaged { position: 100 })), "{refused:?}");
}
