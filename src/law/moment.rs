//! Moments and local days in Europe/Amsterdam: when a day begins, ends, and which day an instant
//! belongs to. The only file that names a time zone.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    SecondsFormat, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Europe::Amsterdam;
use thiserror::Error;

/// When a clock starts: a local day, or an exact instant where the rule counts hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A calendar day in Europe/Amsterdam.
    Day(NaiveDate),
    /// An instant; its day is the local day in Europe/Amsterdam.
    Instant(DateTime<Utc>),
}

/// Text that is neither a date nor an instant.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "`{given}` is not a moment: give a date that exists, like 2026-03-03, \
     or an RFC 3339 instant, like 2026-03-10T09:30:00+01:00"
)]
pub struct NotAMoment {
    /// What was given.
    pub given: String,
}

impl Start {
    /// Reads a date (`2026-03-03`) or an RFC 3339 instant (`2026-03-10T09:30:00+01:00`).
    pub fn parse(text: &str) -> Result<Self, NotAMoment> {
        if let Some(day) = parse_day(text) {
            return Ok(Self::Day(day));
        }
        DateTime::<FixedOffset>::parse_from_rfc3339(text)
            .map(|instant| Self::Instant(instant.with_timezone(&Utc)))
            .map_err(|_| NotAMoment { given: text.chars().take(40).collect() })
    }

    /// The local day the start belongs to: what comes in at 00:30 in Amsterdam counts for that
    /// day, whatever the date in UTC still is.
    pub fn local_day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => local_day(instant),
        }
    }
}

/// A date in exactly the form `YYYY-MM-DD`; chrono alone would also take `2026-3-3` and ` 2026`.
fn parse_day(text: &str) -> Option<NaiveDate> {
    let fits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if fits { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// The day in Europe/Amsterdam on which an instant falls.
pub fn local_day(instant: DateTime<Utc>) -> NaiveDate {
    local_time(instant).date_naive()
}

/// The same instant on the clocks of Amsterdam.
pub fn local_time(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    let known = instant.naive_utc() - beyond_the_table(instant.date_naive());
    instant.with_timezone(&Amsterdam.offset_from_utc_datetime(&known).fix())
}

/// The first instant after a local day: the next local midnight. Half-open, so that a term that
/// runs "to the end of the day" is one comparison: `now < end_of_day(due)`.
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let midnight = next.and_time(NaiveTime::MIN);
    midnight.and_utc() - TimeDelta::seconds(offset_at_midnight(midnight).into())
}

/// Seconds that Amsterdam's clocks are ahead of UTC at a local midnight.
fn offset_at_midnight(midnight: NaiveDateTime) -> i32 {
    let known = midnight - beyond_the_table(midnight.date());
    match Amsterdam.offset_from_local_datetime(&known).earliest() {
        Some(offset) => offset.fix().local_minus_utc(),
        // No midnight was skipped in Amsterdam since 1950; were a tz update to skip one, the day
        // would end where the missing hour begins, which is standard time's midnight.
        None => 3600,
    }
}

/// The last year for which the compiled time zone table is relied on. It has no changes of the
/// clocks from 2100 on, but a dossier closed in 2085 is kept beyond that.
const TABLE_ENDS: i32 = 2089;

/// How far to go back from a day beyond the table, to a year whose days fall on the same weekdays
/// and whose changes of the clocks therefore fall on the same days: by today's rule, the last
/// Sundays of March and October. Zero for a day within the table.
fn beyond_the_table(day: NaiveDate) -> TimeDelta {
    let year = day.year();
    if year <= TABLE_ENDS {
        return TimeDelta::zero();
    }
    let first = |year| NaiveDate::from_yo_opt(year, 1).unwrap_or(NaiveDate::MAX);
    let pattern = |year| (first(year).weekday(), first(year).leap_year());
    // 28 years without a skipped leap day hold every pattern; the last of them always matches.
    (TABLE_ENDS - 27..=TABLE_ENDS)
        .find(|known| pattern(*known) == pattern(year))
        .map_or_else(TimeDelta::zero, |known| first(year) - first(known))
}

/// An instant as text on Amsterdam's clocks, with the offset of that moment.
pub(super) fn local_text(instant: DateTime<Utc>) -> String {
    local_time(instant).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

/// An instant as text in UTC, written `+00:00`.
pub(super) fn utc_text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}
