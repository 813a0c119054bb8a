//! What one record says of a clock: its members, as format.md §7 lists them. Judges their form alone.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

use crate::finding::Code;
use crate::kind::ClockKind;
use crate::law::{Day, Rule, When};

/// A record's statement about a clock of its stream.
#[derive(Clone, Copy, Debug)]
pub enum Statement {
    /// It began to run.
    Started(Started),
    /// It began at another moment than was thought.
    Corrected(Corrected),
    /// Its end was moved.
    Extended(Extended),
    /// It stands still.
    Paused(Paused),
    /// It runs on.
    Resumed(Resumed),
    /// What it asks for was done.
    Met(Met),
    /// It counts no longer.
    Stopped(Stopped),
}

/// A start and the ends told with it, by the tables of some revision.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Told {
    /// The clock's number in its stream.
    pub clock: u16,
    /// Revision of the rule table.
    pub table: u16,
    /// Revision of the calendars.
    pub calendar: u16,
    /// When it started.
    pub start: When,
    /// The day by count alone.
    pub nominal: Option<Day>,
    /// The end.
    pub due: Option<When>,
    /// The practice's own target.
    pub target: Option<When>,
}

/// `clock.started/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Started {
    /// The rule, if this auditor's table has it.
    #[serde(deserialize_with = "rule")]
    pub rule: Option<&'static Rule>,
    /// A number of the practice's choice.
    pub count: Option<u16>,
    /// An earlier clock for the same duty.
    pub beside: Option<u16>,
    /// Start and ends.
    #[serde(flatten)]
    pub told: Told,
}

/// `clock.corrected/1`
pub type Corrected = Told;

/// `clock.extended/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Extended {
    /// The clock's number in its stream.
    pub clock: u16,
    /// Who moved the end.
    pub form: Extending,
    /// The day notice was sent.
    pub notice: Option<Day>,
    /// The day by count alone.
    pub nominal: Option<Day>,
    /// The end.
    pub due: When,
}

/// Who moved an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extending {
    /// The rule, in its extended form.
    Rule,
    /// The client agreed.
    Consent,
    /// An authority set the date.
    Authority,
}

/// `clock.paused/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Paused {
    /// The clock's number in its stream.
    pub clock: u16,
    /// The day of the question.
    pub from: Day,
}

/// `clock.resumed/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Resumed {
    /// The clock's number in its stream.
    pub clock: u16,
    /// The day of the answer.
    pub until: Day,
    /// The day by count alone, moved on.
    pub nominal: Day,
    /// The end.
    pub due: When,
}

/// `clock.met/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Met {
    /// The clock's number in its stream.
    pub clock: u16,
    #[serde(rename = "on")]
    _on: When,
    #[serde(rename = "assumed")]
    _assumed: bool,
}

/// `clock.stopped/1`
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Stopped {
    /// The clock's number in its stream.
    pub clock: u16,
    #[serde(rename = "on")]
    _on: Day,
    /// Why.
    pub reason: StopReason,
}

/// Why a clock counts no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The request or complaint was withdrawn.
    Withdrawn,
    /// It was settled otherwise.
    Settled,
    /// The duty turned out not to apply.
    NotApplicable,
    /// Another clock took its place.
    Replaced,
    /// There never was such a clock.
    RecordedInError,
}

impl Statement {
    /// Reads the payload of a record of that kind, which is known to be I-JSON.
    pub fn read(payload: &[u8], kind: ClockKind) -> Result<Self, Code> {
        Ok(match kind {
            ClockKind::Started => Self::Started(read(payload, &STARTED)?),
            ClockKind::Corrected => Self::Corrected(read(payload, &CORRECTED)?),
            ClockKind::Extended => {
                Self::Extended(read(payload, &["clock", "form", "notice", "nominal", "due"])?)
            }
            ClockKind::Paused => Self::Paused(read(payload, &["clock", "from"])?),
            ClockKind::Resumed => {
                Self::Resumed(read(payload, &["clock", "until", "nominal", "due"])?)
            }
            ClockKind::Met => Self::Met(read(payload, &["clock", "on", "assumed"])?),
            ClockKind::Stopped => Self::Stopped(read(payload, &["clock", "on", "reason"])?),
        })
    }

    /// The number of the clock it is about.
    pub fn clock(&self) -> u16 {
        match self {
            Self::Started(started) => started.told.clock,
            Self::Corrected(told) => told.clock,
            Self::Extended(extended) => extended.clock,
            Self::Paused(paused) => paused.clock,
            Self::Resumed(resumed) => resumed.clock,
            Self::Met(met) => met.clock,
            Self::Stopped(stopped) => stopped.clock,
        }
    }
}

#[rustfmt::skip]
const STARTED: [&str; 10] =
    ["clock", "rule", "table", "calendar", "count", "start", "nominal", "due", "target", "beside"];
const CORRECTED: [&str; 7] = ["clock", "table", "calendar", "start", "nominal", "due", "target"];

/// An object with exactly these members, each in its form. The members are compared first: a reader of options would take an
/// absent one for `null`.
fn read<T: DeserializeOwned>(payload: &[u8], members: &[&str]) -> Result<T, Code> {
    let object: Map<String, Value> =
        serde_json::from_slice(payload).map_err(|_| Code::OpenPayloadMalformed)?;
    let whole = object.len() == members.len();
    if !whole || !members.iter().all(|member| object.contains_key(*member)) {
        return Err(Code::OpenPayloadMalformed);
    }
    serde_json::from_value(Value::Object(object)).map_err(|_| Code::ClockMalformed)
}

/// A rule by its id. An id that only another table may have is kept as none, whatever its length.
fn rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static Rule>, D::Error> {
    String::deserialize(deserializer).map(|id| Rule::of(&id))
}
