//! The days of the year that is rehearsed. It ends yesterday, so that the machine's own time follows on it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::grpc::pb;

/// Days in the year.
pub const DAYS: u16 = 365;
/// The hour, UTC, at which a day's work is written down.
const EVENING: u32 = 19;

/// A year of days, numbered from 0.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    first: NaiveDate,
}

impl Calendar {
    /// The year whose last day is the one before this instant.
    pub fn ending_before(now: DateTime<Utc>) -> Calendar {
        Calendar { first: now.date_naive() - Days::new(u64::from(DAYS)) }
    }

    /// A day; negative ones lie before the year.
    pub fn day(self, day: i32) -> NaiveDate {
        self.first + TimeDelta::days(i64::from(day))
    }

    /// A day as the wire writes it, YYYY-MM-DD.
    pub fn text(self, day: i32) -> String {
        self.day(day).to_string()
    }

    /// An instant in the working hours of a day.
    pub fn at(self, day: u16, minute: u32) -> DateTime<Utc> {
        let morning = NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default();
        let minutes = TimeDelta::minutes(i64::from(minute % 660));
        self.day(day.into()).and_time(morning).and_utc() + minutes
    }

    /// When a day's work is written down.
    pub fn evening(self, day: u16) -> DateTime<Utc> {
        let evening = NaiveTime::from_hms_opt(EVENING, 0, 0).unwrap_or_default();
        self.day(day.into()).and_time(evening).and_utc()
    }
}

/// An instant on the wire.
pub fn timestamp(at: DateTime<Utc>) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.timestamp(), nanos: 0 }
}

/// That something happened at an instant.
pub fn happened(at: DateTime<Utc>) -> pb::Happened {
    pb::Happened { happened: Some(pb::happened::Happened::At(timestamp(at))) }
}

/// That something was learned at an instant.
pub fn learned(at: DateTime<Utc>) -> pb::Moment {
    pb::Moment { moment: Some(pb::moment::Moment::At(timestamp(at))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_evening_lies_before_now_at_any_hour_and_the_gap_is_short() {
        for hour in [0, 12, 23] {
            let now = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(hour, 0, 0).unwrap();
            let now = now.and_utc();
            let last = Calendar::ending_before(now).evening(DAYS - 1);
            assert!(last < now, "{last}");
            assert!(now - last < TimeDelta::days(2), "{last}");
        }
    }
}
