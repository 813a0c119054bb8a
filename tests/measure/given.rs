//! The vocabulary: given a measure on which this was recorded, when this is asked, then that. Everybody in it is invented.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::clock::{Clocks, Event as ClockFact};
use griffie::domain::id::ActorId;
use griffie::domain::measure::event::*;
use griffie::domain::measure::{
    Command, Event, Occurrence, Outcome, Plan, Refusal, Source, State, decide, evolve,
};
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Line, Text};
use griffie::domain::{Context, Decided};

pub const NOW: &str = "2026-11-20T10:00:00Z";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text).unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text).unwrap()
}

/// Happened and learned on one day, found by the author.
pub fn on(date: &str) -> Provenance {
    let author = Practitioner {
        actor: ActorId::from_bytes([7; 16]).unwrap(),
        name: line("Sietske Verdicht"),
    };
    Provenance {
        happened: Happened::On(day(date)),
        learned: Moment::On(day(date)),
        originally_recorded_on: None,
        author: author.clone(),
        responsible: author,
        informant: Informant::OwnFinding,
    }
}

pub fn plan(due: &str) -> Plan {
    Plan {
        deviation: text("De weegschaal gaf 40 gram te veel aan."),
        repair: Some(text("Opnieuw gewogen met een andere.")),
        occurrence: Occurrence::Structural,
        corrective: Some(text("Weegschaal laten ijken.")),
        preventive: Some(text("IJking jaarlijks in de planning.")),
        owner: line("Sietske Verdicht"),
        due: day(due),
    }
}

pub fn open(date: &str) -> Command {
    Command::Open(Opened {
        source: Source::Incident,
        plan: plan("2026-03-01"),
        provenance: on(date),
    })
}

pub fn revise(date: &str) -> Command {
    let reason = text("De leverancier kan pas later.");
    Command::Revise(Revised { plan: plan("2026-04-15"), reason, provenance: on(date) })
}

pub fn carry_out(date: &str) -> Command {
    Command::CarryOut(CarriedOut { account: None, provenance: on(date) })
}

pub fn review(date: &str, outcome: Outcome) -> Command {
    let findings = text("Vijf wegingen nagelopen.");
    Command::Review(Reviewed { outcome, findings, provenance: on(date) })
}

pub fn close(date: &str) -> Command {
    Command::Close(Closed { remark: None, provenance: on(date) })
}

pub fn withdraw(date: &str, cause: WithdrawalCause) -> Command {
    Command::Withdraw(Withdrawn {
        cause,
        reason: text("Weegschaal vervangen."),
        provenance: on(date),
    })
}

pub fn correct(which: WrongDay, right: &str) -> Command {
    let reason = text("Verkeerd overgenomen.");
    Command::Correct(Corrected { which, day: day(right), reason, provenance: on("2026-11-20") })
}

pub fn context() -> Context {
    Context::at(NOW.parse::<DateTime<Utc>>().unwrap())
}

/// A measure and its clocks, as the commands so far made them.
#[derive(Clone, Default)]
pub struct Given {
    pub state: State,
    pub clocks: Clocks,
}

pub struct Then(Given, Result<Decided<Event>, Refusal>);

/// Commands that are accepted, one after the other.
#[track_caller]
pub fn given(commands: impl IntoIterator<Item = Command>) -> Given {
    let mut given = Given::default();
    for command in commands {
        given = given.when(command).accepted();
    }
    given
}

impl Given {
    pub fn when(self, command: Command) -> Then {
        let decided = decide(&self.state, &self.clocks, command, &context());
        Then(self, decided)
    }
}

impl Then {
    #[track_caller]
    pub fn accepted(self) -> Given {
        let Then(mut given, decided) = self;
        let decided = decided.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        decided.facts.iter().for_each(|fact| evolve(&mut given.state, fact));
        decided.clocks.iter().for_each(|fact| given.clocks.evolve(fact));
        given
    }

    /// The measure stands so, and its clocks did exactly this.
    #[track_caller]
    pub fn stands<const N: usize>(self, standing: &str, clocks: [&str; N]) -> Given {
        let told: Vec<String> =
            self.1.iter().flat_map(|decided| decided.clocks.iter().map(clock_in_words)).collect();
        let given = self.accepted();
        assert_eq!(given.state.as_str(), standing);
        assert_eq!(told, clocks);
        given
    }

    #[track_caller]
    pub fn refused(self, reason: &str) {
        assert_eq!(self.1.expect_err("it was accepted").reason(), reason);
    }

    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.1 else { panic!("{:?}", self.1) };
        let found: Vec<String> = violations
            .into_vec()
            .into_iter()
            .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
            .collect();
        assert_eq!(found, expected);
    }
}

/// What a clock did, in words.
pub fn clock_in_words(fact: &ClockFact) -> String {
    let body: serde_json::Value = serde_json::from_str(&fact.to_body()).unwrap();
    let word = |name: &str| body[name].as_str().unwrap_or("-").to_owned();
    let clock = fact.clock();
    match fact {
        ClockFact::Started(_) => {
            format!("clock {clock} {} from {} to {}", word("rule"), word("start"), word("due"))
        }
        ClockFact::Corrected(_) => {
            format!("clock {clock} counted again from {} to {}", word("start"), word("due"))
        }
        ClockFact::Met(_) => format!("clock {clock} met on {}", word("on")),
        ClockFact::Stopped(_) => {
            format!("clock {clock} stopped on {}: {}", word("on"), word("reason"))
        }
        other => panic!("a measure does not do {other:?}"),
    }
}
