//! The whole rule book as a table: every state, every command, and what comes of it.

use std::fmt::Write as _;

use griffie::domain::measure::event::{Outcome, WithdrawalCause, WrongDay};
use griffie::domain::measure::{Command, decide};

use crate::given::*;

fn states() -> Vec<(&'static str, Given)> {
    let carried_out = || vec![open("2026-01-10"), carry_out("2026-02-02")];
    let then = |more: &[Command]| given([carried_out(), more.to_vec()].concat());
    let helped = review("2026-05-01", Outcome::Effective);
    vec![
        ("there is none", given([])),
        ("decided upon", given([open("2026-01-10")])),
        ("carried out", then(&[])),
        ("reviewed, did not help", then(&[review("2026-05-01", Outcome::NotEffective)])),
        ("reviewed, helped", then(std::slice::from_ref(&helped))),
        ("closed", then(&[helped.clone(), close("2026-05-02")])),
        ("withdrawn", then(&[withdraw("2026-05-02", WithdrawalCause::GivenUp)])),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    vec![
        ("decide upon it", open("2026-06-01")),
        ("plan otherwise", revise("2026-06-01")),
        ("carry out", carry_out("2026-06-01")),
        ("review: helped", review("2026-06-01", Outcome::Effective)),
        ("review: in part", review("2026-06-01", Outcome::PartlyEffective)),
        ("review: did not help", review("2026-06-01", Outcome::NotEffective)),
        ("correct the carrying out", correct(WrongDay::CarriedOut, "2026-02-01")),
        ("correct the last review", correct(WrongDay::LastReview, "2026-05-15")),
        ("close", close("2026-06-01")),
        ("withdraw", withdraw("2026-06-01", WithdrawalCause::GivenUp)),
    ]
}

#[test]
fn every_state_has_an_answer_to_every_command() {
    let mut table = String::new();
    for (state, measure) in states() {
        writeln!(table, "{state}").unwrap();
        for (asked, command) in commands() {
            let answer = match decide(&measure.state, &measure.clocks, command, &context()) {
                Ok(decided) => {
                    let facts = decided.facts.iter().map(|fact| fact.kind().to_owned());
                    let clocks = decided.clocks.iter().map(clock_in_words);
                    facts.chain(clocks).collect::<Vec<_>>().join("; ")
                }
                Err(refusal) => format!("refused, {}", refusal.reason()),
            };
            writeln!(table, "  {asked:<26}{answer}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
