//! A case of any register as the agenda and the figures see it: its clocks, the days and kinds it is counted by. No names, no
//! content: of a fact only days and words of closed lists are kept.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::chain::StreamId;
use crate::domain::clock::{Clocks, Running, Status};
use crate::domain::measure::WrongDay;
use crate::domain::measure::event::Event as MeasureFact;
use crate::domain::provenance::local_day;
use crate::domain::{Event, clock, measure};

use super::kind_words::{self, Beginning};

/// The number under which the task of a measure stands among the duties of its case; no clock ever gets it.
pub const TASK: u16 = u16::MAX;

/// The register a case belongs to: that of its stream's first record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseRegister {
    /// Complaints.
    Complaint,
    /// Breaches of personal data.
    Breach,
    /// Incidents.
    Incident,
    /// Measures.
    Measure,
    /// Requests of clients.
    Request,
}

impl CaseRegister {
    /// Every register.
    pub const ALL: &'static [CaseRegister] = &[
        CaseRegister::Complaint,
        CaseRegister::Breach,
        CaseRegister::Incident,
        CaseRegister::Measure,
        CaseRegister::Request,
    ];

    /// The register of cases that begin with a record of this kind.
    pub fn of_kind(kind: &str) -> Option<CaseRegister> {
        CaseRegister::ALL.iter().copied().find(|register| kind.starts_with(register.prefix()))
    }

    /// With what the kinds of its facts begin.
    pub const fn prefix(self) -> &'static str {
        match self {
            CaseRegister::Complaint => "complaint.",
            CaseRegister::Breach => "breach.",
            CaseRegister::Incident => "incident.",
            CaseRegister::Measure => "measure.",
            CaseRegister::Request => "request.",
        }
    }
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its stream.
    pub stream: StreamId,
    /// Where it belongs.
    pub register: CaseRegister,
    /// Its clocks.
    pub clocks: Clocks,
    /// What is to be done about a deviation, if it is a measure.
    pub task: Option<Task>,
    /// When its last fact was recorded, microseconds UTC.
    pub changed_at: i64,
    kinds: Vec<&'static str>,
    dismissed: bool,
    beginnings: BTreeMap<Beginning, NaiveDate>,
    first_recorded_on: NaiveDate,
}

/// A measure that is to be carried out before the end of a day: the practice's own plan, and no clock of any rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// That day.
    pub due: NaiveDate,
    /// How often it was planned otherwise.
    pub revisions: u32,
    /// The day on which it was carried out.
    pub done: Option<NaiveDate>,
    /// Whether it was given up before that.
    pub given_up: bool,
}

impl Task {
    /// How it looks at a moment.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        match self.done {
            Some(done) if done > self.due => Status::Missed,
            Some(_) => Status::Met,
            None if self.given_up => Status::Stopped,
            None if local_day(now) > self.due => Status::Overdue,
            None => Status::Due,
        }
    }
}

impl Case {
    /// A case of which nothing is known but its first record's time.
    pub fn new(stream: StreamId, register: CaseRegister, recorded_at: i64) -> Case {
        let at = DateTime::from_timestamp_micros(recorded_at).unwrap_or_default();
        Case {
            stream,
            register,
            clocks: Clocks::default(),
            task: None,
            changed_at: recorded_at,
            kinds: Vec::new(),
            dismissed: false,
            beginnings: BTreeMap::new(),
            first_recorded_on: local_day(at),
        }
    }

    /// The day it is counted under: on which it began, by its own word, else by its first clock, else by its first record.
    pub fn opened_on(&self) -> NaiveDate {
        let by_clock = || self.clocks.get(0).map(|clock| clock.started.start.day());
        self.beginnings.values().min().copied().or_else(by_clock).unwrap_or(self.first_recorded_on)
    }

    /// Applies a recorded fact.
    pub fn evolve(&mut self, recorded_at: i64, event: &Event) {
        self.changed_at = recorded_at;
        match event {
            Event::Clock(fact) => self.clocks.evolve(fact),
            Event::Measure(fact) => self.plan(fact),
            _ => {}
        }
        let told = kind_words::told(event);
        self.beginnings.extend(told.began);
        if let Some(kinds) = told.kinds {
            self.kinds = kinds;
        }
        self.dismissed = told.dismissed.unwrap_or(self.dismissed);
    }

    /// The words it is counted by.
    pub fn kinds(&self) -> &[&'static str] {
        if self.dismissed { &[kind_words::DISMISSED] } else { &self.kinds }
    }

    fn plan(&mut self, fact: &measure::Event) {
        if let MeasureFact::Opened(opened) = fact {
            let due = opened.plan.due;
            self.task = Some(Task { due, revisions: 0, done: None, given_up: false });
        }
        let Some(task) = &mut self.task else { return };
        match fact {
            MeasureFact::Revised(revised) => {
                task.due = revised.plan.due;
                task.revisions += 1;
            }
            MeasureFact::CarriedOut(fact) => task.done = Some(fact.provenance.happened.last_day()),
            MeasureFact::Corrected(fact) if fact.which == WrongDay::CarriedOut => {
                task.done = Some(fact.day);
            }
            MeasureFact::Withdrawn(_) => task.given_up = true,
            _ => {}
        }
    }

    /// The duty a fact is about, once it was applied.
    pub fn duty_of(&self, event: &Event) -> Option<u16> {
        match event {
            Event::Clock(fact) => self.duty_of_clock(fact),
            Event::Measure(_) => self.task.map(|_| TASK),
            _ => None,
        }
    }

    /// The number of the duty a clock's fact is about; known before the fact is applied as well.
    fn duty_of_clock(&self, fact: &clock::Event) -> Option<u16> {
        match fact {
            clock::Event::Started(started) => Some(started.beside.unwrap_or(started.clock)),
            other => self.clocks.get(other.clock()).map(Running::duty),
        }
    }

    /// The clocks of one duty: what the law asks first, what was promised beside it.
    pub fn clocks_of(&self, duty: u16) -> impl Iterator<Item = &Running> {
        self.clocks.iter().filter(move |clock| clock.duty() == duty)
    }
}
