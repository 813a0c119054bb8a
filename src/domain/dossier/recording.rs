//! What must be known of a dossier to record entries in it, and no more: some tens of bytes an entry, where the whole dossier
//! takes a kilobyte. Entries are recorded far more often than anything else is asked of a dossier.

use std::collections::HashSet;

use super::entry::EntryKind;
use super::event::Event;
use super::state::{Dossier, Standing};
use crate::domain::id::EntryId;

/// A dossier as far as recording entries in it looks at it.
pub(super) trait RecordingGround {
    /// Whether it is in use.
    fn standing(&self) -> Standing;
    /// Whether an entry has this id, withdrawn or not.
    fn has_entry(&self, id: EntryId) -> bool;
    /// Whether this names a consent that stands.
    fn has_consent(&self, id: EntryId) -> bool;
}

impl RecordingGround for Dossier {
    fn standing(&self) -> Standing {
        self.standing
    }

    fn has_entry(&self, id: EntryId) -> bool {
        self.entries.contains_key(&id)
    }

    fn has_consent(&self, id: EntryId) -> bool {
        Dossier::has_consent(self, id)
    }
}

/// The little that is kept of a dossier for recording entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    standing: Standing,
    entries: HashSet<EntryId>,
    consents: HashSet<EntryId>,
}

impl From<&Dossier> for Recording {
    fn from(dossier: &Dossier) -> Recording {
        let consents = dossier.entries.keys().copied().filter(|id| dossier.has_consent(*id));
        Recording {
            standing: dossier.standing,
            consents: consents.collect(),
            entries: dossier.entries.keys().copied().collect(),
        }
    }
}

impl Recording {
    /// Entries it knows.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// Applies a recorded fact, as [`super::evolve`] does to the whole dossier.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::EntryRecorded(_) | Event::EntryCorrected(_) => {
                let Some(id) = event.entry() else { return };
                self.entries.insert(id);
                if event.entry_kind() == Some(EntryKind::Consent) {
                    self.consents.insert(id);
                }
            }
            Event::EntryWithdrawn(fact) => {
                self.consents.remove(&fact.entry);
            }
            Event::Closed(fact) => {
                self.standing = Standing::Closed { on: fact.provenance.happened.last_day() };
            }
            Event::Reopened(_) => self.standing = Standing::Open,
            _ => {}
        }
    }
}

impl RecordingGround for Recording {
    fn standing(&self) -> Standing {
        self.standing
    }

    fn has_entry(&self, id: EntryId) -> bool {
        self.entries.contains(&id)
    }

    fn has_consent(&self, id: EntryId) -> bool {
        self.consents.contains(&id)
    }
}
