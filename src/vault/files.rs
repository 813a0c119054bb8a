//! Durable writes: files 0600, folders 0700, every sync explicit. Knows no layout and no keys.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Zeros are written this many at a time.
const CHUNK: usize = 64 * 1024;
static ZEROS: [u8; CHUNK] = [0; CHUNK];

/// The operating system refused a read, a write or a sync.
#[derive(Debug, thiserror::Error)]
#[error("cannot {attempt} {}: {source}", file.display())]
pub struct FileError {
    /// What was tried: "read", "sync" …
    pub attempt: &'static str,
    /// The file or folder.
    pub file: PathBuf,
    /// What the operating system said.
    pub source: io::Error,
}

impl FileError {
    /// Whether the disk is full: nothing was promised, and it may be tried again.
    pub fn is_full(&self) -> bool {
        let kind = self.source.kind();
        matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// Whether the file is not there.
    pub fn is_missing(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

/// Says what was tried when the operating system refuses.
pub(super) trait Attempt<T> {
    /// Names the attempt and the file.
    fn attempt(self, attempt: &'static str, file: &Path) -> Result<T, FileError>;
}

impl<T> Attempt<T> for io::Result<T> {
    fn attempt(self, attempt: &'static str, file: &Path) -> Result<T, FileError> {
        self.map_err(|source| FileError { attempt, file: file.into(), source })
    }
}

/// Makes a folder only its owner may enter. Its name is not durable before the parent is synced.
pub(super) fn make_folder(folder: &Path) -> Result<(), FileError> {
    DirBuilder::new().mode(0o700).create(folder).attempt("create", folder)
}

/// The folder a file or folder lies in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder).and_then(|folder| folder.sync_all()).attempt("sync", folder)
}

/// Creates a file that must not exist yet.
pub(super) fn create(file: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600).open(file).attempt("create", file)
}

/// Opens an existing file to be written in place.
pub(super) fn open(file: &Path) -> Result<File, FileError> {
    OpenOptions::new().read(true).write(true).open(file).attempt("open", file)
}

/// Creates a file with this content, durable but for its name.
pub(super) fn create_with(file: &Path, content: &[u8]) -> Result<File, FileError> {
    let opened = create(file)?;
    opened.write_all_at(content, 0).attempt("write", file)?;
    opened.sync_all().attempt("sync", file)?;
    Ok(opened)
}

/// Reads a whole file from its start.
pub(super) fn read_all(mut opened: &File, file: &Path) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    opened
        .seek(SeekFrom::Start(0))
        .and_then(|_| opened.read_to_end(&mut bytes))
        .attempt("read", file)?;
    Ok(bytes)
}

/// Writes zeros over `[from, to)`, past the end if need be. Not synced.
pub(super) fn write_zeros(opened: &File, from: u64, to: u64) -> io::Result<()> {
    let mut at = from;
    while at < to {
        let length = usize::try_from(to - at).unwrap_or(CHUNK).min(CHUNK);
        let zeros = ZEROS.get(..length).unwrap_or(&ZEROS);
        opened.write_all_at(zeros, at)?;
        at += zeros.len() as u64;
    }
    Ok(())
}

/// Whether there is nothing but zeros.
pub(super) fn is_zeros(bytes: &[u8]) -> bool {
    bytes.chunks(CHUNK).all(|chunk| ZEROS.get(..chunk.len()) == Some(chunk))
}

/// Removes a file; one that is not there is fine.
pub(super) fn remove(file: &Path) -> Result<(), FileError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result.attempt("remove", file),
    }
}
