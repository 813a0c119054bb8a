//! A complaint as its records make it.

use super::event::Filed;

/// What is known of a complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It exists.
    Known(Box<Complaint>),
}

/// A complaint that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// How it began.
    pub filed: Filed,
}

impl State {
    /// The complaint, if there is one.
    pub fn complaint(&self) -> Option<&Complaint> {
        match self {
            State::Unknown => None,
            State::Known(complaint) => Some(complaint),
        }
    }
}
