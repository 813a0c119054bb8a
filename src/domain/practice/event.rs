//! The practice's facts and every stored version of them. Versions are added, never edited.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::details::Details;
use crate::domain::body::{self, Unreadable};
use crate::domain::provenance::{Moment, Practitioner};

/// Kind of [`Event::Described`].
pub const DESCRIBED: &str = "practice.described/1";

/// A fact about the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The practice's details from a day on.
    Described(Described),
}

/// The practice's details as stated from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// The first day on which they hold.
    pub from: NaiveDate,
    /// When whoever states them learned of them.
    pub learned: Moment,
    /// Who states them.
    pub author: Practitioner,
    /// The details.
    pub details: Details,
}

impl Event {
    /// The kind for the header.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Described(_) => DESCRIBED,
        }
    }

    /// The body for the payload.
    pub fn to_body(&self) -> String {
        match self {
            Event::Described(described) => body::encode(described),
        }
    }

    /// The fact in a body, or nothing if the kind is not one of the practice's.
    pub fn from_body(kind: &str, text: &str) -> Option<Result<Event, Unreadable>> {
        match kind {
            DESCRIBED => Some(body::decode(kind, text).map(Event::Described)),
            _ => None,
        }
    }
}
