//! What a rule is: one row of the rule table. Knows no dates but its first day in force.

mod id;
mod trigger;

pub use id::{RuleId, RuleName, UnknownRule};
pub use trigger::Trigger;

use super::{Calendar, Length, calendar::FIRST_DAY, period::Period};
use chrono::NaiveDate;

/// The newest revision of the rule table. A clock records the revision it used.
pub const TABLE_REVISION: u16 = 1;

/// Who can be held to a rule, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A Dutch act or order in council (wet, `AMvB`).
    Statute,
    /// A European regulation.
    Eu,
    /// The duty is in a Dutch act, its term comes from the AVG.
    StatuteAndEu,
    /// The duty is in a Dutch act, its number from the regulator.
    StatuteAndPolicy,
    /// A regulator's explanation of an open norm.
    Policy,
    /// An agreement, such as the municipal quality framework.
    Contract,
    /// A promise of the practice, such as its handbook.
    Promise,
    /// What the practice decided for itself within the law.
    OwnPolicy,
}

impl Basis {
    /// The label of `docs/rules.md`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statute => "STATUTE",
            Self::Eu => "EU",
            Self::StatuteAndEu => "STATUTE/EU",
            Self::StatuteAndPolicy => "STATUTE/POLICY",
            Self::Policy => "POLICY",
            Self::Contract => "CONTRACT",
            Self::Promise => "PROMISE",
            Self::OwnPolicy => "OWN-POLICY",
        }
    }
}

/// The act under which care is given; it decides which rules apply to what happens in that care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Regime {
    /// Medical treatment (BW 7:446–468, Wgbo; with it the Wkkgz).
    Wgbo,
    /// Municipal support (Wet maatschappelijke ondersteuning 2015).
    Wmo,
    /// Youth help (Jeugdwet).
    Jeugdwet,
}

impl Regime {
    /// All of them: what holds for every kind of care.
    pub const ALL: &'static [Self] = &[Self::Wgbo, Self::Wmo, Self::Jeugdwet];

    /// The name of the act.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wgbo => "WGBO",
            Self::Wmo => "WMO",
            Self::Jeugdwet => "JEUGDWET",
        }
    }
}

/// How a rule gets from its trigger to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Counted on from the trigger.
    After(Length),
    /// Counted on from 31 December of the trigger's year (book year).
    AfterBookYear(Length),
    /// Counted back from the trigger: the first day that is still good.
    Before(Length),
    /// At least once in each calendar period; ends with the period the trigger lies in.
    Each(Period),
    /// On the trigger's day at the latest: a date given by somebody else, or "before it starts".
    OnTheDay,
    /// Without delay (onverwijld), no number; the practice's own target in hours stands apart.
    WithoutDelay {
        /// Target hours after the trigger; a setting, never a legal end.
        target_hours: Option<u16>,
    },
    /// More than so many events within a length before each of them.
    MoreThan {
        /// Events that are still allowed.
        allowed: u16,
        /// The window, counted back from each event; its first day is not in it.
        within: Length,
    },
    /// A number of things or people, no time at all: from each number on, what it asks.
    Headcount(&'static [HeadcountStep]),
}

/// What a number of people or documents asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadcountStep {
    /// From this number on.
    pub from: u16,
    /// English.
    pub english: &'static str,
    /// Dutch.
    pub dutch: &'static str,
}

/// The longer form of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The whole term when extended, counted from the same trigger. Never added to a shifted end.
    pub whole: Length,
    /// Where the extension is found.
    pub article: &'static str,
    /// Whether notice must be given before the plain term ends.
    pub notice: bool,
    /// Another trigger, where the longer form starts from something else.
    pub trigger: Option<Trigger>,
}

/// Whether a practice may set another number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// No.
    Fixed,
    /// Yes, within these bounds, both included.
    Between(u16, u16),
    /// Yes, any number above zero: the rule itself has none.
    Free,
}

/// One row of the rule table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The rule.
    pub id: RuleId,
    /// Dutch name.
    pub dutch: &'static str,
    /// English name.
    pub english: &'static str,
    /// The field of a record in which the end is kept.
    pub field: &'static str,
    /// Where the rule is found.
    pub article: &'static str,
    /// Who can be held to it.
    pub basis: Basis,
    /// The regimes of care it belongs to.
    pub regimes: &'static [Regime],
    /// What starts it.
    pub trigger: Trigger,
    /// How the end is found.
    pub term: Term,
    /// What moves the end.
    pub calendar: Calendar,
    /// The longer form.
    pub extension: Option<Extension>,
    /// Whether the practice may set another number.
    pub setting: Setting,
    /// Whether the clock stands still while an identity question is open (AVG 12(6)).
    pub pausable: bool,
    /// Whether the end is that of a retention: destruction from the next day.
    pub retention: bool,
    /// The looser or tighter promise for the same duty.
    pub promise: Option<RuleId>,
    /// The rule that starts at this one's end when doubt remains.
    pub then: Option<RuleId>,
    /// The first trigger day the row governs, the first day in force.
    pub first_day: NaiveDate,
    /// Whether the row also governs what was triggered before (immediate effect).
    pub reaches_back: bool,
    /// The table revision that brought the row.
    pub revision: u16,
}

impl Rule {
    /// What most rows share; rows override it.
    pub(super) const COMMON: Self = Self {
        id: RuleId::AvgRequest,
        dutch: "",
        english: "",
        field: "",
        article: "",
        basis: Basis::Statute,
        regimes: Regime::ALL,
        trigger: Trigger::RequestReceived,
        term: Term::Headcount(&[]),
        calendar: Calendar::Plain,
        extension: None,
        setting: Setting::Fixed,
        pausable: false,
        retention: false,
        promise: None,
        then: None,
        first_day: FIRST_DAY,
        reaches_back: false,
        revision: 1,
    };

    /// Whether the row governs what was triggered on a day.
    pub fn governs(&self, trigger_day: NaiveDate) -> bool {
        self.reaches_back || self.first_day <= trigger_day
    }

    /// The length of the term, where it is a length.
    pub fn length(&self) -> Option<Length> {
        match self.term {
            Term::After(length) | Term::AfterBookYear(length) | Term::Before(length) => {
                Some(length)
            }
            _ => None,
        }
    }

    /// What a number of people or documents asks, where the rule is such a number.
    pub fn headcount(&self, number: u16) -> Option<&'static HeadcountStep> {
        let Term::Headcount(steps) = self.term else { return None };
        steps.iter().filter(|step| step.from <= number).max_by_key(|step| step.from)
    }

    /// Whether a later start can never give an earlier end, under this one row. True for every
    /// term that has an end in time.
    pub fn is_monotone(&self) -> bool {
        !matches!(
            self.term,
            Term::MoreThan { .. } | Term::Headcount(_) | Term::WithoutDelay { target_hours: None }
        )
    }
}
