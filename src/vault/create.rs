//! Creating a vault: every file durable before the marker of an unfinished creation goes.

use std::fs;
use std::path::{Path, PathBuf};

use super::cipher::{NoRandomness, new_key, random};
use super::fault::{self, FaultPoint, Place};
use super::files::{self, Attempt, FileError};
use super::folder::{CREATING, KEYS, KEYS_NEW, KeyFolder, RESERVE, WriteError};
use super::opening::{self, LockedFolder, OpenError};
use super::root::{self, RootError, RootSecret};
use super::slot::{Purpose, Slot};
use super::{Vault, attested, epoch};
use crate::chain::{KeyId, LedgerId, StreamId};

/// What a new vault is made of.
#[derive(Clone, Copy)]
pub struct NewVault<'a> {
    /// Its folder; see `default_folder`.
    pub folder: &'a Path,
    /// The data folder it belongs to, and must not lie in.
    pub data_folder: &'a Path,
    /// The practice's ledger.
    pub ledger: LedgerId,
    /// What opens it.
    pub root: &'a RootSecret,
    /// Whether to keep the root secret in the folder, too: convenient, and then the folder opens itself.
    pub keep_root: bool,
}

/// Why a vault was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The folder lies in the data folder, or a mirror in the vault: a plain copy of the one would open the other.
    #[error("{} lies inside {}", folder.display(), outer.display())]
    Inside {
        /// The folder that was to be created.
        folder: PathBuf,
        /// The folder it must not lie in.
        outer: PathBuf,
    },
    /// A mirror needs a root secret of its own.
    #[error("a mirror needs a root secret of its own")]
    SharedRoot,
    /// The folder holds something already.
    #[error("{} is not empty", .0.display())]
    Exists(PathBuf),
    /// The root secret could not be kept.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The operating system refused.
    #[error(transparent)]
    File(#[from] FileError),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The cipher failed.
    #[error("the cipher failed")]
    Cipher,
    /// Another process has the folder, or what was created does not open.
    #[error("the new vault cannot be opened: {0}")]
    Open(#[from] OpenError),
}

impl From<WriteError> for CreateError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::File(error) => Self::File(error),
            WriteError::NoRandomness(error) => Self::NoRandomness(error),
            WriteError::Cipher | WriteError::ReadBack | WriteError::Full => Self::Cipher,
        }
    }
}

/// The folder of a vault if none is named: the sibling `<DIR>.vault`.
pub fn default_folder(data_folder: &Path) -> PathBuf {
    let mut name = data_folder.file_name().unwrap_or_default().to_owned();
    name.push(".vault");
    data_folder.with_file_name(name)
}

/// Refuses a folder that lies in another one, also by way of symbolic links.
pub fn check_outside(outer: &Path, folder: &Path) -> Result<(), CreateError> {
    // Neither needs to exist yet: what does exist above them is resolved.
    if resolved(folder)?.starts_with(resolved(outer)?) {
        return Err(CreateError::Inside { folder: folder.into(), outer: outer.into() });
    }
    Ok(())
}

fn resolved(path: &Path) -> Result<PathBuf, FileError> {
    let path = std::path::absolute(path).attempt("find", path)?;
    let mut missing = Vec::new();
    let mut present = path.as_path();
    loop {
        match fs::canonicalize(present) {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |path, name| path.join(name))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).attempt("find", present),
        }
        let (Some(parent), Some(name)) = (present.parent(), present.file_name()) else {
            return Ok(path);
        };
        missing.push(name.to_owned());
        present = parent;
    }
}

impl Vault {
    /// Creates a vault and opens it. Interrupted anywhere, it can be repeated: the folder is marked until all is durable.
    pub fn create(new: &NewVault<'_>) -> Result<Vault, CreateError> {
        check_outside(new.data_folder, new.folder)?;
        let house =
            Slot::live(KeyId::from_bytes(random()?), Purpose::House, StreamId::ZERO, new_key()?);
        let signing =
            Slot::live(KeyId::from_bytes(random()?), Purpose::Signing, StreamId::ZERO, new_key()?);
        create_folder(
            new.folder,
            Place::Vault,
            new.ledger,
            new.root,
            new.keep_root,
            1,
            &[house, signing],
        )?;
        Ok(Vault::open(new.folder, new.root)?)
    }
}

/// Creates the folder of a vault or a mirror with these keys, the house key first.
pub(super) fn create_folder(
    folder: &Path,
    place: Place,
    ledger: LedgerId,
    root: &RootSecret,
    keep_root: bool,
    generation: u64,
    slots: &[Slot],
) -> Result<(), CreateError> {
    let reached = |point: FaultPoint| fault::reach(place, point).attempt(point.name(), folder);
    let _lock = begin(folder, place)?;
    reached(FaultPoint::CreateMarked)?;
    if keep_root {
        root.write_new(&folder.join(root::FILE))?;
    }
    KeyFolder::create(folder, place, ledger, root, generation, slots)?;
    let house = slots.iter().find(|slot| slot.purpose == Purpose::House);
    let house = house.and_then(|slot| slot.key.as_ref()).ok_or(CreateError::Cipher)?;
    attested::create(folder, ledger, house)?;
    files::sync_folder(folder)?;
    reached(FaultPoint::CreateFilled)?;
    files::remove(&folder.join(CREATING))?;
    reached(FaultPoint::CreateUnmarked)?;
    files::sync_folder(folder)?;
    Ok(())
}

/// Makes the folder, or clears one whose creation was interrupted, and marks it. The lock is held until all is durable.
fn begin(folder: &Path, place: Place) -> Result<LockedFolder, CreateError> {
    match files::make_folder(folder) {
        Err(error) if error.source.kind() == std::io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    let lock = opening::lock(folder)?;
    files::sync_folder(files::parent(folder))?;
    fault::reach(place, FaultPoint::CreateFolderMade).attempt("make", folder)?;
    let marker = folder.join(CREATING);
    if marker.exists() {
        // The marker is durable before any of these and goes after all of them: nobody was told of these keys.
        let made = [
            epoch::FILE,
            KEYS,
            KEYS_NEW,
            RESERVE,
            root::FILE,
            attested::WITNESS.name,
            attested::CHECKPOINT.name,
        ];
        for name in made {
            files::remove(&folder.join(name))?;
        }
        files::sync_folder(folder)?;
        return Ok(lock);
    }
    let mut present = fs::read_dir(folder).attempt("read", folder)?;
    if present.next().is_some() {
        return Err(CreateError::Exists(folder.into()));
    }
    files::create_with(&marker, b"")?;
    files::sync_folder(folder)?;
    Ok(lock)
}
