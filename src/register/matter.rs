//! Which commands are for a stream, by what it is about: the sum over all aggregates. Dispatch only.

use std::sync::LazyLock;

use crate::domain::dossier::view::View;
use crate::domain::{
    Context, Decided, Event, breach, complaint, dossier, incident, letter, measure, person,
    practice, request,
};

pub use crate::projection::matter::Matter;

use super::folded::Folded;

/// A command on one aggregate.
#[derive(Clone, Debug)]
pub enum Command {
    /// On the practice.
    Practice(practice::Command),
    /// On a dossier.
    Dossier(dossier::Command),
    /// On a complaint.
    Complaint(complaint::Command),
    /// On a breach.
    Breach(breach::Command),
    /// On an incident.
    Incident(incident::Command),
    /// On a measure.
    Measure(measure::Command),
    /// On a request of a client.
    Request(request::Command),
    /// On somebody who works with the ledger.
    Person(person::Command),
    /// On the letters of a complaint, breach or incident.
    Letter(letter::Command),
}

impl Command {
    /// The reason of a refusal where what it is about is not there.
    pub(super) fn missing(&self) -> &'static str {
        use letter::Register;
        match self {
            Command::Practice(_) => "NO_SUCH_PRACTICE",
            Command::Dossier(_) => "NO_SUCH_DOSSIER",
            Command::Complaint(_) => "NO_SUCH_COMPLAINT",
            Command::Breach(_) => "NO_SUCH_BREACH",
            Command::Incident(_) => "NO_SUCH_INCIDENT",
            Command::Measure(_) => "NO_SUCH_MEASURE",
            Command::Request(_) => "NO_SUCH_REQUEST",
            Command::Person(_) => "NO_SUCH_PERSON",
            Command::Letter(command) => match command.register {
                Register::Complaint => "NO_SUCH_COMPLAINT",
                Register::Breach => "NO_SUCH_BREACH",
                Register::Incident => "NO_SUCH_INCIDENT",
            },
        }
    }
}

/// A refusal of an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Of the practice.
    #[error(transparent)]
    Practice(#[from] practice::Refusal),
    /// Of a dossier.
    #[error(transparent)]
    Dossier(#[from] dossier::Refusal),
    /// Of a complaint.
    #[error(transparent)]
    Complaint(#[from] complaint::Refusal),
    /// Of a breach.
    #[error(transparent)]
    Breach(#[from] breach::Refusal),
    /// Of an incident.
    #[error(transparent)]
    Incident(#[from] incident::Refusal),
    /// Of a measure.
    #[error(transparent)]
    Measure(#[from] measure::Refusal),
    /// Of a request of a client.
    #[error(transparent)]
    Request(#[from] request::Refusal),
    /// Of somebody who works with the ledger.
    #[error(transparent)]
    Person(#[from] person::Refusal),
    /// Of a case's letters.
    #[error(transparent)]
    Letter(#[from] letter::Refusal),
}

/// What is looked at where there is nothing of the kind: a stream of one register is nothing to another.
macro_rules! matter {
    ($($(#[$documentation:meta])* $name:ident: $variant:ident($state:ty);)*) => {
        impl Folded {$(
            $(#[$documentation])*
            pub fn $name(&self) -> &$state {
                static NOTHING: LazyLock<$state> = LazyLock::new(Default::default);
                match &self.matter {
                    Matter::$variant(state) => state,
                    _ => &NOTHING,
                }
            }
        )*}
    };
}

matter! {
    /// The practice, if the stream is its.
    practice: Practice(practice::State);
    /// The dossier, if the stream is one.
    dossier: Dossier(View);
    /// The complaint, if the stream is one.
    complaint: Complaint(complaint::State);
    /// The breach, if the stream is one.
    breach: Breach(breach::State);
    /// The incident, if the stream is one.
    incident: Incident(incident::State);
    /// The measure, if the stream is one.
    measure: Measure(measure::State);
    /// The request of a client, if the stream is one.
    request: Request(request::State);
    /// Who works with the ledger, if the stream is about one.
    person: Person(person::State);
}

impl Folded {
    /// The revision a command on some matter is to know: a stream about another one does not exist for it, nor does one of which
    /// nothing can be told (every record lost, or written by a newer release).
    pub fn next_revision_for(&self, command: &Command) -> u64 {
        if let Command::Letter(command) = command {
            let same =
                matches!(self.matter, Matter::Nothing) || self.case(command.register).is_some();
            return if same { self.next_revision } else { 0 };
        }
        let same = matches!(
            (&self.matter, command),
            (Matter::Practice(_), Command::Practice(_))
                | (Matter::Dossier(_), Command::Dossier(_))
                | (Matter::Complaint(_), Command::Complaint(_))
                | (Matter::Breach(_), Command::Breach(_))
                | (Matter::Incident(_), Command::Incident(_))
                | (Matter::Measure(_), Command::Measure(_))
                | (Matter::Request(_), Command::Request(_))
                | (Matter::Person(_), Command::Person(_))
        );
        if same { self.next_revision } else { 0 }
    }

    /// Judges a command against the matter it is about. A stream about another matter is empty to it.
    pub(super) fn decide(
        &self,
        command: Command,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let clocks = &self.clocks;
        match command {
            Command::Practice(command) => practice::decide(self.practice(), command, context)
                .map(|events| events.into_iter().map(|it| Event::Practice(Box::new(it))).collect())
                .map_err(Refusal::from),
            Command::Dossier(command) => dossier::decide(self.dossier().state(), command, context)
                .map(|events| events.into_iter().map(|it| Event::Dossier(Box::new(it))).collect())
                .map_err(Refusal::from),
            Command::Complaint(command) => {
                complaint::decide(self.complaint(), clocks, command, context)
                    .map(|decided| case(decided, Event::Complaint))
                    .map_err(Refusal::from)
            }
            Command::Breach(command) => breach::decide(self.breach(), clocks, command, context)
                .map(|decided| case(decided, Event::Breach))
                .map_err(Refusal::from),
            Command::Incident(command) => {
                incident::decide(self.incident(), clocks, command, context)
                    .map(|decided| case(decided, Event::Incident))
                    .map_err(Refusal::from)
            }
            Command::Measure(command) => measure::decide(self.measure(), clocks, command, context)
                .map(|decided| case(decided, Event::Measure))
                .map_err(Refusal::from),
            Command::Request(command) => request::decide(self.request(), clocks, command, context)
                .map(|decided| case(decided, Event::Request))
                .map_err(Refusal::from),
            Command::Person(command) => person::decide(self.person(), command)
                .map(|events| events.into_iter().map(|it| Event::Person(Box::new(it))).collect())
                .map_err(Refusal::from),
            Command::Letter(command) => self
                .decide_letter(command, context)
                .map(|events| events.into_iter().map(|it| Event::Letter(Box::new(it))).collect())
                .map_err(Refusal::from),
        }
    }
}

/// A case's facts, then what its clocks do.
fn case<E>(decided: Decided<E>, sum: impl Fn(Box<E>) -> Event) -> Vec<Event> {
    let facts = decided.facts.into_iter().map(|it| sum(Box::new(it)));
    let clocks = decided.clocks.into_iter().map(|it| Event::Clock(Box::new(it)));
    facts.chain(clocks).collect()
}
