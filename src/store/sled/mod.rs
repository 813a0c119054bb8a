//! The store on sled 0.34.7 (docs/store.md): one folder, one process, one writer at a time.
//!
//! Its futures do their blocking work when they are polled: await commits on a thread that may block (the register's
//! writer), reads anywhere, since they come from memory or the page cache.

mod append;
mod engine;
mod files;
mod folder;
mod guard;
mod open;
mod read;
mod survey;
mod undo;
mod value;

use std::fs::File;
use std::sync::OnceLock;

use bytes::Bytes;
use parking_lot::Mutex;

use super::{
    Answer, Batch, BoxRun, CommitError, Committed, FaultSwitch, HeaderRun, Held, ReadError, Store,
    StoredHead,
};
use crate::chain::LedgerId;
use engine::Engine;
use folder::Folder;
pub use open::{CreateError, OpenError, SledOptions};
pub use survey::{Survey, survey};

/// A ledger's records in a folder of this machine.
#[derive(Debug)]
pub struct SledStore {
    ledger: LedgerId,
    engine: Engine,
    /// Our own descriptor of sled's log. Kept from opening on: the kernel tells each descriptor of a failed write once.
    db_file: File,
    /// Moves only after the sync, so readers never see a record that a power cut could take back.
    head: Mutex<StoredHead>,
    committing: Mutex<()>,
    /// Why no further commits are taken.
    stopped: OnceLock<String>,
    faults: FaultSwitch,
    /// Dropped last: it holds the lock.
    #[expect(dead_code, reason = "keeps the folder locked")]
    folder: Folder,
}

impl SledStore {
    /// The ledger this store was created for.
    pub fn ledger(&self) -> LedgerId {
        self.ledger
    }
}

impl Store for SledStore {
    fn commit<'a>(&'a self, batch: &'a Batch) -> Answer<'a, Result<Committed, CommitError>> {
        Box::pin(async move { self.commit_now(batch) })
    }

    fn delete_boxes<'a>(&'a self, positions: &'a [u64]) -> Answer<'a, Result<(), CommitError>> {
        Box::pin(async move { self.delete_boxes_now(positions) })
    }

    fn head(&self) -> Answer<'_, Result<StoredHead, ReadError>> {
        Box::pin(async move { Ok(*self.head.lock()) })
    }

    fn headers(&self, first: u64, max_records: usize) -> Answer<'_, Result<HeaderRun, ReadError>> {
        Box::pin(async move { self.headers_now(first, max_records) })
    }

    fn boxes<'a>(
        &'a self,
        positions: &'a [u64],
    ) -> Answer<'a, Result<Vec<Option<Bytes>>, ReadError>> {
        Box::pin(async move { self.boxes_now(positions) })
    }

    fn box_run(&self, first: u64, max_records: usize) -> Answer<'_, Result<BoxRun, ReadError>> {
        Box::pin(async move { self.box_run_now(first, max_records) })
    }

    fn held(&self, first: u64, count: u64) -> Answer<'_, Result<Held, ReadError>> {
        Box::pin(async move { self.held_now(first, count) })
    }
}
