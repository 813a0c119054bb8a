//! Second copies of the vault's keys, each with a root secret of its own: the vault must not be lost.
//!
//! A mirror follows the vault, never the other way round; it is no archive.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Vault;
use super::create::{CreateError, check_outside, create_folder};
use super::fault::Place;
use super::folder::{KeyFolder, WriteError};
use super::key_file::Header;
use super::opening::OpenError;
use super::root::RootSecret;
use super::slot::{Slot, State};
use crate::chain::{Context, KeyId, LedgerId, StreamId};

/// A new mirror.
#[derive(Clone, Copy, Debug)]
pub struct NewMirror<'a> {
    /// Its folder: on a second disk, stick or host.
    pub folder: &'a Path,
    /// The data folder, in which it must not lie.
    pub data_folder: &'a Path,
    /// What opens it; not the vault's own.
    pub root: &'a RootSecret,
}

/// How a mirror stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorState {
    /// It holds what the vault holds.
    Current {
        /// Its epoch: which of its rotations it has gone through.
        epoch: u64,
    },
    /// It was not reached; what the vault destroyed since may still be readable there.
    Lagging {
        /// Why.
        why: String,
    },
}

/// A mirror and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorReport {
    /// Its folder.
    pub folder: PathBuf,
    /// How it stands.
    pub state: MirrorState,
}

impl MirrorReport {
    /// The mirror, by an id that tells an outsider nothing of where it lies (docs/format.md §7).
    pub fn id(&self) -> StreamId {
        use std::os::unix::ffi::OsStrExt;
        let derived = Context::MirrorId.derive(self.folder.as_os_str().as_bytes());
        let (first, _) = derived.split_first_chunk().unwrap_or((&[0; 16], &[]));
        StreamId::from_bytes(*first)
    }
}

/// Why a mirror does not belong to this vault. Each of these stops the start.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The mirror has seen changes the vault has not.
    #[error("the vault is the old one: {} holds a newer one ({theirs}, the vault {ours})", folder.display())]
    Newer {
        /// The mirror.
        folder: PathBuf,
        /// The mirror's generation.
        theirs: u64,
        /// The vault's.
        ours: u64,
    },
    /// The mirror knows a key, or a destruction, that the vault does not.
    #[error("the vault is another one than {} followed: it does not know key {key}", folder.display())]
    Diverged {
        /// The mirror.
        folder: PathBuf,
        /// The key.
        key: KeyId,
    },
    /// The mirror of another ledger.
    #[error("{} is the mirror of ledger {ledger}", folder.display())]
    OtherLedger {
        /// The mirror.
        folder: PathBuf,
        /// Its ledger.
        ledger: LedgerId,
    },
}

/// A mirror the vault follows.
pub(super) struct Mirror {
    folder: PathBuf,
    root: RootSecret,
    state: MirrorState,
    /// The vault's generation it was brought to.
    generation: Option<u64>,
}

