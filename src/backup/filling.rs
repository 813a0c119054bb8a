//! A data backup back into a store: the chain is followed before anything is written, boxes that were not held stay gone.

use std::io::Read;

use crate::chain::{Head, LedgerId};
use crate::register::destruction::is_access_line;
use crate::store::{Batch, CommitError, NewRecord, Store, StoredHead};

use super::reading::{DataReader, ReadBackupError, ReadRun};

/// Stands for a box that is not held until it is deleted again: a store takes no record without one.
const NOT_HELD: &[u8] = &[0];

/// Why a store was not filled. What is in it counts for nothing.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The backup is not one, or not whole.
    #[error(transparent)]
    Read(#[from] ReadBackupError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] CommitError),
    /// It is of another ledger than the vault.
    #[error("the backup is of another ledger than the vault")]
    OtherLedger,
    /// The store is not empty.
    #[error("the store is not empty")]
    NotEmpty,
}

/// Fills the empty store of a ledger. Blocks.
pub fn fill(
    store: &dyn Store,
    ledger: LedgerId,
    input: impl Read,
) -> Result<DataReader, FillError> {
    DataReader::read(input, |run| put(store, ledger, run))
}

fn put(store: &dyn Store, ledger: LedgerId, run: ReadRun) -> Result<(), FillError> {
    if run.after.ledger != Some(ledger) {
        return Err(FillError::OtherLedger);
    }
    let stored = |head: Head| StoredHead { size: head.size, hash: head.hash };
    let mut gone = Vec::new();
    let mut records = Vec::with_capacity(run.records.len());
    for (header, bytes, sealed) in run.records {
        if sealed.is_none() {
            gone.push(header.position);
        }
        records.push(NewRecord {
            header: bytes,
            sealed: sealed.unwrap_or_else(|| NOT_HELD.to_vec()),
            access: is_access_line(header.kind.as_str()),
        });
    }
    let batch = Batch {
        ledger,
        expected: stored(run.before),
        next: stored(run.after),
        records,
        deletes: Vec::new(),
    };
    match pollster::block_on(store.commit(&batch))? {
        crate::store::Committed::Committed => {}
        crate::store::Committed::Stale(_) => return Err(FillError::NotEmpty),
    }
    if !gone.is_empty() {
        pollster::block_on(store.delete_boxes(&gone))?;
    }
    Ok(())
}
