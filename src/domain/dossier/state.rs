//! A dossier as its records make it: what `decide` looks at and the views show.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::attachment::Attachment;
use super::client::Client;
use super::entry::{Content, EntryKind};
use super::event::{Correction, EntryRecorded, Withdrawal};
use super::link::Relation;
use super::regime::Regime;
use super::rights::Restricted;
use crate::domain::id::{AttachmentId, DossierId, EntryId};
use crate::domain::provenance::Provenance;

/// What is known of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: it was never opened.
    #[default]
    Unopened,
    /// It exists.
    Opened(Box<Dossier>),
}

/// A dossier that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// The act under which it is kept.
    pub regime: Regime,
    /// The client.
    pub client: Client,
    /// Whether it is in use.
    pub standing: Standing,
    /// Where the opening comes from.
    pub opened: Provenance,
    /// Entries by id, withdrawn ones included.
    pub entries: BTreeMap<EntryId, Entry>,
    /// Their ids in the order in which they were recorded.
    pub order: Vec<EntryId>,
    /// Attachments by id, withdrawn ones included.
    pub attachments: BTreeMap<AttachmentId, AttachmentOnRecord>,
    /// Links that stand.
    pub links: BTreeSet<(DossierId, Relation)>,
    /// The restriction of its use that stands.
    pub restriction: Option<Restricted>,
}

/// Whether a dossier is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In use.
    Open,
    /// Closed on this day, after which no care happens in it.
    Closed {
        /// The day.
        on: NaiveDate,
    },
}

/// An entry with all that was recorded about it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// First as recorded, then as each correction made it. The last one counts; those before it
    /// are for whoever must account for them (rule AVG-RECTIFY). Never empty.
    versions: Vec<Version>,
    /// Set if it was withdrawn as recorded in error.
    pub withdrawn: Option<Withdrawal>,
}

/// What an entry said at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub content: Content,
    /// Whether it has care in it (see [`EntryKind::substantive`]), as decided at the time.
    pub substantive: bool,
    /// Why it took the place of the version before; nothing for the first.
    pub correction: Option<Correction>,
}

/// An attachment with all that was recorded about it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentOnRecord {
    /// The attachment.
    pub attachment: Attachment,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Set if it was withdrawn as recorded in error.
    pub withdrawn: Option<Withdrawal>,
}

impl State {
    /// The dossier, if it exists.
    pub fn dossier(&self) -> Option<&Dossier> {
        match self {
            State::Unopened => None,
            State::Opened(dossier) => Some(dossier),
        }
    }
}

impl Dossier {
    /// An entry that stands: recorded here and not withdrawn.
    pub fn standing_entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(&id).filter(|entry| entry.withdrawn.is_none())
    }

    /// The entries that stand, in the order in which they were recorded.
    pub fn standing_entries(&self) -> impl DoubleEndedIterator<Item = (EntryId, &Entry)> {
        self.order.iter().filter_map(|id| self.standing_entry(*id).map(|entry| (*id, entry)))
    }

    /// Whether this names a consent that stands.
    pub(super) fn has_consent(&self, id: EntryId) -> bool {
        self.standing_entry(id).is_some_and(|entry| entry.kind() == EntryKind::Consent)
    }
}

impl Entry {
    pub(super) fn new(first: Version) -> Entry {
        Entry { versions: vec![first], withdrawn: None }
    }

    pub(super) fn correct(&mut self, version: Version) {
        self.versions.push(version);
    }

    /// The entry as it reads now.
    pub fn current(&self) -> &Version {
        self.versions.last().expect("an entry is made with a version and never loses one")
    }

    /// All versions, the first one first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Its kind.
    pub fn kind(&self) -> EntryKind {
        self.current().content.kind()
    }

    /// Whether it was corrected.
    pub fn is_corrected(&self) -> bool {
        self.current().correction.is_some()
    }
}

impl From<EntryRecorded> for Version {
    fn from(recorded: EntryRecorded) -> Version {
        Version {
            provenance: recorded.provenance,
            content: recorded.content,
            substantive: recorded.substantive,
            correction: None,
        }
    }
}
