//! A day or an instant, as the open payloads of clocks spell it: `YYYY-MM-DD`, or microseconds UTC.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::provenance::{Moment, local_day};
use crate::law::Start;

/// A day in Europe/Amsterdam, or an instant to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Spelled", into = "Spelled")]
pub enum When {
    /// A day; it ends at the next local midnight.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
}

/// The one spelling of each.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Spelled {
    Day(String),
    At(i64),
}

/// A text or number that is neither.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("neither a day nor an instant")]
pub struct NotAWhen;

impl TryFrom<Spelled> for When {
    type Error = NotAWhen;

    fn try_from(spelled: Spelled) -> Result<When, NotAWhen> {
        match spelled {
            Spelled::Day(text) => {
                let day: NaiveDate = text.parse().map_err(|_| NotAWhen)?;
                if day.to_string() == text { Ok(When::Day(day)) } else { Err(NotAWhen) }
            }
            Spelled::At(micros) => {
                DateTime::from_timestamp_micros(micros).map(When::At).ok_or(NotAWhen)
            }
        }
    }
}

impl From<When> for Spelled {
    fn from(when: When) -> Spelled {
        match when {
            When::Day(day) => Spelled::Day(day.to_string()),
            When::At(instant) => Spelled::At(instant.timestamp_micros()),
        }
    }
}

impl When {
    /// Its day in the Netherlands (rule TIME-ZONE).
    pub fn day(self) -> NaiveDate {
        match self {
            When::Day(day) => day,
            When::At(instant) => local_day(instant),
        }
    }

    /// As the start of a term.
    pub fn start(self) -> Start {
        match self {
            When::Day(day) => Start::Day(day),
            When::At(instant) => Start::Instant(instant),
        }
    }

    /// Whether this certainly lies after an end. A day is compared with a day: where the hour is not known, the day's last one is
    /// not held against anybody.
    pub fn is_after(self, end: When) -> bool {
        match (self, end) {
            (When::At(instant), When::At(end)) => instant > end,
            _ => self.day() > end.day(),
        }
    }
}

impl From<Moment> for When {
    /// Instants are kept to the microsecond, as records are.
    fn from(moment: Moment) -> When {
        match moment {
            Moment::On(day) => When::Day(day),
            Moment::At(instant) => {
                let micros = instant.timestamp_micros();
                When::At(DateTime::from_timestamp_micros(micros).unwrap_or(instant))
            }
        }
    }
}
