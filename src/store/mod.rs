//! Where records lie: the [`Store`] every ledger is kept in, and the one on sled (docs/store.md).
//!
//! Knows positions, header bytes and boxes; opens no box, judges no chain and knows no aggregate.
//! Only `store/sled` names the sled crate.

mod batch;
mod fault;
mod held;
mod run;
pub mod sled;
pub mod space;

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

pub use batch::{
    BOX_BYTES_MAX, Batch, CommitError, Committed, MalformedBatch, NewRecord, StoredHead,
};
pub use fault::{Fault, FaultSwitch};
pub use held::Held;
pub use run::{BoxRun, HeaderRun};

/// What a store answers with, when awaited.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keeps the records of one ledger, in order, each with a header that never changes and a box that can be deleted.
///
/// Several writers may share a ledger: the comparison inside [`Store::commit`] alone keeps them from forking it.
/// What a store promises beyond these signatures is the suite in `tests/conformance`.
pub trait Store: Send + Sync {
    /// Appends the records and deletes the boxes, both or neither, if the log still ends at `batch.expected`.
    /// *Committed* means it survives the loss of power from now on.
    fn commit<'a>(&'a self, batch: &'a Batch) -> Answer<'a, Result<Committed, CommitError>>;

    /// Deletes the boxes at these positions, durably; those not held any more are passed over.
    fn delete_boxes<'a>(&'a self, positions: &'a [u64]) -> Answer<'a, Result<(), CommitError>>;

    /// Where the log ends.
    fn head(&self) -> Answer<'_, Result<StoredHead, ReadError>>;

    /// The headers from `first` on, at most `max_records`; fewer only at the end of the log. Empty at its end.
    fn headers(&self, first: u64, max_records: usize) -> Answer<'_, Result<HeaderRun, ReadError>>;

    /// The boxes at these positions, in this order; `None` where the box is not held.
    fn boxes<'a>(
        &'a self,
        positions: &'a [u64],
    ) -> Answer<'a, Result<Vec<Option<Bytes>>, ReadError>>;

    /// The boxes from `first` on, at most `max_records`, for scans.
    fn box_run(&self, first: u64, max_records: usize) -> Answer<'_, Result<BoxRun, ReadError>>;

    /// Which of the `count` positions from `first` on have their box.
    fn held(&self, first: u64, count: u64) -> Answer<'_, Result<Held, ReadError>>;
}

/// Why records could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The store cannot be reached, or has stopped after an earlier error.
    #[error("the store cannot be read: {reason}")]
    Unavailable {
        /// What the store said; holds no content.
        reason: String,
    },
    /// The log has no such position yet.
    #[error("position {position} is beyond the end of the log ({size} records)")]
    Beyond {
        /// The position asked for.
        position: u64,
        /// How many records there are.
        size: u64,
    },
    /// Something below the head is missing or unreadable.
    #[error("position {position} cannot be read: {reason}")]
    Corrupt {
        /// The first position that cannot be read.
        position: u64,
        /// What was found there; holds no content.
        reason: String,
    },
}
