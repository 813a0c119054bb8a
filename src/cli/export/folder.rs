//! The folder of an export while it is written: beside its place, under a name that says that it is not whole, and moved there when
//! everything in it is on the disk. Knows paths and bytes, not what they mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::cli::failure::{Exit, Failure};
use crate::cli::way_out::new_file;
use crate::private_file;

/// What every file holds, as `sha256sum -c` reads it; it does not list itself.
const SUMS: &str = "SHA256SUMS";

/// An export that is not whole yet. Files are 0600, folders 0700.
pub(super) struct Partial {
    to: PathBuf,
    beside: PathBuf,
    open: Option<(String, File, Sha256)>,
    sums: BTreeMap<String, String>,
}

impl Partial {
    /// Makes the folder beside its place, which must be free.
    pub(super) fn create(to: &Path) -> Result<Partial, Failure> {
        let name = to.file_name().ok_or_else(|| usage(to, "is no name for a new folder"))?;
        let mut name = name.to_owned();
        name.push(".partial");
        let partial = to.with_file_name(name);
        if to.exists() {
            let used = fs::read_dir(to).map_err(|_| usage(to, "is no folder"))?.next().is_some();
            if used {
                return Err(usage(to, "is not empty"));
            }
            // A folder cannot be put in the place of a disk; better said before an hour of work than after it.
            let above = to.parent().filter(|above| !above.as_os_str().is_empty());
            let above = fs::metadata(above.unwrap_or(Path::new(".")))?;
            if fs::metadata(to)?.dev() != above.dev() {
                return Err(usage(to, "is where a disk begins; name a new folder in it"));
            }
        }
        if partial.exists() {
            return Err(usage(
                &partial,
                "is left by an export that was cut off, or one goes on; remove it first",
            ));
        }
        private_file::make_folder(&partial)?;
        let to = to.to_owned();
        Ok(Partial { to, beside: partial, open: None, sums: BTreeMap::new() })
    }

    /// Writes the next bytes of a file. Pieces of one file follow each other; a path never comes back.
    pub(super) fn add(&mut self, path: &str, content: &[u8]) -> Result<(), Failure> {
        if self.open.as_ref().is_none_or(|(open, ..)| open != path) {
            self.close();
            let file = new_file(&self.beside, path)?;
            self.open = Some((path.to_owned(), file, Sha256::new()));
        }
        if let Some((_, file, sum)) = &mut self.open {
            file.write_all(content)?;
            sum.update(content);
        }
        Ok(())
    }

    /// Writes a file.
    pub(super) fn write(&mut self, path: &str, content: &[u8]) -> Result<(), Failure> {
        self.add(path, content)
    }

    fn close(&mut self) {
        if let Some((path, _, sum)) = self.open.take() {
            self.sums.insert(path, hex::encode(sum.finalize()));
        }
    }

    /// Puts it in its place, durable when this returns.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let moved = self.put_in_place();
        if moved.is_err() {
            self.discard();
        }
        moved
    }

    fn put_in_place(&mut self) -> Result<(), Failure> {
        self.close();
        let mut sums = String::new();
        for (path, sum) in &self.sums {
            let _ = writeln!(sums, "{sum}  {path}"); // A string takes all.
        }
        new_file(&self.beside, SUMS)?.write_all(sums.as_bytes())?;
        // In one call: a sync for each of thousands of small files takes minutes on a slow disk.
        rustix::fs::syncfs(File::open(&self.beside)?).map_err(std::io::Error::from)?;
        fs::rename(&self.beside, &self.to)?;
        private_file::sync_parent(&self.to)?;
        Ok(())
    }

    /// Takes away what was written: it is not whole, and may hold what is to be destroyed.
    pub(super) fn discard(self) {
        if let Err(error) = fs::remove_dir_all(&self.beside) {
            let partial = self.beside.display();
            tracing::warn!(%error, "{partial} is not whole and could not be removed");
        }
    }
}

fn usage(path: &Path, what: &str) -> Failure {
    Failure::new(Exit::Usage, format!("{} {what}", path.display()))
}
