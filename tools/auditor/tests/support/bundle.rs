//! A bundle's files, in memory first so that tests can change them before the manifest is signed.

use std::fs;
use std::path::Path;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};

use super::ledger::{Ledger, sign};
use super::tree;
use super::{Files, base64};

/// What an exporter gives, by position.
pub struct Given<'a> {
    pub held: &'a dyn Fn(usize) -> bool,
    pub boxes: &'a dyn Fn(usize) -> bool,
    pub keys: &'a dyn Fn(usize) -> bool,
    pub open: &'a dyn Fn(usize) -> bool,
}

/// Everything held, all open payloads, nothing sealed.
pub const USUAL: Given<'static> =
    Given { held: &|_| true, boxes: &|_| false, keys: &|_| false, open: &|_| true };

/// Every box and every key as well.
pub const EVERYTHING: Given<'static> =
    Given { held: &|_| true, boxes: &|_| true, keys: &|_| true, open: &|_| true };

/// All files of a bundle of the whole ledger, without the manifest.
pub fn files(ledger: &Ledger, given: &Given<'_>) -> Files {
    let size = ledger.records.len();
    let mut files = Files::new();
    files.insert("checkpoint".to_owned(), ledger.checkpoint(size).into_bytes());
    for (path, content) in tree::tiles(&ledger.leaves(size)) {
        files.insert(path, content);
    }
    for (index, records) in ledger.records.chunks(256).enumerate() {
        let entries = records.iter().flat_map(|record| {
            let header = record.header.encode();
            [&u16::try_from(header.len()).unwrap().to_be_bytes()[..], &header].concat()
        });
        let path = format!("tile/entries/{}", tree::place(index, records.len()));
        files.insert(path, entries.collect());
    }
    for size in ledger.rotated_at.iter().map(|position| position + 1) {
        files.insert(format!("rotation/{size}"), ledger.checkpoint(size).into_bytes());
    }
    let mut held = vec![0u8; size.div_ceil(8)];
    for position in (0..size).filter(|position| (given.held)(*position)) {
        held[position / 8] |= 0x80 >> (position % 8);
    }
    files.insert("held".to_owned(), held);
    for (position, record) in ledger.records.iter().enumerate() {
        let mut add = |folder: &str, rest: String| {
            let path = format!("{folder}/{}", tree::number(position / 65_536));
            let line = format!("{position} {rest}\n");
            files.entry(path).or_default().extend(line.into_bytes());
        };
        if record.header.visibility == 0 && (given.open)(position) {
            add("open", format!("{} {}", base64(&record.salt), base64(&record.payload)));
        }
        if (given.boxes)(position) {
            add("boxes", base64(&record.sealed_box()));
        }
        if (given.keys)(position) {
            add("keys", base64(&record.box_key()));
        }
    }
    files
}

/// The manifest's text, without signature.
pub fn manifest_text(files: &Files) -> String {
    let lines = files.iter().map(|(path, content)| {
        format!("{} {} {path}\n", hex::encode(Sha256::digest(content)), content.len())
    });
    "griffie bundle v1\n".to_owned() + &lines.collect::<String>()
}

/// Adds the manifest, signed by `key`.
pub fn seal(mut files: Files, name: &str, key: &SigningKey) -> Files {
    files.remove("manifest");
    let manifest = sign(&manifest_text(&files), name, &[key]);
    files.insert("manifest".to_owned(), manifest.into_bytes());
    files
}

/// A sealed bundle of the whole ledger.
pub fn bundle(ledger: &Ledger, given: &Given<'_>) -> Files {
    reseal(files(ledger, given), ledger)
}

/// Signs changed files with the ledger's newest key.
pub fn reseal(files: Files, ledger: &Ledger) -> Files {
    seal(files, &ledger.origin(), ledger.keys.last().unwrap())
}

/// Writes files below `folder`.
pub fn write(folder: &Path, files: &Files) {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}
