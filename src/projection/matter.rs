//! What a stream is about, as its records make it: the one fold over the facts of every aggregate. Dispatch only; knows no commands.

use crate::domain::dossier::view::{Recorded as Place, View};
use crate::domain::{Event, breach, complaint, incident, measure, person, practice, request};

/// What a stream is about, told by its first fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Matter {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The practice.
    Practice(practice::State),
    /// A dossier.
    Dossier(Box<View>),
    /// A complaint.
    Complaint(complaint::State),
    /// A breach.
    Breach(breach::State),
    /// An incident.
    Incident(incident::State),
    /// A measure.
    Measure(measure::State),
    /// A request of a client.
    Request(request::State),
    /// Somebody who works with the ledger.
    Person(person::State),
}

impl Matter {
    /// Applies a recorded fact; the first one says what the stream is about.
    pub fn evolve(&mut self, place: Place, event: &Event) {
        if matches!(self, Matter::Nothing) {
            *self = Matter::begun_by(event);
        }
        match (self, event) {
            (Matter::Dossier(view), event) => view.apply(place, event),
            (Matter::Practice(state), Event::Practice(fact)) => practice::evolve(state, fact),
            (Matter::Complaint(state), Event::Complaint(fact)) => complaint::evolve(state, fact),
            (Matter::Breach(state), Event::Breach(fact)) => breach::evolve(state, fact),
            (Matter::Incident(state), Event::Incident(fact)) => incident::evolve(state, fact),
            (Matter::Measure(state), Event::Measure(fact)) => measure::evolve(state, fact),
            (Matter::Request(state), Event::Request(fact)) => request::evolve(state, fact),
            (Matter::Person(state), Event::Person(fact)) => person::evolve(state, fact),
            // Facts of clocks and letters are folded beside; a fact that belongs elsewhere changes nothing here.
            _ => {}
        }
    }

    fn begun_by(event: &Event) -> Matter {
        match event {
            Event::Practice(_) => Matter::Practice(practice::State::default()),
            Event::Dossier(_) => Matter::Dossier(Box::default()),
            Event::Complaint(_) => Matter::Complaint(complaint::State::default()),
            Event::Breach(_) => Matter::Breach(breach::State::default()),
            Event::Incident(_) => Matter::Incident(incident::State::default()),
            Event::Measure(_) => Matter::Measure(measure::State::default()),
            Event::Request(_) => Matter::Request(request::State::default()),
            Event::Person(_) => Matter::Person(person::State::default()),
            Event::Letter(_) | Event::Clock(_) | Event::Unknown { .. } => Matter::Nothing,
        }
    }

    /// Whether it is a case of a register.
    pub fn is_case(&self) -> bool {
        matches!(
            self,
            Matter::Complaint(_)
                | Matter::Breach(_)
                | Matter::Incident(_)
                | Matter::Measure(_)
                | Matter::Request(_)
        )
    }
}
