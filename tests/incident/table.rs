//! The whole rule book at a glance: every state with every command, and the answer.

use std::fmt::Write as _;

use griffie::domain::dossier::Regime::Wgbo;
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::{
    Calamity, Dismissal, InDoubt, Incident, StillInDoubt, Violence,
};
use griffie::domain::incident::{Command, IncidentDate, IncidentReply};

use crate::given::*;
use crate::sample::*;

fn states() -> Vec<(&'static str, Vec<Command>)> {
    let calamity =
        || vec![reported(Wgbo), classify(Calamity, "2026-03-03"), tell_client("2026-03-03")];
    let and = |mut commands: Vec<Command>, more: Vec<Command>| {
        commands.extend(more);
        commands
    };
    let notified = || and(calamity(), vec![notify(Means::Website, "2026-03-04")]);
    let inquired = || and(notified(), vec![send_report(Means::Website, "2026-03-20")]);
    let internal = || vec![reported(Wgbo), classify(Incident, "2026-03-03")];
    vec![
        ("unknown", vec![]),
        ("reported", vec![reported(Wgbo)]),
        ("assessed", vec![reported(Wgbo), assess("2026-03-03")]),
        ("in doubt", vec![reported(Wgbo), classify(InDoubt, "2026-03-03")]),
        ("internal", internal()),
        ("reportable", calamity()),
        ("notified", notified()),
        ("inquired", inquired()),
        ("closed, internal", and(internal(), vec![close("2026-03-21")])),
        ("closed, inquired", and(inquired(), vec![close("2026-03-21")])),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let on = "2026-03-23";
    vec![
        ("report", reported(Wgbo)),
        ("assess", assess(on)),
        ("classify incident", classify(Incident, on)),
        ("classify calamity", classify(Calamity, on)),
        ("classify violence", classify(Violence, on)),
        ("classify dismissal", classify(Dismissal, on)),
        ("classify in doubt", classify(InDoubt, on)),
        ("classify still in doubt", classify(StillInDoubt, on)),
        ("notify", notify(Means::Website, on)),
        ("record reply", reply(IncidentReply::Received, None, on)),
        ("ask extension", ask_extension("2026-06-01", on)),
        ("send report", send_report(Means::Website, on)),
        ("tell client", tell_client(on)),
        ("link note", link_note(on)),
        ("evaluate", evaluate(on)),
        ("list measures", list_measures(&[1], on)),
        ("close", close(on)),
        ("reopen", reopen(on)),
        ("correct received", correct(IncidentDate::Received, "2026-03-03", on)),
        ("correct discovered", correct(IncidentDate::Discovered, "2026-03-01", on)),
        ("correct established", correct(IncidentDate::Established, "2026-03-04", on)),
        ("correct took place", correct(IncidentDate::TookPlace, "2026-02-28", on)),
    ]
}

#[test]
fn every_state_answers_every_command() {
    let mut table = String::new();
    for (state, history) in states() {
        let given = given(history);
        writeln!(table, "{state}").unwrap();
        for (name, command) in commands() {
            let answer = given.clone().when(command).in_words();
            writeln!(table, "  {name:<24} {answer}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
