//! The clocks of Europe/Amsterdam since 1950: an hour ahead of UTC, two in summer. Before that they differed otherwise, and no
//! start that old is known.

use super::day::Day;

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// The day on which an instant falls, in microseconds UTC.
pub fn day_of(instant: i64) -> Day {
    let day = |instant: i64| {
        Day::since_1970(i32::try_from(instant.div_euclid(DAY)).unwrap_or(i32::MAX / 2))
    };
    // Summer time changes at 01:00 UTC, far from any turn of the year, so the UTC day tells the year.
    let utc = day(instant);
    let (year, _, _) = utc.date();
    let since_midnight = instant.rem_euclid(DAY);
    let has_come = |change: Day| utc > change || (utc == change && since_midnight >= HOUR);
    let summer = summer_of(year).is_some_and(|(begin, end)| has_come(begin) && !has_come(end));
    day(instant.saturating_add(if summer { 2 * HOUR } else { HOUR }))
}

/// The days on which summer time begins and ends in a year; there was none from 1950 through 1976.
fn summer_of(year: i32) -> Option<(Day, Day)> {
    let begin = match year {
        ..1977 => return None,
        1977..=1980 => sunday_until(year, 4, 7),
        _ => sunday_until(year, 3, 31),
    };
    let end = match year {
        1978 => Day::counted(1978, 10, 1),
        ..1996 => sunday_until(year, 9, 30),
        _ => sunday_until(year, 10, 31),
    };
    Some((begin, end))
}

/// The last Sunday of a month that is not after `day`.
fn sunday_until(year: i32, month: i32, day: i32) -> Day {
    let day = Day::counted(year, month, day);
    day.plus_days(-((day.weekday() + 1) % 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last instant before and the first instant of a local day, which lies that many hours before midnight UTC.
    #[track_caller]
    fn begins(date: (i32, i32, i32), hours: i64) {
        let day = Day::counted(date.0, date.1, date.2);
        let midnight = i64::from(day.days_since(Day::since_1970(0))) * DAY - hours * HOUR;
        assert_eq!(day_of(midnight), day, "{date:?}");
        assert_eq!(day_of(midnight - 1), day.plus_days(-1), "{date:?}");
    }

    #[test]
    fn a_day_begins_one_hour_before_utc_or_two_in_summer() {
        begins((1950, 1, 1), 1);
        begins((1976, 7, 1), 1);
        for (first, then) in [
            ((1977, 4, 3), (1977, 9, 25)),
            ((1978, 4, 2), (1978, 10, 1)),
            ((1980, 4, 6), (1980, 9, 28)),
            ((1981, 3, 29), (1981, 9, 27)),
            ((1995, 3, 26), (1995, 9, 24)),
            ((1996, 3, 31), (1996, 10, 27)),
            ((2026, 3, 29), (2026, 10, 25)),
            ((2100, 3, 28), (2100, 10, 31)),
        ] {
            let next = |(year, month, day)| Day::counted(year, month, day).plus_days(1).date();
            begins(first, 1);
            begins(next(first), 2);
            begins(then, 2);
            begins(next(then), 1);
        }
    }

    #[test]
    fn instants_far_outside_have_a_day_too() {
        assert!(day_of(-(1 << 53)) < Day::FIRST);
        assert!(day_of((1 << 53) - 1) > Day::LAST);
        assert!(day_of(i64::MAX) > Day::LAST && day_of(i64::MIN) < Day::FIRST);
    }
}
