//! The steps of a rotation in one folder: the order in which keys are destroyed (docs/vault.md, "Rotation").
//!
//! What is destroyed, and by whose decision, is not known here.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use super::cipher::new_key;
use super::epoch::Epoch;
use super::fault::FaultPoint;
use super::files::{self, Attempt, FileError};
use super::folder::{KEYS, KEYS_NEW, KeyFolder, RESERVE, WriteError, key_file_bytes};
use super::key_file::{EpochKeys, HEADER, Header, SLOTS_AT, read_slots};
use super::slot::Slot;

impl KeyFolder {
    /// Replaces the whole key file by one under a new epoch, then destroys the old epoch.
    ///
    /// Crash stories, step by step. Up to the rename `keys` names the old epoch: opening zeroes the new one and nothing
    /// happened. From the rename on `keys` names the new epoch: opening zeroes the old one, and the rotation is done.
    /// The folder is synced between the two, so that no power cut brings the old name back after its epoch is gone.
    pub(super) fn rotate(&mut self, slots: &[Slot], generation: u64) -> Result<(), WriteError> {
        // Room first: a full disk refuses here, before anything is changed.
        self.make_room(slots.len().saturating_sub(self.used()))?;
        self.reserve(self.length()).map_err(WriteError::of_room)?;
        let epoch =
            Epoch { number: self.header.epoch + 1, block: 1 - self.epoch_block, key: new_key()? };
        let epoch_keys = EpochKeys::new(&epoch.key).map_err(|_| WriteError::Cipher)?;
        let used = slots.len() as u64;
        let header = Header { epoch: epoch.number, generation, used, ..self.header };
        let bytes = key_file_bytes(&header, slots, self.room, &epoch_keys)?;

        self.epochs.write(&epoch, self.header.ledger, &self.root)?;
        self.reached(FaultPoint::RotateEpochWritten)?;
        self.epochs.sync()?;
        self.reached(FaultPoint::RotateEpochSynced)?;
        let next = self.path.join(KEYS_NEW);
        let keys = self.write_next(&bytes)?;
        if !reads_back(&files::read_all(&keys, &next)?, &header, slots, &epoch_keys) {
            return Err(WriteError::ReadBack);
        }
        keys.sync_all().attempt("sync", &next)?;
        self.reached(FaultPoint::RotateKeysSynced)?;

        let path = self.path.join(KEYS);
        fs::rename(&next, &path).attempt("rename", &path)?;
        self.reached(FaultPoint::RotateRenamed)?;
        self.folder.sync(&self.path)?;
        self.reached(FaultPoint::RotateFolderSynced)?;

        self.epochs.zero(self.epoch_block)?;
        self.reached(FaultPoint::RotateEpochOverwritten)?;
        // The moment of destruction: nothing can unwrap the old slots any more, wherever a copy of them lies.
        self.epochs.sync()?;
        let old = std::mem::replace(&mut self.keys, keys);
        self.epoch_block = epoch.block;
        self.epoch_keys = epoch_keys;
        self.header = header;
        self.next_header = 0;
        self.reached(FaultPoint::RotateEpochZeroed)?;

        // Best effort: its keys are destroyed already. The descriptor is the last thing that holds the old file.
        let _ = overwrite(&old);
        self.reached(FaultPoint::RotateOldOverwritten)?;
        drop(old);
        self.restore_reserve();
        self.reached(FaultPoint::RotateDone)
    }

    /// Writes `keys.new` into the reserved room.
    fn write_next(&self, bytes: &[u8]) -> Result<File, WriteError> {
        let path = self.path.join(KEYS_NEW);
        let file = self.take_reserve()?;
        self.reached(FaultPoint::RotateReserveTaken)?;
        file.write_all_at(bytes, 0).attempt("write", &path)?;
        // A reserve that had grown before a crash is longer: what is more than the old file gave back would be missing
        // for the next reserve on a full disk.
        file.set_len(bytes.len() as u64).attempt("cut", &path)?;
        self.reached(FaultPoint::RotateKeysWritten)?;
        Ok(file)
    }

    /// The room kept for this; a new file if it is missing.
    fn take_reserve(&self) -> Result<File, FileError> {
        let (reserve, path) = (self.path.join(RESERVE), self.path.join(KEYS_NEW));
        match fs::rename(&reserve, &path).attempt("rename", &reserve) {
            Err(error) if error.is_missing() => files::create(&path),
            renamed => renamed.and_then(|()| files::open(&path)),
        }
    }
}

fn reads_back(bytes: &[u8], header: &Header, slots: &[Slot], keys: &EpochKeys) -> bool {
    let blocks = [bytes.get(..HEADER), bytes.get(HEADER..SLOTS_AT)];
    let headers = blocks
        .into_iter()
        .all(|block| block.and_then(|block| Header::authenticated(block, keys)) == Some(*header));
    let read = read_slots(bytes, header, true, keys);
    headers && read.is_ok_and(|read| !read.residue && read.used == slots)
}

fn overwrite(file: &File) -> std::io::Result<()> {
    files::write_zeros(file, 0, file.metadata()?.len())?;
    file.sync_data()
}
