//! Invented cases with clocks as the law has them, folded into an agenda without any ledger.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::chain::StreamId;
use griffie::domain::Event;
use griffie::domain::clock::{Clocks, Event as ClockFact, Plan, When};
use griffie::law::{Book, RuleId};
use griffie::projection::agenda::Agenda;
use griffie::projection::cases::CaseRegister;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn on(text: &str) -> When {
    When::Day(day(text))
}

/// A case and its clocks so far.
#[derive(Clone, Debug)]
pub struct Case {
    pub stream: StreamId,
    pub register: CaseRegister,
    clocks: Clocks,
}

impl Case {
    pub fn new(register: CaseRegister, number: u32) -> Case {
        let mut bytes = [0xc0 + register as u8; 16];
        bytes[12..].copy_from_slice(&number.to_be_bytes());
        Case { stream: StreamId::from_bytes(bytes), register, clocks: Clocks::default() }
    }

    /// What its clocks do, as facts to be recorded.
    pub fn clocks(&mut self, decide: impl FnOnce(&mut Plan)) -> Vec<ClockFact> {
        let mut plan = Plan::new(Book::CURRENT, &self.clocks);
        decide(&mut plan);
        self.clocks = plan.clocks().clone();
        plan.into_events()
    }
}

/// An agenda and where its next record lies.
#[derive(Default)]
pub struct Folded {
    pub agenda: Agenda,
}

impl Folded {
    /// Records a fact of a case.
    pub fn happens(&mut self, case: &Case, event: &Event) {
        let position = self.agenda.next();
        let recorded_at = at("2026-11-02T08:30:00Z").timestamp_micros();
        self.agenda.apply(position, recorded_at, case.stream, case.register, event);
    }

    /// Records what a case's clocks do.
    pub fn record(&mut self, case: &mut Case, decide: impl FnOnce(&mut Plan)) {
        for fact in case.clocks(decide) {
            self.happens(case, &Event::Clock(Box::new(fact)));
        }
    }

    /// A new case with one clock and what stands beside it.
    pub fn started(
        &mut self,
        register: CaseRegister,
        number: u32,
        rule: RuleId,
        start: When,
    ) -> Case {
        let mut case = Case::new(register, number);
        self.record(&mut case, |plan| {
            plan.start(rule, start).unwrap();
        });
        case
    }
}
