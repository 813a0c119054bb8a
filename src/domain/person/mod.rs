//! Somebody who works with the ledger (medewerker), or a system that does: a name under a key of its own, and the pseudonym that
//! stands for it in every other record. What they may do is none of its business: grants say that.

mod event;

pub use event::{Changed, Event, KINDS, Registered};

use serde::{Deserialize, Serialize};

use super::body::BODY_BYTES_MAX;
use super::id::ActorId;
use super::practice::NumberKind;
use super::text::Line;
use super::violation::{FieldPath, Reason, Violations};

/// Numbers a person may have.
const NUMBERS_MAX: usize = 20;

/// What works with the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A person.
    Person,
    /// A record system (bronsysteem) or another program.
    System,
}

/// A number by which a register knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterNumber {
    /// Which register.
    pub kind: NumberKind,
    /// The number as the register writes it.
    pub number: Line,
}

/// What is stated about them; a change replaces the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Name.
    pub name: Line,
    /// Numbers, at most 20.
    pub numbers: Vec<RegisterNumber>,
}

/// One who was registered, as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The pseudonym.
    pub actor: ActorId,
    /// Person or system.
    pub sort: Sort,
    /// What is stated.
    pub details: Details,
}

/// Nobody yet, or somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State(Option<Person>);

impl State {
    /// Who it is.
    pub fn person(&self) -> Option<&Person> {
        self.0.as_ref()
    }
}

/// What one may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Register somebody.
    Register(Registered),
    /// State their details anew.
    Change(Changed),
}

/// Why it is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// Nobody was registered under this id.
    #[error("there is no such person")]
    NoSuchPerson,
    /// Somebody was.
    #[error("the person is registered already")]
    AlreadyThere,
    /// The same stands already.
    #[error("the same stands already")]
    NothingChanges,
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NoSuchPerson => "NO_SUCH_PERSON",
            Refusal::AlreadyThere => "PERSON_ALREADY_THERE",
            Refusal::NothingChanges => "NOTHING_CHANGES",
        }
    }
}

/// Judges a command. The only place with these rules.
pub fn decide(state: &State, command: Command) -> Result<Vec<Event>, Refusal> {
    let event = match (command, state.person()) {
        (Command::Register(_), Some(_)) => return Err(Refusal::AlreadyThere),
        (Command::Change(_), None) => return Err(Refusal::NoSuchPerson),
        (Command::Register(registered), None) => Event::Registered(registered),
        (Command::Change(changed), Some(person)) => {
            if changed.details == person.details {
                return Err(Refusal::NothingChanges);
            }
            Event::Changed(changed)
        }
    };
    let mut violations = Violations::default();
    event.details().check(&mut violations);
    if event.to_body().len() > BODY_BYTES_MAX {
        violations.add(FieldPath::new("numbers"), Reason::TooLarge);
    }
    if violations.is_empty() { Ok(vec![event]) } else { Err(Refusal::Invalid(violations)) }
}

/// Applies a recorded fact. Total: history is never refused.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Registered(Registered { actor, sort, details }) => {
            state.0 = Some(Person { actor: *actor, sort: *sort, details: details.clone() });
        }
        Event::Changed(changed) => {
            if let Some(person) = &mut state.0 {
                person.details = changed.details.clone();
            }
        }
    }
}

impl Details {
    fn check(&self, violations: &mut Violations) {
        let numbers = FieldPath::new("numbers");
        for (index, number) in self.numbers.iter().enumerate() {
            number.kind.check(&number.number, &numbers.index(index), violations);
        }
        if self.numbers.len() > NUMBERS_MAX {
            violations.add(numbers, Reason::TooMany);
        }
    }
}
