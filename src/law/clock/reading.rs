//! What a computed clock tells: its last day, its instant, and what stands beside it (notice,
//! promise, destruction, warnings). Counts nothing itself.

use super::{Clock, End};
use crate::law::rule::{Basis, RuleName, Term};
use crate::law::{Calendar, Start, moment, shift};
use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};

/// What a reader of an end should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The decree days of the year of the end are not known here, so the end may still move on.
    DecreeDaysUnknown {
        /// The end.
        due: NaiveDate,
    },
    /// The start lies before the rule was in force; counted as if it had been.
    BeforeFirstDay {
        /// The first day in force.
        first_day: NaiveDate,
    },
}

impl Warning {
    /// A stable name, part of the public contract.
    pub fn label(self) -> &'static str {
        match self {
            Self::DecreeDaysUnknown { .. } => "DECREE_DAYS_UNKNOWN",
            Self::BeforeFirstDay { .. } => "BEFORE_FIRST_DAY",
        }
    }
}

impl Clock<'_> {
    /// The name of the rule in the form that was asked.
    pub fn name(&self) -> RuleName {
        RuleName { id: self.rule.id, extended: self.extended }
    }

    /// The last local day on which the duty is still met in time; for hours, the day the end
    /// falls on. `None` where there is no end, or it was counted back.
    pub fn due_day(&self) -> Option<NaiveDate> {
        match self.end {
            End::Day { due, .. } => Some(due),
            End::Moment { due } => Some(moment::local_day(due)),
            End::Earliest { .. } | End::NoNumber { .. } => None,
        }
    }

    /// The first instant that is too late.
    pub fn end_utc_exclusive(&self) -> Option<DateTime<Utc>> {
        match self.end {
            End::Day { due, .. } => Some(moment::end_of_day(due)),
            End::Moment { due } => Some(due),
            End::Earliest { .. } | End::NoNumber { .. } => None,
        }
    }

    /// The last day on which notice of the extension can be given: the end of the plain term.
    /// Only for an extended clock whose rule asks for notice, in the numbers of the row; where
    /// pauses or settings play, the plain clock itself has the answer.
    pub fn notice_latest(&self) -> Option<NaiveDate> {
        let extension = self.rule.extension.filter(|_| self.extended)?;
        let plain = || self.book.clock(self.rule.id, self.start).ok()?.due_day();
        let as_in_row = self.paused_days == 0 && self.length == Some(extension.whole);
        if extension.notice && as_in_row { plain() } else { None }
    }

    /// The first day on which what was retained may, and should, be destroyed.
    pub fn destroy_from(&self) -> Option<NaiveDate> {
        if self.rule.retention { self.due_day()?.succ_opt() } else { None }
    }

    /// The end the practice promised for the same duty, where it differs from this rule.
    pub fn promised(&self) -> Option<NaiveDate> {
        self.book.clock(self.rule.promise?, self.start).ok()?.due_day()
    }

    /// The working date: the earlier of the rule's end and the promised one.
    pub fn working_day(&self) -> Option<NaiveDate> {
        let due = self.due_day()?;
        Some(self.promised().map_or(due, |promised| promised.min(due)))
    }

    /// The end of the rule that follows when doubt remains at this one's end.
    pub fn then_due(&self) -> Option<NaiveDate> {
        self.book.clock(self.rule.then?, Start::Day(self.due_day()?)).ok()?.due_day()
    }

    /// The latest end by the softer reading of Regulation 1182/71, which lets European hours begin
    /// with the next full hour. A remark, never the deadline.
    pub fn latest_reading_1182_71(&self) -> Option<DateTime<Utc>> {
        match (self.rule.basis, self.end) {
            (Basis::Eu, End::Moment { due }) => {
                let hour = due.with_minute(0)?.with_second(0)?.with_nanosecond(0)?;
                Some(hour + TimeDelta::hours(1))
            }
            _ => None,
        }
    }

    /// The end of the period after this one, for what is done once in each.
    pub fn next_due(&self) -> Option<NaiveDate> {
        match self.rule.term {
            Term::Each(period) => period.last_day(self.due_day()?.succ_opt()?),
            _ => None,
        }
    }

    /// What a reader of the end should know.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if !self.rule.governs(self.start.local_day()) {
            warnings.push(Warning::BeforeFirstDay { first_day: self.rule.first_day });
        }
        let atw = self.rule.calendar == Calendar::Atw && self.length.is_some_and(shift::atw_covers);
        if let End::Day { nominal, due } = self.end {
            let calendars = &self.book.calendars;
            let known = calendars.knows_decree_days(nominal) && calendars.knows_decree_days(due);
            if atw && !known {
                warnings.push(Warning::DecreeDaysUnknown { due });
            }
        }
        warnings
    }
}
