//! Folded streams kept for a while, those used last; each catches up from the records when it is used. Of a dossier that is let
//! go the little stays that recording entries looks at. Disposable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lru::LruCache;
use parking_lot::Mutex;

use crate::chain::StreamId;

use super::Register;
use super::folded::Folded;
use super::read::{PayloadRead, ReadFailure, Record};
use super::recordings::Recordings;

/// Records kept folded at most, over all streams; the stream used longest ago goes first. A record takes some 1.5 KB in here.
const RECORDS_MAX: u64 = 40_000;
/// Records folded in before it is looked at again whether that is too much.
const LOOK_EVERY: u64 = 4_096;
/// Records read at a time to be folded in.
const READ_AT_ONCE: usize = 512;
/// A gap larger than this is read on a thread that may block.
const INLINE_MAX: u64 = 16;

/// The streams kept folded.
pub struct FoldedStreams {
    kept: Mutex<LruCache<StreamId, Arc<Mutex<Folded>>>>,
    folded_in: AtomicU64,
    /// Dossiers that are not kept folded: none is in both.
    pub(super) recordings: Recordings,
}

impl Default for FoldedStreams {
    fn default() -> Self {
        FoldedStreams {
            kept: Mutex::new(LruCache::unbounded()),
            folded_in: AtomicU64::new(0),
            recordings: Recordings::default(),
        }
    }
}

impl FoldedStreams {
    fn get(&self, stream: StreamId) -> Arc<Mutex<Folded>> {
        let folded = Arc::clone(self.kept.lock().get_or_insert(stream, Arc::default));
        self.recordings.forget(stream);
        folded
    }

    /// Lets go of a stream: something of it was destroyed.
    pub fn forget(&self, stream: StreamId) {
        self.kept.lock().pop(&stream);
        self.recordings.forget(stream);
    }

    /// A stream that is kept folded; nothing if it is not.
    pub fn kept(&self, stream: StreamId) -> Option<Arc<Mutex<Folded>>> {
        self.kept.lock().get(&stream).map(Arc::clone)
    }

    /// Every stream that is kept folded.
    pub(super) fn all_kept(&self) -> Vec<(StreamId, Arc<Mutex<Folded>>)> {
        self.kept.lock().iter().map(|(stream, it)| (*stream, Arc::clone(it))).collect()
    }

    /// Counts records folded in, and lets go of streams when there are too many.
    pub fn count(&self, records: u64) {
        let before = self.folded_in.fetch_add(records, Ordering::Relaxed);
        if before / LOOK_EVERY != (before + records) / LOOK_EVERY {
            self.trim();
        }
    }

    /// Lets go of what was used longest ago. A stream in use right now only leaves the list.
    fn trim(&self) {
        let mut kept = self.kept.lock();
        let weight = |(_, folded): (&StreamId, &Arc<Mutex<Folded>>)| {
            folded.try_lock().map_or(1, |folded| folded.next_revision.max(1))
        };
        let mut total: u64 = kept.iter().map(weight).sum();
        while total > RECORDS_MAX && kept.len() > 1 {
            let Some((stream, gone)) = kept.pop_lru() else { break };
            let Some(folded) = gone.try_lock() else {
                total = total.saturating_sub(1);
                continue;
            };
            total = total.saturating_sub(folded.next_revision.max(1));
            self.recordings.keep(stream, &folded);
        }
        drop(kept);
        self.recordings.trim();
    }
}

impl Register {
    /// A stream folded up to the head.
    pub async fn folded(&self, stream: StreamId) -> Result<Arc<Mutex<Folded>>, ReadFailure> {
        let folded = self.folded_streams.get(stream);
        let gap = self.next_revision(stream).saturating_sub(folded.lock().next_revision);
        if gap <= INLINE_MAX {
            self.catch_up(stream, &mut folded.lock())?;
            return Ok(folded);
        }
        let (register, behind) = (self.clone(), Arc::clone(&folded));
        tokio::task::spawn_blocking(move || {
            let caught_up = register.catch_up(stream, &mut behind.lock());
            register.folded_streams.count(gap);
            caught_up
        })
        .await
        .unwrap_or(Err(ReadFailure::Unavailable))?;
        Ok(folded)
    }

    /// A stream folded as it stood when the ledger had `below` records. Blocks.
    pub fn folded_below(&self, stream: StreamId, below: u64) -> Result<Folded, ReadFailure> {
        let mut folded = Folded::default();
        self.fold_on(stream, below, &mut folded)?;
        Ok(folded)
    }

    /// A stream's records below a size of the ledger as folds see them: one that went in part says what is left of it. Without raw
    /// parts of attachments, and without what stands for another. Blocks.
    pub fn records_as_they_stand(
        &self,
        stream: StreamId,
        below: u64,
    ) -> Result<Vec<Record>, ReadFailure> {
        let mut standing = Vec::new();
        let positions = self.with_index(|index| index.positions(stream, 0, below));
        for positions in positions.chunks(READ_AT_ONCE) {
            for record in self.records(positions, true)? {
                let record = self.as_it_stands(record)?;
                let passed = record.header.kind.is_raw()
                    || matches!(record.payload, PayloadRead::Replacement);
                if !passed {
                    standing.push(record);
                }
            }
        }
        Ok(standing)
    }

    fn catch_up(&self, stream: StreamId, folded: &mut Folded) -> Result<(), ReadFailure> {
        if folded.next_revision >= self.next_revision(stream) {
            return Ok(());
        }
        self.fold_on(stream, self.size(), folded)
    }

    /// Folds in what a stream has below a size of the ledger, some of it at a time: a long dossier is not held twice.
    fn fold_on(
        &self,
        stream: StreamId,
        below: u64,
        folded: &mut Folded,
    ) -> Result<(), ReadFailure> {
        let from = folded.next_revision;
        let positions = self.with_index(|index| index.positions(stream, from, below));
        for positions in positions.chunks(READ_AT_ONCE) {
            for record in self.records(positions, true)? {
                folded.apply(&self.as_it_stands(record)?)?;
            }
        }
        Ok(())
    }

    /// A record for the fold: one that went in part says what is left of it, in its own place; what took its place says nothing
    /// more in the other.
    fn as_it_stands(&self, record: Record) -> Result<Record, ReadFailure> {
        let position = record.header.position;
        let (stands, replaced_by) = self.with_destructions(|state| {
            (state.is_replacement(position), state.replacement_of(position))
        });
        if stands {
            return Ok(Record { payload: PayloadRead::Replacement, ..record });
        }
        let Some(replacement) = replaced_by else { return Ok(record) };
        let read = self.records(&[replacement], true)?.into_iter().next().map(|it| it.payload);
        let payload = match read {
            Some(PayloadRead::Given(left)) => PayloadRead::Replaced(left),
            Some(PayloadRead::Lost) => PayloadRead::Lost,
            _ => return Err(ReadFailure::Damaged { position: replacement }),
        };
        Ok(Record { payload, ..record })
    }
}
