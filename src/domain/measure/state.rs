//! A measure as its records make it.

use chrono::NaiveDate;

use super::event::{Opened, Outcome};
use super::plan::Plan;

/// What is known of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// Decided upon, not carried out.
    Planned(Box<Measure>),
    /// Carried out; whether it helped is not known, or it did not help enough.
    CarriedOut(Box<Measure>),
    /// Carried out, and the newest review says that it helped.
    Effective(Box<Measure>),
    /// Closed.
    Closed(Box<Measure>),
    /// Given up, or recorded in error.
    Withdrawn(Box<Measure>),
}

/// A measure that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How it began.
    pub opened: Opened,
    /// What is planned by now.
    pub plan: Plan,
    /// The day on which it was carried out, as corrected.
    pub carried_out: Option<NaiveDate>,
    /// Its reviews, in the order in which they were recorded, as corrected.
    pub reviews: Vec<Review>,
}

/// A review of the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub on: NaiveDate,
    /// What it came to.
    pub outcome: Outcome,
}

impl State {
    /// The measure, if there is one.
    pub fn measure(&self) -> Option<&Measure> {
        match self {
            State::Unknown => None,
            State::Planned(measure)
            | State::CarriedOut(measure)
            | State::Effective(measure)
            | State::Closed(measure)
            | State::Withdrawn(measure) => Some(measure),
        }
    }

    /// The word for how it stands.
    pub const fn as_str(&self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Planned(_) => "planned",
            State::CarriedOut(_) => "carried_out",
            State::Effective(_) => "effective",
            State::Closed(_) => "closed",
            State::Withdrawn(_) => "withdrawn",
        }
    }
}

impl Measure {
    /// The newest review by its day; of two on one day, the one recorded last.
    pub fn last_review(&self) -> Option<Review> {
        self.reviews.iter().copied().max_by_key(|review| review.on)
    }

    /// The day of the newest review but one: what was the newest stays the newest, whatever its day was corrected to.
    pub fn review_before_last(&self) -> Option<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.reviews.iter().map(|review| review.on).collect();
        days.sort_unstable();
        days.into_iter().rev().nth(1)
    }

    /// The day from which the next review is counted.
    pub fn counted_from(&self) -> Option<NaiveDate> {
        self.last_review().map(|review| review.on).or(self.carried_out)
    }
}
