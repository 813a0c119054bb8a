//! Which days are free, by which calendar (rules.md §3). Knows no term.

use std::sync::LazyLock;

use super::day::Day;

/// Whose free days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// No day is free.
    None,
    /// The act on general terms.
    Atw,
    /// Regulation 1182/71.
    Eu,
    /// Working days.
    Work,
}

/// When a feast falls.
#[derive(Clone, Copy, Debug)]
pub enum Falls {
    /// Month and day.
    Fixed(i32, i32),
    /// The same, but Monday when that is a Sunday.
    FixedNotSundayAfter(i32, i32),
    /// The same, but Saturday when that is a Sunday.
    FixedNotSundayBefore(i32, i32),
    /// Days after Easter Sunday.
    AfterEaster(i32),
}

/// In which years a feast counts for Regulation 1182/71.
#[derive(Clone, Copy, Debug)]
pub enum European {
    /// Always.
    Every,
    /// In years that can be divided by five.
    Lustrum,
    /// Not at all.
    Never,
}

/// A feast, through which years, for the regulation and for working days. For the Atw all of them count.
pub type Feast = (&'static str, Falls, (i32, i32), European, bool);

/// Every feast.
pub const FEASTS: [Feast; 11] = {
    use European::{Every, Lustrum, Never};
    use Falls::{AfterEaster, Fixed, FixedNotSundayAfter, FixedNotSundayBefore};
    const ALWAYS: (i32, i32) = (1950, 2100);
    [
        ("NewYear", Fixed(1, 1), ALWAYS, Every, true),
        ("GoodFriday", AfterEaster(-2), ALWAYS, Never, false),
        ("EasterMonday", AfterEaster(1), ALWAYS, Every, true),
        ("QueensDay", FixedNotSundayAfter(4, 30), (1950, 1979), Every, true),
        ("QueensDay", FixedNotSundayBefore(4, 30), (1980, 2013), Every, true),
        ("KingsDay", FixedNotSundayBefore(4, 27), (2014, 2100), Every, true),
        ("LiberationDay", Fixed(5, 5), ALWAYS, Lustrum, true),
        ("Ascension", AfterEaster(39), ALWAYS, Every, true),
        ("WhitMonday", AfterEaster(50), ALWAYS, Every, true),
        ("ChristmasDay", Fixed(12, 25), ALWAYS, Every, true),
        ("BoxingDay", Fixed(12, 26), ALWAYS, Every, true),
    ]
};

/// Days that a royal decree equates with a holiday, for the Atw alone.
#[rustfmt::skip]
pub const DECREE_DAYS: [(i32, i32, i32); 17] = [
    (2017, 4, 28), (2017, 5, 26), (2018, 5, 11), (2018, 12, 24), (2018, 12, 31), (2019, 5, 31), (2019, 12, 27),
    (2023, 4, 28), (2023, 5, 19), (2024, 5, 10), (2024, 12, 27), (2025, 5, 30), (2026, 1, 2), (2026, 5, 15),
    (2027, 5, 7), (2028, 4, 28), (2028, 5, 26),
];

/// The days from 1950 through 2100 that are not free, ascending: for the Atw, the regulation, and working days.
static OPEN_DAYS: LazyLock<[Vec<Day>; 3]> =
    LazyLock::new(|| [Calendar::Atw, Calendar::Eu, Calendar::Work].map(open_days));

impl Calendar {
    fn days(self) -> Option<&'static [Day]> {
        let [atw, european, work] = &*OPEN_DAYS;
        match self {
            Self::None => None,
            Self::Atw => Some(atw),
            Self::Eu => Some(european),
            Self::Work => Some(work),
        }
    }

    /// This day, or the first one after it that is not free; `None` beyond the known days.
    pub fn next_open(self, day: Day) -> Option<Day> {
        let Some(days) = self.days() else { return Some(day) };
        days.get(days.partition_point(|open| *open < day)).copied()
    }

    /// The n-th day after this one that is not free (n from 1); `None` beyond the known days.
    pub fn open_after(self, day: Day, n: u16) -> Option<Day> {
        let Some(days) = self.days() else { return Some(day.plus_days(n.into())) };
        let first = days.partition_point(|open| *open <= day);
        days.get((first + usize::from(n)).checked_sub(1)?).copied()
    }
}

fn open_days(calendar: Calendar) -> Vec<Day> {
    let mut free: Vec<Day> = (1950..=2100).flat_map(|year| free_days(calendar, year)).collect();
    free.sort_unstable();
    let known = Day::LAST.days_since(Day::FIRST);
    let days = (0..=known).map(|number| Day::FIRST.plus_days(number));
    days.filter(|day| day.weekday() < 5 && free.binary_search(day).is_err()).collect()
}

/// Feasts and decree days of a year.
fn free_days(calendar: Calendar, year: i32) -> impl Iterator<Item = Day> {
    let feasts = FEASTS.iter().filter(move |(_, _, (first, last), european, work)| {
        (*first..=*last).contains(&year)
            && match calendar {
                Calendar::None => false,
                Calendar::Atw => true,
                Calendar::Eu => match european {
                    European::Every => true,
                    European::Lustrum => year % 5 == 0,
                    European::Never => false,
                },
                Calendar::Work => *work,
            }
    });
    let decrees = DECREE_DAYS
        .iter()
        .filter(move |(decreed, ..)| calendar == Calendar::Atw && *decreed == year);
    feasts
        .map(move |(_, falls, ..)| day_of(*falls, year))
        .chain(decrees.map(|(year, month, day)| Day::counted(*year, *month, *day)))
}

fn day_of(falls: Falls, year: i32) -> Day {
    let but_on_sunday = |month, day, shift| {
        let day = Day::counted(year, month, day);
        if day.weekday() == 6 { day.plus_days(shift) } else { day }
    };
    match falls {
        Falls::Fixed(month, day) => Day::counted(year, month, day),
        Falls::FixedNotSundayAfter(month, day) => but_on_sunday(month, day, 1),
        Falls::FixedNotSundayBefore(month, day) => but_on_sunday(month, day, -1),
        Falls::AfterEaster(days) => easter(year).plus_days(days),
    }
}

/// Easter Sunday by the Gregorian computus: the Sunday after the full moon of the church's tables.
fn easter(year: i32) -> Day {
    let golden = year % 19;
    let century = year / 100;
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - epact / 28 * (1 - 29 / (epact + 1) * ((21 - golden) / 11));
    let full_moon = Day::counted(year, 3, 21).plus_days(moon);
    full_moon.plus_days(7 - (full_moon.weekday() + 1) % 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_of_years_that_are_on_record() {
        for (year, month, day) in [
            (1954, 4, 18),
            (1961, 4, 2),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), Day::counted(year, month, day));
        }
    }

    #[test]
    fn nothing_is_looked_for_beyond_the_known_days() {
        let last = Day::LAST; // A Friday.
        assert_eq!(Calendar::Work.next_open(last), Some(last));
        assert_eq!(Calendar::Work.next_open(last.plus_days(1)), None);
        assert_eq!(Calendar::Work.open_after(last.plus_days(-1), 1), Some(last));
        assert_eq!(Calendar::Work.open_after(last.plus_days(-1), 2), None);
        assert_eq!(Calendar::Work.open_after(Day::FIRST, u16::MAX), None);
    }
}
