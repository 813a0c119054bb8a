//! The two times a matter can be played in, and moments in them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::provenance::{Happened, local_day};
use crate::law::moment::end_of_day;

/// In which time a matter is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// What was known then: records up to the moment, in the order in which they were recorded.
    Recorded,
    /// What was true then: all that is known now, in the order in which it happened, up to that day.
    Happened,
}

/// A moment in either time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A position of the ledger, with the time at which it was recorded; of recorded time alone.
    Position {
        /// The position.
        position: u64,
        /// When it was recorded.
        at: DateTime<Utc>,
    },
    /// An instant.
    At(DateTime<Utc>),
    /// A day in the Netherlands.
    Day(NaiveDate),
}

/// Between which moments steps are shown, both included; nothing is without end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first moment.
    pub from: Option<Moment>,
    /// The last moment.
    pub until: Option<Moment>,
}

/// Where a step lies in the time that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lies {
    /// Its position in the ledger.
    pub position: u64,
    /// The instant; of a day, its last one.
    pub at: DateTime<Utc>,
    /// Whether only the day is known.
    pub whole_day: bool,
}

/// The last microsecond of a day: the next one begins where this one ends.
pub(super) fn last_instant(day: NaiveDate) -> DateTime<Utc> {
    end_of_day(day) - TimeDelta::microseconds(1)
}

impl Moment {
    /// The instant at which clocks are looked at.
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Moment::Position { at, .. } | Moment::At(at) => at,
            Moment::Day(day) => last_instant(day),
        }
    }

    /// Whether what lies there was there by the end of this moment. A day is compared with a day.
    pub(super) fn reaches(self, lies: &Lies) -> bool {
        match self {
            Moment::Position { position, .. } => lies.position <= position,
            Moment::At(at) if lies.whole_day => local_day(lies.at) <= local_day(at),
            Moment::At(at) => lies.at <= at,
            Moment::Day(day) => local_day(lies.at) <= day,
        }
    }

    /// Whether what lies there lies before this moment.
    fn follows(self, lies: &Lies) -> bool {
        match self {
            Moment::Position { position, .. } => lies.position < position,
            Moment::At(at) if lies.whole_day => local_day(lies.at) < local_day(at),
            Moment::At(at) => lies.at < at,
            Moment::Day(day) => local_day(lies.at) < day,
        }
    }
}

impl Window {
    /// Whether what lies there is within.
    pub(super) fn holds(&self, lies: &Lies) -> bool {
        self.from.is_none_or(|from| !from.follows(lies))
            && self.until.is_none_or(|until| until.reaches(lies))
    }
}

impl Lies {
    /// Where something lies by when it happened; a period by its first day.
    pub fn happened(position: u64, happened: Happened) -> Lies {
        match happened {
            Happened::At(at) => Lies { position, at, whole_day: false },
            Happened::On(_) | Happened::During { .. } => {
                Lies { position, at: last_instant(happened.first_day()), whole_day: true }
            }
        }
    }

    /// Where something lies by when it was recorded.
    pub fn recorded(position: u64, at: DateTime<Utc>) -> Lies {
        Lies { position, at, whole_day: false }
    }
}
