//! Days equated with a holiday by royal decree (Atw 3(3)), and the years for which they are known.
//! A new decree adds rows with the next calendar revision; a row is never edited.

use super::day;
use chrono::NaiveDate;

/// A day that a royal decree equates with a holiday. It counts for the Atw alone.
#[derive(Clone, Copy, Debug)]
pub struct DecreeDay {
    /// The day.
    pub day: NaiveDate,
    /// The calendar revision that brought the row.
    pub revision: u16,
}

/// Years for which the decree days are known to be complete. An Atw term that ends outside carries
/// a warning.
#[derive(Clone, Copy, Debug)]
pub struct DecreeCoverage {
    /// First year covered.
    pub first_year: i32,
    /// Last year covered ("valid through" its 31 December).
    pub valid_through: i32,
    /// The calendar revision that brought the row.
    pub revision: u16,
}

/// Years covered.
pub const DECREE_COVERAGE: &[DecreeCoverage] = &[
    DecreeCoverage { first_year: 2017, valid_through: 2019, revision: 1 },
    DecreeCoverage { first_year: 2023, valid_through: 2025, revision: 1 },
    DecreeCoverage { first_year: 2026, valid_through: 2028, revision: 1 },
];

/// The days.
pub const DECREE_DAYS: &[DecreeDay] = &[
    decree(2017, 4, 28),
    decree(2017, 5, 26),
    decree(2018, 5, 11),
    decree(2018, 12, 24),
    decree(2018, 12, 31),
    decree(2019, 5, 31),
    decree(2019, 12, 27),
    decree(2023, 4, 28),
    decree(2023, 5, 19),
    decree(2024, 5, 10),
    decree(2024, 12, 27),
    decree(2025, 5, 30),
    decree(2026, 1, 2),
    decree(2026, 5, 15),
    decree(2027, 5, 7),
    decree(2028, 4, 28),
    decree(2028, 5, 26),
];

const fn decree(year: i32, month: u32, date: u32) -> DecreeDay {
    DecreeDay { day: day(year, month, date), revision: 1 }
}
