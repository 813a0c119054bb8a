//! The rules of letters, all of them: a draft has no gaps and no days of its own making; what was sent is recorded, late or not.

use super::built_in;
use super::event::{Drafted, Event, Fact, Html, Sent};
use super::kind::{Language, LetterKind, Register};
use super::known::{of_the_clocks, of_the_sender};
use super::page::page;
use super::state::{Letter, Letters};
use super::template::Template;
use super::value::{Given, Value, filled};
use crate::domain::Context;
use crate::domain::body::BODY_BYTES_MAX;
use crate::domain::clock::Clocks;
use crate::domain::id::LetterId;
use crate::domain::practice::Details;
use crate::domain::provenance::{Provenance, check_past_day};
use crate::domain::text::Text;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What one may ask of the letters of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The register the case must belong to.
    pub register: Register,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Draft a letter.
    Draft(Box<Draft>),
    /// Record that one was sent.
    Send(Sent),
}

/// A letter to be drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub letter: LetterId,
    /// What it is for.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// From which template.
    pub template: TemplateChoice,
    /// The practice as it stood on the letter's day; nothing if nothing was stated for it.
    pub practice: Option<Details>,
    /// What the case does not know.
    pub values: Vec<Given>,
    /// Who drafts it; the day it happened is the letter's date.
    pub provenance: Provenance,
}

/// The template of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateChoice {
    /// The one griffie brings along.
    BuiltIn,
    /// The practice's own.
    Own {
        /// Position of the record that set it.
        position: u64,
        /// Its text.
        text: Text,
    },
}

/// Why a command on letters is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is no such case in that register.
    #[error("there is no such case in this register")]
    NoSuchCase {
        /// The register.
        register: Register,
    },
    /// The case has no such letter.
    #[error("the case has no such letter")]
    NoSuchLetter,
    /// The case has a letter of this id already.
    #[error("the letter is there already")]
    LetterExists,
    /// The same sending was recorded before, to the last day.
    #[error("the same sending is recorded already")]
    SendingKnown,
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NoSuchCase { register } => match register {
                Register::Complaint => "NO_SUCH_COMPLAINT",
                Register::Breach => "NO_SUCH_BREACH",
                Register::Incident => "NO_SUCH_INCIDENT",
            },
            Refusal::NoSuchLetter => "NO_SUCH_LETTER",
            Refusal::LetterExists => "LETTER_EXISTS",
            Refusal::SendingKnown => "LETTER_SENDING_KNOWN",
        }
    }
}

/// Judges a command against the letters of a case. `case` is what the case itself can tell; nothing if the register has no such case.
pub fn decide(
    case: Option<&[(&'static str, Value)]>,
    letters: &Letters,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let register = command.register;
    let case = case.ok_or(Refusal::NoSuchCase { register })?;
    let fact = match command.asked {
        Asked::Draft(draft) if letters.get(draft.letter).is_some() => {
            return Err(Refusal::LetterExists);
        }
        Asked::Draft(draft) => Fact::Drafted(drafted(register, case, clocks, *draft, context)?),
        Asked::Send(sent) => {
            let letter = letters.get(sent.letter).ok_or(Refusal::NoSuchLetter)?;
            Fact::Sent(judged(letter, sent, context)?)
        }
    };
    Ok(vec![Event { register, fact }])
}

fn drafted(
    register: Register,
    case: &[(&'static str, Value)],
    clocks: &Clocks,
    draft: Draft,
    context: &Context,
) -> Result<Drafted, Refusal> {
    let Draft { letter, kind, language, template, practice, values, provenance } = draft;
    let mut violations = Violations::default();
    provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
    if kind.register() != register {
        violations.add(FieldPath::new("kind"), Reason::LetterElsewhere);
        return Err(Refusal::Invalid(violations));
    }
    let date = provenance.happened.last_day();
    let known = [
        of_the_sender(date, &provenance.author.name, practice.as_ref()),
        case.to_vec(),
        of_the_clocks(kind, clocks),
    ];
    let (template, position) = match template {
        TemplateChoice::BuiltIn => (built_in::text(kind, language).try_into(), None),
        TemplateChoice::Own { position, text } => (Ok(text), Some(position)),
    };
    let at = FieldPath::new("template");
    let parsed = violations.take(&at, template);
    let parsed = parsed.map(|text| Template::parse(kind, &text, &at)).transpose();
    let Some(template) = parsed.map_err(Refusal::Invalid)? else {
        return Err(Refusal::Invalid(violations));
    };
    let values = filled(&template, kind, language, &known.concat(), &values, &mut violations);
    let html = Html::try_from(page(&template, &values, language));
    let html = violations.take(&FieldPath::new("values"), html);
    let (Some(html), true) = (html, violations.is_empty()) else {
        return Err(Refusal::Invalid(violations));
    };
    let fact = Drafted { letter, kind, language, template: position, html, provenance };
    let event = Event { register, fact: Fact::Drafted(fact) };
    if event.to_body().len() > BODY_BYTES_MAX {
        violations.add(FieldPath::new("values"), Reason::TooLarge);
        return Err(Refusal::Invalid(violations));
    }
    match event.fact {
        Fact::Drafted(fact) => Ok(fact),
        Fact::Sent(_) => Err(Refusal::Invalid(violations)),
    }
}

/// Late is never a violation; a day that cannot be is.
fn judged(letter: &Letter, sent: Sent, context: &Context) -> Result<Sent, Refusal> {
    let mut violations = Violations::default();
    sent.provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
    let sent_on = FieldPath::new("sent_on");
    check_past_day(sent.sent_on, context.now, sent_on.clone(), &mut violations);
    if sent.sent_on < letter.drafted.provenance.happened.last_day() {
        violations.add(sent_on, Reason::SentBeforeDated);
    }
    if let Some(received_on) = sent.received_on {
        let field = FieldPath::new("received_on");
        check_past_day(received_on, context.now, field.clone(), &mut violations);
        if received_on < sent.sent_on {
            violations.add(field, Reason::PeriodReversed);
        }
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations));
    }
    let same = |told: &Sent| told.is_same_sending(&sent) && told.received_on == sent.received_on;
    if letter.sendings.iter().any(same) { Err(Refusal::SendingKnown) } else { Ok(sent) }
}
