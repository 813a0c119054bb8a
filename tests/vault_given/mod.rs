//! What the vault's tests start from: an invented practice's vault in a folder of its own.
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

pub mod reader;

use std::path::{Path, PathBuf};

use griffie::chain::{LedgerId, StreamId};
use griffie::vault::{NewVault, RootSecret, Vault};
use tempfile::TempDir;

/// The ledger of every test.
pub const LEDGER: LedgerId = LedgerId::from_bytes([7; 16]);

/// A folder with a data folder and a vault beside it.
pub struct House {
    folder: TempDir,
    pub root: RootSecret,
}

impl House {
    /// An empty place, nothing created.
    pub fn empty() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    /// The same in memory where the machine has that: for tests of bytes that open a vault a thousand times, where
    /// nothing is learnt from waiting for a disk.
    pub fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self::in_folder(folder.unwrap())
    }

    fn in_folder(folder: TempDir) -> Self {
        std::fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder, root: RootSecret::generate().unwrap() }
    }

    /// A place with a fresh vault.
    pub fn with_vault() -> (Self, Vault) {
        let house = Self::empty();
        let vault = house.create();
        (house, vault)
    }

    pub fn create(&self) -> Vault {
        Vault::create(&self.new_vault(&self.vault_folder(), &self.data_folder())).unwrap()
    }

    pub fn new_vault<'a>(&'a self, folder: &'a Path, data_folder: &'a Path) -> NewVault<'a> {
        NewVault { folder, data_folder, ledger: LEDGER, root: &self.root, keep_root: false }
    }

    pub fn open(&self) -> Vault {
        Vault::open(&self.vault_folder(), &self.root).unwrap()
    }

    /// The vault's files, read by the second reader.
    pub fn read(&self) -> reader::ReadVault {
        reader::read(&self.vault_folder(), &self.root.to_text(), *LEDGER.as_bytes())
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn vault_folder(&self) -> PathBuf {
        self.folder.path().join("data.vault")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.vault_folder().join(name)
    }
}

/// A stream with a recognisable id.
pub fn stream(number: u8) -> StreamId {
    let mut bytes = [0xA0; 16];
    bytes[15] = number;
    StreamId::from_bytes(bytes)
}

/// Every file below a folder that contains these bytes.
pub fn files_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, bytes));
        } else if holds(&std::fs::read(&path).unwrap(), bytes) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Whether a file's bytes contain these. Pages of zeros, most of a vault, are passed over.
fn holds(content: &[u8], bytes: &[u8]) -> bool {
    (0..content.len()).step_by(4096).any(|from| {
        let page = &content[from..content.len().min(from + 4096)];
        let with_neighbours = &content
            [from.saturating_sub(bytes.len())..content.len().min(from + 4096 + bytes.len())];
        page.iter().any(|byte| *byte != 0)
            && with_neighbours.windows(bytes.len()).any(|window| window == bytes)
    })
}

/// Copies a folder of files.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}
