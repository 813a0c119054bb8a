//! The key files of one folder, a vault's or a mirror's: creating, opening, adding keys.
//!
//! Every write here is ordered against a crash; what a key is used for is not known here.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::cipher::{NoRandomness, new_key};
use super::epoch::{Epoch, Epochs, WriteEpochError};
use super::fault::{self, FaultPoint, Place};
use super::files::{self, Attempt, FileError};
use super::key_file::{EpochKeys, HEADER, Header, SLOTS_AT, WrapError, wrap_slots};
use super::opening::LockedFolder;
use super::root::RootSecret;
use super::slot::{SLOT, Slot};
use crate::chain::LedgerId;

/// Name of the key file.
pub(super) const KEYS: &str = "keys";
/// Name under which a rotation writes the next key file.
pub(super) const KEYS_NEW: &str = "keys.new";
/// Name of the room kept for the next `keys.new`, so that destruction works on a full disk.
pub(super) const RESERVE: &str = "reserve";
/// Stands while a vault is being created; a folder with it holds nothing anybody relies on.
pub(super) const CREATING: &str = "creating";

/// Slots a new key file has room for.
const ROOM: usize = 1024;

/// Why keys could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("the cipher failed")]
    Cipher,
    #[error("what was written does not read back")]
    ReadBack,
    /// Before anything was changed.
    #[error("the disk is full")]
    Full,
}

impl WriteError {
    /// Room is made before anything else is changed: a full disk is no damage.
    pub(super) fn of_room(error: FileError) -> Self {
        if error.is_full() { Self::Full } else { Self::File(error) }
    }
}

impl From<WrapError> for WriteError {
    fn from(error: WrapError) -> Self {
        match error {
            WrapError::NoRandomness(error) => Self::NoRandomness(error),
            WrapError::Cipher => Self::Cipher,
        }
    }
}

impl From<WriteEpochError> for WriteError {
    fn from(error: WriteEpochError) -> Self {
        match error {
            WriteEpochError::File(error) => Self::File(error),
            WriteEpochError::NoRandomness(error) => Self::NoRandomness(error),
            WriteEpochError::Cipher => Self::Cipher,
        }
    }
}

/// The open key files of one folder, locked against every other process.
pub(super) struct KeyFolder {
    pub(super) path: PathBuf,
    pub(super) place: Place,
    pub(super) root: RootSecret,
    /// The folder itself: holds the lock and syncs names.
    pub(super) folder: LockedFolder,
    pub(super) epochs: Epochs,
    pub(super) epoch_block: u64,
    pub(super) epoch_keys: EpochKeys,
    pub(super) keys: File,
    pub(super) header: Header,
    /// The header block that is written next; the other one holds the newest.
    pub(super) next_header: usize,
    /// Slots the key file has room for.
    pub(super) room: usize,
}

impl KeyFolder {
    /// Writes the key files of a new vault or mirror, durable but for their names. The folder stands and is marked.
    pub(super) fn create(
        path: &Path,
        place: Place,
        ledger: LedgerId,
        root: &RootSecret,
        generation: u64,
        slots: &[Slot],
    ) -> Result<(), WriteError> {
        let epoch = Epoch { number: 1, block: 0, key: new_key()? };
        let epoch_keys = EpochKeys::new(&epoch.key).map_err(|_| WriteError::Cipher)?;
        let epochs = Epochs::create(path)?;
        epochs.write(&epoch, ledger, root)?;
        epochs.sync()?;
        reached(path, place, FaultPoint::CreateEpochWritten)?;
        let header = Header { ledger, epoch: 1, generation, used: slots.len() as u64 };
        let content = key_file_bytes(&header, slots, room_for(slots.len(), 0), &epoch_keys)?;
        files::create_with(&path.join(RESERVE), &vec![0; content.len()])?;
        files::create_with(&path.join(KEYS), &content)?;
        reached(path, place, FaultPoint::CreateKeysWritten)?;
        Ok(())
    }

    /// Adds keys after the last one, durable before it returns: first the slots, then the header that counts them.
    pub(super) fn append(&mut self, slots: &[Slot], generation: u64) -> Result<(), WriteError> {
        let path = self.path.join(KEYS);
        let first = self.header.used;
        let bytes = wrap_slots(slots, first, self.header.ledger, &self.epoch_keys)?;
        let at = SLOTS_AT as u64 + first * SLOT as u64;
        self.keys.write_all_at(&bytes, at).attempt("write", &path)?;
        self.reached(FaultPoint::AppendSlotsWritten)?;
        self.keys.sync_data().attempt("sync", &path)?;
        self.reached(FaultPoint::AppendSlotsSynced)?;
        let used = first + slots.len() as u64;
        self.write_header(Header { generation, used, ..self.header })?;
        self.reached(FaultPoint::AppendDone)
    }

