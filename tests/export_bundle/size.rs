//! Bundles of the sizes at which tiles, bytes of bits and groups begin and end.

use griffie::export::{BundleExport, BundleFolder, BundlePiece, SealedContent, write_bundle};
use griffie_audit::{Options, Verdict, audit};

use crate::register_given::{GENESIS, Given, files};
use crate::{NOBODY_OUTSIDE, assert_sound_but, audited, bundle};

#[test]
fn a_fresh_ledger_is_a_bundle_of_three_records() {
    let given = Given::a_ledger();
    let report = audited(&bundle(&given, SealedContent::None, "bundle"));
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!(report.size, Some(GENESIS));
    assert_eq!((report.states.open, report.states.withheld), (2, 1));
}

#[test]
fn a_ledger_whose_creation_wrote_only_its_first_record_is_a_bundle_of_one() {
    let given = Given::a_first_record();
    let folder = bundle(&given, SealedContent::Opened, "bundle");
    let report = audited(&folder);
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.size, report.states.open), (Some(1), 1));
    let paths =
        ["checkpoint", "held", "manifest", "open/000", "tile/0/000.p/1", "tile/entries/000.p/1"];
    assert_eq!(files(&folder), paths);
}

#[test]
fn bundles_are_sound_where_tiles_and_bytes_of_bits_end() {
    let given = Given::a_ledger();
    for size in [7, 8, 9, 255, 256, 257, 300, 511, 512, 513] {
        given.record_entries(size - given.register.size());
        let report = audited(&bundle(&given, SealedContent::Boxes, &format!("bundle-{size}")));
        assert_sound_but(&report, &NOBODY_OUTSIDE);
        let states = &report.states;
        assert_eq!((report.size, states.open), (Some(size), 2), "size {size}");
        assert_eq!(states.sealed_unexamined, size - 2, "size {size}");
    }
}

#[test]
fn a_bundle_of_70_000_records_has_two_groups_of_lines_and_three_levels_of_tiles() {
    let given = Given::a_ledger();
    given.record_entries(70_000 - GENESIS);
    given.publish();
    let mut export = BundleExport::start(&given.register, SealedContent::Opened).unwrap();
    let folder = given.path("bundle");
    let mut written = BundleFolder::create(&folder).unwrap();
    while let Some(BundlePiece { path, content }) = export.next_piece().unwrap() {
        written.add(&path, &content).unwrap();
    }
    written.finish().unwrap();
    let report = audited(&folder);
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.states.open, report.states.opened), (2, 69_998));
    let found = files(&folder);
    for path in ["boxes/000", "boxes/001", "keys/000", "keys/001", "open/000", "tile/2/000.p/1"] {
        assert!(found.iter().any(|file| file == path), "{path}");
    }
    assert!(!found.iter().any(|file| file == "open/001"), "no open record lies up there");
    assert_eq!(
        export.files_total(),
        found.len() as u64,
        "the file that is not there is not counted"
    );
}

#[test]
fn what_is_recorded_during_the_export_is_not_in_it() {
    let given = Given::a_ledger();
    given.record_entries(300 - GENESIS);
    given.publish();
    let export = BundleExport::start(&given.register, SealedContent::Opened).unwrap();
    given.record_entries(700);
    given.publish();
    let folder = given.path("bundle");
    write_bundle(&folder, export).unwrap();
    let report = audited(&folder);
    assert_sound_but(&report, &NOBODY_OUTSIDE);
    assert_eq!((report.size, report.states.opened), (Some(300), 298));
    assert!(files(&folder).iter().any(|file| file == "tile/0/001.p/44"), "the tile ends there too");
}

#[test]
fn with_the_key_and_a_checkpoint_kept_outside_nothing_is_left_to_reserve() {
    let given = Given::a_ledger();
    given.record_entries(20);
    let folder = bundle(&given, SealedContent::None, "bundle");
    let kept = given.path("kept");
    std::fs::write(&kept, given.publish().note.as_bytes()).unwrap();
    let key = given.register.verifier_key().to_string().parse().unwrap();
    let options = Options { key: Some(key), also: vec![kept], ..Options::default() };
    let report = audit(&folder, &options);
    assert_eq!(report.verdict, Verdict::Sound, "{:?} {:?}", report.findings, report.reservations);
}
