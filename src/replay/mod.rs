//! A matter played again, step by step, as it was recorded or as it happened: pure folds over the records of one stream, by the same
//! `evolve` that serves. Owns the order of the steps and what of them was known when. Must not know who may see it, where records
//! lie, what time it is or how a step is sent.

mod account;
mod difference;
mod fact;
mod moment;
mod standing;
mod times;
mod unfold;

pub use account::{DECISIONS, Effect, OTHERS, is_decision};
pub use difference::{ClockChange, Difference, compare};
pub use moment::{Moment, Time, Window};
pub use times::Times;
pub use unfold::{ClocksThen, Replay, Step, Then};

use crate::chain::RequestId;
use crate::domain::Event;
use crate::domain::dossier::view::Recorded as Place;

/// One record of the matter, as what serves reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where and when it was recorded.
    pub place: Place,
    /// The kind in its header.
    pub kind: String,
    /// The command it was recorded by: what one command recorded belongs together.
    pub command: RequestId,
    /// What it says.
    pub said: Said,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// This.
    Fact(Event),
    /// This; a part of it was destroyed, and it is what is left.
    Left(Event),
    /// Nothing more: it was lost, on record.
    Lost,
    /// Nothing more: it was destroyed.
    Destroyed,
}

impl Record {
    /// The fact, if there still is one.
    pub fn event(&self) -> Option<&Event> {
        match &self.said {
            Said::Fact(event) | Said::Left(event) => Some(event),
            Said::Lost | Said::Destroyed => None,
        }
    }
}
