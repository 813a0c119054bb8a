//! Room on the disk: how much is free, and a ballast file that keeps some for destruction. Knows nothing of records.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::FallocateFlags;

/// Below so many free bytes nothing but destruction is written; also the size of the ballast.
pub const BALLAST_BYTES: u64 = 64 * 1024 * 1024;

/// How many bytes this process may still write to the file system `path` lies on.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// A file whose only use is that it can be removed: then a full disk has room again.
#[derive(Clone, Debug)]
pub struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// The ballast of a folder; touches nothing.
    pub fn of(folder: &Path) -> Ballast {
        Ballast { path: folder.join("ballast") }
    }

    /// Whether the room is set aside in full.
    pub fn is_held(&self) -> bool {
        // Blocks, not length: a file with holes keeps no room.
        fs::metadata(&self.path).is_ok_and(|found| found.blocks() * 512 >= BALLAST_BYTES)
    }

    /// Sets the room aside, durably, unless it already is.
    ///
    /// # Errors
    /// The disk has no room, or refuses. Nothing is left behind then.
    pub fn hold(&self) -> io::Result<()> {
        if self.is_held() {
            return Ok(());
        }
        let filled = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.path)
            .and_then(|file| {
                fill(&file)?;
                file.sync_all()
            });
        if filled.is_err() {
            self.release()?;
        }
        filled
    }

    /// Gives the room back.
    pub fn release(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }
}

fn fill(mut file: &File) -> io::Result<()> {
    match rustix::fs::fallocate(file, FallocateFlags::empty(), 0, BALLAST_BYTES) {
        // Some file systems cannot reserve; then the bytes are written.
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {
            let zeros = vec![0; 1024 * 1024];
            for _ in 0..BALLAST_BYTES / zeros.len() as u64 {
                file.write_all(&zeros)?;
            }
            Ok(())
        }
        result => Ok(result?),
    }
}

/// Room where records lie, and what is set aside of it for destruction. A trait, so that a test can fill a disk.
pub trait Room: Send + Sync {
    /// Free bytes; nothing if the system does not say.
    fn free_bytes(&self) -> Option<u64>;

    /// Sets aside what a destruction needs on a full disk.
    ///
    /// # Errors
    /// There is not so much.
    fn hold(&self) -> io::Result<()>;

    /// Gives that back.
    ///
    /// # Errors
    /// The disk refuses.
    fn release(&self) -> io::Result<()>;
}

/// The room of a data folder.
#[derive(Clone, Debug)]
pub struct FolderRoom {
    folder: PathBuf,
}

impl FolderRoom {
    /// The room of this folder; touches nothing.
    pub fn of(folder: &Path) -> FolderRoom {
        FolderRoom { folder: folder.to_owned() }
    }
}

impl Room for FolderRoom {
    fn free_bytes(&self) -> Option<u64> {
        free_bytes(&self.folder).ok()
    }

    fn hold(&self) -> io::Result<()> {
        Ballast::of(&self.folder).hold()
    }

    fn release(&self) -> io::Result<()> {
        Ballast::of(&self.folder).release()
    }
}
