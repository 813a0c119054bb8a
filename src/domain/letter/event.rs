//! The facts of letters and every stored version of them. Each register has its own kinds, so that whoever may not see the register
//! cannot see its letters either. Versions are added, never edited.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::kind::{Capacity, Language, LetterKind, Means, Register};
use crate::domain::body::{self, Unreadable};
use crate::domain::id::LetterId;
use crate::domain::provenance::Provenance;
use crate::domain::text::is_noncharacter;
use crate::domain::violation::Reason;

/// A fact about one letter of a case in a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The register.
    pub register: Register,
    /// The fact.
    pub fact: Fact,
}

/// What happened to a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It was drafted.
    Drafted(Drafted),
    /// It was sent.
    Sent(Sent),
}

/// A letter was drafted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafted {
    /// Its id within the case.
    pub letter: LetterId,
    /// What it is for.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// Position of the record with the practice's own template; nothing for the built-in one.
    pub template: Option<u64>,
    /// The letter as it was drafted.
    pub html: Html,
    /// Who drafted it; the day it happened is the letter's date.
    pub provenance: Provenance,
}

/// A letter was sent. Told again with the same receiver, means and day, it takes the place of what was told before.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Which one.
    pub letter: LetterId,
    /// To whom; in which capacity, never at which address.
    pub to: Capacity,
    /// How.
    pub means: Means,
    /// The day on which it went.
    pub sent_on: NaiveDate,
    /// The day on which it was received, if that is known.
    pub received_on: Option<NaiveDate>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// A whole page. Shared, since a case keeps it beside its records; never printed by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Html(Arc<str>);

impl Html {
    /// The page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Html {
    type Error = Reason;

    fn try_from(page: String) -> Result<Html, Reason> {
        if page.chars().any(is_noncharacter) {
            return Err(Reason::Noncharacter);
        }
        if page.is_empty() { Err(Reason::Empty) } else { Ok(Html(page.into())) }
    }
}

impl From<Html> for String {
    fn from(page: Html) -> String {
        page.0.as_ref().to_owned()
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Html(…)")
    }
}

/// Every kind, by register.
const BY_REGISTER: [(Register, &str, &str); 3] = [
    (Register::Complaint, "complaint.letter_drafted/1", "complaint.letter_sent/1"),
    (Register::Breach, "breach.letter_drafted/1", "breach.letter_sent/1"),
    (Register::Incident, "incident.letter_drafted/1", "incident.letter_sent/1"),
];

/// Every kind of a letter's facts.
pub const KINDS: &[&str] = &[
    BY_REGISTER[0].1,
    BY_REGISTER[0].2,
    BY_REGISTER[1].1,
    BY_REGISTER[1].2,
    BY_REGISTER[2].1,
    BY_REGISTER[2].2,
];

impl Event {
    /// The kind for the header.
    pub fn kind(&self) -> &'static str {
        let [complaint, breach, incident] = BY_REGISTER;
        let (_, drafted, sent) = match self.register {
            Register::Complaint => complaint,
            Register::Breach => breach,
            Register::Incident => incident,
        };
        match self.fact {
            Fact::Drafted(_) => drafted,
            Fact::Sent(_) => sent,
        }
    }

    /// The body for the payload.
    pub fn to_body(&self) -> String {
        match &self.fact {
            Fact::Drafted(fact) => body::encode(fact),
            Fact::Sent(fact) => body::encode(fact),
        }
    }

    /// The fact in a body, or nothing if the kind is not one of a letter's.
    pub fn from_body(kind: &str, text: &str) -> Option<Result<Event, Unreadable>> {
        for (register, drafted, sent) in BY_REGISTER {
            let fact = if kind == drafted {
                body::decode(kind, text).map(Fact::Drafted)
            } else if kind == sent {
                body::decode(kind, text).map(Fact::Sent)
            } else {
                continue;
            };
            return Some(fact.map(|fact| Event { register, fact }));
        }
        None
    }
}
