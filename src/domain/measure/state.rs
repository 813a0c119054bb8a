//! A measure as its records make it.

use super::event::Opened;

/// What is known of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It exists.
    Known(Box<Measure>),
}

/// A measure that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How it began.
    pub opened: Opened,
}

impl State {
    /// The measure, if there is one.
    pub fn measure(&self) -> Option<&Measure> {
        match self {
            State::Unknown => None,
            State::Known(measure) => Some(measure),
        }
    }
}
