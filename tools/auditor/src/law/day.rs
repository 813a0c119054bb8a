//! Days of the Gregorian calendar, and the starts and ends that are a day or an instant. Knows no free day and no rule.

use serde::Deserialize;

use super::amsterdam;

/// A day in Europe/Amsterdam, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(i32);

/// A day, or an instant in microseconds UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// The whole of a day.
    Day(Day),
    /// Microseconds since 1970-01-01T00:00:00Z.
    Instant(i64),
}

/// A text that is not `YYYY-MM-DD` of a day from 1950 through 2100.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a day from 1950-01-01 through 2100-12-31")]
pub struct NotADay;

impl Day {
    /// 1950-01-01, the first day that is known.
    pub const FIRST: Self = Self::counted(1950, 1, 1);
    /// 2100-12-31, the last day that is known.
    pub const LAST: Self = Self::counted(2100, 12, 31);

    /// The day that many days after 1970-01-01.
    pub const fn since_1970(days: i32) -> Self {
        Self(days)
    }

    /// The day of a date that exists. By eras of 400 years, which begin on 1 March so that a leap day comes last.
    pub const fn counted(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month and day of the month.
    pub fn date(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (era * 400 + year_of_era + i32::from(month <= 2), month, day)
    }

    /// 0 on a Monday, 6 on a Sunday.
    pub fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// That many days on, or back.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// How many days this lies after `other`.
    pub fn days_since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// The same day number that many months on (or back), or the last day of that month if it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.date();
        let months = year * 12 + month - 1 + months;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Self::counted(year, month, day.min(length_of_month(year, month)))
    }

    /// Whether the calendars reach this day.
    pub fn is_known(self) -> bool {
        (Self::FIRST..=Self::LAST).contains(&self)
    }
}

/// Five calendar years after an instant, UTC; both in microseconds.
pub fn five_years_later(micros: u64) -> Option<u64> {
    const DAY: u64 = 86_400_000_000;
    let day = Day::since_1970(i32::try_from(micros / DAY).ok()?);
    let later = day.plus_months(60).days_since(Day::since_1970(0));
    u64::try_from(later).ok()?.checked_mul(DAY)?.checked_add(micros % DAY)
}

/// How many days a month has.
pub fn length_of_month(year: i32, month: i32) -> i32 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Day::counted(next_year, next, 1).0 - Day::counted(year, month, 1).0
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<i32> {
            let digits = bytes.get(from..to)?;
            digits.iter().try_fold(0, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
            })
        };
        let date = || {
            let separated = bytes.len() == 10 && bytes.get(4) == Some(&b'-');
            let date = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
            (separated && bytes.get(7) == Some(&b'-')).then_some(date)
        };
        let (year, month, day) = date().ok_or(NotADay)?;
        let exists = (1950..=2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=length_of_month(year, month)).contains(&day);
        if exists { Ok(Self::counted(year, month, day)) } else { Err(NotADay) }
    }
}

impl When {
    /// The day itself, or the one the instant falls on in Amsterdam.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Instant(microseconds) => amsterdam::day_of(microseconds),
        }
    }

    /// Whether this is later than `other`: of two instants the later one, else by their days.
    pub fn is_later_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Instant(own), Self::Instant(other)) => own > other,
            _ => self.day() > other.day(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Day> {
        Day::try_from(text.to_owned()).ok()
    }

    #[test]
    fn every_known_day_is_counted_and_read_back() {
        let (mut day, mut weekday) = (Day::FIRST, 6); // A Sunday.
        while day <= Day::LAST {
            let (year, month, number) = day.date();
            assert_eq!(read(&format!("{year:04}-{month:02}-{number:02}")), Some(day));
            assert_eq!(day.weekday(), weekday);
            (day, weekday) = (day.plus_days(1), (weekday + 1) % 7);
        }
        assert_eq!(Day::since_1970(0).date(), (1970, 1, 1));
        assert_eq!(Day::counted(2100, 2, 28).plus_days(1).date(), (2100, 3, 1));
    }

    #[test]
    fn what_is_no_known_day_is_refused() {
        for bad in [
            "1949-12-31",
            "2101-01-01",
            "2026-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-1-01",
            "2026/01/01",
            "2026-01-011",
            "+026-01-01",
            "",
            "2026-01-0é",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_clip_and_are_counted_from_the_start() {
        let on = |text| read(text).unwrap();
        assert_eq!(on("2026-01-31").plus_months(1), on("2026-02-28"));
        assert_eq!(on("2026-01-31").plus_months(3), on("2026-04-30"));
        assert_eq!(on("2026-05-31").plus_months(-3), on("2026-02-28"));
        assert_eq!(on("2024-02-29").plus_months(-36), on("2021-02-28"));
        assert_eq!(on("2026-12-31").plus_months(2), on("2027-02-28"));
    }
}
