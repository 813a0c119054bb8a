//! The whole table of states and commands in words, for whoever checks it against the law.

use std::fmt::Write as _;

use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::notice::Phase;
use griffie::domain::breach::report::Role;
use griffie::domain::breach::{Command, Refusal};
use griffie::domain::clock::{Clocks, Event as ClockEvent};
use griffie::domain::{Context, Decided};

use crate::given::*;
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
const THEN: &str = "2026-03-11T10:00:00+01:00";
const NOW_THEN: &str = "2026-03-12T10:00:00+01:00";

fn states() -> Vec<(&'static str, Given)> {
    let known = || vec![report(REPORTED), aware(AWARE)];
    let and = |more: Vec<Command>| given([known(), more].concat());
    vec![
        ("nothing", Given::default()),
        ("suspected: reported, not certain yet", given([report(REPORTED)])),
        ("aware: certain, not assessed", given(known())),
        ("aware, assessed: no risk", and(vec![assess(Risk::None, THEN)])),
        (
            "aware, no risk, approved, decided not to notify",
            and(vec![assess(Risk::None, THEN), approve(THEN), decline(THEN)]),
        ),
        (
            "aware, high risk, approved, authority notified",
            and(vec![assess(Risk::High, THEN), approve(THEN), notify(Phase::First, THEN)]),
        ),
        (
            "aware, high risk, authority notified, persons told, approved",
            and(vec![
                assess(Risk::High, THEN),
                notify(Phase::First, THEN),
                tell_persons(THEN),
                approve(THEN),
            ]),
        ),
        (
            "aware, as a processor, no risk, approved",
            given([
                report_as(Role::Processor, REPORTED),
                aware(AWARE),
                assess(Risk::None, THEN),
                approve(THEN),
            ]),
        ),
        (
            "closed: no risk, not notified",
            and(vec![assess(Risk::None, THEN), approve(THEN), decline(THEN), close(THEN)]),
        ),
        ("dismissed: no breach", and(vec![dismiss(THEN)])),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let when = NOW_THEN;
    vec![
        ("report", report(REPORTED)),
        ("become aware", aware(when)),
        ("assess: no risk", assess(Risk::None, when)),
        ("assess: risk", assess(Risk::Risk, when)),
        ("assess: high risk", assess(Risk::High, when)),
        ("approve", approve(when)),
        ("notify the authority: first", notify(Phase::First, when)),
        ("notify the authority: follow-up", notify(Phase::FollowUp, when)),
        ("notify the authority: withdrawal", notify(Phase::Withdrawal, when)),
        ("the authority answered", answered(when)),
        ("decide not to notify", decline(when)),
        ("tell the persons", tell_persons(when)),
        ("use an exception", exempt(when)),
        ("tell the principal", tell_principal(when)),
        ("dismiss", dismiss(when)),
        ("close", close(when)),
        ("reopen", reopen(when)),
        ("correct the report", correct_report(Role::Controller, "2026-03-10T08:00:00+01:00", when)),
        ("correct awareness", correct_awareness("2026-03-10T08:30:00+01:00", when)),
    ]
}

fn answer(given: &Given, command: Command) -> String {
    let context = Context::at(instant(NOW_THEN));
    match griffie::domain::breach::decide(&given.state, &given.clocks, command, &context) {
        Ok(decided) => recorded(&decided, &given.clocks),
        Err(Refusal::Invalid(violations)) => {
            let fields = violations.into_vec().into_iter();
            let told = fields.map(|it| format!("{} {}", it.field, it.reason.clause()));
            format!("refused: {}", told.collect::<Vec<_>>().join("; "))
        }
        Err(refusal) => format!("refused: {refusal} [{}]", refusal.reason()),
    }
}

/// The facts, and what the clocks do, each by its rule.
fn recorded(decided: &Decided<griffie::domain::breach::Event>, before: &Clocks) -> String {
    let mut clocks = before.clone();
    let mut said: Vec<String> = decided.facts.iter().map(|fact| fact.kind().to_owned()).collect();
    for event in &decided.clocks {
        clocks.evolve(event);
        let rule = &clocks.get(event.clock()).unwrap().started.rule;
        said.push(match event {
            ClockEvent::Started(_) => format!("{rule} starts"),
            ClockEvent::Corrected(_) => format!("{rule} is counted again"),
            ClockEvent::Met(_) => format!("{rule} is met"),
            ClockEvent::Stopped(_) => format!("{rule} stops"),
            other => format!("{rule}: {}", other.kind()),
        });
    }
    said.join(", ")
}

#[test]
fn every_state_has_an_answer_to_every_command() {
    let mut table = String::new();
    for (state, given) in states() {
        let _ = writeln!(table, "{state}"); // Into a string.
        for (command, asked) in commands() {
            let _ = writeln!(table, "  {command}: {}", answer(&given, asked));
        }
    }
    insta::assert_snapshot!(table);
}
