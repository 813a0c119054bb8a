//! Holidays as rows: fixed dates, days that follow Easter, and the King's or Queen's birthday by
//! the rule of its time. Amending is adding a row with the next revision.

use super::Calendar;
use chrono::{Datelike, NaiveDate, Weekday};

/// A generally recognised holiday (algemeen erkende feestdag, Atw 3(1)) or Good Friday (3(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feast {
    /// Nieuwjaarsdag.
    NewYear,
    /// Goede Vrijdag.
    GoodFriday,
    /// Tweede paasdag.
    EasterMonday,
    /// Koninginnedag, through 2013.
    QueensDay,
    /// Koningsdag, from 2014.
    KingsDay,
    /// Bevrijdingsdag, 5 May.
    LiberationDay,
    /// Hemelvaartsdag.
    Ascension,
    /// Tweede pinksterdag.
    WhitMonday,
    /// Eerste kerstdag.
    ChristmasDay,
    /// Tweede kerstdag.
    BoxingDay,
}

/// On which day of the year a feast falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeastDay {
    /// Month and day.
    Fixed(u32, u32),
    /// As `Fixed`, but kept on the day after when that is a Sunday.
    FixedNotSundayAfter(u32, u32),
    /// As `Fixed`, but kept on the day before when that is a Sunday.
    FixedNotSundayBefore(u32, u32),
    /// So many days after Easter Sunday.
    AfterEaster(i64),
}

/// In which years a feast counts for Regulation 1182/71.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EuYears {
    /// In all.
    Every,
    /// In years that can be divided by five (lustrum).
    Lustrum,
    /// In none.
    Never,
}

/// One row of the holiday table.
#[derive(Clone, Copy, Debug)]
pub struct FeastRow {
    /// Which holiday.
    pub feast: Feast,
    /// When it falls.
    pub when: FeastDay,
    /// First and last year of this row.
    pub years: (i32, i32),
    /// Whether and when it counts for the European calendar.
    pub eu: EuYears,
    /// Whether it is no working day for "werkdagen".
    pub work: bool,
    /// The calendar revision that brought the row.
    pub revision: u16,
}

const ALWAYS: (i32, i32) = (1950, 2100);

/// Every row counts for the Atw. Sources: Atw art. 3(1) and (2).
#[rustfmt::skip]
pub const FEASTS: &[FeastRow] = &[
    row(Feast::NewYear,       FeastDay::Fixed(1, 1),                  ALWAYS,       EuYears::Every,   true),
    row(Feast::GoodFriday,    FeastDay::AfterEaster(-2),              ALWAYS,       EuYears::Never,   false),
    row(Feast::EasterMonday,  FeastDay::AfterEaster(1),               ALWAYS,       EuYears::Every,   true),
    row(Feast::QueensDay,     FeastDay::FixedNotSundayAfter(4, 30),   (1950, 1979), EuYears::Every,   true),
    row(Feast::QueensDay,     FeastDay::FixedNotSundayBefore(4, 30),  (1980, 2013), EuYears::Every,   true),
    row(Feast::KingsDay,      FeastDay::FixedNotSundayBefore(4, 27),  (2014, 2100), EuYears::Every,   true),
    row(Feast::LiberationDay, FeastDay::Fixed(5, 5),                  ALWAYS,       EuYears::Lustrum, true),
    row(Feast::Ascension,     FeastDay::AfterEaster(39),              ALWAYS,       EuYears::Every,   true),
    row(Feast::WhitMonday,    FeastDay::AfterEaster(50),              ALWAYS,       EuYears::Every,   true),
    row(Feast::ChristmasDay,  FeastDay::Fixed(12, 25),                ALWAYS,       EuYears::Every,   true),
    row(Feast::BoxingDay,     FeastDay::Fixed(12, 26),                ALWAYS,       EuYears::Every,   true),
];

const fn row(feast: Feast, when: FeastDay, years: (i32, i32), eu: EuYears, work: bool) -> FeastRow {
    FeastRow { feast, when, years, eu, work, revision: 1 }
}

impl FeastRow {
    /// Whether the feast counts for a calendar in a year.
    pub fn counts_in(&self, calendar: Calendar, year: i32) -> bool {
        (self.years.0..=self.years.1).contains(&year)
            && match calendar {
                Calendar::Plain => false,
                Calendar::Atw => true,
                Calendar::Work => self.work,
                Calendar::Eu => match self.eu {
                    EuYears::Every => true,
                    EuYears::Lustrum => year % 5 == 0,
                    EuYears::Never => false,
                },
            }
    }

    /// Whether the feast falls on a day, given Easter Sunday of that day's year where the day
    /// comes near it.
    pub(super) fn falls_on(&self, day: NaiveDate, easter: Option<NaiveDate>) -> bool {
        let (month, date, moved) = match self.when {
            FeastDay::AfterEaster(days) => {
                return easter.is_some_and(|easter| (day - easter).num_days() == days);
            }
            FeastDay::Fixed(month, date) => return (day.month(), day.day()) == (month, date),
            FeastDay::FixedNotSundayAfter(month, date) => (month, date, Weekday::Mon),
            FeastDay::FixedNotSundayBefore(month, date) => (month, date, Weekday::Sat),
        };
        if day.month().abs_diff(month) > 1 {
            return false;
        }
        let Some(fixed) = NaiveDate::from_ymd_opt(day.year(), month, date) else { return false };
        if fixed.weekday() != Weekday::Sun {
            return day == fixed;
        }
        day.weekday() == moved && (day - fixed).num_days().abs() == 1
    }
}

/// Easter Sunday of a year in the Gregorian calendar, by the anonymous computus
/// (Meeus/Jones/Butcher).
#[expect(clippy::many_single_char_names, reason = "the names of the published algorithm")]
pub fn easter_sunday(year: i32) -> NaiveDate {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    // Days after 22 March, the earliest Easter; the sum is never negative for years from 0 on.
    let after_22_march = h + l - 7 * m;
    NaiveDate::from_ymd_opt(year, 3, 22)
        .and_then(|first| first.checked_add_signed(chrono::TimeDelta::days(after_22_march.into())))
        .unwrap_or(NaiveDate::MAX)
}
