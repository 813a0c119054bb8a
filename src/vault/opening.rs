//! Opening the key files of one folder: what must hold before anything in it is believed or overwritten.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::cipher::NoRandomness;
use super::epoch::{self, Epochs, NoEpoch};
use super::fault::Place;
use super::files::{self, Attempt, FileError};
use super::folder::{CREATING, KEYS, KeyFolder, room_in};
use super::key_file::{EpochKeys, HEADER, Header, SLOTS_AT, read_slots};
use super::root::RootSecret;
use super::slot::Slot;

/// Why a vault or mirror does not open. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such folder.
    #[error("there is no vault at {}", .0.display())]
    NoVault(PathBuf),
    /// Creation was interrupted; nothing was recorded with it, create it again.
    #[error("the creation of {} was interrupted; create it again", .0.display())]
    CreationUnfinished(PathBuf),
    /// Another process has it open.
    #[error("{} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// A file that belongs to every vault is not there.
    #[error("{} is missing", .0.display())]
    Missing(PathBuf),
    /// A file is not as it was written.
    #[error("{} is damaged: {what}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What does not hold.
        what: String,
    },
    /// The root secret is another one.
    #[error("{} was not written under this root secret", .0.display())]
    WrongRootSecret(PathBuf),
    /// The operating system refused.
    #[error(transparent)]
    File(#[from] FileError),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl OpenError {
    /// A file that every vault has is missing, or the operating system refused it.
    pub(super) fn of_file(error: FileError) -> Self {
        if error.is_missing() { Self::Missing(error.file) } else { Self::File(error) }
    }
}

impl KeyFolder {
    /// Opens and checks everything; changes nothing but what is certainly left over from a crash.
    ///
    /// The caller still decides whether to use it: call `tidy` only when everything else holds, too.
    pub(super) fn open(
        path: &Path,
        place: Place,
        root: &RootSecret,
    ) -> Result<(Self, Vec<Slot>, Leftovers), OpenError> {
        let folder = lock(path)?;
        if path.join(CREATING).exists() {
            return Err(OpenError::CreationUnfinished(path.into()));
        }
        let keys_path = path.join(KEYS);
        if !keys_path.exists() && !path.join(epoch::FILE).exists() {
            return Err(OpenError::NoVault(path.into()));
        }
        let keys = files::open(&keys_path).map_err(OpenError::of_file)?;
        let epochs = Epochs::open(path).map_err(OpenError::of_file)?;
        // A rename that is seen may not be on the disk yet. Were the other epoch destroyed before it is, a power cut
        // could bring the old `keys` back, and nothing would open it.
        keys.sync_all().attempt("sync", &keys_path)?;
        folder.sync(path)?;

        let bytes = files::read_all(&keys, &keys_path)?;
        let found = find_header(&bytes, &epochs, root, path)?;
        let slots = read_slots(&bytes, &found.header, found.both, &found.epoch_keys)
            .map_err(|what| OpenError::Damaged { file: keys_path, what })?;
        let leftovers = Leftovers {
            residue: slots.residue,
            header: !found.both,
            adopted: slots.used.len() as u64 != found.header.used,
        };
        let header = Header { used: slots.used.len() as u64, ..found.header };
        let this = Self {
            path: path.into(),
            place,
            root: root.clone(),
            folder,
            epochs,
            epoch_block: found.epoch_block,
            epoch_keys: found.epoch_keys,
            keys,
            header,
            next_header: 1 - found.block,
            room: room_in(bytes.len()),
        };
        Ok((this, slots.used, leftovers))
    }
}

/// What a crash left in a key file that is otherwise sound.
pub(super) struct Leftovers {
    /// Slots nobody was promised.
    pub(super) residue: bool,
    /// A header block that is torn.
    pub(super) header: bool,
    /// Slots that the torn header block had counted.
    pub(super) adopted: bool,
}

/// A folder no other process may open as long as this is held.
pub(super) struct LockedFolder(File);

impl LockedFolder {
    /// Makes the names in the folder durable.
    pub(super) fn sync(&self, path: &Path) -> Result<(), FileError> {
        self.0.sync_all().attempt("sync", path)
    }
}

impl Drop for LockedFolder {
    fn drop(&mut self) {
        // Closing is not enough: a child process that is just being started has a copy of the descriptor until it execs.
        let _ = self.0.unlock();
    }
}

/// Locks a folder; the lock goes with the handle, however the process ends.
pub(super) fn lock(path: &Path) -> Result<LockedFolder, OpenError> {
    let folder = match File::open(path).attempt("open", path) {
        Err(error) if error.is_missing() => return Err(OpenError::NoVault(path.into())),
        other => other?,
    };
    match folder.try_lock() {
        Ok(()) => Ok(LockedFolder(folder)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.into())),
        Err(TryLockError::Error(error)) => {
            Err(error).attempt("lock", path).map_err(OpenError::File)
        }
    }
}

struct FoundHeader {
    header: Header,
    block: usize,
    both: bool,
    epoch_block: u64,
    epoch_keys: EpochKeys,
}

/// Finds the newest sound header and the epoch it names.
fn find_header(
    bytes: &[u8],
    epochs: &Epochs,
    root: &RootSecret,
    path: &Path,
) -> Result<FoundHeader, OpenError> {
    let damaged = |file: &str, what: &str| OpenError::Damaged {
        file: path.join(file),
        what: what.to_owned(),
    };
    let blocks = [bytes.get(..HEADER), bytes.get(HEADER..SLOTS_AT)];
    let mut refusal = damaged(KEYS, "no header");
    for claimed in blocks.into_iter().flatten().filter_map(Header::claimed) {
        let epoch = match epochs.find(claimed.epoch, claimed.ledger, root)? {
            Ok(epoch) => epoch,
            Err(NoEpoch::OtherRoot) => {
                refusal = OpenError::WrongRootSecret(path.join(epoch::FILE));
                continue;
            }
            Err(NoEpoch::Absent) => {
                refusal = damaged(KEYS, "it names an epoch that does not exist");
                continue;
            }
            Err(NoEpoch::Damaged) => {
                refusal = damaged(epoch::FILE, "the epoch that keys names does not open");
                continue;
            }
        };
        let epoch_keys = EpochKeys::new(&epoch.key).map_err(|_| damaged(KEYS, "no cipher"))?;
        let sound = blocks.map(|block| Header::authenticated(block?, &epoch_keys));
        let newest = match sound {
            [Some(first), Some(second)] if second.generation > first.generation => (second, 1),
            [Some(first), _] => (first, 0),
            [None, Some(second)] => (second, 1),
            [None, None] => {
                refusal = damaged(KEYS, "its header is not authentic");
                continue;
            }
        };
        return Ok(FoundHeader {
            header: newest.0,
            block: newest.1,
            both: sound.iter().all(Option::is_some),
            epoch_block: epoch.block,
            epoch_keys,
        });
    }
    Err(refusal)
}
