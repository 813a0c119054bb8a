//! An incident as its records make it.

use super::event::Reported;

/// What is known of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It exists.
    Known(Box<Incident>),
}

/// An incident that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// How it began.
    pub reported: Reported,
}

impl State {
    /// The incident, if there is one.
    pub fn incident(&self) -> Option<&Incident> {
        match self {
            State::Unknown => None,
            State::Known(incident) => Some(incident),
        }
    }
}
