//! A copy of a ledger's records, opened as a start would open them: sled writes when it opens, so it is never let at the originals.
//! No key is copied; what lies in the copy stays locked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::chain::{Broken, Head};
use crate::cli::failure::{Exit, Failure};
use crate::private_file;
use crate::register::derived::Derived;
use crate::store::sled::{OpenError, SledOptions, SledStore};
use crate::store::{ReadError, Store};

/// Headers and boxes read at a time.
const RUN: usize = 256;
/// What a start makes anew and no copy needs.
const LEFT_OUT: &[&str] = &["ballast", "lock"];

/// The copy, removed with the value.
pub struct Trial {
    folder: TempDir,
}

/// What the records came to.
#[derive(Debug)]
pub struct Records {
    /// The chain as far as it holds.
    pub head: Head,
    /// Where it does not, and why.
    pub broken: Option<Broken>,
    /// How many records there are of each kind.
    pub kinds: BTreeMap<String, u64>,
    /// How many boxes there are of each version.
    pub boxes: BTreeMap<u8, u64>,
    /// The first position whose box cannot be read.
    pub unreadable: Option<u64>,
}

impl Trial {
    /// Copies store and derived files of a data folder.
    pub fn of(data: &Path) -> Result<Trial, Failure> {
        let folder = tempfile::Builder::new().prefix("griffie-upgrade-").tempdir()?;
        let trial = Trial { folder };
        private_file::make_folder(&trial.data())?;
        for name in ["store", "derived"] {
            let from = data.join(name);
            if from.is_dir() {
                copy(&from, &trial.data().join(name)).map_err(|error| no_room(&error))?;
            }
        }
        Ok(trial)
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Opens the store as a start does.
    pub fn store(&self) -> Result<SledStore, OpenError> {
        SledStore::open(&self.data().join("store"), &SledOptions::default())
    }

    /// How many records the index and the tree have on disk, as far as they authenticate.
    pub fn folded(&self, key: Zeroizing<[u8; 32]>) -> Result<u64, Failure> {
        let folder = self.data().join("derived");
        if !folder.is_dir() {
            return Ok(0);
        }
        Ok(Derived::open(&folder, key, |_| {})?.folded())
    }
}

impl Records {
    /// Follows every header and looks at the version of every box.
    pub fn of(store: &SledStore) -> Result<Records, ReadError> {
        let size = pollster::block_on(store.head())?.size;
        let mut records = Records {
            head: Head::EMPTY,
            broken: None,
            kinds: BTreeMap::new(),
            boxes: BTreeMap::new(),
            unreadable: None,
        };
        while records.head.size < size && records.broken.is_none() {
            let run = pollster::block_on(store.headers(records.head.size, RUN))?;
            for (_, bytes) in run.iter() {
                match records.head.follow(bytes) {
                    Ok((head, header)) => {
                        records.head = head;
                        *records.kinds.entry(header.kind.to_string()).or_default() += 1;
                    }
                    Err(broken) => {
                        records.broken = Some(broken);
                        break;
                    }
                }
            }
        }
        let mut next = 0;
        while next < size && records.unreadable.is_none() {
            match pollster::block_on(store.box_run(next, RUN)) {
                Ok(run) => {
                    let boxes = run.iter().map(|(_, sealed)| sealed);
                    for version in boxes.flatten().filter_map(|sealed| sealed.first().copied()) {
                        *records.boxes.entry(version).or_default() += 1;
                    }
                }
                Err(ReadError::Corrupt { position, .. }) => records.unreadable = Some(position),
                Err(error) => return Err(error),
            }
            next += RUN as u64;
        }
        Ok(records)
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: &str) -> u64 {
        self.kinds.get(kind).copied().unwrap_or(0)
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    private_file::make_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&entry.path(), &to.join(&name))?;
        } else if kind.is_file() && !LEFT_OUT.iter().any(|it| name == *it) {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

fn no_room(error: &std::io::Error) -> Failure {
    if error.kind() != std::io::ErrorKind::StorageFull {
        return Failure::because("the records cannot be copied", error);
    }
    let message = "there is no room for a copy of the records: name a folder that has it in TMPDIR";
    Failure::new(Exit::TryLater, message)
}
