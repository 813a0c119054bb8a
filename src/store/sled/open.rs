//! Creating and opening: every way in which sled is known to fail here is met before anything is served.
//!
//! sled creates what is missing, panics or hangs on damage, and rewrites `db` even when it then fails to open it
//! (docs/store.md). So presence is checked first, and sled runs guarded.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use parking_lot::Mutex;

use super::super::{Fault, FaultSwitch, StoredHead};
use super::SledStore;
use super::engine::Engine;
use super::files::{self, FilesError};
use super::folder::{self, Folder, FolderError};
use super::guard::Failure;
use super::undo::Undo;
use super::value::{self, Family, Slot};
use crate::chain::{Header, LedgerId, MalformedHeader};

/// What can be chosen when a store is opened.
#[derive(Clone, Debug)]
pub struct SledOptions {
    /// How much of the store sled keeps in memory.
    pub cache_bytes: u64,
    /// How long sled may take to open.
    pub open_limit: Duration,
    /// Where somebody outside saw the log end; a store that ends before is damaged.
    pub at_least: Option<StoredHead>,
    /// Lets a test make the disk fail.
    pub faults: FaultSwitch,
}

impl Default for SledOptions {
    fn default() -> SledOptions {
        SledOptions {
            cache_bytes: 64 * 1024 * 1024,
            open_limit: Duration::from_mins(5),
            at_least: None,
            faults: FaultSwitch::default(),
        }
    }
}

/// Why a store could not be created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The folder holds something else, or a store already.
    #[error("the folder is not empty")]
    NotEmpty,
    /// Another process is at work there.
    #[error("another process uses this store")]
    InUse,
    /// The disk or sled refused. Nothing is left that creating again would not clear away.
    #[error("the store cannot be created: {reason}")]
    Failed {
        /// What went wrong.
        reason: String,
    },
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder holds no store, or its creation was interrupted: `create` begins anew.
    #[error("there is no store here")]
    NotAStore,
    /// Another process has it open.
    #[error("another process uses this store")]
    InUse,
    /// Written by a newer griffie.
    #[error("the store's format is newer than this griffie")]
    Unsupported,
    /// The operating system refused.
    #[error("{file} cannot be used: {reason}")]
    Unavailable {
        /// The file's name in the store's folder.
        file: String,
        /// What the operating system said.
        reason: String,
    },
    /// A file is missing or damaged.
    #[error(
        "the store's file {file} is damaged: {reason}. Keep a copy of the folder, then put back a backup of it"
    )]
    DamagedFile {
        /// The file's name in the store's folder.
        file: String,
        /// What was found.
        reason: String,
    },
    /// Opening did not end in time. The process must be ended; the next open puts back what this one changed.
    #[error("the store did not open within {} s", limit.as_secs())]
    Hung {
        /// How long it was given.
        limit: Duration,
    },
    /// The files open, but the records do not add up.
    #[error(
        "the store is damaged from position {position} on: {reason}. Keep a copy of the folder, then put back a backup of it"
    )]
    DamagedFrom {
        /// The first position that is missing or unreadable.
        position: u64,
        /// What was found.
        reason: String,
    },
}

impl SledStore {
    /// Creates an empty store for a ledger in a missing or empty folder, and opens it. Durable when it returns.
    pub fn create(
        path: &Path,
        ledger: LedgerId,
        options: &SledOptions,
    ) -> Result<SledStore, CreateError> {
        let folder = Folder::create(path)?;
        let engine = Engine::start(folder.sled(), options.cache_bytes, options.open_limit)?;
        engine.flush()?;
        let sled = folder.sled();
        folder::make_private(&sled)?;
        // sled syncs none of these itself; a torn `conf` keeps it from ever opening again.
        for name in ["db", "conf", "blobs"] {
            folder::sync_file(&sled.join(name))?;
        }
        folder::sync_folder(&sled)?;
        let db_file = own_descriptor(&sled)?;
        folder.finish(ledger)?;
        Ok(SledStore::new(ledger, engine, db_file, folder, StoredHead::default(), options))
    }

    /// Opens a store that is there; never creates anything. If it fails, every file is as it was before.
    pub fn open(path: &Path, options: &SledOptions) -> Result<SledStore, OpenError> {
        let (folder, ledger) = Folder::open(path)?;
        let sled = folder.sled();
        folder::ensure_unlocked(&sled.join("db"))?;
        Undo::after_interruption(&folder)?;
        files::prepare(&sled)?;
        let db_file = own_descriptor(&sled)?;
        // A killed process leaves commits that only the kernel knows of. Opening, sled zeroes the segments they
        // replaced: a power cut just after would take both.
        folder::sync_file(&sled.join("db"))?;
        let undo = Undo::take(&folder)?;
        match open_and_check(&sled, ledger, options) {
            Ok((engine, _)) if options.faults.strikes(Fault::WhileOpening) => {
                engine.stop()?;
                Err(OpenError::Hung { limit: options.open_limit })
            }
            Ok((engine, head)) => {
                folder::make_private(&sled)?;
                folder::sync_folder(&sled)?;
                undo.map_or(Ok(()), Undo::discard)?;
                Ok(SledStore::new(ledger, engine, db_file, folder, head, options))
            }
            // sled may still be writing: the next open puts back what it did.
            Err(error @ OpenError::Hung { .. }) => Err(error),
            Err(error) => {
                undo.map_or(Ok(()), Undo::roll_back)?;
                Err(error)
            }
        }
    }

