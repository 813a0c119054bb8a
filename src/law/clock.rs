//! A clock (termijn): from a rule and a start to an end. Once computed and recorded, an end is a
//! fact; an amended rule gives other ends to later starts only.

mod reading;

pub use reading::Warning;

use super::calendar::{FIRST_DAY, LAST_DAY, is_known};
use super::pause::{Pause, PauseError, moved_on};
use super::period::end_of_book_year;
use super::rule::{Rule, RuleId, RuleName, Setting, Term};
use super::{Book, Length, Start, shift};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use thiserror::Error;

/// A computed term.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// The book it was computed with.
    pub book: Book<'a>,
    /// The row that governed the start.
    pub rule: &'a Rule,
    /// Whether this is the extended form.
    pub extended: bool,
    /// The length that was counted, if the term is one.
    pub length: Option<Length>,
    /// When it started.
    pub start: Start,
    /// Calendar days it stood still.
    pub paused_days: i64,
    /// When it ends.
    pub end: End,
}

/// Where a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At the end of a local day.
    Day {
        /// The day by count alone.
        nominal: NaiveDate,
        /// The last day, after the calendar had its say.
        due: NaiveDate,
    },
    /// At an exact instant.
    Moment {
        /// The instant; at it the term is over.
        due: DateTime<Utc>,
    },
    /// Counted back: the first day that is good enough.
    Earliest {
        /// That day.
        day: NaiveDate,
    },
    /// "Without delay": no end in the law.
    NoNumber {
        /// The practice's own target, where the start is an instant.
        target: Option<DateTime<Utc>>,
    },
}

/// What is asked of a rule, beyond its name and start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'p> {
    /// Another number than the row's, where the rule lets the practice set one.
    pub count: Option<u16>,
    /// Days the clock stood still, in order of time.
    pub pauses: &'p [Pause],
}

/// Why no end can be given.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ClockError {
    /// The book has no row for the rule.
    #[error("rule {rule} is not in this edition of the rule table")]
    NoRow {
        /// The rule.
        rule: RuleId,
    },
    /// The rule has no extended form.
    #[error("rule {rule} ({article}) cannot be extended; these can: {}", extendable())]
    NoExtension {
        /// The rule.
        rule: RuleId,
        /// Its article.
        article: &'static str,
    },
    /// The rule counts hours, a day is not exact enough.
    #[error(
        "rule {rule} counts hours: give the instant, like 2026-03-10T09:30:00+01:00, not a date"
    )]
    NeedsInstant {
        /// The rule.
        rule: RuleId,
    },
    /// The rule watches a row of events.
    #[error("rule {rule} has no end of its own: it watches several days, give them all")]
    WatchesSeveral {
        /// The rule.
        rule: RuleId,
    },
    /// The rule is a number, not a time.
    #[error("rule {rule} is a number of people or documents, it has no dates")]
    NoTime {
        /// The rule.
        rule: RuleId,
    },
    /// Another number than the law's was asked.
    #[error("rule {rule} ({article}) has a fixed number")]
    FixedNumber {
        /// The rule.
        rule: RuleId,
        /// Its article.
        article: &'static str,
    },
    /// A number outside the bounds of the setting.
    #[error("rule {rule} can be set from {least} to {most}")]
    NumberOutOfBounds {
        /// The rule.
        rule: RuleId,
        /// Smallest.
        least: u16,
        /// Largest.
        most: u16,
    },
    /// A start or end that the calendars do not reach.
    #[error(
        "the calendars reach from {FIRST_DAY} through {LAST_DAY}; {day} and its term do not fit"
    )]
    OutsideCalendars {
        /// The day of the start.
        day: NaiveDate,
    },
    /// The clock of this rule never stands still.
    #[error("the clock of rule {rule} cannot be paused")]
    NotPausable {
        /// The rule.
        rule: RuleId,
    },
    /// A pause that cannot be.
    #[error(transparent)]
    Pause(#[from] PauseError),
}

