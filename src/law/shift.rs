//! What a calendar does to the end of a term: the Atw (art. 1, 2, 4) and Regulation 1182/71
//! (art. 3(4), 3(5)). Knows no rules.

use super::{Calendar, Calendars, Length};
use chrono::NaiveDate;

const FORTNIGHT: i64 = 14;

/// The last day of a term that starts on `start` and by count ends on `nominal`. `None` beyond the
/// calendars.
pub(super) fn last_day(
    calendars: &Calendars<'_>,
    calendar: Calendar,
    length: Length,
    start: NaiveDate,
    nominal: NaiveDate,
) -> Option<NaiveDate> {
    let (covered, two_working_days) = match calendar {
        Calendar::Atw => (atw_covers(length), at_least(length, 3)),
        Calendar::Eu => (!matches!(length, Length::Hours(_)), at_least(length, 2)),
        // Working days have the calendar built in; nothing else moves.
        Calendar::Plain | Calendar::Work => (false, false),
    };
    if !covered {
        return Some(nominal);
    }
    let end = calendars.on_or_after(calendar, nominal)?;
    // No fortnight has fewer than two working days, so only short terms need the look.
    if two_working_days && (end - start).num_days() < FORTNIGHT {
        // Atw 2, Regulation 1182/71 art. 3(5): the second working day after the start at least.
        Some(end.max(calendars.nth_after(calendar, start, 2)?))
    } else {
        Some(end)
    }
}

/// Atw 4(a): not for hours, more than 90 days, 12 weeks or 3 months, nor for years.
pub(super) fn atw_covers(length: Length) -> bool {
    match length {
        Length::Days(n) => n <= 90,
        Length::Weeks(n) => n <= 12,
        Length::Months(n) => n <= 3,
        Length::Hours(_) | Length::Years(_) | Length::WorkingDays(_) => false,
    }
}

/// Whether a term is of at least so many days; weeks, months and years always are.
fn at_least(length: Length, days: u16) -> bool {
    match length {
        Length::Days(n) => n >= days,
        Length::Weeks(_) | Length::Months(_) | Length::Years(_) => true,
        Length::Hours(_) | Length::WorkingDays(_) => false,
    }
}
