//! Damage: what the bundle was to give and cannot is named, recorded losses are no obstacle, and nothing is hidden.

use griffie::chain::StreamId;
use griffie::export::{BundleExport, ExportError, SealedContent};
use griffie::register::clock::Clock as _;
use griffie::register::{Cause, Condition};
use griffie::vault::{KeptBox, Rotation, Shred};
use griffie_audit::{Code, Verdict};

use crate::register_given::{GENESIS, Given, dossier};
use crate::{LOST, NOBODY_OUTSIDE, assert_sound_but, audited, bundle, pulled};

fn error(given: &Given, sealed: SealedContent) -> Option<ExportError> {
    given.publish();
    pulled(&mut BundleExport::start(&given.register, sealed).unwrap()).1
}

#[test]
fn a_sealed_box_that_vanished_is_named_when_it_was_to_be_given() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7]);
    for sealed in [SealedContent::Boxes, SealedContent::Opened] {
        let error = error(&given, sealed);
        let named = matches!(
            error,
            Some(ExportError::Unreadable { position: 7, cause: Cause::BoxMissing })
        );
        assert!(named, "{error:?}");
    }
    assert_eq!(given.register.condition(), Condition::Damaged { position: 7 });
}

#[test]
fn a_bundle_that_gives_no_boxes_tells_the_auditor_of_the_one_that_vanished() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7]);
    let report = audited(&bundle(&given, SealedContent::None, "bundle"));
    assert_eq!((report.verdict, report.states.unexplained), (Verdict::Broken, 1));
    let found: Vec<_> = report.findings.iter().map(|found| (found.code, found.position)).collect();
    assert_eq!(found, [(Code::Unexplained, Some(7))]);
}

#[test]
fn an_open_payload_that_vanished_is_named_whatever_the_bundle_was_to_give() {
    for sealed in [SealedContent::None, SealedContent::Boxes, SealedContent::Opened] {
        let given = Given::a_ledger();
        given.boxes_vanish(&[1]);
        let error = error(&given, sealed);
        assert!(matches!(error, Some(ExportError::Unreadable { position: 1, .. })), "{error:?}");
    }
}

#[test]
fn once_the_loss_is_recorded_it_counts_as_lost_also_after_a_restart() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[1, 7, 8]);
    assert_eq!(given.accept_damage(), 3);
    let mut given = given;
    for round in 0..2 {
        for sealed in [SealedContent::None, SealedContent::Boxes, SealedContent::Opened] {
            let report = audited(&bundle(&given, sealed, &format!("{sealed:?}-{round}")));
            assert_sound_but(&report, &LOST);
            assert_eq!((report.states.lost, report.states.unexplained), (3, 0));
        }
        given = given.restarted();
        assert_eq!(given.register.condition(), Condition::Writable);
    }
}

#[test]
fn a_record_of_damage_may_itself_be_lost_and_the_next_one_names_it_all() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7]);
    given.accept_damage();
    let damage = given.register.size() - 1;
    given.boxes_vanish(&[damage]);
    let given = given.restarted();
    assert_eq!(given.accept_damage(), 2, "the loss that nobody can read any more, and its record");
    let given = given.restarted();
    assert_eq!(given.register.condition(), Condition::Writable);
    let report = audited(&bundle(&given, SealedContent::Boxes, "bundle"));
    assert_sound_but(&report, &LOST);
    assert_eq!(report.states.lost, 2);
}

#[test]
fn a_loss_that_could_not_be_recorded_was_not_accepted() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7]);
    let before = given.clock.now();
    given.clock.set_wall(before - 3_600_000_000);
    let refused = given.wait(given.register.accept_damage(given.caller, given.next_request()));
    assert!(refused.is_err(), "the clock is not believed");
    assert_eq!(given.register.condition(), Condition::Damaged { position: 7 });

    given.clock.set_wall(before);
    assert_eq!(given.accept_damage(), 1);
    assert_eq!(given.register.condition(), Condition::Writable);
}

#[test]
fn accepting_damage_again_under_the_same_request_says_the_same() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7, 9]);
    let request = given.next_request();
    let accept = || given.wait(given.register.accept_damage(given.caller, request)).unwrap();
    let first = accept();
    given.boxes_vanish(&[11]);
    given.accept_damage();
    let again = accept();
    assert_eq!((first.1, again.1), (2, 2));
    assert_eq!(first.0.records, again.0.records);
    assert!(again.0.replayed);
}

#[test]
fn thousands_of_scattered_losses_fit_into_records() {
    let given = Given::a_ledger();
    given.record_entries(12_000);
    let scattered: Vec<u64> = (GENESIS..given.register.size()).step_by(2).collect();
    given.boxes_vanish(&scattered);
    assert_eq!(given.accept_damage(), scattered.len() as u64);
    let report = audited(&bundle(&given, SealedContent::Opened, "bundle"));
    assert_sound_but(&report, &LOST);
    assert_eq!(report.states.lost, scattered.len() as u64);
}

#[test]
fn a_loss_recorded_during_the_export_ends_it_since_its_size_does_not_cover_the_record() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.publish();
    let mut export = BundleExport::start(&given.register, SealedContent::Opened).unwrap();
    given.boxes_vanish(&[7]);
    given.accept_damage();
    let (_, error) = pulled(&mut export);
    assert!(matches!(error, Some(ExportError::LostSince { position: 7 })), "{error:?}");
}

#[test]
fn a_loss_is_one_from_the_record_on_that_names_it() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.boxes_vanish(&[7]);
    given.accept_damage();
    let size = given.register.size();
    assert!(given.register.lost_below(size).unwrap().contains(7));
    assert!(!given.register.lost_below(size - 1).unwrap().contains(7));
}

fn data_key(given: &Given, stream: StreamId) -> Shred {
    Shred { key: given.vault.data_key_id(stream).unwrap(), decided_at: 0 }
}

#[test]
fn a_box_whose_key_is_gone_can_be_given_locked_but_not_opened() {
    let given = Given::a_ledger();
    given.record_entries(6);
    let shred = vec![data_key(&given, dossier(0))];
    given.vault.rotate(&Rotation { shred, keep: Vec::new() }).unwrap();
    let report = audited(&bundle(&given, SealedContent::Boxes, "boxes"));
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    let error = error(&given, SealedContent::Opened);
    let named =
        matches!(error, Some(ExportError::Unreadable { position: 3, cause: Cause::KeyMissing }));
    assert!(named, "{error:?}");
}

#[test]
fn a_box_that_kept_its_own_key_when_the_data_key_went_is_opened_with_that() {
    let given = Given::a_ledger();
    given.record_entries(6);
    let shred = data_key(&given, dossier(0));
    let keep = given
        .register
        .stream(dossier(0), 0, u64::MAX)
        .unwrap()
        .iter()
        .map(|record| KeptBox {
            data_key: shred.key,
            stream: record.header.stream,
            commitment: record.header.commitment,
        })
        .collect();
    given.vault.rotate(&Rotation { shred: vec![shred], keep }).unwrap();
    let report = audited(&bundle(&given, SealedContent::Opened, "bundle"));
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!(report.states.opened, 7);
}
