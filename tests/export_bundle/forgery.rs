//! No byte of a bundle can be changed, no file left out, added or exchanged.

use std::fs;
use std::path::Path;

use griffie::export::SealedContent;
use griffie_audit::{Report, Verdict};

use crate::register_given::{GENESIS, Given, files};
use crate::{audited, bundle};

/// A small bundle with every sort of file.
fn whole(given: &Given) -> std::path::PathBuf {
    given.record_entries(260 - GENESIS);
    let folder = bundle(given, SealedContent::Opened, "bundle");
    let sorts =
        ["boxes/", "checkpoint", "held", "keys/", "manifest", "open/", "tile/0/", "tile/1/"];
    for sort in sorts {
        assert!(files(&folder).iter().any(|file| file.starts_with(sort)), "{sort}");
    }
    folder
}

fn altered(folder: &Path, file: &str, alter: impl FnOnce(&mut Vec<u8>)) -> Report {
    let path = folder.join(file);
    let was = fs::read(&path).unwrap();
    let mut bytes = was.clone();
    alter(&mut bytes);
    fs::write(&path, bytes).unwrap();
    let report = audited(folder);
    fs::write(&path, was).unwrap();
    report
}

#[test]
fn a_flipped_bit_anywhere_breaks_the_bundle() {
    let given = Given::a_ledger();
    let folder = whole(&given);
    for file in files(&folder) {
        let length = fs::read(folder.join(&file)).unwrap().len();
        let step = (length / 12).max(1);
        for place in (0..length).step_by(step).chain([length - 1]) {
            for bit in [0x01, 0x80] {
                let report = altered(&folder, &file, |bytes| bytes[place] ^= bit);
                assert_eq!(report.verdict, Verdict::Broken, "byte {place} of {file}, bit {bit}");
            }
        }
    }
}

#[test]
fn every_byte_of_the_signed_files_counts() {
    let given = Given::a_ledger();
    let folder = bundle(&given, SealedContent::None, "bundle");
    for file in ["checkpoint", "manifest"] {
        for place in 0..fs::read(folder.join(file)).unwrap().len() {
            let report = altered(&folder, file, |bytes| bytes[place] ^= 0x01);
            assert_eq!(report.verdict, Verdict::Broken, "byte {place} of {file}");
        }
    }
}

#[test]
fn a_file_cut_short_grown_missing_or_added_breaks_the_bundle() {
    let given = Given::a_ledger();
    let folder = whole(&given);
    for file in files(&folder) {
        let cut = altered(&folder, &file, |bytes| bytes.truncate(bytes.len() - 1));
        assert_eq!(cut.verdict, Verdict::Broken, "{file} cut short");
        let grown = altered(&folder, &file, |bytes| bytes.push(b'\n'));
        assert_eq!(grown.verdict, Verdict::Broken, "{file} grown");
        let (path, aside) = (folder.join(&file), given.path("aside"));
        fs::rename(&path, &aside).unwrap();
        assert_eq!(audited(&folder).verdict, Verdict::Broken, "{file} missing");
        fs::rename(&aside, &path).unwrap();
    }
    fs::write(folder.join("open/001"), "").unwrap();
    assert_eq!(audited(&folder).verdict, Verdict::Broken, "a file added");
}

#[test]
fn files_of_another_export_of_the_same_ledger_do_not_fit() {
    let given = Given::a_ledger();
    let folder = whole(&given);
    let locked = bundle(&given, SealedContent::Boxes, "locked");
    assert_eq!(
        fs::read(locked.join("boxes/000")).unwrap(),
        fs::read(folder.join("boxes/000")).unwrap()
    );
    fs::copy(locked.join("manifest"), folder.join("manifest")).unwrap();
    assert_eq!(audited(&folder).verdict, Verdict::Broken, "keys that this manifest does not list");
}
