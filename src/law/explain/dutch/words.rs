//! Nederlandse namen van dagen, feestdagen, aantallen en momenten (Dutch names).

use crate::law::calendar::Feast;
use crate::law::explain::{Passed, list};
use crate::law::moment::local_time;
use crate::law::period::Period;
use crate::law::{FreeDay, Length};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

pub(in crate::law::explain) fn free_day(free: FreeDay) -> &'static str {
    match free {
        FreeDay::Saturday => "een zaterdag",
        FreeDay::Sunday => "een zondag",
        FreeDay::Decree => "een bij besluit aangewezen vrije dag",
        FreeDay::Feast(feast) => match feast {
            Feast::NewYear => "nieuwjaarsdag",
            Feast::GoodFriday => "Goede Vrijdag",
            Feast::EasterMonday => "tweede paasdag",
            Feast::QueensDay => "Koninginnedag",
            Feast::KingsDay => "Koningsdag",
            Feast::LiberationDay => "Bevrijdingsdag",
            Feast::Ascension => "Hemelvaartsdag",
            Feast::WhitMonday => "tweede pinksterdag",
            Feast::ChristmasDay => "eerste kerstdag",
            Feast::BoxingDay => "tweede kerstdag",
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
    list(&words, "en")
}

pub(super) fn amount(length: Length) -> String {
    let n = length.count();
    let (one, many) = match length {
        Length::Hours(_) => ("uur", "uur"),
        Length::Days(_) => ("dag", "dagen"),
        Length::WorkingDays(_) => ("werkdag", "werkdagen"),
        Length::Weeks(_) => ("week", "weken"),
        Length::Months(_) => ("maand", "maanden"),
        Length::Years(_) => ("jaar", "jaar"),
    };
    format!("{n} {}", if n == 1 { one } else { many })
}

pub(super) fn period_name(period: Period) -> &'static str {
    match period {
        Period::Quarter => "kwartaal",
        Period::HalfYear => "halfjaar",
        Period::Year => "kalenderjaar",
    }
}

pub(in crate::law::explain) fn day(on: NaiveDate) -> String {
    let weekday = match on.weekday() {
        Weekday::Mon => "maandag",
        Weekday::Tue => "dinsdag",
        Weekday::Wed => "woensdag",
        Weekday::Thu => "donderdag",
        Weekday::Fri => "vrijdag",
        Weekday::Sat => "zaterdag",
        Weekday::Sun => "zondag",
    };
    format!("{weekday} {} {} {}", on.day(), month(on.month0()), on.year())
}

pub(super) fn month(month0: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    MONTHS.get(month0 as usize).copied().unwrap_or_default()
}

pub(super) fn moment(at: DateTime<Utc>) -> String {
    let local = local_time(at);
    format!("{} om {}", day(local.date_naive()), local.format("%H:%M"))
}
