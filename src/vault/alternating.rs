//! Small authenticated files that are written over and over: two fixed blocks, written in turn, newest valid wins
//! (docs/vault.md, `witness` and `checkpoint`). A torn write costs the newest value, never both.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::cipher::Key;
use super::files::{self, Attempt, FileError};
use crate::chain::LedgerId;

/// Magic, ledger, sequence, length.
const HEAD: usize = 4 + 16 + 8 + 4;
const MAC: usize = 32;

/// How one kind of file is laid out.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) magic: [u8; 4],
    /// Bytes of a block: a multiple of 4 KiB, so that the two never share one.
    pub(super) block: usize,
}

impl Shape {
    /// Longest content.
    pub(super) const fn content_max(&self) -> usize {
        self.block - HEAD - MAC
    }
}

/// Such a file, open.
pub(super) struct Alternating {
    file: File,
    path: PathBuf,
    shape: Shape,
    ledger: LedgerId,
    key: Key,
    sequence: u64,
    /// Whether one block was passed over: torn by a crash, or damaged.
    pub(super) half: bool,
}

/// Why a file does not open.
pub(super) enum Unreadable {
    File(FileError),
    /// Neither block is authentic.
    Damaged,
}

impl Alternating {
    /// Creates the file with empty content, durable but for its name.
    pub(super) fn create(
        folder: &Path,
        shape: Shape,
        ledger: LedgerId,
        key: &Key,
    ) -> Result<(), FileError> {
        let first = encode(shape, ledger, key, 0, &[]);
        let second = encode(shape, ledger, key, 1, &[]);
        files::create_with(&folder.join(shape.name), &[first, second].concat())?;
        Ok(())
    }

    /// Opens the file; returns the newest content.
    pub(super) fn open(
        folder: &Path,
        shape: Shape,
        ledger: LedgerId,
        key: Key,
    ) -> Result<(Self, Vec<u8>), Unreadable> {
        let path = folder.join(shape.name);
        let file = files::open(&path).map_err(Unreadable::File)?;
        let bytes = files::read_all(&file, &path).map_err(Unreadable::File)?;
        let sound: Vec<_> = bytes
            .chunks(shape.block)
            .take(2)
            .enumerate()
            .filter_map(|(block, bytes)| {
                let (sequence, content) = decode(bytes, shape, ledger, &key)?;
                // A block at the wrong place was moved there by somebody.
                (sequence % 2 == block as u64).then_some((sequence, content))
            })
            .collect();
        let half = sound.len() < 2;
        let newest = sound.into_iter().max_by_key(|(sequence, _)| *sequence);
        let (sequence, content) = newest.ok_or(Unreadable::Damaged)?;
        let content = content.to_vec();
        Ok((Self { file, path, shape, ledger, key, sequence, half }, content))
    }

    /// Replaces the content, durable before it returns.
    pub(super) fn write(&mut self, content: &[u8]) -> Result<(), FileError> {
        let sequence = self.sequence + 1;
        let bytes = encode(self.shape, self.ledger, &self.key, sequence, content);
        let at = (sequence % 2) * self.shape.block as u64;
        self.file.write_all_at(&bytes, at).attempt("write", &self.path)?;
        self.file.sync_data().attempt("sync", &self.path)?;
        self.sequence = sequence;
        Ok(())
    }
}

fn encode(shape: Shape, ledger: LedgerId, key: &Key, sequence: u64, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(shape.block);
    bytes.extend_from_slice(&shape.magic);
    bytes.extend_from_slice(ledger.as_bytes());
    bytes.extend_from_slice(&sequence.to_be_bytes());
    bytes.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(content);
    let mac = blake3::keyed_hash(key, &bytes);
    bytes.extend_from_slice(mac.as_bytes());
    bytes.resize(shape.block, 0);
    bytes
}

fn decode<'a>(
    block: &'a [u8],
    shape: Shape,
    ledger: LedgerId,
    key: &Key,
) -> Option<(u64, &'a [u8])> {
    let rest = block.strip_prefix(shape.magic.as_slice())?;
    let rest = rest.strip_prefix(ledger.as_bytes().as_slice())?;
    let (sequence, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (content, rest) = rest.split_at_checked(length)?;
    let (mac, _) = rest.split_first_chunk::<MAC>()?;
    let authentic = block.get(..HEAD + length)?;
    let sound = blake3::keyed_hash(key, authentic) == blake3::Hash::from_bytes(*mac);
    sound.then_some((u64::from_be_bytes(*sequence), content))
}
