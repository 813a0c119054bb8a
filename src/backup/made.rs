//! Making backups into the practice's folders: each file under another name until it is whole and on the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;

use crate::chain::{ActorId, LedgerId};
use crate::register::backups::{BackupDestroyed, BackupFact, BackupMade};
use crate::register::{ExecuteError, Register};
use crate::vault::KeyError;

use super::data::{DataBackup, DataError, write_data};
use super::envelope::{EnvelopeError, Recipient, Sealing};
use super::folder::{Sort, UNFINISHED, file_name, list, unfinished};
use super::keys::{KeyBackups, overwrite, until_of};

/// How often a data backup is begun anew because a destruction was decided meanwhile.
const TRIES: usize = 3;
const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// Where backups go, to whom they are sealed, and when.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Data backups.
    pub folder: PathBuf,
    /// Key backups; never the same folder.
    pub keys_folder: Option<PathBuf>,
    /// To whom they are sealed.
    pub recipients: Vec<Recipient>,
    /// When the server makes them, Amsterdam time; nothing: only when asked.
    pub at: Option<NaiveTime>,
    /// Days after which a data backup goes; the newest always stays.
    pub keep_days: u32,
}

/// What was made and what went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The data backup.
    pub data: PathBuf,
    /// What is in it.
    pub content: DataBackup,
    /// Its length.
    pub bytes: u64,
    /// The key backup.
    pub keys: Option<PathBuf>,
    /// Files that went because their time was over.
    pub destroyed: Vec<String>,
}

/// Why backups were not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// Data and keys in one folder would be one backup that opens itself.
    #[error("data and key backups must not lie in one folder")]
    OneFolder,
    /// A folder cannot be used.
    #[error("the backup folder cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// The envelope could not be made.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Records could not be read or written.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Keys could not be read.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// It could not be recorded.
    #[error(transparent)]
    Record(#[from] ExecuteError),
}

/// Makes them, and lets go of those whose time is over. Blocks.
pub fn make(register: &Register, plan: &Plan, actor: ActorId) -> Result<Made, MakeError> {
    let now = register.now();
    let folder = fs::canonicalize(&plan.folder)?;
    let keys_folder = plan.keys_folder.as_ref().map(fs::canonicalize).transpose()?;
    if keys_folder.as_ref() == Some(&folder) {
        return Err(MakeError::OneFolder);
    }
    let ledger = register.ledger();
    let _turn = register.turn_at_backups();
    for folder in [Some(&folder), keys_folder.as_ref()].into_iter().flatten() {
        remove_unfinished(folder, ledger)?;
    }
    let record = |fact| record(register, actor, fact);
    let keys = match &keys_folder {
        Some(folder) => {
            let name = file_name(ledger, Sort::Keys, now);
            // On record first: what a certificate says of key backups must never be too little.
            record(BackupFact::Made(BackupMade {
                file: name.clone(),
                sort: Sort::Keys.as_str().to_owned(),
                size: register.size(),
                until: Some(until_of(now)),
            }))?;
            let content = register.vault().key_backup()?;
            Some(written(folder, &name, &plan.recipients, |out| Ok(out.write_all(&content)?))?.0)
        }
        None => None,
    };
    let name = file_name(ledger, Sort::Data, now);
    let mut tries = 1;
    let (data, content) = loop {
        let made = written(&folder, &name, &plan.recipients, |out| Ok(write_data(register, out)?));
        match made {
            Err(MakeError::Data(DataError::DestroyedMeanwhile)) if tries < TRIES => tries += 1,
            other => break other?,
        }
    };
    record(BackupFact::Made(BackupMade {
        file: name,
        sort: Sort::Data.as_str().to_owned(),
        size: content.size,
        until: None,
    }))?;
    let mut destroyed = old_data(&folder, register, plan.keep_days)?;
    if let Some(folder) = &keys_folder {
        destroyed.extend(destroy_old_keys(register, folder, actor)?);
    }
    let bytes = fs::metadata(&data)?.len();
    Ok(Made { data, content, bytes, keys, destroyed })
}

/// Overwrites and removes key backups whose time is over, and records it.
pub fn destroy_old_keys(
    register: &Register,
    folder: &Path,
    actor: ActorId,
) -> Result<Vec<String>, MakeError> {
    let gone = KeyBackups::in_folder(folder, register.ledger())?.destroy_old(register.now())?;
    for file in &gone {
        let fact = BackupFact::Destroyed(BackupDestroyed { file: file.clone() });
        record(register, actor, fact)?;
    }
    Ok(gone)
}

fn record(register: &Register, actor: ActorId, fact: BackupFact) -> Result<(), MakeError> {
    let request = *uuid::Uuid::new_v4().as_bytes();
    Ok(pollster::block_on(register.record_backup(actor, request, fact))?)
}

/// Data backups that were kept long enough; the newest is never one of them.
fn old_data(folder: &Path, register: &Register, keep_days: u32) -> Result<Vec<String>, MakeError> {
    let found = list(folder, register.ledger())?;
    let mut data: Vec<_> = found.into_iter().filter(|it| it.sort == Sort::Data).collect();
    data.pop();
    let mut gone = Vec::new();
    let oldest = register.now() - i64::from(keep_days) * DAY_MICROS;
    for old in data.iter().filter(|it| it.made_at < oldest) {
        fs::remove_file(&old.path)?;
        gone.extend(old.path.file_name().map(|it| it.to_string_lossy().into_owned()));
    }
    Ok(gone)
}

/// What a crash left: part of it may open, so that it goes as a key backup does.
fn remove_unfinished(folder: &Path, ledger: LedgerId) -> Result<(), MakeError> {
    for path in unfinished(folder, ledger)? {
        overwrite(&path)?;
    }
    Ok(())
}

/// A sealed file, whole and durable under its name, or not at all.
fn written<T>(
    folder: &Path,
    name: &str,
    recipients: &[Recipient],
    content: impl FnOnce(&mut Sealing<BufWriter<File>>) -> Result<T, MakeError>,
) -> Result<(PathBuf, T), MakeError> {
    let (path, partial) = (folder.join(name), folder.join(format!("{name}{UNFINISHED}")));
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(&partial)?;
    let filled = (|| {
        let mut sealing = Sealing::begin(recipients, BufWriter::with_capacity(1 << 20, file))?;
        let filled = content(&mut sealing)?;
        let file = sealing.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok::<T, MakeError>(filled)
    })();
    match filled {
        Ok(filled) => {
            fs::rename(&partial, &path)?;
            File::open(folder)?.sync_all()?;
            Ok((path, filled))
        }
        Err(error) => {
            let _ = overwrite(&partial); // What is left goes before the next one is made.
            Err(error)
        }
    }
}
