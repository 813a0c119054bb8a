//! A fixture on disk: data folder and vault in one tar file, and beside it what this release read from them. Files that every start
//! makes anew are left out; blocks of zeros become holes.

use std::fs::{self, File};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::given::Ledger;

/// What a start makes anew, or what belongs to one machine or, like a certificate, ends by itself.
const LEFT_OUT: &[&str] =
    &["ballast", "before-open", "server.json", "griffie.toml", "reserve", "rehearsal", "tls"];
const BLOCK: usize = 4096;

/// A command and what it told.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its words.
    pub asked: String,
    /// Each line, as JSON. Later releases may tell more, never less and never otherwise.
    pub told: Vec<Value>,
}

/// A command that is refused, because what it asks for is gone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Its words.
    pub asked: String,
    /// Its exit code.
    pub exit: i32,
    /// The stable reason.
    pub reason: String,
}

/// What the release that wrote a fixture read from it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The release.
    pub written_by: String,
    /// The moment at which all of it was asked, microseconds UTC.
    pub moment: i64,
    /// The ledger's verifier key.
    pub verifier_key: String,
    /// A checkpoint that somebody kept.
    pub checkpoint: String,
    /// Kind and state of each record's payload, in order of position.
    pub records: Vec<(String, String)>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// What was refused.
    pub refusals: Vec<Refusal>,
    /// The attachment: how to get it, and what it is.
    pub attachment: (String, String),
    /// The dossier that can be written on.
    pub dossier: String,
}

/// Where the fixture of a format lies.
pub fn fixture(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format)
}

/// Packs data folder and vault of a ledger that nobody serves.
pub fn packed(ledger: &Ledger) -> Vec<u8> {
    let staged = tempfile::tempdir().unwrap();
    for name in ["data", "data.vault"] {
        copied(&ledger.at(name), &staged.path().join(name));
    }
    let mut archive = tar::Builder::new(Vec::new());
    archive.sparse(true);
    archive.mode(tar::HeaderMode::Deterministic);
    archive.append_dir_all(".", staged.path()).unwrap();
    archive.into_inner().unwrap()
}

/// Lays the folders out again, for their owner alone as the program wants them.
pub fn unpacked(archive: &[u8]) -> Ledger {
    let ledger = Ledger::nowhere();
    tar::Archive::new(archive).unpack(ledger.folder()).unwrap();
    for name in ["data", "data.vault"] {
        made_private(&ledger.at(name));
    }
    ledger
}

fn made_private(path: &Path) {
    let folder = path.is_dir();
    let mode = if folder { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for entry in folder.then(|| fs::read_dir(path).unwrap()).into_iter().flatten() {
        made_private(&entry.unwrap().path());
    }
}

fn copied(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            if !LEFT_OUT.iter().any(|it| name.to_str() == Some(it)) {
                copied(&from.join(&name), &to.join(&name));
            }
        }
        return;
    }
    let bytes = fs::read(from).unwrap();
    let file = File::create(to).unwrap();
    file.set_len(bytes.len() as u64).unwrap();
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        if block.iter().any(|byte| *byte != 0) {
            file.write_all_at(block, (number * BLOCK) as u64).unwrap();
        }
    }
    file.sync_all().unwrap();
}
