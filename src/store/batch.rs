//! What is handed to a store in one commit, and what it can answer. Knows nothing of how a store writes it down.

use crate::chain::{Header, LedgerId, RecordHash};

/// Where the stored log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct StoredHead {
    /// How many records there are; also the position of the next one.
    pub size: u64,
    /// Hash of the last record; zeros if there is none.
    pub hash: RecordHash,
}

/// A record on its way into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The header's bytes, as they are hashed.
    pub header: Vec<u8>,
    /// The box; never empty.
    pub sealed: Vec<u8>,
    /// Whether it belongs to the access log, whose boxes lie apart because they are deleted by the year.
    pub access: bool,
}

/// One commit: all of it becomes durable, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Whose log this is.
    pub ledger: LedgerId,
    /// Where the writer believes the log to end.
    pub expected: StoredHead,
    /// Where it ends afterwards.
    pub next: StoredHead,
    /// The records from `expected.size` on, in order.
    pub records: Vec<NewRecord>,
    /// Positions below `expected.size` whose boxes go.
    pub deletes: Vec<u64>,
}

/// The longest box: a raw part of 65,536 bytes with salt, nonce, key id, tag and version (docs/format.md §3).
pub const BOX_BYTES_MAX: usize = 65_536 + 32 + 1 + 16 + 12 + 16;
/// The most records in one commit.
pub const RECORDS_MAX: usize = 16_384;

impl Batch {
    /// Whether the batch says one thing only; a store checks this before it writes anything.
    pub fn check(&self) -> Result<(), MalformedBatch> {
        if self.records.len() > RECORDS_MAX {
            return Err(MalformedBatch::TooManyRecords);
        }
        let mut position = self.expected.size;
        for record in &self.records {
            let header =
                Header::decode(&record.header).map_err(|_| MalformedBatch::Header { position })?;
            if header.position != position {
                return Err(MalformedBatch::Position { position });
            }
            if header.ledger != self.ledger {
                return Err(MalformedBatch::Ledger);
            }
            if record.sealed.is_empty() || record.sealed.len() > BOX_BYTES_MAX {
                return Err(MalformedBatch::BoxLength { position });
            }
            position += 1;
        }
        let hash = match self.records.last() {
            Some(last) => Header::hash(&last.header),
            None => self.expected.hash,
        };
        if self.next != (StoredHead { size: position, hash }) {
            return Err(MalformedBatch::NextHead);
        }
        match self.deletes.iter().find(|deleted| **deleted >= self.expected.size) {
            Some(deleted) => Err(MalformedBatch::DeleteBeyond { position: *deleted }),
            None => Ok(()),
        }
    }
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is durable.
    Committed,
    /// The log ended elsewhere; nothing was written.
    Stale(StoredHead),
}

/// A batch that contradicts itself; nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedBatch {
    /// More records than one commit takes.
    #[error("more records than one commit takes")]
    TooManyRecords,
    /// Not a header.
    #[error("not a record header, meant for position {position}")]
    Header {
        /// Where it would have stood.
        position: u64,
    },
    /// A header that names another position.
    #[error("the header meant for position {position} names another")]
    Position {
        /// Where it would have stood.
        position: u64,
    },
    /// A header or batch of another ledger.
    #[error("another ledger")]
    Ledger,
    /// An empty box, or one longer than the longest payload makes it.
    #[error("the box meant for position {position} is empty or too long")]
    BoxLength {
        /// Where it would have stood.
        position: u64,
    },
    /// The next head is not what the records lead to.
    #[error("the next head does not follow from the records")]
    NextHead,
    /// A box is to be deleted that the log does not have yet.
    #[error("position {position} is not in the log yet, its box cannot be deleted")]
    DeleteBeyond {
        /// The position named.
        position: u64,
    },
}

/// Why a commit failed. Only `OutcomeUnknown` leaves open whether it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Certainly not written.
    #[error("not written: {reason}")]
    Unavailable {
        /// What the store said; holds no content.
        reason: String,
    },
    /// Perhaps written: settle it by looking for the hash after opening again.
    #[error("perhaps written: {reason}")]
    OutcomeUnknown {
        /// What the store said; holds no content.
        reason: String,
    },
    /// Not written, because what is stored cannot be read.
    #[error("not written: position {position} cannot be read: {reason}")]
    Corrupt {
        /// The first position that cannot be read.
        position: u64,
        /// What was found there; holds no content.
        reason: String,
    },
    /// Not written, because the batch contradicts itself.
    #[error("not written: {0}")]
    Malformed(#[from] MalformedBatch),
}