impl<'a> Book<'a> {
    /// The clock of a rule from a start, by the row that governs the start's local day.
    pub fn clock(&self, name: impl Into<RuleName>, start: Start) -> Result<Clock<'a>, ClockError> {
        self.clock_with(name, start, Terms::default())
    }

    /// As [`Book::clock`], with the practice's own number or with pauses.
    pub fn clock_with(
        &self,
        name: impl Into<RuleName>,
        start: Start,
        terms: Terms<'_>,
    ) -> Result<Clock<'a>, ClockError> {
        let RuleName { id, extended } = name.into();
        let day = start.local_day();
        if !is_known(day) {
            return Err(ClockError::OutsideCalendars { day });
        }
        let rule = self.rule(id, day).ok_or(ClockError::NoRow { rule: id })?;
        if !terms.pauses.is_empty() && !rule.pausable {
            return Err(ClockError::NotPausable { rule: id });
        }
        let term = asked_term(rule, extended, terms.count)?;
        let clock = Clock {
            book: *self,
            rule,
            extended,
            length: match term {
                Term::After(length) | Term::AfterBookYear(length) | Term::Before(length) => {
                    Some(length)
                }
                _ => None,
            },
            start,
            paused_days: terms.pauses.iter().map(|p| (p.until - p.from).num_days()).sum(),
            end: end(self, rule, term, start, terms.pauses)?,
        };
        Ok(clock)
    }
}

/// The term of a row in the form and with the number that was asked.
pub(super) fn asked_term(
    rule: &Rule,
    extended: bool,
    count: Option<u16>,
) -> Result<Term, ClockError> {
    let (id, article) = (rule.id, rule.article);
    let term = match (extended, rule.extension, rule.term) {
        (false, _, term) => term,
        (true, Some(extension), Term::AfterBookYear(_)) => Term::AfterBookYear(extension.whole),
        (true, Some(extension), _) => Term::After(extension.whole),
        (true, None, _) => return Err(ClockError::NoExtension { rule: id, article }),
    };
    let Some(count) = count else { return Ok(term) };
    let (least, most) = match rule.setting {
        Setting::Fixed => return Err(ClockError::FixedNumber { rule: id, article }),
        Setting::Between(least, most) => (least, most),
        Setting::Free => (1, u16::MAX),
    };
    if !(least..=most).contains(&count) {
        return Err(ClockError::NumberOutOfBounds { rule: id, least, most });
    }
    Ok(match term {
        Term::After(length) => Term::After(length.with_count(count)),
        Term::AfterBookYear(length) => Term::AfterBookYear(length.with_count(count)),
        Term::Before(length) => Term::Before(length.with_count(count)),
        Term::WithoutDelay { .. } => Term::WithoutDelay { target_hours: Some(count) },
        other => other,
    })
}

/// The rules with an extended form, in one line, for the error that lists them.
fn extendable() -> String {
    let rules = Book::CURRENT.rules().filter(|rule| rule.extension.is_some());
    rules.map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// Counts, stands still, shifts: in that order, and shifts once.
fn end(
    book: &Book<'_>,
    rule: &Rule,
    term: Term,
    start: Start,
    pauses: &[Pause],
) -> Result<End, ClockError> {
    let id = rule.id;
    let day = start.local_day();
    let outside = ClockError::OutsideCalendars { day };
    match term {
        Term::After(Length::Hours(hours)) => match start {
            Start::Instant(instant) => Ok(End::Moment { due: elapsed(instant, hours) }),
            Start::Day(_) => Err(ClockError::NeedsInstant { rule: id }),
        },
        Term::After(Length::WorkingDays(n)) => {
            let due = book.calendars.nth_after(rule.calendar, day, n).ok_or(outside)?;
            Ok(End::Day { nominal: due, due })
        }
        Term::After(length) => {
            let counted = length.after(day).ok_or(outside)?;
            let nominal = moved_on(day, counted, pauses)?;
            let due = shift::last_day(&book.calendars, rule.calendar, length, day, nominal)
                .ok_or(outside)?;
            Ok(End::Day { nominal, due })
        }
        Term::AfterBookYear(length) => {
            let due = end_of_book_year(day).and_then(|last| length.after(last)).ok_or(outside)?;
            Ok(End::Day { nominal: due, due })
        }
        // Atw 1(2): a term counted back is never shifted.
        Term::Before(length) => Ok(End::Earliest { day: length.before(day).ok_or(outside)? }),
        Term::Each(period) => {
            let due = period.last_day(day).ok_or(outside)?;
            Ok(End::Day { nominal: due, due })
        }
        Term::OnTheDay => Ok(End::Day { nominal: day, due: day }),
        Term::WithoutDelay { target_hours } => Ok(End::NoNumber {
            target: match (start, target_hours) {
                (Start::Instant(instant), Some(hours)) => Some(elapsed(instant, hours)),
                _ => None,
            },
        }),
        Term::MoreThan { .. } => Err(ClockError::WatchesSeveral { rule: id }),
        Term::Headcount(_) => Err(ClockError::NoTime { rule: id }),
    }
}

/// Elapsed hours: counted in UTC, so the wall clock may look an hour off over a change of clocks.
fn elapsed(instant: DateTime<Utc>, hours: u16) -> DateTime<Utc> {
    instant + TimeDelta::hours(hours.into())
}
