//! The practice (de praktijk): who it is, by what numbers, and to whom its clients may turn.
//! Letters, sheets and certificates take from here what stood on their date.

pub mod details;
pub mod event;
pub mod number;

pub use details::{Details, Supervisor};
pub use event::{Described, Event, LetterTemplateSet};
pub use number::{BranchNumber, KvkNumber, NumberKind, ProfessionalNumber};

use chrono::NaiveDate;

use super::Context;
use super::body::BODY_BYTES_MAX;
use super::letter::{Language, LetterKind, Template};
use super::provenance::check_past_day;
use super::text::Text;
use super::violation::{FieldPath, Reason, Violations};

/// All versions of the practice's details and of its letters' templates, in the order in which they were recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    versions: Vec<Described>,
    letter_templates: Vec<LetterTemplateSet>,
}

/// What one may ask of the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a command lives for one call")]
pub enum Command {
    /// State the practice's details from a day on. A second statement from the same day
    /// corrects the first. The day may lie ahead: a move is known before it happens.
    Describe(Described),
    /// Set the practice's own template of a letter, or return to the built-in one.
    SetLetterTemplate(LetterTemplateSet),
}

/// Why a command on the practice is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// The same details, or the same template, already stand.
    #[error("the same stands already")]
    NothingChanges,
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NothingChanges => "NOTHING_CHANGES",
        }
    }
}

impl State {
    /// The details as they stood on a day: of the versions from that day or earlier the latest,
    /// and of two from one day the one recorded last.
    pub fn on(&self, day: NaiveDate) -> Option<&Described> {
        self.versions.iter().filter(|version| version.from <= day).max_by_key(|v| v.from)
    }

    /// Every version ever recorded, oldest record first.
    pub fn versions(&self) -> &[Described] {
        &self.versions
    }

    /// Every template of a letter ever set, oldest record first; of one letter and language the last counts.
    pub fn letter_templates(&self) -> &[LetterTemplateSet] {
        &self.letter_templates
    }

    /// The practice's own template of a letter, if it has one.
    pub fn letter_template(&self, letter: LetterKind, language: Language) -> Option<&Text> {
        let of = |set: &&LetterTemplateSet| set.letter == letter && set.language == language;
        self.letter_templates.iter().rev().find(of)?.text.as_ref()
    }
}

/// Judges a command against the practice as it stands. The only place with its rules.
pub fn decide(state: &State, command: Command, context: &Context) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Describe(described) => describe(state, described, context),
        Command::SetLetterTemplate(set) => set_letter_template(state, set),
    }
}

fn describe(state: &State, described: Described, context: &Context) -> Result<Vec<Event>, Refusal> {
    let mut violations = Violations::default();
    described.details.check(&FieldPath::new("practice"), &mut violations);
    check_past_day(
        described.learned.day(),
        context.now,
        FieldPath::new("learned"),
        &mut violations,
    );
    if super::provenance::is_before_1900(described.from) {
        violations.add(FieldPath::new("from"), Reason::TimeOutOfRange);
    }
    let unchanged = state.on(described.from).is_some_and(|v| v.details == described.details);
    let event = Event::Described(described);
    if event.to_body().len() > BODY_BYTES_MAX {
        violations.add(FieldPath::new("practice"), Reason::TooLarge);
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations));
    }
    if unchanged { Err(Refusal::NothingChanges) } else { Ok(vec![event]) }
}

fn set_letter_template(state: &State, set: LetterTemplateSet) -> Result<Vec<Event>, Refusal> {
    let at = FieldPath::new("text");
    let parsed = set.text.as_ref().map(|text| Template::parse(set.letter, text, &at)).transpose();
    parsed.map_err(Refusal::Invalid)?;
    let unchanged = state.letter_template(set.letter, set.language) == set.text.as_ref();
    let event = Event::LetterTemplateSet(set);
    if event.to_body().len() > BODY_BYTES_MAX {
        let mut violations = Violations::default();
        violations.add(at, Reason::TooLarge);
        return Err(Refusal::Invalid(violations));
    }
    if unchanged { Err(Refusal::NothingChanges) } else { Ok(vec![event]) }
}

/// Applies a recorded fact. Total: history is never refused.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Described(described) => state.versions.push(described.clone()),
        Event::LetterTemplateSet(set) => state.letter_templates.push(set.clone()),
    }
}
