//! What the vault remembers of the log, apart from it: the witness and the last signed checkpoint.
//! Knows how they are kept, not how a head or a note is checked.

use super::alternating::{Alternating, Shape, Unreadable};
use super::cipher::{Key, derive_key};
use super::files::FileError;
use super::opening::OpenError;
use crate::chain::{Context, LedgerId, RecordHash};
use std::path::Path;

/// The witness: size and hash of the head.
pub(super) const WITNESS: Shape = Shape { name: "witness", magic: *b"GRW1", block: 4096 };
/// The last signed checkpoint: a note of at most 16 KiB.
pub(super) const CHECKPOINT: Shape = Shape { name: "checkpoint", magic: *b"GRC1", block: 5 * 4096 };
/// Longest note (docs/format.md §5).
const NOTE_MAX: usize = 16 * 1024;
const _: () = assert!(NOTE_MAX <= CHECKPOINT.content_max());

/// How far the log had come when the vault was last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Number of records.
    pub size: u64,
    /// Hash of the last one.
    pub hash: RecordHash,
}

/// Why something could not be remembered.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The log has shrunk; only a restore may say so.
    #[error("the log has {size} records, {witnessed} were witnessed")]
    Shrunk {
        /// The size given.
        size: u64,
        /// The size remembered.
        witnessed: u64,
    },
    /// The log has another record at the witnessed place.
    #[error("the log forks: another record {size} was witnessed")]
    Forked {
        /// The size given and remembered.
        size: u64,
    },
    /// A checkpoint longer than 16 KiB.
    #[error("a checkpoint of {length} bytes is longer than a signed note may be")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// The operating system refused. What is remembered is unknown until the vault is opened anew.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The witness file.
pub(super) struct WitnessFile {
    file: Alternating,
    last: Option<Witness>,
}

impl WitnessFile {
    pub(super) fn open(folder: &Path, ledger: LedgerId, house: &Key) -> Result<Self, OpenError> {
        let key = witness_key(house);
        let (file, content) =
            opened(Alternating::open(folder, WITNESS, ledger, key), folder, WITNESS)?;
        Ok(Self { file, last: decode(&content) })
    }

    pub(super) fn is_half(&self) -> bool {
        self.file.half
    }

    pub(super) fn last(&self) -> Option<Witness> {
        self.last
    }

    /// Remembers a later head, durable before it returns.
    pub(super) fn follow(&mut self, head: Witness) -> Result<(), KeepError> {
        if let Some(last) = self.last {
            if head.size < last.size {
                return Err(KeepError::Shrunk { size: head.size, witnessed: last.size });
            }
            if head.size == last.size {
                let same = head == last;
                return if same { Ok(()) } else { Err(KeepError::Forked { size: head.size }) };
            }
        }
        self.begin_anew(head)
    }

    /// Remembers a head whatever was remembered before.
    pub(super) fn begin_anew(&mut self, head: Witness) -> Result<(), KeepError> {
        self.file.write(&[head.size.to_be_bytes().as_slice(), head.hash.as_bytes()].concat())?;
        self.last = Some(head);
        Ok(())
    }
}

fn decode(content: &[u8]) -> Option<Witness> {
    let (size, hash) = content.split_first_chunk()?;
    let hash = RecordHash::from_bytes(hash.try_into().ok()?);
    Some(Witness { size: u64::from_be_bytes(*size), hash })
}

/// The file of the last signed checkpoint.
pub(super) struct CheckpointFile {
    file: Alternating,
    last: Vec<u8>,
}

impl CheckpointFile {
    pub(super) fn open(folder: &Path, ledger: LedgerId, house: &Key) -> Result<Self, OpenError> {
        let key = checkpoint_key(house);
        let (file, last) =
            opened(Alternating::open(folder, CHECKPOINT, ledger, key), folder, CHECKPOINT)?;
        Ok(Self { file, last })
    }

    pub(super) fn is_half(&self) -> bool {
        self.file.half
    }

    /// The note, if there ever was one.
    pub(super) fn last(&self) -> Option<Vec<u8>> {
        (!self.last.is_empty()).then(|| self.last.clone())
    }

    /// Keeps a later note, durable before it returns.
    pub(super) fn keep(&mut self, note: &[u8]) -> Result<(), KeepError> {
        if note.len() > NOTE_MAX {
            return Err(KeepError::TooLong { length: note.len() });
        }
        self.file.write(note)?;
        self.last = note.to_vec();
        Ok(())
    }
}

/// Creates both files, empty.
pub(super) fn create(folder: &Path, ledger: LedgerId, house: &Key) -> Result<(), FileError> {
    Alternating::create(folder, WITNESS, ledger, &witness_key(house))?;
    Alternating::create(folder, CHECKPOINT, ledger, &checkpoint_key(house))
}

fn witness_key(house: &Key) -> Key {
    derive_key(Context::WitnessKey, house)
}

fn checkpoint_key(house: &Key) -> Key {
    derive_key(Context::CheckpointKey, house)
}

fn opened<T>(result: Result<T, Unreadable>, folder: &Path, shape: Shape) -> Result<T, OpenError> {
    result.map_err(|error| match error {
        Unreadable::File(error) => OpenError::of_file(error),
        Unreadable::Damaged => OpenError::Damaged {
            file: folder.join(shape.name),
            what: "neither of its blocks is authentic".to_owned(),
        },
    })
}