/// Why a mirror could not be brought up to date.
#[derive(Debug, thiserror::Error)]
enum FollowError {
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Vault {
    /// Creates a mirror and follows it from now on.
    pub fn create_mirror(&self, new: &NewMirror<'_>) -> Result<(), CreateError> {
        check_outside(new.data_folder, new.folder)?;
        check_outside(&self.folder, new.folder)?;
        if self.writer.lock().folder.root.id() == new.root.id() {
            return Err(CreateError::SharedRoot);
        }
        let mut mirrors = self.mirrors.lock();
        let (slots, generation) = self.snapshot();
        create_folder(new.folder, Place::Mirror, self.ledger, new.root, false, generation, &slots)?;
        mirrors.push(Mirror {
            folder: new.folder.into(),
            root: new.root.clone(),
            state: MirrorState::Current { epoch: 1 },
            generation: Some(generation),
        });
        Ok(())
    }

    /// Follows a mirror that exists, and brings it up to date. One that cannot be reached is lagging; one that is newer
    /// than the vault, or not its mirror, stops the start.
    pub fn attach_mirror(
        &self,
        folder: &Path,
        root: &RootSecret,
    ) -> Result<MirrorState, MirrorError> {
        let mut mirrors = self.mirrors.lock();
        let (slots, generation) = self.snapshot();
        let why = "not reached yet".to_owned();
        let mut mirror = Mirror {
            folder: folder.into(),
            root: root.clone(),
            state: MirrorState::Lagging { why },
            generation: None,
        };
        mirror.follow(&slots, generation, self.ledger)?;
        let state = mirror.state.clone();
        mirrors.push(mirror);
        Ok(state)
    }

    /// Brings every mirror up to date: after new keys, when one reappears. Slow where a mirror is slow; call it from a
    /// thread of its own. A rotation calls it itself.
    pub fn follow_mirrors(&self) -> Vec<MirrorReport> {
        let mut mirrors = self.mirrors.lock();
        if mirrors.is_empty() {
            return Vec::new();
        }
        let (slots, generation) = self.snapshot();
        for mirror in mirrors.iter_mut() {
            if let Err(error) = mirror.follow(&slots, generation, self.ledger) {
                mirror.lags(&error);
            }
        }
        mirrors.iter().map(Mirror::report).collect()
    }

    /// How each mirror stands.
    pub fn mirrors(&self) -> Vec<MirrorReport> {
        self.mirrors.lock().iter().map(Mirror::report).collect()
    }

    /// Whether any mirror is behind the vault.
    pub fn is_lagging(&self) -> bool {
        let mirrors = self.mirrors.lock();
        let generation = self.keyring.read().generation();
        mirrors.iter().any(|mirror| mirror.generation != Some(generation))
    }

    fn snapshot(&self) -> (Vec<Slot>, u64) {
        let keyring = self.keyring.read();
        (keyring.slots().to_vec(), keyring.generation())
    }
}

impl Mirror {
    fn report(&self) -> MirrorReport {
        MirrorReport { folder: self.folder.clone(), state: self.state.clone() }
    }

    fn lags(&mut self, why: &dyn std::error::Error) {
        self.generation = None;
        self.state = MirrorState::Lagging { why: why.to_string() };
    }

    /// Brings the mirror to the vault's state, or marks it lagging.
    fn follow(
        &mut self,
        slots: &[Slot],
        generation: u64,
        ledger: LedgerId,
    ) -> Result<(), MirrorError> {
        match bring_up(&self.folder, &self.root, slots, generation, ledger) {
            Ok(epoch) => {
                self.state = MirrorState::Current { epoch };
                self.generation = Some(generation);
                Ok(())
            }
            Err(FollowError::Mirror(error)) => Err(error),
            Err(error) => {
                self.lags(&error);
                Ok(())
            }
        }
    }
}

/// Opens a mirror, compares, and writes what is missing by the same steps as in the vault.
fn bring_up(
    path: &Path,
    root: &RootSecret,
    slots: &[Slot],
    generation: u64,
    ledger: LedgerId,
) -> Result<u64, FollowError> {
    // Opened and closed every time: a stick may go at any moment, and what lies on it is checked when it comes back.
    let (mut mirror, theirs, leftovers) = KeyFolder::open(path, Place::Mirror, root)?;
    let folder = || path.to_path_buf();
    if mirror.header.ledger != ledger {
        let ledger = mirror.header.ledger;
        return Err(MirrorError::OtherLedger { folder: folder(), ledger }.into());
    }
    if mirror.header.generation > generation {
        let theirs = mirror.header.generation;
        return Err(MirrorError::Newer { folder: folder(), theirs, ours: generation }.into());
    }
    if let Some(key) = unknown_to_vault(&theirs, slots) {
        return Err(MirrorError::Diverged { folder: folder(), key }.into());
    }
    mirror.tidy(&leftovers)?;
    match slots.strip_prefix(theirs.as_slice()) {
        Some([]) if mirror.header.generation == generation => {}
        Some([]) => mirror.write_header(Header { generation, ..mirror.header })?,
        Some(new) => {
            mirror.make_room(new.len())?;
            mirror.append(new, generation)?;
        }
        None => mirror.rotate(slots, generation)?,
    }
    Ok(mirror.header.epoch)
}

/// A key the mirror has and the vault never had, or that the mirror saw destroyed and the vault did not.
fn unknown_to_vault(theirs: &[Slot], ours: &[Slot]) -> Option<KeyId> {
    let ours: HashMap<KeyId, bool> =
        ours.iter().map(|slot| (slot.id, slot.key.is_some())).collect();
    let strange = |slot: &&Slot| match ours.get(&slot.id) {
        None => true,
        Some(usable) => *usable && matches!(slot.state, State::Shredded { .. } | State::Reaped),
    };
    theirs.iter().find(strange).map(|slot| slot.id)
}
