//! Real bytes damaged: bits of a small bundle flipped, every file cut, lost, doubled, or replaced by something that is no file.
//! An auditor may call it broken, and unsupported where a version was hit; never sound, and never does it panic.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use griffie_audit::{Code, Options, Report, audit};
use rayon::prelude::*;
use support::Files;
use support::bundle::{self, EVERYTHING, USUAL};
use support::ledger::Ledger;
use tempfile::TempDir;

/// Three records, everything given.
fn small() -> Ledger {
    let mut ledger = Ledger::create(1);
    ledger.record([0xa0; 16], "dossier.x/1", 1, br#"{"body":{"a":1}}"#);
    ledger.open("calendar.adopted/1", r#"{"a":[]}"#);
    ledger
}

/// A bundle on disk, with the key and checkpoint that make it sound without reservation.
struct OnDisk {
    folder: TempDir,
    options: Options,
}

impl OnDisk {
    fn new(ledger: &Ledger, files: &Files) -> Self {
        let folder = tempfile::tempdir().unwrap();
        bundle::write(&folder.path().join("bundle"), files);
        let kept = folder.path().join("kept");
        fs::write(&kept, ledger.checkpoint(ledger.records.len())).unwrap();
        let key = Some(ledger.verifier_key(0).parse().unwrap());
        Self { folder, options: Options { key, also: vec![kept], ..Options::default() } }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join("bundle").join(path)
    }

    fn audit(&self) -> Report {
        audit(&self.path(""), &self.options)
    }
}

/// Bits of every file of `files`, as (path, bit): one in every byte, another in each, or with `GRIFFIE_AUDIT_EVERY_BIT`
/// set all of them, which takes a minute on two cores.
fn bits(files: &Files) -> Vec<(String, usize)> {
    let step = if std::env::var_os("GRIFFIE_AUDIT_EVERY_BIT").is_some() { 1 } else { 7 };
    files
        .iter()
        .flat_map(|(path, content)| {
            (0..content.len() * 8).step_by(step).map(|bit| (path.clone(), bit))
        })
        .collect()
}

fn flipped(content: &[u8], bit: usize) -> Vec<u8> {
    let mut content = content.to_vec();
    content[bit / 8] ^= 1 << (bit % 8);
    content
}

#[test]
fn a_flipped_bit_breaks_the_bundle() {
    let ledger = small();
    let files = bundle::bundle(&ledger, &EVERYTHING);
    assert_eq!(OnDisk::new(&ledger, &files).audit().exit, 0);
    let bits = bits(&files);
    assert!(bits.len() > 2_000, "{}", bits.len());
    bits.par_chunks(bits.len() / 64).for_each(|bits| {
        let disk = OnDisk::new(&ledger, &files);
        for (path, bit) in bits {
            fs::write(disk.path(path), flipped(&files[path], *bit)).unwrap();
            let report = disk.audit();
            let version = path == "manifest" && bit / 8 == "griffie bundle v".len();
            let expected = report.exit == 3 || (version && report.exit == 6);
            assert!(expected, "{path}, bit {bit}: {report:?}");
            fs::write(disk.path(path), &files[path]).unwrap();
        }
    });
}

/// The operator flips a bit and signs the list of files anew: nothing but the records can tell.
#[test]
fn a_bit_flipped_by_the_operator_is_noticed() {
    let ledger = small();
    let files = bundle::files(&ledger, &EVERYTHING);
    let bits = bits(&files);
    bits.par_chunks(bits.len() / 64).for_each(|bits| {
        let disk = OnDisk::new(&ledger, &files);
        for (path, bit) in bits {
            let mut changed = files.clone();
            changed.insert(path.clone(), flipped(&files[path], *bit));
            if is_only_another_key_id(path, &files[path], &changed[path]) {
                continue;
            }
            let sealed = bundle::reseal(changed, &ledger);
            fs::write(disk.path(path), &sealed[path]).unwrap();
            fs::write(disk.path("manifest"), &sealed["manifest"]).unwrap();
            let report = disk.audit();
            assert!([3, 6].contains(&report.exit), "{path}, bit {bit}: {report:?}");
            fs::write(disk.path(path), &files[path]).unwrap();
        }
    });
}

/// A box names the data key its box key comes from; nothing binds that name, and nothing follows from it.
fn is_only_another_key_id(path: &str, before: &[u8], after: &[u8]) -> bool {
    use base64::Engine as _;
    let boxes = |content: &[u8]| -> Option<Vec<(String, Vec<u8>)>> {
        let text = String::from_utf8(content.to_vec()).ok()?;
        text.strip_suffix('\n')?
            .split('\n')
            .map(|line| {
                let (position, sealed) = line.split_once(' ')?;
                let mut sealed = base64::engine::general_purpose::STANDARD.decode(sealed).ok()?;
                sealed.get_mut(1..17)?.fill(0);
                Some((position.to_owned(), sealed))
            })
            .collect()
    };
    path == "boxes/000" && boxes(before) == boxes(after)
}

#[test]
fn every_file_cut_lost_or_longer_breaks_the_bundle() {
    let ledger = small();
    let files = bundle::bundle(&ledger, &EVERYTHING);
    let disk = OnDisk::new(&ledger, &files);
    for (path, content) in &files {
        for length in (0..content.len()).step_by(29).chain([content.len() - 1]) {
            fs::write(disk.path(path), &content[..length]).unwrap();
            assert_eq!(disk.audit().exit, 3, "{path} cut to {length}");
        }
        for more in [&b"\0"[..], b"\n", content] {
            fs::write(disk.path(path), [content, more].concat()).unwrap();
            assert_eq!(disk.audit().exit, 3, "{path} with {} bytes more", more.len());
        }
        fs::write(disk.path(path), vec![0; content.len()]).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} zeroed");
        fs::remove_file(disk.path(path)).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} lost");
        fs::write(disk.path(path), content).unwrap();
        fs::copy(disk.path(path), disk.path(&format!("{path}.old"))).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} twice");
        fs::remove_file(disk.path(&format!("{path}.old"))).unwrap();
        assert_eq!(disk.audit().exit, 0, "{path} restored");
    }
}

