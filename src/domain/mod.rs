//! The aggregates of the house as pure functions: what may be recorded (`decide`) and what a
//! record changes (`evolve`). No clock, disk, randomness or protobuf: those come as arguments.

pub mod body;
pub mod breach;
pub mod clock;
pub mod complaint;
pub mod contact;
pub mod dossier;
pub mod event;
mod facts;
pub mod id;
pub mod incident;
pub mod letter;
pub mod measure;
pub mod part;
pub mod person;
pub mod practice;
pub mod provenance;
pub mod request;
pub mod sending;
pub mod text;
pub mod told;
pub mod violation;

pub use event::Event;

use chrono::{DateTime, Utc};

use crate::law::Book;

/// What a decision may know beyond the state and the command.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The time of the decision; the record will be stamped at it or just after.
    pub now: DateTime<Utc>,
    /// The rule book by which clocks are started.
    pub book: Book<'static>,
}

impl Context {
    /// At a time, with the rules as they stand in this release.
    pub fn at(now: DateTime<Utc>) -> Context {
        Context { now, book: Book::CURRENT }
    }
}

/// What was decided about a case: its own facts, and what its clocks do. Recorded in this order, in one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided<E> {
    /// Facts of the case; sealed.
    pub facts: Vec<E>,
    /// Facts of its clocks; open.
    pub clocks: Vec<clock::Event>,
}