    /// Makes room for so many more slots, in the reserve first: a rotation must never lack it. Promises nothing.
    pub(super) fn make_room(&mut self, more: usize) -> Result<(), WriteError> {
        let needed = self.used().saturating_add(more);
        if needed <= self.room {
            return Ok(());
        }
        let room = room_for(needed, self.room);
        let length = (SLOTS_AT + room * SLOT) as u64;
        self.reserve(length).map_err(WriteError::of_room)?;
        self.reached(FaultPoint::AppendReserveGrown)?;
        let path = self.path.join(KEYS);
        let grown = files::write_zeros(&self.keys, self.length(), length)
            .and_then(|()| self.keys.sync_all());
        if let Err(error) = grown {
            // What was taken is given back: on a full disk the next reserve needs it.
            let _ = self.keys.set_len(self.length());
            let _ = files::open(&self.path.join(RESERVE))?.set_len(self.length());
            return Err(error).attempt("grow", &path).map_err(WriteError::of_room);
        }
        self.reached(FaultPoint::AppendGrown)?;
        self.room = room;
        Ok(())
    }

    /// Slots that are in use.
    pub(super) fn used(&self) -> usize {
        usize::try_from(self.header.used).unwrap_or(usize::MAX)
    }

    /// Bytes of the key file with all its room.
    pub(super) fn length(&self) -> u64 {
        (SLOTS_AT + self.room * SLOT) as u64
    }

    /// Writes the next header block, durable.
    pub(super) fn write_header(&mut self, header: Header) -> Result<(), WriteError> {
        let path = self.path.join(KEYS);
        let at = (self.next_header * HEADER) as u64;
        let bytes = header.encode(&self.epoch_keys);
        self.keys.write_all_at(&bytes, at).attempt("write", &path)?;
        self.reached(FaultPoint::AppendHeaderWritten)?;
        self.keys.sync_data().attempt("sync", &path)?;
        self.header = header;
        self.next_header = 1 - self.next_header;
        Ok(())
    }

    /// Sees to it that the reserve stands and is this long.
    pub(super) fn reserve(&self, length: u64) -> Result<(), FileError> {
        let path = self.path.join(RESERVE);
        let (file, new) = match files::open(&path) {
            Err(error) if error.is_missing() => (files::create(&path)?, true),
            other => (other?, false),
        };
        let present = file.metadata().attempt("read", &path)?.len();
        if present < length {
            let grown = files::write_zeros(&file, present, length).and_then(|()| file.sync_all());
            if let Err(error) = grown {
                // What was taken is given back: on a full disk the rest of the machine needs it.
                let _ = file.set_len(present);
                return Err(error).attempt("grow", &path);
            }
        }
        if new {
            self.folder.sync(&self.path)?;
        }
        Ok(())
    }

    /// Stops or fails here if a test says so.
    pub(super) fn reached(&self, point: FaultPoint) -> Result<(), WriteError> {
        reached(&self.path, self.place, point)
    }
}

/// A whole key file: the header twice, the slots, zeros for the rest of its room.
pub(super) fn key_file_bytes(
    header: &Header,
    slots: &[Slot],
    room: usize,
    keys: &EpochKeys,
) -> Result<Vec<u8>, WrapError> {
    let block = header.encode(keys);
    let slots = wrap_slots(slots, 0, header.ledger, keys)?;
    let mut bytes = [block.as_slice(), &block, &slots].concat();
    bytes.resize(SLOTS_AT + room * SLOT, 0);
    Ok(bytes)
}

/// How many slots a file should have room for.
fn room_for(needed: usize, present: usize) -> usize {
    // An eighth ahead: a practice grows by a few dossiers a day, an import by thousands.
    let ahead = needed.saturating_add(needed / 8);
    ahead.next_multiple_of(ROOM).max(present)
}

/// How many slots a file of this length has room for.
pub(super) fn room_in(length: usize) -> usize {
    length.saturating_sub(SLOTS_AT) / SLOT
}

fn reached(path: &Path, place: Place, point: FaultPoint) -> Result<(), WriteError> {
    Ok(fault::reach(place, point).attempt(point.name(), path)?)
}
