//! Folded streams kept for a while, those used last; each catches up from the records when it is used. Of a dossier that is let
//! go the little stays that recording entries looks at. Disposable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lru::LruCache;
use parking_lot::Mutex;

use crate::chain::StreamId;

use super::Register;
use super::folded::Folded;
use super::read::ReadFailure;
use super::recordings::Recordings;

/// Records kept folded at most, over all streams; the stream used longest ago goes first. A record takes some 1.5 KB in here.
const RECORDS_MAX: u64 = 40_000;
/// Records folded in before it is looked at again whether that is too much.
const LOOK_EVERY: u64 = 4_096;
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

    /// A stream that is kept folded; nothing if it is not.
    pub fn kept(&self, stream: StreamId) -> Option<Arc<Mutex<Folded>>> {
        self.kept.lock().get(&stream).map(Arc::clone)
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
        for record in self.stream(stream, 0, below)? {
            folded.apply(&record)?;
        }
        Ok(folded)
    }

    fn catch_up(&self, stream: StreamId, folded: &mut Folded) -> Result<(), ReadFailure> {
        if folded.next_revision >= self.next_revision(stream) {
            return Ok(());
        }
        for record in self.stream(stream, folded.next_revision, self.size())? {
            folded.apply(&record)?;
        }
        Ok(())
    }
}
