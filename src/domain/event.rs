//! The sum of all facts, by the kind that stands in a record's header. Dispatch only.

use super::body::Unreadable;
use super::{dossier, practice};

/// A fact of any aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// About the practice.
    Practice(Box<practice::Event>),
    /// About one dossier.
    Dossier(Box<dossier::Event>),
    /// Of a kind, or a version of one, that this program does not know. Shown as unknown and
    /// kept as it lies: an older program must not trip over a newer record.
    Unknown {
        /// The kind as the header has it.
        kind: String,
    },
}

/// Every kind that this program writes, with a body of JSON.
pub const KINDS: &[&str] = &[
    practice::event::DESCRIBED,
    dossier::event::OPENED,
    dossier::event::ENTRY_RECORDED,
    dossier::event::ENTRY_CORRECTED,
    dossier::event::ENTRY_WITHDRAWN,
    dossier::event::CLIENT_CHANGED,
    dossier::event::LINKED,
    dossier::event::UNLINKED,
    dossier::event::CLOSED,
    dossier::event::REOPENED,
    dossier::event::ATTACHMENT_RECORDED,
    dossier::event::ATTACHMENT_WITHDRAWN,
];

impl Event {
    /// The kind for the header.
    pub fn kind(&self) -> &str {
        match self {
            Event::Practice(event) => event.kind(),
            Event::Dossier(event) => event.kind(),
            Event::Unknown { kind } => kind,
        }
    }

    /// The body for the payload: compact I-JSON of at most [`super::body::BODY_BYTES_MAX`] bytes.
    /// Nothing for a fact of unknown kind: what lies in the log is its only form.
    pub fn to_body(&self) -> Option<String> {
        match self {
            Event::Practice(event) => Some(event.to_body()),
            Event::Dossier(event) => Some(event.to_body()),
            Event::Unknown { .. } => None,
        }
    }

    /// Reads a fact back. An unknown kind is no error; a known kind with a body that is not its
    /// own is. Raw attachment parts (see [`is_raw`]) have no body of text: treat them apart.
    pub fn from_body(kind: &str, body: &str) -> Result<Event, Unreadable> {
        if let Some(event) = practice::Event::from_body(kind, body) {
            return event.map(|event| Event::Practice(Box::new(event)));
        }
        if let Some(event) = dossier::Event::from_body(kind, body) {
            return event.map(|event| Event::Dossier(Box::new(event)));
        }
        Ok(Event::Unknown { kind: kind.to_owned() })
    }

    /// Whether it moves the start of the retention term (rule WGBO-RETAIN).
    pub fn substantive(&self) -> bool {
        match self {
            Event::Dossier(event) => event.substantive(),
            Event::Practice(_) | Event::Unknown { .. } => false,
        }
    }
}

/// Whether a kind's payload is raw bytes instead of JSON: the parts of an attachment.
pub fn is_raw(kind: &str) -> bool {
    kind == dossier::event::ATTACHMENT_PART_STORED
}
