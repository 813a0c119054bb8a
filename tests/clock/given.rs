//! The vocabulary: given clocks that were started, when this happens, then these ends.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::clock::{ClockRefusal, Clocks, Event, Plan, Running, Status, When};
use griffie::law::{Book, RuleId};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn on(text: &str) -> When {
    When::Day(day(text))
}

pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub fn at(text: &str) -> When {
    When::At(instant(text))
}

/// The clocks of one case, changed by plans and by nothing else.
pub struct Case {
    pub book: Book<'static>,
    pub clocks: Clocks,
    pub events: Vec<Event>,
}

pub fn case() -> Case {
    Case { book: Book::CURRENT, clocks: Clocks::default(), events: Vec::new() }
}

impl Case {
    /// Carries a plan out and records it.
    #[track_caller]
    pub fn plan<T>(
        &mut self,
        change: impl FnOnce(&mut Plan) -> Result<T, ClockRefusal>,
    ) -> &mut Case {
        let mut plan = Plan::new(self.book, &self.clocks);
        change(&mut plan).unwrap_or_else(|refusal| panic!("refused: {refusal}"));
        let planned = plan.clocks().clone();
        for event in plan.into_events() {
            self.clocks.evolve(&event);
            self.events.push(event);
        }
        assert_eq!(self.clocks, planned, "what was planned is what the records make");
        self
    }

    #[track_caller]
    pub fn refuses(
        &self,
        change: impl FnOnce(&mut Plan) -> Result<(), ClockRefusal>,
        reason: &str,
    ) -> ClockRefusal {
        let mut plan = Plan::new(self.book, &self.clocks);
        let refusal = change(&mut plan).expect_err("it was accepted");
        assert_eq!(refusal.reason(), reason);
        refusal
    }

    #[track_caller]
    pub fn started(rule: RuleId, start: When) -> Case {
        let mut case = case();
        case.plan(|plan| plan.start(rule, start));
        case
    }

    #[track_caller]
    pub fn clock(&self, rule: RuleId) -> &Running {
        self.clocks.newest(rule).expect("a clock of that rule")
    }

    #[track_caller]
    pub fn status(&self, rule: RuleId, now: &str) -> Status {
        self.clock(rule).status(instant(now))
    }

    #[track_caller]
    pub fn due(&self, rule: RuleId, expected: When) -> &Case {
        assert_eq!(self.clock(rule).due(), Some(expected));
        self
    }
}
