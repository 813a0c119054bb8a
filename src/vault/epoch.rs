//! The `epoch` file: two fixed blocks, each free (zeros) or holding one epoch key under the root secret
//! (docs/vault.md, `epoch`). Only ever written in place. Knows nothing of the keys an epoch wraps.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::cipher::{Cipher, Key, NONCE, NoRandomness, TAG, random};
use super::files::{self, Attempt, FileError};
use super::root::RootSecret;
use crate::chain::LedgerId;

/// Name of the file.
pub(super) const FILE: &str = "epoch";
/// Each epoch has a block of its own, so that a torn write never reaches the other.
pub(super) const BLOCK: usize = 4096;
const MAGIC: [u8; 4] = *b"GRE1";
/// Magic, ledger, number, root id: bound to the wrapped key.
const BOUND: usize = 4 + 16 + 8 + 16;
const AAD: &[u8] = b"griffie vault epoch v1";

/// The file, open.
pub(super) struct Epochs {
    file: File,
    path: PathBuf,
}

/// An epoch found under the root secret.
pub(super) struct Epoch {
    pub(super) number: u64,
    /// Which of the two blocks it lies in.
    pub(super) block: u64,
    pub(super) key: Key,
}

/// Why an epoch was not found.
#[derive(Debug)]
pub(super) enum NoEpoch {
    /// It lies there, under another root secret.
    OtherRoot,
    /// The file is sound as far as it goes, and holds another epoch.
    Absent,
    /// Nothing in the file opens.
    Damaged,
}

/// Why an epoch could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteEpochError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("the cipher failed")]
    Cipher,
}

impl Epochs {
    /// Creates the file with two free blocks, durable but for its name.
    pub(super) fn create(folder: &Path) -> Result<Self, FileError> {
        let path = folder.join(FILE);
        let file = files::create_with(&path, &[0; 2 * BLOCK])?;
        Ok(Self { file, path })
    }

    /// Opens the file.
    pub(super) fn open(folder: &Path) -> Result<Self, FileError> {
        let path = folder.join(FILE);
        let file = files::open(&path)?;
        Ok(Self { file, path })
    }

    /// Finds the epoch a key file names.
    pub(super) fn find(
        &self,
        number: u64,
        ledger: LedgerId,
        root: &RootSecret,
    ) -> Result<Result<Epoch, NoEpoch>, FileError> {
        let mut why = NoEpoch::Damaged;
        for block in 0..2 {
            let Some(bytes) = self.read(block)? else { continue };
            match unwrap(&bytes, root) {
                Ok(opened) if (opened.ledger, opened.number) == (ledger, number) => {
                    return Ok(Ok(Epoch { number, block, key: opened.key }));
                }
                Ok(_) => why = NoEpoch::Absent,
                Err(NoEpoch::OtherRoot) if matches!(why, NoEpoch::Damaged) => {
                    why = NoEpoch::OtherRoot;
                }
                Err(_) => {}
            }
        }
        Ok(Err(why))
    }

    /// Writes an epoch into a block. Not synced.
    pub(super) fn write(
        &self,
        epoch: &Epoch,
        ledger: LedgerId,
        root: &RootSecret,
    ) -> Result<(), WriteEpochError> {
        let bound =
            [MAGIC.as_slice(), ledger.as_bytes(), &epoch.number.to_be_bytes(), &root.id()].concat();
        let nonce = random()?;
        let mut key = epoch.key.clone();
        let cipher = Cipher::new(&root.wrapping_key()).map_err(|_| WriteEpochError::Cipher)?;
        let aad = [AAD, &bound].concat();
        let tag =
            cipher.encrypt(nonce, &aad, key.as_mut_slice()).map_err(|_| WriteEpochError::Cipher)?;
        let mut bytes = [bound.as_slice(), &nonce, key.as_slice(), &tag].concat();
        bytes.resize(BLOCK, 0);
        self.file.write_all_at(&bytes, at(epoch.block)).attempt("write", &self.path)?;
        Ok(())
    }

    /// Overwrites a block with zeros. Not synced: the sync after it is the moment of destruction.
    pub(super) fn zero(&self, block: u64) -> Result<(), FileError> {
        let (from, to) = (at(block), at(block + 1));
        files::write_zeros(&self.file, from, to).attempt("overwrite", &self.path)
    }

    /// Makes the blocks durable.
    pub(super) fn sync(&self) -> Result<(), FileError> {
        self.file.sync_data().attempt("sync", &self.path)
    }

    /// Whether a block is free: there in full, and zeros.
    pub(super) fn is_free(&self, block: u64) -> Result<bool, FileError> {
        Ok(self.read(block)?.is_some_and(|bytes| files::is_zeros(&bytes)))
    }

    /// A block's bytes; none if the file ends before it does.
    fn read(&self, block: u64) -> Result<Option<Vec<u8>>, FileError> {
        let mut bytes = vec![0; BLOCK];
        match self.file.read_exact_at(&mut bytes, at(block)) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
            result => result.attempt("read", &self.path).map(|()| Some(bytes)),
        }
    }
}

/// Where a block begins.
const fn at(block: u64) -> u64 {
    block * BLOCK as u64
}

/// A block that opened under the root secret, as it stands.
struct Opened {
    ledger: LedgerId,
    number: u64,
    key: Key,
}

fn unwrap(bytes: &[u8], root: &RootSecret) -> Result<Opened, NoEpoch> {
    let open = || -> Option<Result<Opened, NoEpoch>> {
        let bound = bytes.get(..BOUND)?;
        let mut rest = bound.strip_prefix(MAGIC.as_slice())?;
        let ledger = LedgerId::from_bytes(take(&mut rest)?);
        let number = u64::from_be_bytes(take(&mut rest)?);
        if rest != root.id() {
            return Some(Err(NoEpoch::OtherRoot));
        }
        let mut rest = bytes.get(BOUND..)?;
        let nonce = take::<NONCE>(&mut rest)?;
        let mut wrapped = Zeroizing::new(rest.get(..32 + TAG)?.to_vec());
        let cipher = Cipher::new(&root.wrapping_key()).ok()?;
        let plain = cipher.decrypt(nonce, &[AAD, bound].concat(), &mut wrapped).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(plain);
        Some(Ok(Opened { ledger, number, key }))
    };
    open().unwrap_or(Err(NoEpoch::Damaged))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*first)
}
