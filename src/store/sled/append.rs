//! Commits and deletions: one atomic sled batch, flushed and synced before anybody hears of it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Batch, CommitError, Committed, Fault, MalformedBatch, ReadError, StoredHead};
use super::SledStore;
use super::read::Stored;
use super::value::{self, Slot, Writes};

impl SledStore {
    pub(super) fn commit_now(&self, batch: &Batch) -> Result<Committed, CommitError> {
        batch.check()?;
        if batch.ledger != self.ledger {
            return Err(MalformedBatch::Ledger.into());
        }
        let _turn = self.committing.lock();
        self.ensure_running()?;
        let head = *self.head.lock();
        if head != batch.expected {
            return Ok(Committed::Stale(head));
        }
        let mut writes = self.writes_without(&batch.deletes)?;
        writes.extend(value::writes_for(batch.expected.size, &batch.records));
        self.write_durably(writes)?;
        *self.head.lock() = batch.next;
        Ok(Committed::Committed)
    }

    pub(super) fn delete_boxes_now(&self, positions: &[u64]) -> Result<(), CommitError> {
        let _turn = self.committing.lock();
        self.ensure_running()?;
        let StoredHead { size, .. } = *self.head.lock();
        if let Some(position) = positions.iter().find(|position| **position >= size) {
            return Err(MalformedBatch::DeleteBeyond { position: *position }.into());
        }
        let writes = self.writes_without(positions)?;
        self.write_durably(writes)
    }

    /// What must be written so that these boxes are gone. Keys are kept and emptied, never removed: sled's merging of
    /// thin pages is a path nothing else here takes.
    fn writes_without(&self, positions: &[u64]) -> Result<Writes, CommitError> {
        let mut values: BTreeMap<Vec<u8>, (Stored, BTreeSet<u64>)> = BTreeMap::new();
        for position in positions {
            let stored =
                self.value_with_box(*position).map_err(|error| self.stop_reading(error))?;
            let (_, deleted) =
                values.entry(stored.key()).or_insert_with(|| (stored, BTreeSet::new()));
            deleted.insert(*position);
        }
        let mut writes = Writes::new();
        for (key, (stored, deleted)) in values {
            let mut slots = stored.slots(stored.first).map_err(|error| self.stop_reading(error))?;
            let mut changed = false;
            for (position, slot) in (stored.first..).zip(&mut slots) {
                if !deleted.contains(&position) || *slot == Slot::Deleted {
                    continue;
                }
                if let Slot::InPieces(length) = *slot {
                    writes.extend(
                        value::piece_keys(position, length).map(|piece| (piece, Vec::new())),
                    );
                }
                *slot = Slot::Deleted;
                changed = true;
            }
            if changed {
                writes.push((key, value::encode(&slots)));
            }
        }
        Ok(writes)
    }

    /// Writes all or nothing. Whatever fails here stops the handle: after a failed write or sync the kernel has
    /// forgotten which pages were dirty, so trying again would report a success that never happened.
    fn write_durably(&self, writes: Writes) -> Result<(), CommitError> {
        if writes.is_empty() {
            return Ok(());
        }
        if self.faults.strikes(Fault::BeforeAppend) {
            return Err(CommitError::Unavailable { reason: self.stop("injected fault") });
        }
        // From here on bytes may reach the disk at any moment.
        let unknown = |reason: &str| CommitError::OutcomeUnknown { reason: self.stop(reason) };
        self.engine.apply(writes).map_err(|failure| unknown(&failure.to_string()))?;
        if self.faults.strikes(Fault::AfterAppend) {
            return Err(unknown("injected fault"));
        }
        // sled's flush hands the bytes to the kernel and no further.
        self.engine.flush().map_err(|failure| unknown(&failure.to_string()))?;
        self.db_file.sync_data().map_err(|error| unknown(&error.to_string()))?;
        if self.faults.strikes(Fault::AfterSync) {
            return Err(unknown("injected fault"));
        }
        Ok(())
    }

    fn ensure_running(&self) -> Result<(), CommitError> {
        match self.stopped.get() {
            None => Ok(()),
            Some(reason) => Err(CommitError::Unavailable {
                reason: format!("the store stopped earlier: {reason}"),
            }),
        }
    }

    /// Takes no further commits; the first reason is kept.
    fn stop(&self, reason: &str) -> String {
        self.stopped.get_or_init(|| reason.to_owned());
        reason.to_owned()
    }

    /// What cannot be read cannot be written next to.
    fn stop_reading(&self, error: ReadError) -> CommitError {
        match error {
            ReadError::Corrupt { position, reason } => {
                CommitError::Corrupt { position, reason: self.stop(&reason) }
            }
            other => CommitError::Unavailable { reason: self.stop(&other.to_string()) },
        }
    }
}
