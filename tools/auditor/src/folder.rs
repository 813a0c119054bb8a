//! Reading a bundle's folder: every file at most once, hashed as it is read, never more than was listed. Follows no
//! symbolic link and opens nothing but regular files. Knows paths and sizes, not contents.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest as _, Sha256};

use crate::finding::{Code, Findings};
use crate::manifest::{Listed, Manifest};

/// The disk, not the bundle, failed us.
#[derive(Debug, thiserror::Error)]
#[error("{path} could not be read: {source}")]
pub struct Unreadable {
    /// Which file or folder.
    pub path: String,
    /// Why.
    pub source: io::Error,
}

/// A bundle's folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    bar: ProgressBar,
}

impl Folder {
    /// Opens the folder; it may itself be reached through a link.
    pub fn open(root: &Path) -> Result<Self, Unreadable> {
        let unreadable = |source| Unreadable { path: root.display().to_string(), source };
        let is_folder = fs::metadata(root).map_err(unreadable)?.is_dir();
        if !is_folder {
            return Err(unreadable(io::Error::from(io::ErrorKind::NotADirectory)));
        }
        Ok(Self { root: root.to_owned(), bar: ProgressBar::hidden() })
    }

    /// Draws a bar on standard error, if that is a terminal, while `bytes` are read.
    pub fn show_progress(&mut self, bytes: u64) {
        self.bar = ProgressBar::new(bytes);
        if let Ok(style) = ProgressStyle::with_template(
            "auditing {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        ) {
            self.bar.set_style(style);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Opens a regular file; `None` if there is none of that name.
    fn open_file(&self, path: &str) -> Result<Option<File>, Unreadable> {
        let whole = self.root.join(path);
        let opened = match fs::symlink_metadata(&whole) {
            Ok(metadata) if metadata.is_file() => File::open(&whole).map(Some),
            Ok(_) => Ok(None),
            Err(error) => Err(error),
        };
        match opened {
            Err(error) if is_absence(&error) => Ok(None),
            other => other.map_err(|source| Unreadable { path: path.to_owned(), source }),
        }
    }

    /// Reads a file that no list vouches for: the manifest, and the checkpoint when there is no list.
    /// `None` if it is absent or longer than `bytes_max`.
    pub fn read_small(&self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(file) = self.open_file(path)? else { return Ok(None) };
        let bytes = read_at_most(&file, bytes_max as u64 + 1, path)?;
        Ok(Some(bytes).filter(|bytes| bytes.len() <= bytes_max))
    }

    /// Reads a listed file of at most `bytes_max` bytes, `too_long` being the finding if more are listed. What differs
    /// from the list is returned all the same: its content tells where the damage lies.
    pub fn read(
        &self,
        listed: &Listed,
        bytes_max: u64,
        too_long: Code,
        findings: &mut Findings,
    ) -> Result<Option<Vec<u8>>, Unreadable> {
        if listed.size > bytes_max {
            findings.file(too_long, &listed.path);
            return Ok(None);
        }
        let Some(file) = self.open_file(&listed.path)? else {
            findings.file(Code::FileAbsent, &listed.path);
            return Ok(None);
        };
        // One byte more than listed, so that a longer file shows.
        let bytes = read_at_most(&file, listed.size + 1, &listed.path)?;
        self.compare(listed, &bytes, findings);
        Ok(Some(bytes))
    }

    /// Compares bytes that were read already with their line in the list.
    pub fn compare(&self, listed: &Listed, bytes: &[u8], findings: &mut Findings) {
        self.bar.inc(bytes.len() as u64);
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        if digest != listed.sha256 || bytes.len() as u64 != listed.size {
            findings.file(Code::FileDiffers, &listed.path);
        }
    }

    /// Opens a listed file for reading in pieces.
    pub fn stream<'a>(
        &'a self,
        listed: &'a Listed,
        findings: &mut Findings,
    ) -> Result<Option<Pieces<'a>>, Unreadable> {
        let file = self.open_file(&listed.path)?;
        if file.is_none() {
            findings.file(Code::FileAbsent, &listed.path);
        }
        Ok(file.map(|file| Pieces { file, listed, left: listed.size + 1, bar: &self.bar }))
    }

    /// Finds everything in the folder that the list does not name.
    pub fn find_unlisted(
        &self,
        manifest: &Manifest,
        findings: &mut Findings,
    ) -> Result<(), Unreadable> {
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let unreadable = |source| Unreadable { path: folder.clone(), source };
            for entry in fs::read_dir(self.root.join(&folder)).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let separator = if folder.is_empty() { "" } else { "/" };
                // A name that is not UTF-8 becomes one that no list can hold.
                let path = format!("{folder}{separator}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(unreadable)?;
                let listed = path == "manifest" || manifest.at(&path).is_some();
                if kind.is_dir() {
                    folders.push(path);
                } else if !kind.is_file() || !listed {
                    findings.file(Code::FileUnlisted, path);
                }
            }
            if findings.is_full() {
                break;
            }
        }
        Ok(())
    }
}

fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

fn read_at_most(file: &File, bytes_max: u64, path: &str) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    file.take(bytes_max)
        .read_to_end(&mut bytes)
        .map_err(|source| Unreadable { path: path.to_owned(), source })?;
    Ok(bytes)
}

/// A file read in pieces.
#[derive(Debug)]
pub struct Pieces<'a> {
    file: File,
    listed: &'a Listed,
    left: u64,
    bar: &'a ProgressBar,
}

impl Pieces<'_> {
    /// Appends up to `bytes_max` bytes to `buffer`; at the end of the file, none.
    pub fn next(&mut self, buffer: &mut Vec<u8>, bytes_max: u64) -> Result<usize, Unreadable> {
        let read = (&self.file)
            .take(bytes_max.min(self.left))
            .read_to_end(buffer)
            .map_err(|source| Unreadable { path: self.listed.path.clone(), source })?;
        self.left = self.left.saturating_sub(read as u64);
        self.bar.inc(read as u64);
        Ok(read)
    }
}
