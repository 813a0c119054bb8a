//! What a bundle gives of sealed records, and in what pieces it comes.

use std::collections::HashSet;

use griffie::export::{BundleExport, SealedContent};

use crate::register_given::{GENESIS, Given, dossier, files};
use crate::{NOBODY_OUTSIDE, assert_sound_but, audited, bundle, pulled};

#[test]
fn without_sealed_content_every_sealed_record_is_withheld_and_open_ones_are_read() {
    let given = Given::a_ledger();
    given.describe_practice("Praktijk De Wilg");
    given.record_entries(10);
    let folder = bundle(&given, SealedContent::None, "bundle");
    let report = audited(&folder);
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.states.open, report.states.withheld), (2, 12));
    assert!(
        files(&folder).iter().all(|file| !file.starts_with("boxes") && !file.starts_with("keys"))
    );
}

#[test]
fn locked_boxes_are_given_without_a_key() {
    let given = Given::a_ledger();
    given.record_entries(10);
    let folder = bundle(&given, SealedContent::Boxes, "bundle");
    let report = audited(&folder);
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.states.open, report.states.sealed_unexamined), (2, 11));
    assert!(files(&folder).iter().all(|file| !file.starts_with("keys")));
}

#[test]
fn opened_boxes_are_read_by_the_auditor() {
    let given = Given::a_ledger();
    given.describe_practice("Praktijk De Wilg");
    given.record_entries(10);
    let report = audited(&bundle(&given, SealedContent::Opened, "bundle"));
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.states.open, report.states.opened), (2, 12));
    assert_eq!(report.not_examined, 0);
}

#[test]
fn what_is_not_to_be_read_stands_nowhere_in_a_bundle() {
    let given = Given::a_ledger();
    given.describe_practice("Praktijk De Wilg");
    given.publish();
    for sealed in [SealedContent::None, SealedContent::Boxes, SealedContent::Opened] {
        let mut export = BundleExport::start(&given.register, sealed).unwrap();
        let (pieces, _) = pulled(&mut export);
        let name = b"De Wilg";
        for piece in &pieces {
            assert!(!piece.content.windows(name.len()).any(|bytes| bytes == name), "{piece:?}");
        }
        assert!(!format!("{pieces:?}").contains("Wilg"));
    }
}

#[test]
fn a_file_comes_in_pieces_that_follow_each_other_and_the_manifest_comes_last() {
    let given = Given::a_ledger();
    let parts: Vec<_> = (0..40u8)
        .map(|number| (dossier(1), "dossier.attachment_part_stored/1", vec![number; 65_536]))
        .collect();
    given.record_sealed(&parts);
    given.publish();
    let mut export = BundleExport::start(&given.register, SealedContent::Opened).unwrap();
    let (pieces, error) = pulled(&mut export);
    assert!(error.is_none());

    assert!(pieces.iter().all(|piece| (1..=256 * 1024).contains(&piece.content.len())));
    let boxes = pieces.iter().filter(|piece| piece.path == "boxes/000").count();
    assert!(boxes > 10, "40 boxes of 64 KiB in {boxes} pieces");
    let mut paths: Vec<&str> = pieces.iter().map(|piece| piece.path.as_str()).collect();
    paths.dedup();
    assert_eq!(paths.iter().collect::<HashSet<_>>().len(), paths.len(), "no path comes back");
    assert_eq!(paths.last(), Some(&"manifest"));
    let report = audited(&bundle(&given, SealedContent::Opened, "bundle"));
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!(report.states.opened, 41);
}

#[test]
fn progress_ends_at_the_number_of_files_there_are() {
    let given = Given::a_ledger();
    given.record_entries(600 - GENESIS);
    for sealed in [SealedContent::None, SealedContent::Boxes, SealedContent::Opened] {
        let folder = bundle(&given, sealed, &format!("{sealed:?}"));
        let mut export = BundleExport::start(&given.register, sealed).unwrap();
        let mut done = 0;
        while export.next_piece().unwrap().is_some() {
            assert!((done..=done + 1).contains(&export.files_done()), "one file after the other");
            done = export.files_done();
            assert!(done <= export.files_total());
        }
        assert_eq!((done, export.files_total()), (files(&folder).len() as u64, done));
    }
}
