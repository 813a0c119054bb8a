//! What a row of the rule table says, as far as an end is computed from it (rules.md §5), and which row that is. Counts nothing.

use super::calendar::Calendar;
use super::day::Day;
use super::rows::RULES;
use super::term::{Term, Unit};

/// A duty and its term.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// How it is counted in the plain form.
    pub term: Term,
    /// Whose free days move the end.
    pub calendar: Calendar,
    /// Its extended form, if it has one.
    pub extension: Option<Extension>,
    /// Which other numbers a practice may choose, both included.
    pub setting: Option<(u16, u16)>,
    /// Whether the clock may stand still.
    pub pausable: bool,
    /// First trigger day it governs.
    pub first_day: (i32, i32, i32),
    /// Whether it governs what was triggered before, too.
    pub and_before: bool,
}

/// The extended form of a rule: its length from the same start.
#[derive(Clone, Copy, Debug)]
pub struct Extension {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
    /// Whether notice of it must be sent before the plain form ends.
    pub notice: bool,
}

/// In which form a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the law begins.
    Plain,
    /// Extended once.
    Extended,
}

/// Any number above zero.
pub const ANY: (u16, u16) = (1, u16::MAX);

impl Rule {
    /// A row of the rule of that id.
    pub fn of(id: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.id == id)
    }

    /// The row of the same rule that governs what is triggered on `day`: of those that do the one with the latest first day, and
    /// if none does the earliest.
    pub fn governing(&self, day: Day) -> Option<&'static Self> {
        let rows = || RULES.iter().filter(|row| row.id == self.id);
        let governs = |row: &&Self| row.and_before || row.first() <= day;
        let latest = rows().filter(governs).max_by_key(|row| row.first());
        latest.or_else(|| rows().min_by_key(|row| row.first()))
    }

    fn first(&self) -> Day {
        let (year, month, day) = self.first_day;
        Day::counted(year, month, day)
    }

    /// A row without anything special.
    pub const fn new(
        id: &'static str,
        term: Term,
        calendar: Calendar,
        first_day: (i32, i32, i32),
    ) -> Self {
        let (extension, setting, pausable, and_before) = (None, None, false, false);
        Self { id, term, calendar, extension, setting, pausable, first_day, and_before }
    }

    /// With an extended form that needs notice.
    pub const fn extended(self, count: u16, unit: Unit) -> Self {
        Self { extension: Some(Extension { count, unit, notice: true }), ..self }
    }

    /// With an extended form that needs none.
    pub const fn extended_without_notice(self, count: u16, unit: Unit) -> Self {
        Self { extension: Some(Extension { count, unit, notice: false }), ..self }
    }

    /// With a number of the practice's choice.
    pub const fn set(self, bounds: (u16, u16)) -> Self {
        Self { setting: Some(bounds), ..self }
    }

    /// Stands still while the client's identity is asked for.
    pub const fn pausable(self) -> Self {
        Self { pausable: true, ..self }
    }

    /// Governs older triggers too.
    pub const fn and_before(self) -> Self {
        Self { and_before: true, ..self }
    }
}
