//! What the law asks, recomputed: rules, calendars and the arithmetic of terms, typed from `docs/rules.md` alone.
//! Shares nothing with the program that set the clocks; knows no record and no bundle.

mod amsterdam;
mod calendar;
mod day;
#[cfg(test)]
mod documented;
mod pause;
mod rows;
mod rule;
mod term;
#[cfg(test)]
mod worked;

pub use day::{Day, When, five_years_later};
pub use pause::Pauses;
pub use rule::{Form, Rule};
pub use term::{Asked, End};

/// The revision of the rule table this auditor has.
pub const TABLE_REVISION: u16 = 1;
/// The revision of the calendars this auditor has.
pub const CALENDAR_REVISION: u16 = 1;
