//! The rules of a measure, all of them: choices may be refused, late facts are recorded.

use crate::domain::clock::Clocks;
use crate::domain::provenance::Provenance;
use crate::domain::violation::{FieldPath, Violations};
use crate::domain::{Context, Decided};

use super::event::{Event, Opened};
use super::state::State;

/// What one may ask of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A measure was decided upon.
    Open {
        /// Where this comes from.
        provenance: Provenance,
    },
}

/// Why a command on a measure is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is one under this id already.
    #[error("the measure is there already")]
    AlreadyThere,
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::AlreadyThere => "MEASURE_ALREADY_THERE",
        }
    }

    /// What else an integrator may show: articles and days, never anything of a person.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Refusal::Invalid(_) | Refusal::AlreadyThere => Vec::new(),
        }
    }
}

/// Judges a command against the measure and its clocks as they stand. The only place with its rules.
pub fn decide(
    state: &State,
    _clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    match (state, command) {
        (State::Unknown, Command::Open { provenance }) => {
            let mut violations = Violations::default();
            provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
            if !violations.is_empty() {
                return Err(Refusal::Invalid(violations));
            }
            Ok(Decided { facts: vec![Opened { provenance }.into()], clocks: Vec::new() })
        }
        (State::Known(_), Command::Open { .. }) => Err(Refusal::AlreadyThere),
    }
}
