//! Which days are free for which rule: the three calendars over the feast and decree rows, from
//! 1950 through 2100. Knows no rules and no terms.

mod decree;
mod feast;

pub use decree::{DECREE_COVERAGE, DECREE_DAYS, DecreeCoverage, DecreeDay};
pub use feast::{EuYears, FEASTS, Feast, FeastDay, FeastRow, easter_sunday};

use chrono::{Datelike, NaiveDate, Weekday};

/// The newest revision of the feast and decree rows. A clock records the revision it used, so
/// that an auditor recomputes it with the rows of that day.
pub const CALENDAR_REVISION: u16 = 1;

/// The first day the calendars know.
pub const FIRST_DAY: NaiveDate = day(1950, 1, 1);
/// The last day the calendars know.
pub const LAST_DAY: NaiveDate = day(2100, 12, 31);

/// A constant date; an impossible one fails the build.
pub(super) const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such date"),
    }
}

/// Which calendar decides on free days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// None: the end stays where the count puts it.
    Plain,
    /// Algemene termijnenwet: weekends, art. 3(1) holidays, Good Friday, decree days.
    Atw,
    /// Regulation 1182/71: weekends and art. 3(1) holidays, 5 May in lustrum years only.
    Eu,
    /// "Werkdag" of regulators and handbooks: Monday to Friday but for art. 3(1) holidays.
    Work,
}

/// Why a day is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FreeDay {
    /// A named holiday.
    Feast(Feast),
    /// A day equated with a holiday by royal decree (Atw 3(3)).
    Decree,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// The rows a calendar reads: an edition of feasts, decree days, and how far the latter are known.
#[derive(Clone, Copy, Debug)]
pub struct Calendars<'a> {
    /// Named holidays.
    pub feasts: &'a [FeastRow],
    /// Days equated by decree.
    pub decree_days: &'a [DecreeDay],
    /// The years for which the decree days are known.
    pub decree_coverage: &'a [DecreeCoverage],
    /// Rows of a later revision are not looked at.
    pub revision: u16,
}

impl Calendars<'static> {
    /// The rows as they stand now.
    pub const CURRENT: Self = Self {
        feasts: FEASTS,
        decree_days: DECREE_DAYS,
        decree_coverage: DECREE_COVERAGE,
        revision: CALENDAR_REVISION,
    };
}

impl Calendars<'_> {
    /// Why a day is free in a calendar, if it is. A holiday on a weekend is named as the holiday.
    pub fn free_day(&self, calendar: Calendar, day: NaiveDate) -> Option<FreeDay> {
        if calendar == Calendar::Plain {
            return None;
        }
        if let Some(feast) = self.feast(calendar, day) {
            return Some(FreeDay::Feast(feast));
        }
        if calendar == Calendar::Atw && self.is_decree_day(day) {
            return Some(FreeDay::Decree);
        }
        match day.weekday() {
            Weekday::Sat => Some(FreeDay::Saturday),
            Weekday::Sun => Some(FreeDay::Sunday),
            _ => None,
        }
    }

    /// Whether a day is free in a calendar.
    pub fn is_free(&self, calendar: Calendar, day: NaiveDate) -> bool {
        // The same answer as `free_day`, weekends first because they are cheap.
        match calendar {
            Calendar::Plain => false,
            _ if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) => true,
            Calendar::Atw => self.feast(calendar, day).is_some() || self.is_decree_day(day),
            Calendar::Eu | Calendar::Work => self.feast(calendar, day).is_some(),
        }
    }

    /// The first day on or after `day` that is not free; `None` beyond the calendars.
    pub fn on_or_after(&self, calendar: Calendar, day: NaiveDate) -> Option<NaiveDate> {
        let mut day = day;
        while is_known(day) {
            if !self.is_free(calendar, day) {
                return Some(day);
            }
            day = day.succ_opt()?;
        }
        None
    }

    /// The n-th day after `start` that is not free; `start` itself is day 0. Zero gives `start`.
    pub fn nth_after(&self, calendar: Calendar, start: NaiveDate, n: u16) -> Option<NaiveDate> {
        let mut day = start;
        for _ in 0..n {
            day = self.on_or_after(calendar, day.succ_opt()?)?;
        }
        Some(day)
    }

    /// Whether the decree days of the year of `day` are known.
    pub fn knows_decree_days(&self, day: NaiveDate) -> bool {
        self.decree_coverage
            .iter()
            .filter(|known| known.revision <= self.revision)
            .any(|known| (known.first_year..=known.valid_through).contains(&day.year()))
    }

    fn feast(&self, calendar: Calendar, day: NaiveDate) -> Option<Feast> {
        // Whatever follows Easter falls from 20 March through 13 June.
        let easter = (3..=6).contains(&day.month()).then(|| easter_sunday(day.year()));
        self.feasts
            .iter()
            .filter(|row| row.revision <= self.revision && row.counts_in(calendar, day.year()))
            .find(|row| row.falls_on(day, easter))
            .map(|row| row.feast)
    }

    fn is_decree_day(&self, day: NaiveDate) -> bool {
        self.decree_days.iter().any(|row| row.day == day && row.revision <= self.revision)
    }
}

/// Whether the calendars reach a day.
pub fn is_known(day: NaiveDate) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}
