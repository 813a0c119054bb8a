//! Streams folded into their aggregates, kept for a while: what decisions and reads at the head look at. Disposable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::DateTime;
use lru::LruCache;
use parking_lot::Mutex;

use crate::chain::StreamId;
use crate::domain::dossier::view::{Recorded as Place, View};
use crate::domain::{Event, practice};

use super::Register;
use super::payload;
use super::read::{PayloadRead, ReadFailure, Record};

/// Records kept folded at most, over all streams; the stream used longest ago goes first. A record takes some 1.5 KB in here.
const RECORDS_MAX: u64 = 40_000;
/// Records folded in before it is looked at again whether that is too much.
const LOOK_EVERY: u64 = 4_096;
/// A gap larger than this is read on a thread that may block.
const INLINE_MAX: u64 = 16;

/// One stream, folded up to a revision.
#[derive(Debug, Default)]
pub struct Folded {
    /// The revision the next record gets.
    pub next_revision: u64,
    /// The dossier, if the stream is one.
    pub dossier: View,
    /// The practice, if the stream is its.
    pub practice: practice::State,
    /// Records whose payload is lost: they are shown as such, never skipped in silence.
    pub lost: Vec<u64>,
}

impl Folded {
    /// Folds a record in; it must be the next one.
    pub fn apply(&mut self, record: &Record) -> Result<(), ReadFailure> {
        let header = &record.header;
        let damaged = ReadFailure::Damaged { position: header.position };
        let kind = header.kind.as_str();
        match &record.payload {
            PayloadRead::Given(_) if header.kind.is_raw() => {}
            PayloadRead::Given(opened) => {
                let payload = payload::read(opened.payload()).map_err(|_| damaged.clone())?;
                let event = Event::from_body(kind, payload.body.get()).map_err(|_| damaged)?;
                self.apply_event(header.position, header.recorded_at, &event);
                return Ok(());
            }
            PayloadRead::Lost => self.lost.push(header.position),
            PayloadRead::NotRequested | PayloadRead::Unreadable(_) => return Err(damaged),
        }
        self.next_revision += 1;
        Ok(())
    }

    /// Folds a fact in as the next record.
    pub fn apply_event(&mut self, position: u64, recorded_at: i64, event: &Event) {
        let at = DateTime::from_timestamp_micros(recorded_at).unwrap_or(DateTime::UNIX_EPOCH);
        let place = Place { position, revision: self.next_revision, at };
        match event {
            Event::Practice(fact) => practice::evolve(&mut self.practice, fact),
            Event::Dossier(_) | Event::Unknown { .. } => self.dossier.apply(place, event),
        }
        self.next_revision += 1;
    }

    /// A record without a body (a part of an attachment) was recorded.
    pub fn pass(&mut self) {
        self.next_revision += 1;
    }
}

/// The streams kept folded.
pub struct FoldedStreams {
    kept: Mutex<LruCache<StreamId, Arc<Mutex<Folded>>>>,
    folded_in: AtomicU64,
}

impl Default for FoldedStreams {
    fn default() -> Self {
        FoldedStreams { kept: Mutex::new(LruCache::unbounded()), folded_in: AtomicU64::new(0) }
    }
}

impl FoldedStreams {
    fn get(&self, stream: StreamId) -> Arc<Mutex<Folded>> {
        Arc::clone(self.kept.lock().get_or_insert(stream, Arc::default))
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
            let Some((_, gone)) = kept.pop_lru() else { break };
            total -= gone.try_lock().map_or(1, |folded| folded.next_revision.max(1)).min(total);
        }
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
