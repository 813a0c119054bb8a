//! Why an end falls where it falls, in plain words (B1), Dutch and English. Reads a computed clock
//! and decides nothing itself.

mod dutch;
mod english;

use super::{Calendar, Clock, End, FreeDay, Length, NoShows, Rule};
use chrono::{Datelike, NaiveDate};

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Nederlands.
    Dutch,
    /// English.
    English,
}

/// The explanation of a clock: one sentence or two an item, in the order of counting.
pub fn explain(clock: &Clock<'_>, language: Language) -> Vec<String> {
    match language {
        Language::Dutch => dutch::clock(clock),
        Language::English => english::clock(clock),
    }
}

/// The explanation of a row of no-shows.
pub fn explain_no_shows(rule: &Rule, outcome: NoShows, language: Language) -> Vec<String> {
    match language {
        Language::Dutch => dutch::no_shows(rule, outcome),
        Language::English => english::no_shows(rule, outcome),
    }
}

/// The name of a free day, as it stands in an explanation.
pub fn free_day_name(free: FreeDay, language: Language) -> &'static str {
    match language {
        Language::Dutch => dutch::free_day(free),
        Language::English => english::free_day(free),
    }
}

/// A day written out: "dinsdag 14 april 2026", "Tuesday 14 April 2026".
pub fn written_day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Dutch => dutch::day(day),
        Language::English => english::day(day),
    }
}

/// A day that a count or a shift passed over, with its reason.
type Passed = (NaiveDate, FreeDay);

/// How the calendar moved an end.
struct Moved {
    /// The free days from the nominal end on.
    free: Vec<Passed>,
    /// Whether the end moved further, to leave two working days in the term.
    two_working_days: bool,
}

/// The days between the nominal end and the end, if they differ.
fn moved(clock: &Clock<'_>) -> Option<Moved> {
    let End::Day { nominal, due } = clock.end else { return None };
    if nominal == due {
        return None;
    }
    let calendar = clock.rule.calendar;
    let free = passed(clock, calendar, nominal, due);
    let first_open = clock.book.calendars.on_or_after(calendar, nominal);
    Some(Moved { free, two_working_days: first_open != Some(due) })
}

/// The free days that a count of working days passed over.
fn passed_in_count(clock: &Clock<'_>) -> Vec<Passed> {
    match (clock.length, clock.end) {
        (Some(Length::WorkingDays(_)), End::Day { due, .. }) => clock
            .start
            .local_day()
            .succ_opt()
            .map_or_else(Vec::new, |first| passed(clock, clock.rule.calendar, first, due)),
        _ => Vec::new(),
    }
}

/// Days that are holidays for the Atw, but were counted as working days.
fn counted_all_the_same(clock: &Clock<'_>) -> Vec<Passed> {
    match (clock.length, clock.end) {
        (Some(Length::WorkingDays(_)), End::Day { due, .. }) => clock
            .start
            .local_day()
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= due)
            .filter(|day| !clock.book.calendars.is_free(clock.rule.calendar, *day))
            .filter_map(|day| clock.book.free_day(Calendar::Atw, day).map(|free| (day, free)))
            .collect(),
        _ => Vec::new(),
    }
}

fn passed(clock: &Clock<'_>, calendar: Calendar, from: NaiveDate, to: NaiveDate) -> Vec<Passed> {
    from.iter_days()
        .take_while(|day| *day < to)
        .filter_map(|day| clock.book.free_day(calendar, day).map(|free| (day, free)))
        .collect()
}

/// Whether the start and end of an hours clock have different offsets from UTC, and the end looks
/// later (`Some(true)`) or earlier on the wall clock.
fn clocks_changed(clock: &Clock<'_>) -> Option<bool> {
    let (super::Start::Instant(start), End::Moment { due }) = (clock.start, clock.end) else {
        return None;
    };
    let shift = super::moment::local_time(due).naive_local()
        - super::moment::local_time(start).naive_local()
        - (due - start);
    (!shift.is_zero()).then_some(shift > chrono::TimeDelta::zero())
}

/// Whether the day that a number of months or years gives did not exist.
fn clipped(clock: &Clock<'_>, reached: NaiveDate) -> bool {
    matches!(clock.length, Some(Length::Months(_) | Length::Years(_)))
        && clock.paused_days == 0
        && reached.day() != clock.start.local_day().day()
}

/// Joins words as a list: "a", "a and b", "a, b and c".
fn list(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}
