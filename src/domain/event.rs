//! The sum of all facts, by the kind that stands in a record's header. Dispatch only.

use super::body::Unreadable;
use super::{
    breach, clock, complaint, dossier, incident, letter, measure, person, practice, request,
};

/// A fact of any aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// About the practice.
    Practice(Box<practice::Event>),
    /// About one dossier.
    Dossier(Box<dossier::Event>),
    /// About one complaint.
    Complaint(Box<complaint::Event>),
    /// About one breach.
    Breach(Box<breach::Event>),
    /// About one incident.
    Incident(Box<incident::Event>),
    /// About one measure.
    Measure(Box<measure::Event>),
    /// About one request of a client.
    Request(Box<request::Event>),
    /// About somebody who works with the ledger.
    Person(Box<person::Event>),
    /// About a letter of a complaint, breach or incident.
    Letter(Box<letter::Event>),
    /// About a clock of any of them. Open.
    Clock(Box<clock::Event>),
    /// Of a kind, or a version of one, that this program does not know. Shown as unknown and
    /// kept as it lies: an older program must not trip over a newer record.
    Unknown {
        /// The kind as the header has it.
        kind: String,
    },
}

/// Every kind that this program writes, with a body of JSON, by aggregate.
pub const KINDS: &[&[&str]] = &[
    &[practice::event::DESCRIBED, practice::event::LETTER_TEMPLATE_SET],
    dossier::event::KINDS,
    clock::KINDS,
    complaint::event::KINDS,
    breach::event::KINDS,
    incident::event::KINDS,
    measure::event::KINDS,
    request::event::KINDS,
    person::KINDS,
    letter::event::KINDS,
];

impl Event {
    /// The kind for the header.
    pub fn kind(&self) -> &str {
        match self {
            Event::Practice(event) => event.kind(),
            Event::Dossier(event) => event.kind(),
            Event::Complaint(event) => event.kind(),
            Event::Breach(event) => event.kind(),
            Event::Incident(event) => event.kind(),
            Event::Measure(event) => event.kind(),
            Event::Request(event) => event.kind(),
            Event::Person(event) => event.kind(),
            Event::Letter(event) => event.kind(),
            Event::Clock(event) => event.kind(),
            Event::Unknown { kind } => kind,
        }
    }

    /// The body for the payload: compact I-JSON of at most [`super::body::BODY_BYTES_MAX`] bytes.
    /// Nothing for a fact of unknown kind: what lies in the log is its only form.
    pub fn to_body(&self) -> Option<String> {
        match self {
            Event::Practice(event) => Some(event.to_body()),
            Event::Dossier(event) => Some(event.to_body()),
            Event::Complaint(event) => Some(event.to_body()),
            Event::Breach(event) => Some(event.to_body()),
            Event::Incident(event) => Some(event.to_body()),
            Event::Measure(event) => Some(event.to_body()),
            Event::Request(event) => Some(event.to_body()),
            Event::Person(event) => Some(event.to_body()),
            Event::Letter(event) => Some(event.to_body()),
            Event::Clock(event) => Some(event.to_body()),
            Event::Unknown { .. } => None,
        }
    }

    /// Reads a fact back. An unknown kind is no error; a known kind with a body that is not its
    /// own is. Raw attachment parts (see [`is_raw`]) have no body of text: treat them apart.
    pub fn from_body(kind: &str, body: &str) -> Result<Event, Unreadable> {
        macro_rules! read {
            ($($aggregate:ident => $event:ident),*) => {$(
                if let Some(event) = $aggregate::Event::from_body(kind, body) {
                    return event.map(|event| Event::$event(Box::new(event)));
                }
            )*};
        }
        read!(
            dossier => Dossier, clock => Clock, complaint => Complaint, breach => Breach,
            incident => Incident, measure => Measure, request => Request, person => Person, letter => Letter,
            practice => Practice
        );
        Ok(Event::Unknown { kind: kind.to_owned() })
    }

    /// Whether it moves the start of the retention term (rule WGBO-RETAIN).
    pub fn substantive(&self) -> bool {
        match self {
            Event::Dossier(event) => event.substantive(),
            _ => false,
        }
    }

    /// Whether anyone may be given its payload: facts an outsider needs, and nobody is in. Its payload has no envelope.
    pub fn is_open(&self) -> bool {
        matches!(self, Event::Clock(_))
    }
}

/// Whether a kind's payload is raw bytes instead of JSON: the parts of an attachment.
pub fn is_raw(kind: &str) -> bool {
    kind == dossier::event::ATTACHMENT_PART_STORED
}
