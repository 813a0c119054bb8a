//! Lengths of time and how they are counted on and back. Knows no calendar of free days, except
//! that working days are the caller's business.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A length as a rule states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Elapsed hours, whatever the wall clock does.
    Hours(u16),
    /// Calendar days.
    Days(u16),
    /// Working days (werkdagen), by the calendar of the rule.
    WorkingDays(u16),
    /// Weeks of seven days.
    Weeks(u16),
    /// Calendar months, clipped to the last day of a shorter month.
    Months(u16),
    /// Calendar years; 29 February becomes 28 February in a common year.
    Years(u16),
}

impl Length {
    /// The day this length after `start`, which is day 0 and not counted. Always from the start
    /// itself: chaining months would drift (31 January, 28 February, 28 March).
    ///
    /// `None` for hours and working days, which need an instant or a calendar, and for a day
    /// beyond what a date can hold.
    pub fn after(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(n) => start.checked_add_days(Days::new(n.into())),
            Self::Weeks(n) => start.checked_add_days(Days::new(u64::from(n) * 7)),
            Self::Months(n) => start.checked_add_months(Months::new(n.into())),
            Self::Years(n) => start.checked_add_months(Months::new(u32::from(n) * 12)),
            Self::Hours(_) | Self::WorkingDays(_) => None,
        }
    }

    /// The day this length before `start`, clipped in the same way (31 May less three months is
    /// 28 or 29 February). `None` as for [`Length::after`].
    pub fn before(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(n) => start.checked_sub_days(Days::new(n.into())),
            Self::Weeks(n) => start.checked_sub_days(Days::new(u64::from(n) * 7)),
            Self::Months(n) => start.checked_sub_months(Months::new(n.into())),
            Self::Years(n) => start.checked_sub_months(Months::new(u32::from(n) * 12)),
            Self::Hours(_) | Self::WorkingDays(_) => None,
        }
    }

    /// How many units.
    pub fn count(self) -> u16 {
        match self {
            Self::Hours(n)
            | Self::Days(n)
            | Self::WorkingDays(n)
            | Self::Weeks(n)
            | Self::Months(n)
            | Self::Years(n) => n,
        }
    }

    /// The same unit with another number.
    #[must_use]
    pub fn with_count(self, n: u16) -> Self {
        match self {
            Self::Hours(_) => Self::Hours(n),
            Self::Days(_) => Self::Days(n),
            Self::WorkingDays(_) => Self::WorkingDays(n),
            Self::Weeks(_) => Self::Weeks(n),
            Self::Months(_) => Self::Months(n),
            Self::Years(_) => Self::Years(n),
        }
    }

    /// The unit as `docs/rules.md` writes it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Hours(_) => "hours",
            Self::Days(_) => "days",
            Self::WorkingDays(_) => "working days",
            Self::Weeks(_) => "weeks",
            Self::Months(_) => "months",
            Self::Years(_) => "years",
        }
    }
}

/// A calendar period in which something must be done at least once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// January–March, April–June, July–September, October–December.
    Quarter,
    /// 1 January–30 June, 1 July–31 December.
    HalfYear,
    /// 1 January–31 December.
    Year,
}

impl Period {
    /// The last day of the period in which `day` lies. `None` only beyond what a date can hold.
    pub fn last_day(self, day: NaiveDate) -> Option<NaiveDate> {
        let months = self.months();
        let last_month = day.month0() / months * months + months;
        NaiveDate::from_ymd_opt(day.year(), last_month, 1)?
            .checked_add_months(Months::new(1))?
            .pred_opt()
    }

    fn months(self) -> u32 {
        match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// The last day of the book year (boekjaar) in which `day` lies: 31 December, the calendar year.
pub fn end_of_book_year(day: NaiveDate) -> Option<NaiveDate> {
    Period::Year.last_day(day)
}
