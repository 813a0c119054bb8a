//! What is kept of dossiers that are no longer kept folded: enough to judge entries to be recorded in them, at some tens of
//! bytes an entry. Without it, more dossiers in use than fit would each be folded whole again for every entry. Disposable.

use std::sync::Arc;

use lru::LruCache;
use parking_lot::Mutex;

use crate::chain::StreamId;
use crate::domain::dossier::{self, Recording};
use crate::domain::{Context, Event};

use super::Register;
use super::execute::{Judged, Step};
use super::folded::Folded;
use super::matter::{Command, Matter, Refusal};

/// Entries known at most, over all dossiers; some 40 bytes each.
const ENTRIES_MAX: usize = 1_000_000;

/// A dossier's recording, up to a revision.
struct Kept {
    next_revision: u64,
    recording: Recording,
}

/// The recordings kept, those used last.
pub struct Recordings {
    kept: Mutex<LruCache<StreamId, Arc<Mutex<Kept>>>>,
}

impl Default for Recordings {
    fn default() -> Self {
        Recordings { kept: Mutex::new(LruCache::unbounded()) }
    }
}

impl Recordings {
    /// Keeps what a folded stream, now let go, knows; nothing if it is no dossier.
    pub(super) fn keep(&self, stream: StreamId, folded: &Folded) {
        let Matter::Dossier(view) = &folded.matter else { return };
        let Some(dossier) = view.state().dossier() else { return };
        let next_revision = folded.next_revision;
        let kept = Kept { next_revision, recording: Recording::from(dossier) };
        self.kept.lock().put(stream, Arc::new(Mutex::new(kept)));
    }

    /// Lets go of a stream.
    pub(super) fn forget(&self, stream: StreamId) {
        self.kept.lock().pop(&stream);
    }

    /// Follows what was just recorded; one that is not at that revision is let go, and the stream folded when it is next used.
    pub(super) fn follow(&self, stream: StreamId, revision: u64, event: Option<&Event>) {
        let Some(kept) = self.kept.lock().get(&stream).map(Arc::clone) else { return };
        let mut kept = kept.lock();
        if kept.next_revision != revision {
            drop(kept);
            self.forget(stream);
            return;
        }
        if let Some(Event::Dossier(fact)) = event {
            kept.recording.evolve(fact);
        }
        kept.next_revision += 1;
    }

    /// Lets go of what was used longest ago, when there is too much.
    pub(super) fn trim(&self) {
        let mut kept = self.kept.lock();
        let weight = |kept: &Mutex<Kept>| kept.try_lock().map_or(1, |it| it.recording.entries());
        let mut total: usize = kept.iter().map(|(_, it)| weight(it)).sum();
        while total > ENTRIES_MAX && kept.len() > 1 {
            let Some((_, gone)) = kept.pop_lru() else { break };
            total = total.saturating_sub(weight(&gone));
        }
    }
}

impl Register {
    /// Judges entries to be recorded by the little that is kept of their dossier; nothing if that is not at hand, not up to date,
    /// or not enough for what is asked.
    pub(super) fn judge_recording(&self, step: &Step, context: &Context) -> Option<Judged> {
        let kept = self.folded_streams.recordings.kept.lock().get(&step.stream).map(Arc::clone)?;
        let kept = kept.lock();
        let next_revision = kept.next_revision;
        if next_revision != self.next_revision(step.stream) {
            return None;
        }
        let command = (step.command)(next_revision);
        let Command::Dossier(dossier::Command::Record { entries }) = command else { return None };
        let events = dossier::decide_recording(&kept.recording, entries, context)
            .map(|facts| facts.into_iter().map(|it| Event::Dossier(Box::new(it))).collect())
            .map_err(Refusal::from);
        Some(Judged { next_revision, current: next_revision, events })
    }
}
