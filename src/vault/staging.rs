//! Parts of an upload that is not complete yet: on disk, outside the log, under a key that exists in this process's memory only.
//! What a crash leaves behind is unreadable for ever, and removed at the next open.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::cipher::{Cipher, TAG, new_key, random};

/// Parts of one upload, in order.
pub struct Staging {
    path: PathBuf,
    file: File,
    cipher: Cipher,
    /// Where each part's ciphertext ends.
    ends: Vec<u64>,
}

impl Staging {
    /// Removes what earlier processes left; done before anything is staged.
    pub fn clear(folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            fs::remove_dir_all(folder)?;
        }
        DirBuilder::new().mode(0o700).create(folder)
    }

    /// Begins an upload.
    pub fn begin(folder: &Path) -> io::Result<Staging> {
        let name = random::<16>().map_err(io::Error::other)?;
        let path = folder.join(hex::encode(name));
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        let key = new_key().map_err(io::Error::other)?;
        let cipher = Cipher::new(&key).map_err(|_| io::Error::other("the cipher failed"))?;
        Ok(Staging { path, file, cipher, ends: Vec::new() })
    }

    /// Adds the next part. No sync: an upload that is cut short is begun anew.
    pub fn append(&mut self, part: &[u8]) -> io::Result<()> {
        let mut bytes = part.to_vec();
        let nonce = nonce(self.ends.len());
        let failed = |_| io::Error::other("the cipher failed");
        let tag = self.cipher.encrypt(nonce, &[], &mut bytes).map_err(failed)?;
        bytes.extend_from_slice(&tag);
        let start = self.ends.last().copied().unwrap_or(0);
        self.file.write_all_at(&bytes, start)?;
        self.ends.push(start + bytes.len() as u64);
        Ok(())
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.ends.len()
    }

    /// A part back in clear.
    pub fn part(&self, number: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let end = *self.ends.get(number).ok_or(io::ErrorKind::NotFound)?;
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.file.read_exact_at(&mut bytes, start)?;
        let failed = |_| io::Error::other("a staged part was altered");
        self.cipher.decrypt(nonce(number), &[], &mut bytes).map_err(failed)?;
        bytes.truncate(length - TAG);
        Ok(bytes)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // What stays is unreadable, and goes at the next open.
    }
}

/// Each part of an upload has a nonce of its own under the upload's key.
fn nonce(part: usize) -> [u8; 12] {
    let mut nonce = [0; 12];
    for (to, from) in nonce.iter_mut().rev().zip(part.to_be_bytes().iter().rev()) {
        *to = *from;
    }
    nonce
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_and_their_text_is_nowhere_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let staged = folder.path().join("staging");
        Staging::clear(&staged).unwrap();
        let mut staging = Staging::begin(&staged).unwrap();
        staging.append(b"een foto van borstvoeding").unwrap();
        staging.append(b"het tweede deel").unwrap();
        assert_eq!(staging.part(0).unwrap().as_slice(), b"een foto van borstvoeding");
        assert_eq!(staging.part(1).unwrap().as_slice(), b"het tweede deel");
        let on_disk = fs::read(&staging.path).unwrap();
        assert!(!on_disk.windows(4).any(|window| window == b"foto"));
        let path = staging.path.clone();
        drop(staging);
        assert!(!path.exists());
    }

    #[test]
    fn what_a_crash_left_is_gone_after_clearing() {
        let folder = tempfile::tempdir().unwrap();
        let staged = folder.path().join("staging");
        fs::create_dir(&staged).unwrap();
        fs::write(staged.join("left"), b"x").unwrap();
        Staging::clear(&staged).unwrap();
        assert_eq!(fs::read_dir(&staged).unwrap().count(), 0);
    }
}
