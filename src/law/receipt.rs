//! When something sent counts as received, if nobody recorded the receipt. An assumption of the
//! practice, shown as such; a recorded receipt always wins.

use super::{Calendar, Calendars};
use chrono::NaiveDate;

/// How something was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// E-mail, portal, message: received the same day.
    Electronic,
    /// Post: received two working days later.
    Post,
}

/// The day of receipt that is assumed for something sent on a day; `None` beyond the calendars.
pub fn assumed_receipt(
    calendars: &Calendars<'_>,
    sent: NaiveDate,
    means: Means,
) -> Option<NaiveDate> {
    match means {
        Means::Electronic => Some(sent),
        Means::Post => calendars.nth_after(Calendar::Work, sent, 2),
    }
}