#[test]
fn what_is_no_regular_file_is_never_opened() {
    let ledger = small();
    let files = bundle::bundle(&ledger, &EVERYTHING);
    for (path, content) in &files {
        let disk = OnDisk::new(&ledger, &files);
        // The very same bytes, behind a link.
        let elsewhere = disk.folder.path().join("elsewhere");
        fs::write(&elsewhere, content).unwrap();
        fs::remove_file(disk.path(path)).unwrap();
        symlink(&elsewhere, disk.path(path)).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} behind a link");
        fs::remove_file(disk.path(path)).unwrap();
        symlink("nowhere", disk.path(path)).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} behind a dangling link");
        fs::remove_file(disk.path(path)).unwrap();
        fs::create_dir(disk.path(path)).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} a folder");
        fs::remove_dir(disk.path(path)).unwrap();
        symlink("/dev/zero", disk.path(path)).unwrap();
        assert_eq!(disk.audit().exit, 3, "{path} without end");
        fs::remove_file(disk.path(path)).unwrap();
        let pipe = std::process::Command::new("mkfifo").arg(disk.path(path)).status().unwrap();
        assert!(pipe.success());
        assert_eq!(disk.audit().exit, 3, "{path} a pipe");
    }
    let disk = OnDisk::new(&ledger, &files);
    let tile = disk.folder.path().join("tile");
    fs::rename(disk.path("tile"), &tile).unwrap();
    symlink(&tile, disk.path("tile")).unwrap();
    assert_eq!(disk.audit().exit, 3, "a folder behind a link");
}

#[test]
fn empty_folders_are_ignored_and_the_bundle_may_be_reached_through_a_link() {
    let ledger = small();
    let disk = OnDisk::new(&ledger, &bundle::bundle(&ledger, &EVERYTHING));
    fs::create_dir_all(disk.path("tile/9/x001")).unwrap();
    let link = disk.folder.path().join("link");
    symlink(disk.path(""), &link).unwrap();
    assert_eq!(audit(&link, &disk.options).exit, 0);
}

#[test]
fn a_file_that_claims_to_be_huge_costs_nothing() {
    let ledger = small();
    for path in ["held", "tile/0/000.p/3", "tile/entries/000.p/3", "checkpoint"] {
        let files = bundle::bundle(&ledger, &EVERYTHING);
        let text = String::from_utf8(files["manifest"].clone()).unwrap();
        let (list, _) = text.split_once("\n\n").unwrap();
        let size = format!(" {} {path}", files[path].len());
        let list = list.replace(&size, &format!(" 4611686018427387904 {path}")) + "\n";
        let manifest = support::ledger::sign(&list, &ledger.origin(), &[&ledger.keys[0]]);
        let mut files = files;
        files.insert("manifest".to_owned(), manifest.into_bytes());
        let disk = OnDisk::new(&ledger, &files);
        let sparse = fs::File::create(disk.path(path)).unwrap();
        // Where the disk allows so sparse a file, it is there; it may not be read.
        let _ = sparse.set_len(1 << 40);
        assert_eq!(disk.audit().exit, 3, "{path}");
    }
}

#[test]
fn what_cannot_be_read_is_not_called_broken() {
    let ledger = small();
    let disk = OnDisk::new(&ledger, &bundle::bundle(&ledger, &USUAL));
    let missing = audit(&disk.folder.path().join("missing"), &disk.options);
    let file = audit(&disk.path("held"), &disk.options);
    let mut options = disk.options.clone();
    options.also.push(disk.folder.path().join("missing"));
    let also = audit(&disk.path(""), &options);
    for report in [missing, file, also] {
        assert_eq!((report.exit, report.ledger.as_ref()), (1, None));
        assert_eq!(report.findings[0].code, Code::Unreadable);
        assert_eq!(report.findings.len(), 1);
    }
}

/// The audit of a folder someone stuffed full does not grow without end.
#[test]
fn a_folder_full_of_strangers_is_soon_left_alone() {
    let ledger = small();
    let disk = OnDisk::new(&ledger, &bundle::bundle(&ledger, &USUAL));
    for number in 0..500 {
        fs::write(disk.path(&number.to_string()), "").unwrap();
    }
    let report = disk.audit();
    assert_eq!((report.exit, report.findings.len()), (3, 100));
    assert!(Path::new(report.findings[0].path.as_ref().unwrap()).is_relative());
}
