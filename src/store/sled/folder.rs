//! The store's folder: who may use it, which ledger it belongs to, and files that outlive a power cut.
//! Knows nothing of records.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::chain::LedgerId;

/// Says that the folder is a whole store, in which format, and of which ledger. Written last.
pub(super) const MARKER: &str = "store";
/// Stands there while a store is being created: what else lies in the folder may be thrown away.
const CREATING: &str = "creating";
pub(super) const LOCK: &str = "lock";
pub(super) const FORMAT_LINE: &str = "griffie store 1";

/// A folder this process alone uses.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// The lock lasts as long as the descriptor.
    _lock: File,
}

/// Why a folder could not be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum FolderError {
    #[error("another process uses this store")]
    InUse,
    #[error("the folder holds no store")]
    NotAStore,
    #[error("the store was never finished")]
    Unfinished,
    #[error("the folder is not empty")]
    NotEmpty,
    #[error("the file {0} is malformed")]
    Malformed(&'static str),
    #[error("the store's format is newer than this griffie")]
    Unsupported,
    #[error("{file}: {error}")]
    Io { file: String, error: io::Error },
}

impl Folder {
    /// Takes a folder for a new store: a missing or empty one, or what an interrupted creation left.
    pub(super) fn create(path: &Path) -> Result<Folder, FolderError> {
        make_folder(path)?;
        let creating = path.join(CREATING);
        if !path.join(MARKER).exists() && creating.exists() {
            let folder = Folder::locked(path)?;
            let leftover = folder.sled();
            if leftover.exists() {
                fs::remove_dir_all(&leftover).map_err(|error| io_error(&leftover, error))?;
            }
            return Ok(folder);
        }
        if names(path)?.iter().any(|name| name != LOCK) {
            return Err(FolderError::NotEmpty);
        }
        let folder = Folder::locked(path)?;
        make_private(path)?;
        write_private(&creating, b"")?;
        sync_folder(path)?;
        sync_folder(parent(path))?;
        Ok(folder)
    }

    /// Says that the new store is whole. Everything else in it must be durable already.
    pub(super) fn finish(&self, ledger: LedgerId) -> Result<(), FolderError> {
        let new = self.path.join("store.new");
        write_private(&new, marker_text(ledger).as_bytes())?;
        let marker = self.path.join(MARKER);
        fs::rename(&new, &marker).map_err(|error| io_error(&marker, error))?;
        sync_folder(&self.path)?;
        // A crash before this line leaves both files; the marker decides.
        let creating = self.path.join(CREATING);
        fs::remove_file(&creating).map_err(|error| io_error(&creating, error))?;
        sync_folder(&self.path)
    }

    /// Takes the folder of a whole store and says whose it is.
    pub(super) fn open(path: &Path) -> Result<(Folder, LedgerId), FolderError> {
        let marker = path.join(MARKER);
        if !marker.exists() {
            let unfinished = path.join(CREATING).exists();
            let error = if unfinished { FolderError::Unfinished } else { FolderError::NotAStore };
            return Err(error);
        }
        let folder = Folder::locked(path)?;
        let ledger = read_marker(&marker)?;
        Ok((folder, ledger))
    }

    /// Where sled's own files lie.
    pub(super) fn sled(&self) -> PathBuf {
        self.path.join("sled")
    }

    /// Where a copy of what sled may rewrite lies while it opens.
    pub(super) fn undo(&self) -> PathBuf {
        self.path.join("before-open")
    }

    fn locked(path: &Path) -> Result<Folder, FolderError> {
        let file = path.join(LOCK);
        let lock = private_options()
            .create(true)
            .truncate(false)
            .open(&file)
            .map_err(|error| io_error(&file, error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse),
            Err(TryLockError::Error(error)) => Err(io_error(&file, error)),
        }
    }
}

fn read_marker(marker: &Path) -> Result<LedgerId, FolderError> {
    let mut text = String::new();
    File::open(marker).and_then(|file| file.take(1024).read_to_string(&mut text)).map_err(
        |error| match error.kind() {
            io::ErrorKind::InvalidData => FolderError::Malformed(MARKER),
            _ => io_error(marker, error),
        },
    )?;
    let mut lines = text.split('\n');
    match (lines.next(), lines.next()) {
        (Some(FORMAT_LINE), Some(ledger)) => ledger
            .strip_prefix("ledger ")
            .and_then(|ledger| ledger.parse().ok())
            .filter(|ledger| marker_text(*ledger) == text)
            .ok_or(FolderError::Malformed(MARKER)),
        (Some(format), Some(_)) if format.starts_with("griffie store ") => {
            Err(FolderError::Unsupported)
        }
        _ => Err(FolderError::Malformed(MARKER)),
    }
}

/// Three lines: format, ledger, and a checksum, since any 32 digits are a ledger.
fn marker_text(ledger: LedgerId) -> String {
    let text = format!("{FORMAT_LINE}\nledger {ledger}\n");
    let sum = crc32fast::hash(text.as_bytes());
    format!("{text}check {sum:08x}\n")
}

/// Makes entries of a folder outlive a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), FolderError> {
    sync_file(path)
}

/// Makes a file's content outlive a power cut.
pub(super) fn sync_file(path: &Path) -> Result<(), FolderError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| io_error(path, error))
}

/// How long a store that was closed in this process may take to let go of its files: sled's own threads end a little later.
const LETTING_GO: Duration = Duration::from_secs(10);

/// Fails if sled still has this file open: then it must not be touched. A store that hung leaves it so in its process.
pub(super) fn ensure_unlocked(path: &Path) -> Result<(), FolderError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(|error| io_error(path, error))?,
    };
    let until = Instant::now() + LETTING_GO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return Err(FolderError::InUse),
            Err(TryLockError::Error(error)) => return Err(io_error(path, error)),
        }
    }
}

/// Takes reading and writing from everybody but the owner.
pub(super) fn make_private(path: &Path) -> Result<(), FolderError> {
    let folder = path.is_dir();
    let mode = if folder { 0o700 } else { 0o600 };
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(|error| io_error(path, error))?;
    if folder {
        for name in names(path)? {
            make_private(&path.join(name))?;
        }
    }
    Ok(())
}

/// The names in a folder.
pub(super) fn names(path: &Path) -> Result<Vec<String>, FolderError> {
    let read = || -> io::Result<Vec<String>> {
        fs::read_dir(path)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    read().map_err(|error| io_error(path, error))
}

/// The folder a path lies in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// An input/output error with the file's name, but not its path.
pub(super) fn io_error(path: &Path, error: io::Error) -> FolderError {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    FolderError::Io { file: file.unwrap_or_else(|| "folder".to_owned()), error }
}

/// Makes the folder unless it is there. Its parent must exist: only one level can be made durable afterwards.
fn make_folder(path: &Path) -> Result<(), FolderError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result.map_err(|error| io_error(path, error)),
    }
}

fn write_private(path: &Path, content: &[u8]) -> Result<(), FolderError> {
    private_options()
        .create(true)
        .truncate(true)
        .open(path)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .map_err(|error| io_error(path, error))
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}
