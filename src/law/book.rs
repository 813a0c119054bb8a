//! The rule book: rule rows and calendar rows of one edition, and the row that governs a day.

use super::calendar::CALENDAR_REVISION;
use super::rows::TABLES;
use super::rule::{Rule, RuleId, TABLE_REVISION};
use super::{Calendar, Calendars, FreeDay};
use chrono::NaiveDate;

/// Rules and calendars as they stood at a pair of revisions. What a clock recorded can be
/// recomputed with the book it was computed with, however often the tables were amended since.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// Rows of rules; the order among files does not matter.
    pub tables: &'a [&'a [Rule]],
    /// Rows of free days.
    pub calendars: Calendars<'a>,
    /// Rule rows of a later revision are not looked at.
    pub revision: u16,
}

impl Book<'static> {
    /// The book as it stands now.
    pub const CURRENT: Self =
        Self { tables: TABLES, calendars: Calendars::CURRENT, revision: TABLE_REVISION };

    /// The book of a pair of revisions; `None` for one this program does not know.
    pub fn at(table: u16, calendar: u16) -> Option<Self> {
        let known =
            (1..=TABLE_REVISION).contains(&table) && (1..=CALENDAR_REVISION).contains(&calendar);
        let calendars = Calendars { revision: calendar, ..Calendars::CURRENT };
        known.then_some(Self { tables: TABLES, calendars, revision: table })
    }
}

impl<'a> Book<'a> {
    /// All rows of this edition.
    pub fn rules(&self) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let revision = self.revision;
        self.tables.iter().flat_map(|rows| rows.iter()).filter(move |row| row.revision <= revision)
    }

    /// The row that governs what was triggered on a day: of the rows in force, the last. Before
    /// the first row of a rule was in force that first row is given, for whoever must know an
    /// old date; [`Rule::governs`] tells.
    ///
    /// `None` only if the book has no row for the rule, which the table's own test excludes.
    pub fn rule(&self, id: RuleId, trigger_day: NaiveDate) -> Option<&'a Rule> {
        let mut chosen: Option<&'a Rule> = None;
        for row in self.rules().filter(|row| row.id == id) {
            chosen = Some(match chosen {
                None => row,
                Some(best) => match (best.governs(trigger_day), row.governs(trigger_day)) {
                    (true, true) if later(row, best) => row,
                    (false, true) => row,
                    (false, false) if later(best, row) => row,
                    _ => best,
                },
            });
        }
        chosen
    }

    /// Why a day is free in a calendar.
    pub fn free_day(&self, calendar: Calendar, day: NaiveDate) -> Option<FreeDay> {
        self.calendars.free_day(calendar, day)
    }
}

/// Whether `row` was in force later than `other`; of the same day, the later revision.
fn later(row: &Rule, other: &Rule) -> bool {
    (row.first_day, row.revision) > (other.first_day, other.revision)
}
