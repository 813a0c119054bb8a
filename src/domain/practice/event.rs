//! The practice's facts and every stored version of them. Versions are added, never edited.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::details::Details;
use crate::domain::body::{self, Unreadable};
use crate::domain::letter::{Language, LetterKind};
use crate::domain::provenance::{Moment, Practitioner};
use crate::domain::text::Text;

/// Kind of [`Event::Described`].
pub const DESCRIBED: &str = "practice.described/1";
/// Kind of [`Event::LetterTemplateSet`].
pub const LETTER_TEMPLATE_SET: &str = "practice.letter_template_set/1";

/// A fact about the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "few, and boxed among the facts of other aggregates")]
pub enum Event {
    /// The practice's details from a day on.
    Described(Described),
    /// The practice's own words for a letter, from now on.
    LetterTemplateSet(LetterTemplateSet),
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

/// The template of a letter in a language, from this record on.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTemplateSet {
    /// Which letter.
    pub letter: LetterKind,
    /// In which language.
    pub language: Language,
    /// The template; nothing to return to the built-in one.
    pub text: Option<Text>,
    /// Who set it.
    pub author: Practitioner,
}

impl Event {
    /// The kind for the header.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Described(_) => DESCRIBED,
            Event::LetterTemplateSet(_) => LETTER_TEMPLATE_SET,
        }
    }

    /// The body for the payload.
    pub fn to_body(&self) -> String {
        match self {
            Event::Described(described) => body::encode(described),
            Event::LetterTemplateSet(set) => body::encode(set),
        }
    }

    /// The fact in a body, or nothing if the kind is not one of the practice's.
    pub fn from_body(kind: &str, text: &str) -> Option<Result<Event, Unreadable>> {
        match kind {
            DESCRIBED => Some(body::decode(kind, text).map(Event::Described)),
            LETTER_TEMPLATE_SET => Some(body::decode(kind, text).map(Event::LetterTemplateSet)),
            _ => None,
        }
    }
}
