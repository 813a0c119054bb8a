//! The vocabulary of the specification: given what was done, when this is asked, then that is recorded, and the clocks stand so.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Amsterdam;
use griffie::domain::Context;
use griffie::domain::breach::{Command, Event, Missing, Refusal, State, decide, evolve};
use griffie::domain::clock::{Clocks, Running, When};

use crate::sample::*;

/// When everything is entered, unless a story says otherwise.
pub const NOW: &str = "2026-12-31T12:00:00+01:00";

#[derive(Clone, Default)]
pub struct Given {
    pub state: State,
    pub clocks: Clocks,
    pub facts: Vec<Event>,
}

pub struct Then {
    given: Given,
    outcome: Result<Given, Refusal>,
}

/// What was done, every bit of it let in.
#[track_caller]
pub fn given(commands: impl IntoIterator<Item = Command>) -> Given {
    commands.into_iter().fold(Given::default(), |given, command| given.when(command).accepted())
}

impl Given {
    pub fn when(self, command: Command) -> Then {
        self.when_at(NOW, command)
    }

    pub fn when_at(self, now: &str, command: Command) -> Then {
        let context = Context::at(instant(now));
        let outcome = decide(&self.state, &self.clocks, command, &context).map(|decided| {
            let mut after = self.clone();
            decided.facts.iter().for_each(|fact| evolve(&mut after.state, fact));
            decided.clocks.iter().for_each(|fact| after.clocks.evolve(fact));
            after.facts.extend(decided.facts);
            after
        });
        Then { given: self, outcome }
    }

    /// The clocks as lines: rule, start, end or target, and how each stands at a moment.
    pub fn clocks_at(&self, now: &str) -> Vec<String> {
        self.clocks.iter().map(|clock| told(clock, instant(now))).collect()
    }

    #[track_caller]
    pub fn clocks_stand<const N: usize>(self, now: &str, expected: [&str; N]) -> Given {
        assert_eq!(self.clocks_at(now), expected);
        self
    }

    /// What is missing before it may be closed.
    pub fn missing(&self) -> Vec<&'static str> {
        let breach = self.state.breach().unwrap();
        breach.missing(&self.clocks).into_iter().map(Missing::code).collect()
    }
}

impl Then {
    #[track_caller]
    pub fn accepted(self) -> Given {
        self.outcome.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"))
    }

    /// Refused for this reason, with this article in what an integrator is told.
    #[track_caller]
    pub fn refused(self, reason: &str, article: &str) -> Given {
        let Err(refusal) = self.outcome else { panic!("it was accepted") };
        assert_eq!(refusal.reason(), reason);
        let told = refusal.facts().into_iter().find(|(name, _)| *name == "article");
        assert_eq!(told.map(|(_, article)| article).unwrap_or_default(), article);
        self.given
    }

    /// Refused for exactly these fields and reasons, each as `field: REASON`, in any order.
    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) -> Given {
        let Err(Refusal::Invalid(violations)) = self.outcome else { panic!("not invalid") };
        let mut found: Vec<String> = violations
            .into_vec()
            .into_iter()
            .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
            .collect();
        found.sort();
        let mut expected = expected.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(found, expected);
        self.given
    }

    pub fn outcome(self) -> Result<Given, Refusal> {
        self.outcome
    }
}

fn told(clock: &Running, now: DateTime<Utc>) -> String {
    let started = &clock.started;
    let end = match (clock.due(), started.target) {
        (Some(due), _) => format!("to {}", local(due)),
        (None, Some(target)) => format!("without delay, target {}", local(target)),
        (None, None) => "without delay".to_owned(),
    };
    let status = format!("{:?}", clock.status(now)).to_lowercase();
    format!("{} {} {end}: {status}", started.rule, local(started.start))
}

fn local(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::At(at) => at.with_timezone(&Amsterdam).format("%m-%d %H:%M%:z").to_string(),
    }
}
