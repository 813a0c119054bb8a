//! The facts of clocks and every stored version of them (docs/format.md §7). Versions are added, never edited.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::when::When;
use crate::domain::facts::facts;
use crate::law::RuleId;

facts! {
    "A fact about a clock.";
    /// It started.
    Started = STARTED, "clock.started/1";
    /// Its start was entered wrongly; this is the right one.
    Corrected = CORRECTED, "clock.corrected/1";
    /// It got a later end.
    Extended = EXTENDED, "clock.extended/1";
    /// It stands still.
    Paused = PAUSED, "clock.paused/1";
    /// It runs again.
    Resumed = RESUMED, "clock.resumed/1";
    /// What it waited for happened.
    Met = MET, "clock.met/1";
    /// It ended without being met.
    Stopped = STOPPED, "clock.stopped/1";
}

impl Event {
    /// The clock it is about, by its number in the stream.
    pub fn clock(&self) -> u16 {
        match self {
            Event::Started(fact) => fact.clock,
            Event::Corrected(fact) => fact.clock,
            Event::Extended(fact) => fact.clock,
            Event::Paused(fact) => fact.clock,
            Event::Resumed(fact) => fact.clock,
            Event::Met(fact) => fact.clock,
            Event::Stopped(fact) => fact.clock,
        }
    }
}

/// A clock started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Started {
    /// Its number in the stream, from 0.
    pub clock: u16,
    /// The rule. Text, since a newer release may know more rules.
    pub rule: String,
    /// Revision of the rule table it was computed with.
    pub table: u16,
    /// Revision of the calendar it was computed with.
    pub calendar: u16,
    /// The practice's own number, where the rule lets it set one; of the plain form only.
    pub count: Option<u16>,
    /// The event that started it.
    pub start: When,
    /// The end by count alone.
    pub nominal: Option<NaiveDate>,
    /// The end; nothing for "without delay".
    pub due: Option<When>,
    /// The practice's own target where the rule has no number.
    pub target: Option<When>,
    /// The clock of the same duty that this one stands beside (law and promise).
    pub beside: Option<u16>,
}

impl Started {
    /// The rule, if this release knows it.
    pub fn rule_id(&self) -> Option<RuleId> {
        self.rule.parse().ok()
    }
}

/// A clock's start was corrected; the old end stays in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// The clock.
    pub clock: u16,
    /// Revision of the rule table.
    pub table: u16,
    /// Revision of the calendar.
    pub calendar: u16,
    /// The right start.
    pub start: When,
    /// The end by count alone.
    pub nominal: Option<NaiveDate>,
    /// The end.
    pub due: Option<When>,
    /// The practice's own target.
    pub target: Option<When>,
}

/// On what a later end rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The extension the rule itself has.
    Rule,
    /// The client's consent. The end of the law stays what it was.
    Consent,
    /// A date set by an authority.
    Authority,
}

/// A clock got a later end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// The clock.
    pub clock: u16,
    /// On what it rests.
    pub form: Form,
    /// The day on which notice of it was sent, where the rule asks for notice.
    pub notice: Option<NaiveDate>,
    /// The end by count alone; only of the rule's own form.
    pub nominal: Option<NaiveDate>,
    /// The later end.
    pub due: When,
}

/// A clock stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paused {
    /// The clock.
    pub clock: u16,
    /// The day on which the question was asked.
    pub from: NaiveDate,
}

/// A clock runs again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resumed {
    /// The clock.
    pub clock: u16,
    /// The day of the answer.
    pub until: NaiveDate,
    /// The end by count alone, the pauses included.
    pub nominal: NaiveDate,
    /// The end.
    pub due: When,
}

/// What a clock waited for happened; late or not is derived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Met {
    /// The clock.
    pub clock: u16,
    /// When it was received, or done.
    pub on: When,
    /// Whether receipt is assumed from the day of sending.
    pub assumed: bool,
}

/// Why a clock ended without being met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The matter was withdrawn.
    Withdrawn,
    /// The matter was settled.
    Settled,
    /// The duty turned out not to exist.
    NotApplicable,
    /// Another clock took its place.
    Replaced,
    /// What started it never happened.
    RecordedInError,
}

/// A clock ended without being met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// The clock.
    pub clock: u16,
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: StopReason,
}
