//! The timeline: one row per record, with the three times. It never holds content.

use super::Recorded;
use crate::domain::dossier::entry::EntryKind;
use crate::domain::dossier::event::Event as Fact;
use crate::domain::event::Event;
use crate::domain::id::{AttachmentId, EntryId};
use crate::domain::provenance::{Happened, Moment};

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An entry.
    Entry(EntryId),
    /// An attachment.
    Attachment(AttachmentId),
    /// The dossier itself, or something this program does not know.
    Dossier,
}

/// One record on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where and when it was recorded.
    pub recorded: Recorded,
    /// The kind in its header; one this program does not know is shown as it is.
    pub kind: String,
    /// What it is about.
    pub subject: Subject,
    /// The kind of entry that it records or corrects.
    pub entry_kind: Option<EntryKind>,
    /// When it happened; nothing for an unknown kind.
    pub happened: Option<Happened>,
    /// When it was learned; nothing for an unknown kind.
    pub learned: Option<Moment>,
    /// Whether it moves the start of the retention term.
    pub substantive: bool,
}

impl Row {
    pub(super) fn new(recorded: Recorded, event: &Event) -> Row {
        let fact = match event {
            Event::Dossier(fact) => Some(fact.as_ref()),
            _ => None,
        };
        Row {
            recorded,
            kind: event.kind().to_owned(),
            subject: fact.map_or(Subject::Dossier, subject),
            entry_kind: fact.and_then(Fact::entry_kind),
            happened: fact.map(|fact| fact.provenance().happened),
            learned: fact.map(|fact| fact.provenance().learned),
            substantive: event.substantive(),
        }
    }
}

fn subject(fact: &Fact) -> Subject {
    match fact {
        Fact::AttachmentRecorded(fact) => Subject::Attachment(fact.attachment.id),
        Fact::AttachmentWithdrawn(fact) => Subject::Attachment(fact.attachment),
        other => other.entry().map_or(Subject::Dossier, Subject::Entry),
    }
}
