//! A breach as its records make it.

use super::event::Reported;

/// What is known of a breach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It exists.
    Known(Box<Breach>),
}

/// A breach that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// How it began.
    pub reported: Reported,
}

impl State {
    /// The breach, if there is one.
    pub fn breach(&self) -> Option<&Breach> {
        match self {
            State::Unknown => None,
            State::Known(breach) => Some(breach),
        }
    }
}
