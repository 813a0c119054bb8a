//! Read views of a dossier: pure folds over its records, and questions to them. Who may ask is
//! decided elsewhere.

pub mod list;
pub mod search;
pub mod timeline;

pub use list::EntryFilter;
pub use search::{ClientQuery, SearchQuery};
pub use timeline::{Row, Subject};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::event::Event as Fact;
use super::evolve::evolve;
use super::rights::{Disclosed, StatementAdded};
use super::state::{Entry, State};
use crate::domain::event::Event;
use crate::domain::id::{AttachmentId, EntryId};

/// Where and when a record stands in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its position in the ledger.
    pub position: u64,
    /// Its revision in the stream.
    pub revision: u64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// A dossier with the place of each of its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    state: State,
    rows: Vec<Row>,
    entries: BTreeMap<EntryId, EntryPlaces>,
    attachments: BTreeMap<AttachmentId, Recorded>,
    statements: Vec<(Recorded, StatementAdded)>,
    disclosures: Vec<(Recorded, Disclosed)>,
}

/// Where what was recorded about an entry stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPlaces {
    /// One place for each of [`Entry::versions`].
    pub versions: Vec<Recorded>,
    /// Where it was withdrawn.
    pub withdrawn: Option<Recorded>,
}

/// An entry with its marks: [`Entry::is_corrected`], [`Entry::withdrawn`].
#[derive(Clone, Copy, Debug)]
pub struct EntryView<'a> {
    /// Its id.
    pub id: EntryId,
    /// The entry.
    pub entry: &'a Entry,
    /// Where its records stand.
    pub places: &'a EntryPlaces,
}

impl View {
    /// Folds one record in. Records come in the order of the stream.
    pub fn apply(&mut self, recorded: Recorded, event: &Event) {
        self.rows.push(Row::new(recorded, event));
        let Event::Dossier(fact) = event else { return };
        evolve(&mut self.state, fact);
        match fact.as_ref() {
            Fact::EntryRecorded(fact) => {
                let places = EntryPlaces { versions: vec![recorded], withdrawn: None };
                self.entries.insert(fact.entry, places);
            }
            Fact::EntryCorrected(fact) => {
                let places = self.entries.entry(fact.entry);
                let none = EntryPlaces { versions: Vec::new(), withdrawn: None };
                places.or_insert(none).versions.push(recorded);
            }
            Fact::EntryWithdrawn(fact) => {
                if let Some(places) = self.entries.get_mut(&fact.entry) {
                    places.withdrawn = Some(recorded);
                }
            }
            Fact::AttachmentRecorded(fact) => {
                self.attachments.insert(fact.attachment.id, recorded);
            }
            Fact::StatementAdded(fact) => self.statements.push((recorded, fact.clone())),
            Fact::Disclosed(fact) => self.disclosures.push((recorded, fact.clone())),
            _ => {}
        }
    }

    /// The client's own statements beside an entry, or beside the dossier as a whole.
    pub fn statements(
        &self,
        entry: Option<EntryId>,
    ) -> impl Iterator<Item = (&Recorded, &StatementAdded)> {
        let beside = move |it: &&(Recorded, StatementAdded)| it.1.entry == entry;
        self.statements.iter().filter(beside).map(|(place, fact)| (place, fact))
    }

    /// To whom data went, in the order in which that was recorded.
    pub fn disclosures(&self) -> &[(Recorded, Disclosed)] {
        &self.disclosures
    }

    /// The state for `decide`.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// One entry, also if it was withdrawn: its id was known to whoever asks.
    pub fn entry(&self, id: EntryId) -> Option<EntryView<'_>> {
        let entry = self.state.dossier()?.entries.get(&id)?;
        Some(EntryView { id, entry, places: self.entries.get(&id)? })
    }

    /// Where the closing record of an attachment stands.
    pub fn attachment(&self, id: AttachmentId) -> Option<Recorded> {
        self.attachments.get(&id).copied()
    }

    /// Every record of the dossier, in the order in which they were recorded.
    pub fn timeline(&self) -> &[Row] {
        &self.rows
    }
}
