//! English names of days, holidays, amounts and moments.

use crate::law::calendar::Feast;
use crate::law::explain::{Passed, list};
use crate::law::moment::local_time;
use crate::law::period::Period;
use crate::law::{FreeDay, Length};
use chrono::{DateTime, NaiveDate, Utc};

pub(in crate::law::explain) fn free_day(free: FreeDay) -> &'static str {
    match free {
        FreeDay::Saturday => "a Saturday",
        FreeDay::Sunday => "a Sunday",
        FreeDay::Decree => "a day off by royal decree",
        FreeDay::Feast(feast) => match feast {
            Feast::NewYear => "New Year's Day",
            Feast::GoodFriday => "Good Friday",
            Feast::EasterMonday => "Easter Monday",
            Feast::QueensDay => "Queen's Day",
            Feast::KingsDay => "King's Day",
            Feast::LiberationDay => "Liberation Day",
            Feast::Ascension => "Ascension Day",
            Feast::WhitMonday => "Whit Monday",
            Feast::ChristmasDay => "Christmas Day",
            Feast::BoxingDay => "Boxing Day",
        },
    }
}

/// Free days in a sentence; plain weekend days speak for themselves.
pub(super) fn days(passed: &[Passed]) -> String {
    let words: Vec<String> = passed
        .iter()
        .map(|(on, free)| match free {
            FreeDay::Saturday | FreeDay::Sunday => day(*on),
            _ => format!("{} ({})", day(*on), free_day(*free)),
        })
        .collect();
    list(&words, "and")
}

pub(super) fn amount(length: Length) -> String {
    let n = length.count();
    let unit = length.unit();
    if n == 1 { format!("1 {}", unit.trim_end_matches('s')) } else { format!("{n} {unit}") }
}

pub(super) fn period_name(period: Period) -> &'static str {
    match period {
        Period::Quarter => "quarter",
        Period::HalfYear => "half-year",
        Period::Year => "calendar year",
    }
}

pub(in crate::law::explain) fn day(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

pub(super) fn moment(at: DateTime<Utc>) -> String {
    local_time(at).format("%A %-d %B %Y at %H:%M").to_string()
}
