//! Ages by the calendar: a birthday begins at local midnight. Knows no rights.

use chrono::{Datelike, NaiveDate};

/// The lines the law draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgeBand {
    /// Younger than 12.
    Under12,
    /// 12 through 15.
    From12To15,
    /// 16 and 17.
    From16To17,
    /// 18 and older.
    Adult,
}

/// The age on a day, in whole years; `None` before birth.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    if day < birth {
        return None;
    }
    let years = u32::try_from(day.year() - birth.year()).ok()?;
    // The birthday of this year is still to come.
    if birthday(birth, day.year())? > day { years.checked_sub(1) } else { Some(years) }
}

/// The band of ages on a day; `None` before birth.
pub fn age_band_on(birth: NaiveDate, day: NaiveDate) -> Option<AgeBand> {
    Some(match age_on(birth, day)? {
        0..12 => AgeBand::Under12,
        12..16 => AgeBand::From12To15,
        16..18 => AgeBand::From16To17,
        _ => AgeBand::Adult,
    })
}

/// The birthday in a year. Whoever was born on 29 February has it on 1 March in a common year.
fn birthday(birth: NaiveDate, year: i32) -> Option<NaiveDate> {
    birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}
