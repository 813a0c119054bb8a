//! The aggregates of the house as pure functions: what may be recorded (`decide`) and what a
//! record changes (`evolve`). No clock, disk, randomness or protobuf: those come as arguments.

pub mod body;
pub mod contact;
pub mod dossier;
pub mod event;
pub mod id;
pub mod practice;
pub mod provenance;
pub mod text;
pub mod violation;

pub use event::Event;

use chrono::{DateTime, Utc};

/// What a decision may know beyond the state and the command.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The time of the decision; the record will be stamped at it or just after.
    pub now: DateTime<Utc>,
}