    fn new(
        ledger: LedgerId,
        engine: Engine,
        db_file: File,
        folder: Folder,
        head: StoredHead,
        options: &SledOptions,
    ) -> SledStore {
        SledStore {
            ledger,
            engine,
            db_file,
            head: Mutex::new(head),
            committing: Mutex::new(()),
            stopped: std::sync::OnceLock::new(),
            faults: options.faults.clone(),
            folder,
        }
    }
}

fn open_and_check(
    sled: &Path,
    ledger: LedgerId,
    options: &SledOptions,
) -> Result<(Engine, StoredHead), OpenError> {
    let engine = Engine::start(sled.to_owned(), options.cache_bytes, options.open_limit)?;
    let checked = find_head(&engine, ledger).and_then(|head| match options.at_least {
        Some(seen) if head.size < seen.size || (head.size == seen.size && head != seen) => {
            let reason = format!("the log was seen with {} records", seen.size);
            Err(OpenError::DamagedFrom { position: head.size.min(seen.size), reason })
        }
        _ => Ok(head),
    });
    match checked {
        Ok(head) => Ok((engine, head)),
        Err(error) => {
            engine.stop()?;
            Err(error)
        }
    }
}

/// Our own descriptor of sled's log: through it we sync, and the kernel reports failed writes to it.
fn own_descriptor(sled: &Path) -> Result<File, FolderError> {
    let path = sled.join("db");
    File::open(&path).map_err(|error| folder::io_error(&path, error))
}

/// The head is the end of the last header value. Boxes must end at the same position: they were written with it.
fn find_head(engine: &Engine, ledger: LedgerId) -> Result<StoredHead, OpenError> {
    let (size, last) = end_of(engine, Family::Headers)?;
    let (boxes, _) = end_of(engine, Family::Boxes)?;
    let damaged =
        |position, reason: &str| OpenError::DamagedFrom { position, reason: reason.to_owned() };
    if boxes != size {
        return Err(damaged(size.min(boxes), "headers and boxes end at different positions"));
    }
    let Some(position) = size.checked_sub(1) else { return Ok(StoredHead::default()) };
    match Header::decode(&last) {
        Ok(header) if header.position == position && header.ledger == ledger => {
            Ok(StoredHead { size, hash: Header::hash(&last) })
        }
        Ok(_) => Err(damaged(position, "the header is of another place or ledger")),
        Err(MalformedHeader::Unsupported) => Err(OpenError::Unsupported),
        Err(MalformedHeader::Field(_)) => Err(damaged(position, "malformed header")),
    }
}

/// Where a family ends, and the bytes of its last slot.
fn end_of(engine: &Engine, family: Family) -> Result<(u64, Vec<u8>), OpenError> {
    let Some((first, value)) = engine
        .last_before(&value::key(family, u64::MAX))?
        .and_then(|(key, value)| Some((value::position_of(family, &key)?, value)))
    else {
        return Ok((0, Vec::new()));
    };
    let slots = value::decode(&value).ok_or_else(|| OpenError::DamagedFrom {
        position: first,
        reason: "malformed value".to_owned(),
    })?;
    let last = match slots.last() {
        Some(Slot::Held(bytes)) => bytes.to_vec(),
        _ => Vec::new(),
    };
    Ok((first.saturating_add(slots.len() as u64), last))
}

impl From<FolderError> for CreateError {
    fn from(error: FolderError) -> CreateError {
        match error {
            FolderError::InUse => CreateError::InUse,
            FolderError::NotEmpty => CreateError::NotEmpty,
            other => CreateError::Failed { reason: other.to_string() },
        }
    }
}

impl From<Failure> for CreateError {
    fn from(failure: Failure) -> CreateError {
        CreateError::Failed { reason: failure.to_string() }
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> OpenError {
        match failure {
            Failure::Hung(limit) => OpenError::Hung { limit },
            Failure::Refused(reason) => {
                OpenError::Unavailable { file: "sled/db".to_owned(), reason }
            }
            Failure::Reported(_) | Failure::Panicked(_) => {
                OpenError::DamagedFile { file: "sled/db".to_owned(), reason: failure.to_string() }
            }
        }
    }
}

impl From<FilesError> for OpenError {
    fn from(error: FilesError) -> OpenError {
        match error {
            FilesError::Damaged { file, reason } => {
                OpenError::DamagedFile { file, reason: reason.to_owned() }
            }
            FilesError::Folder(error) => error.into(),
        }
    }
}

impl From<FolderError> for OpenError {
    fn from(error: FolderError) -> OpenError {
        match error {
            FolderError::InUse => OpenError::InUse,
            FolderError::NotAStore | FolderError::Unfinished | FolderError::NotEmpty => {
                OpenError::NotAStore
            }
            FolderError::Unsupported => OpenError::Unsupported,
            FolderError::Malformed(file) => {
                OpenError::DamagedFile { file: file.to_owned(), reason: "malformed".to_owned() }
            }
            FolderError::Io { file, error } => {
                OpenError::Unavailable { file, reason: error.to_string() }
            }
        }
    }
}
