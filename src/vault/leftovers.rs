//! What a crash may leave in a vault's folder, and how it is cleared away.
//!
//! Called only after everything else in the vault has been found sound: nothing here is overwritten in doubt.

use super::fault::FaultPoint;
use super::files::{self, Attempt, FileError};
use super::folder::{KEYS, KEYS_NEW, KeyFolder, RESERVE, WriteError};
use super::key_file::{Header, SLOTS_AT};
use super::opening::Leftovers;
use super::slot::SLOT;

impl KeyFolder {
    /// Clears away what a crash left, the other epoch first: a rotation that had got past its rename is finished by this,
    /// one that had not is undone.
    pub(super) fn tidy(&mut self, leftovers: &Leftovers) -> Result<(), WriteError> {
        let other = 1 - self.epoch_block;
        if !self.epochs.is_free(other)? {
            self.epochs.zero(other)?;
            self.reached(FaultPoint::OpenEpochOverwritten)?;
            self.epochs.sync()?;
        }
        if leftovers.residue {
            let path = self.path.join(KEYS);
            let from = SLOTS_AT as u64 + self.header.used * SLOT as u64;
            let length = self.keys.metadata().attempt("read", &path)?.len();
            files::write_zeros(&self.keys, from, length).attempt("overwrite", &path)?;
            self.reached(FaultPoint::OpenResidueOverwritten)?;
            self.keys.sync_data().attempt("sync", &path)?;
        }
        if leftovers.header {
            // Keys that were taken in are a change; a block written again is none: a mirror must not seem newer for it.
            let generation = self.header.generation + u64::from(leftovers.adopted);
            self.write_header(Header { generation, ..self.header })?;
        }
        self.remove_overwritten(KEYS_NEW)?;
        if self.is_reserve_used()? {
            self.remove_overwritten(RESERVE)?;
        }
        self.reached(FaultPoint::OpenTidied)?;
        self.restore_reserve();
        Ok(())
    }

    /// Makes the reserve as long as `keys`. A full disk is no reason to fail: what was asked for is done, and the next
    /// rotation tries again before it begins.
    pub(super) fn restore_reserve(&self) {
        let _ = self.reserve(self.length());
    }

    /// Overwrites a file, as far as the file system does so in place, and removes it.
    fn remove_overwritten(&self, name: &str) -> Result<(), WriteError> {
        let path = self.path.join(name);
        match files::open(&path) {
            Err(error) if error.is_missing() => return Ok(()),
            file => {
                let file = file?;
                let length = file.metadata().attempt("read", &path)?.len();
                files::write_zeros(&file, 0, length)
                    .and_then(|()| file.sync_data())
                    .attempt("overwrite", &path)?;
            }
        }
        self.reached(FaultPoint::OpenLeftoverOverwritten)?;
        files::remove(&path)?;
        Ok(self.folder.sync(&self.path)?)
    }

    /// Whether the reserve holds anything: after a power cut it may carry the beginning of a `keys.new`.
    fn is_reserve_used(&self) -> Result<bool, FileError> {
        let path = self.path.join(RESERVE);
        match files::open(&path) {
            Err(error) if error.is_missing() => Ok(false),
            file => Ok(!files::is_zeros(&files::read_all(&file?, &path)?)),
        }
    }
}
