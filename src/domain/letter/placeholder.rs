//! The placeholders a template may hold: by which name, for which letters, and from where each one is filled.

use super::kind::{LetterKind, Register};

/// What may stand in a template between double braces.
#[derive(Debug)]
pub struct Placeholder {
    /// Its name: `due`, `practice.name`.
    pub name: &'static str,
    /// What it is filled with.
    pub shape: Shape,
    /// From where it is filled.
    pub source: Source,
    /// The register whose letters have it; nothing for all.
    register: Option<Register>,
}

/// What a placeholder is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words.
    Words,
    /// A day, written out in the letter's language.
    Day,
    /// A day, or words where the day is not known or was more than one.
    DayOrWords,
    /// A place in the law, written out in the letter's language.
    Article,
}

/// From where a placeholder is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What is known without being told: the practice's details, the letter itself, the case's clocks. Never given with a request:
    /// a letter must not promise another day than the law's.
    Known,
    /// A clock of the case where there is one; given where there is none.
    KnownOrGiven,
    /// Given with the request; where the case can tell it, that is only the proposal.
    Given,
}

const fn row(
    register: Option<Register>,
    name: &'static str,
    shape: Shape,
    source: Source,
) -> Placeholder {
    Placeholder { name, shape, source, register }
}

const COMPLAINT: Option<Register> = Some(Register::Complaint);
const BREACH: Option<Register> = Some(Register::Breach);
const INCIDENT: Option<Register> = Some(Register::Incident);

/// Every placeholder.
pub const PLACEHOLDERS: &[Placeholder] = &[
    row(None, "practice.name", Shape::Words, Source::Known),
    row(None, "practice.address", Shape::Words, Source::Known),
    row(None, "practice.city", Shape::Words, Source::Known),
    row(None, "practice.contact", Shape::Words, Source::Known),
    row(None, "practice.website", Shape::Words, Source::Known),
    row(None, "practice.kvk", Shape::Words, Source::Known),
    row(None, "practice.complaints_officer", Shape::Words, Source::Known),
    row(None, "practice.dispute_body", Shape::Words, Source::Known),
    row(None, "date", Shape::Day, Source::Known),
    row(None, "author", Shape::Words, Source::Known),
    row(None, "recipient", Shape::Words, Source::Given),
    row(COMPLAINT, "complainant", Shape::Words, Source::Given),
    row(COMPLAINT, "subject", Shape::Words, Source::Given),
    row(COMPLAINT, "received_on", Shape::Day, Source::KnownOrGiven),
    row(COMPLAINT, "take_up_due", Shape::Day, Source::Known),
    row(COMPLAINT, "first_due", Shape::Day, Source::Known),
    row(COMPLAINT, "due", Shape::Day, Source::Known),
    row(COMPLAINT, "agreed_until", Shape::Day, Source::KnownOrGiven),
    row(COMPLAINT, "article", Shape::Article, Source::Known),
    row(COMPLAINT, "extension_article", Shape::Article, Source::Known),
    row(COMPLAINT, "reason", Shape::Words, Source::Given),
    row(COMPLAINT, "judgement", Shape::Words, Source::Given),
    row(COMPLAINT, "decisions", Shape::Words, Source::Given),
    row(COMPLAINT, "measures_term", Shape::Words, Source::Given),
    row(BREACH, "person", Shape::Words, Source::Given),
    row(BREACH, "happened_on", Shape::DayOrWords, Source::Given),
    row(BREACH, "discovered_on", Shape::Day, Source::KnownOrGiven),
    row(BREACH, "nature", Shape::Words, Source::Given),
    row(BREACH, "data", Shape::Words, Source::Given),
    row(BREACH, "consequences", Shape::Words, Source::Given),
    row(BREACH, "measures", Shape::Words, Source::Given),
    row(BREACH, "advice", Shape::Words, Source::Given),
    row(BREACH, "contact", Shape::Words, Source::Given),
    row(BREACH, "article", Shape::Article, Source::KnownOrGiven),
    row(INCIDENT, "client", Shape::Words, Source::Given),
    row(INCIDENT, "happened_on", Shape::DayOrWords, Source::Given),
    row(INCIDENT, "discovered_on", Shape::Day, Source::KnownOrGiven),
    row(INCIDENT, "nature", Shape::Words, Source::Given),
    row(INCIDENT, "cause", Shape::Words, Source::Given),
    row(INCIDENT, "consequences", Shape::Words, Source::Given),
    row(INCIDENT, "remedy", Shape::Words, Source::Given),
    row(INCIDENT, "article", Shape::Article, Source::KnownOrGiven),
];

/// The placeholders of a letter.
pub fn of(kind: LetterKind) -> impl Iterator<Item = &'static Placeholder> {
    let here = move |it: &&Placeholder| it.register.is_none_or(|it| it == kind.register());
    PLACEHOLDERS.iter().filter(here)
}

/// The placeholder of this name in a letter.
pub fn named(kind: LetterKind, name: &str) -> Option<&'static Placeholder> {
    of(kind).find(|placeholder| placeholder.name == name)
}

/// Whether a text has the form of a name, so that it may be repeated in a refusal.
pub(super) fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'))
}
