//! From a rule and a start to an end (rules.md §§2, 4, 6): counts, stands still, shifts; in that order, and shifts once.
//! Knows no record.

use super::calendar::Calendar;
use super::day::{Day, When, length_of_month};
use super::pause::Pauses;
use super::rule::{Form, Rule};

/// What a term is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Elapsed hours.
    Hours,
    /// Calendar days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Twelve months.
    Years,
    /// Days not free in calendar WORK.
    WorkingDays,
}

/// A stretch of the calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Three months.
    Quarter,
    /// Six months.
    HalfYear,
    /// Twelve months.
    Year,
}

/// How a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So much after the start.
    After(u16, Unit),
    /// So many years after 31 December of the start's year.
    AfterBookYear(u16),
    /// So much before the start.
    Back(u16, Unit),
    /// Once in each period.
    EachPeriod(Period),
    /// The start itself.
    ThatDay,
    /// No number; the practice's own target in hours.
    WithoutDelay(u16),
    /// A row of events.
    Events,
    /// A number of people or documents.
    Number,
}

/// What is asked of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// In which form.
    pub form: Form,
    /// From when.
    pub start: When,
    /// Another number than the row's, for the plain form.
    pub count: Option<u16>,
    /// How long it stood still.
    pub pauses: Pauses,
}

/// When a term ends. All `None` where there is neither end nor target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The day by count alone; `None` where the end is no day or is counted back.
    pub nominal: Option<Day>,
    /// The end; counted back, the first day that is good enough.
    pub due: Option<When>,
    /// The practice's own target where the law has no number.
    pub target: Option<When>,
}

const HOUR: i64 = 3_600_000_000;

impl Rule {
    /// The end, or `None` where the rule gives none for what is asked: a form it has not, a number it does not allow, a start it
    /// cannot count from, pauses that do not fit, days beyond the calendars.
    pub fn end(&self, asked: Asked) -> Option<End> {
        let day = Some(asked.start.day()).filter(|day| day.is_known())?;
        self.governing(day)?.end_from(day, asked)
    }

    /// The end by this very row.
    fn end_from(&self, day: Day, asked: Asked) -> Option<End> {
        let Asked { form, start, count, pauses } = asked;
        let term = self.term_asked(form, count)?;
        if !pauses.are_none() && !self.pausable {
            return None;
        }
        let on = |nominal, due| {
            Some(End { nominal: Some(nominal), due: Some(When::Day(due)), target: None })
        };
        match (term, start) {
            (Term::After(hours, Unit::Hours), When::Instant(start)) => {
                let due = Some(When::Instant(elapsed(start, hours)));
                Some(End { due, ..End::default() })
            }
            (Term::After(_, Unit::Hours), When::Day(_)) | (Term::Events | Term::Number, _) => None,
            (Term::After(n, Unit::WorkingDays), _) => {
                let due = Calendar::Work.open_after(day, n)?;
                on(due, due)
            }
            (Term::After(n, unit), _) => {
                let nominal = pauses.move_on(day, count_on(day, n.into(), unit))?;
                on(nominal, shift(self.calendar, n, unit, day, nominal)?)
            }
            (Term::AfterBookYear(years), _) => {
                let (year, _, _) = day.date();
                let due = Day::counted(year + i32::from(years), 12, 31);
                on(due, due)
            }
            (Term::Back(n, unit), _) => {
                let due = Some(When::Day(count_on(day, -i32::from(n), unit)));
                Some(End { due, ..End::default() })
            }
            (Term::EachPeriod(period), _) => {
                let due = last_day(period, day);
                on(due, due)
            }
            (Term::ThatDay, _) => on(day, day),
            (Term::WithoutDelay(hours), When::Instant(start)) => {
                let target = Some(When::Instant(elapsed(start, hours)));
                Some(End { target, ..End::default() })
            }
            (Term::WithoutDelay(_), When::Day(_)) => Some(End::default()),
        }
    }

    /// The term in the form that is asked. A number of the practice's choice is one of the plain form: what the law allows as
    /// extension stands in the row.
    fn term_asked(&self, form: Form, count: Option<u16>) -> Option<Term> {
        let allowed = |n| self.setting.is_some_and(|(least, most)| (least..=most).contains(&n));
        if count.is_some_and(|count| !allowed(count)) {
            return None;
        }
        if form == Form::Extended {
            let extension = self.extension?;
            return Some(match self.term {
                Term::AfterBookYear(_) => Term::AfterBookYear(extension.count),
                _ => Term::After(extension.count, extension.unit),
            });
        }
        Some(match (self.term, count) {
            (Term::After(_, unit), Some(n)) => Term::After(n, unit),
            (Term::AfterBookYear(_), Some(n)) => Term::AfterBookYear(n),
            (Term::Back(_, unit), Some(n)) => Term::Back(n, unit),
            (Term::WithoutDelay(_), Some(n)) => Term::WithoutDelay(n),
            (term, _) => term,
        })
    }
}

fn elapsed(start: i64, hours: u16) -> i64 {
    start.saturating_add(i64::from(hours) * HOUR)
}

/// The day so much on, or back. Hours and working days are counted elsewhere.
fn count_on(day: Day, n: i32, unit: Unit) -> Day {
    match unit {
        Unit::Weeks => day.plus_days(7 * n),
        Unit::Months => day.plus_months(n),
        Unit::Years => day.plus_months(12 * n),
        Unit::Days | Unit::Hours | Unit::WorkingDays => day.plus_days(n),
    }
}

/// What the calendar does to an end counted in days or more.
fn shift(calendar: Calendar, n: u16, unit: Unit, start: Day, nominal: Day) -> Option<Day> {
    let (covered, days_least) = match (calendar, unit) {
        (Calendar::Atw, Unit::Days) => (n <= 90, 3),
        (Calendar::Atw, Unit::Weeks) => (n <= 12, 0),
        (Calendar::Atw, Unit::Months) => (n <= 3, 0),
        (Calendar::Eu, Unit::Days) => (true, 2),
        (Calendar::Eu, _) => (true, 0),
        _ => (false, 0),
    };
    if !covered {
        return Some(nominal);
    }
    let open = calendar.next_open(nominal)?;
    // A short term shall hold two days on which something can be done.
    if n < days_least { Some(open) } else { Some(open.max(calendar.open_after(start, 2)?)) }
}

/// The last day of the period in which `day` lies.
fn last_day(period: Period, day: Day) -> Day {
    let (year, month, _) = day.date();
    let months = match period {
        Period::Quarter => 3,
        Period::HalfYear => 6,
        Period::Year => 12,
    };
    let last = (month + months - 1) / months * months;
    Day::counted(year, last, length_of_month(year, last))
}
