//! The file `rotations`: what ties the ledger's signing keys together, kept for bundles (docs/vault.md). Its content proves itself by
//! signatures of the keys concerned, so nothing here authenticates it. Knows how it is kept, not what it says.

use std::fs;

use super::Vault;
use super::files::{self, Attempt, FileError};

/// Its name.
const FILE: &str = "rotations";
/// The next one, until it is durable.
const NEXT: &str = "rotations.new";

impl Vault {
    /// What was kept, if the signing key was ever changed.
    pub fn rotations(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.join(FILE)).ok()
    }

    /// Keeps it, whole or not at all, durable before it returns.
    pub fn keep_rotations(&self, content: &[u8]) -> Result<(), FileError> {
        let (next, file) = (self.folder.join(NEXT), self.folder.join(FILE));
        files::remove(&next)?;
        files::create_with(&next, content)?;
        fs::rename(&next, &file).attempt("rename", &file)?;
        files::sync_folder(&self.folder)
    }
}
