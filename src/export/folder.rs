//! A bundle as a folder on disk: new, private, durable when finished. Knows paths and bytes, not what they mean.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use super::bundle::{BundleExport, BundlePiece, ExportError};
use super::manifest;

/// Why a bundle was not written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder holds something already: a bundle is never mixed with what was there.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A path that leads out of the folder, is empty, or came twice.
    #[error("{0:?} is no path of a bundle's file")]
    Path(String),
    /// The operating system refused. What was written so far has no manifest and is no bundle.
    #[error("{} cannot be written", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The pieces ended before the manifest came.
    #[error("the bundle has no manifest: it was not received whole")]
    Unfinished,
    /// The bundle could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// A bundle being written. Files are 0600, folders 0700: a bundle may hold the keys of all it holds.
pub struct BundleFolder {
    root: PathBuf,
    open: Option<(String, File)>,
}

impl BundleFolder {
    /// Makes the folder; one that exists must be empty.
    pub fn create(root: &Path) -> Result<BundleFolder, FolderError> {
        let refused = |source| FolderError::File { file: root.to_owned(), source };
        match DirBuilder::new().mode(0o700).create(root) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read_dir(root).map_err(refused)?.next().is_some() {
                    return Err(FolderError::NotEmpty(root.to_owned()));
                }
            }
            made => made.map_err(refused)?,
        }
        Ok(BundleFolder { root: root.to_owned(), open: None })
    }

    /// Writes the next piece. Pieces of one file follow each other; a path never comes back.
    pub fn add(&mut self, path: &str, content: &[u8]) -> Result<(), FolderError> {
        let file = match self.open.take() {
            Some((open, file)) if open == path => file,
            before => {
                // The manifest makes it a bundle: once it is there, everything else must be.
                if before.is_some() && path == manifest::PATH {
                    self.sync_all()?;
                }
                self.begin(path)?
            }
        };
        (&file).write_all(content).map_err(|source| self.refused(path, source))?;
        self.open = Some((path.to_owned(), file));
        Ok(())
    }

    fn begin(&self, path: &str) -> Result<File, FolderError> {
        let relative = Path::new(path);
        let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if path.is_empty() || !inside {
            return Err(FolderError::Path(path.to_owned()));
        }
        let file = self.root.join(relative);
        if let Some(folder) = file.parent() {
            let made = DirBuilder::new().mode(0o700).recursive(true).create(folder);
            made.map_err(|source| self.refused(path, source))?;
        }
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(|source| {
            match source.kind() {
                io::ErrorKind::AlreadyExists => FolderError::Path(path.to_owned()),
                _ => self.refused(path, source),
            }
        })
    }

    /// Everything on this file system, in one call: a sync for each of thousands of small files takes minutes on a slow disk.
    fn sync_all(&self) -> Result<(), FolderError> {
        let refused = |source| FolderError::File { file: self.root.clone(), source };
        let folder = File::open(&self.root).map_err(refused)?;
        rustix::fs::syncfs(&folder).map_err(|error| refused(error.into()))
    }

    /// Ends the bundle, durable when this returns. The manifest must have come last.
    pub fn finish(mut self) -> Result<(), FolderError> {
        let Some((path, file)) = self.open.take().filter(|(path, _)| path == manifest::PATH) else {
            return Err(FolderError::Unfinished);
        };
        file.sync_all().map_err(|source| self.refused(&path, source))?;
        let synced = File::open(&self.root).and_then(|folder| folder.sync_all());
        synced.map_err(|source| self.refused("", source))?;
        // A new folder's own name lies in the one above it.
        let above = fs::canonicalize(&self.root).and_then(|root| match root.parent() {
            Some(above) => File::open(above).and_then(|folder| folder.sync_all()),
            None => Ok(()),
        });
        above.map_err(|source| self.refused("", source))
    }

    fn refused(&self, path: &str, source: io::Error) -> FolderError {
        FolderError::File { file: self.root.join(path), source }
    }
}

/// Writes a whole bundle into a new folder. Blocks.
pub fn write_bundle(root: &Path, mut export: BundleExport) -> Result<(), FolderError> {
    let mut folder = BundleFolder::create(root)?;
    while let Some(BundlePiece { path, content }) = export.next_piece()? {
        folder.add(&path, &content)?;
    }
    folder.finish()
}
