//! The stored form of every fact of an incident ever released. Lines are added, never changed.

use std::collections::BTreeSet;
use std::path::Path;

use griffie::domain::Event;
use griffie::domain::dossier::Regime::{Wgbo, Wmo};
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::event::{Event as Fact, KINDS};
use griffie::domain::incident::*;
use griffie::domain::provenance::Moment;
use serde::{Deserialize, Serialize};

use crate::given::*;
use crate::sample::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

/// The facts that a command leaves.
fn left(given: &Given, command: Command) -> Fact {
    let context = griffie::domain::Context::at(instant(NOW));
    let mut decided = decide(&given.state, &given.clocks, command, &context).unwrap();
    decided.facts.remove(0)
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(&'static str, Fact)> {
    let known = || given([reported(Wgbo)]);
    let calamity = || given([reported(Wgbo), classify(IncidentClass::Calamity, "2026-03-03")]);
    let notified = || calamity().when(notify(Means::Website, "2026-03-04")).accepted();
    let full = Notification {
        received: Some(Moment::On(day("2026-03-06"))),
        reference: Some(line("IGJ-2026-44")),
        account: Some(text("Flessen apart gezet.")),
        ..notification(Means::Post)
    };
    let wmo = || {
        let municipal = municipal(Some(5), true);
        given([reported(Wmo), classify_wmo(IncidentClass::Violence, municipal, "2026-03-03")])
    };
    let words = AuthorityReply {
        reference: Some(line("IGJ-2026-44")),
        words: Some(text("Graag nadere toelichting.")),
        ..a_reply(IncidentReply::MoreAsked, None)
    };
    let kin = Telling {
        told: vec![Told { told_as: ToldAs::NextOfKin, name: Some(line("Aart Verzonnen")) }],
        ..telling()
    };
    let closed = || {
        given([
            reported(Wgbo),
            classify(IncidentClass::Incident, "2026-03-03"),
            close("2026-03-10"),
        ])
    };
    let mut at_once = inquiry_report(Means::Email);
    at_once.received = Some(Moment::At(instant("2026-04-01T09:00:00Z")));
    vec![
        ("reported with little", left(&Given::default(), reported(Wgbo))),
        ("reported in full", left(&Given::default(), report_it(a_full_report(), on("2026-03-02")))),
        ("assessed", left(&known(), assess("2026-03-03"))),
        (
            "classified as an incident",
            left(&known(), classify(IncidentClass::Incident, "2026-03-03")),
        ),
        (
            "classified as a calamity",
            left(&known(), classify(IncidentClass::Calamity, "2026-03-03")),
        ),
        ("classified as in doubt", left(&known(), classify(IncidentClass::InDoubt, "2026-03-03"))),
        (
            "classified as a municipality counts",
            left(
                &given([reported(Wmo)]),
                classify_wmo(IncidentClass::Violence, municipal(Some(5), true), "2026-03-03"),
            ),
        ),
        ("notified to the inspectorate", left(&calamity(), step(Step::Notify(full), "2026-03-05"))),
        ("notified to a supervisor", left(&wmo(), notify_supervisor("2026-03-05"))),
        (
            "replied with a date",
            left(&notified(), reply(IncidentReply::DateSet, Some("2026-05-15"), "2026-03-11")),
        ),
        ("replied in words", left(&notified(), step(Step::RecordReply(words), "2026-03-11"))),
        ("extension asked", left(&notified(), ask_extension("2026-05-29", "2026-04-20"))),
        ("report sent", left(&notified(), send_report(Means::Website, "2026-04-20"))),
        (
            "report sent and received",
            left(&notified(), step(Step::SendReport(at_once), "2026-04-01")),
        ),
        ("client told", left(&known(), tell_client("2026-03-04"))),
        ("next of kin told", left(&known(), step(Step::TellClient(kin), "2026-03-04"))),
        ("note linked", left(&known(), link_note("2026-03-04"))),
        ("evaluated", left(&known(), evaluate("2026-03-10"))),
        ("measures listed", left(&known(), list_measures(&[1, 2], "2026-03-10"))),
        (
            "closed",
            left(
                &given([reported(Wgbo), classify(IncidentClass::Incident, "2026-03-03")]),
                close("2026-03-10"),
            ),
        ),
        ("reopened", left(&closed(), reopen("2026-03-12"))),
        ("corrected", left(&known(), correct(IncidentDate::Received, "2026-03-03", "2026-03-06"))),
    ]
}

fn golden_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/payloads_incident.json"))
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(&std::fs::read_to_string(golden_path()).unwrap_or("[]".to_owned()))
        .unwrap()
}

#[test]
fn every_line_ever_released_is_still_read_and_written_the_same() {
    let lines = golden();
    assert!(!lines.is_empty());
    for line in lines {
        let event = Event::from_body(&line.kind, &line.body).unwrap();
        assert!(matches!(event, Event::Incident(_)), "{}", line.what);
        assert_eq!(event.kind(), line.kind);
        assert_eq!(event.to_body().unwrap(), line.body, "{}", line.what);
    }
}

/// `GRIFFIE_ADD_VECTORS=1 cargo test` adds lines for new shapes; it never touches an old line.
#[test]
fn every_shape_that_is_written_has_a_line_and_every_kind_a_shape() {
    let mut lines = golden();
    let mut missing = Vec::new();
    let shapes = every_shape();
    let kinds: BTreeSet<&str> = shapes.iter().map(|(_, fact)| fact.kind()).collect();
    assert_eq!(kinds, KINDS.iter().copied().collect());
    for (what, fact) in shapes {
        let (kind, body) = (fact.kind().to_owned(), fact.to_body());
        match lines.iter().find(|line| line.what == what) {
            Some(line) => assert_eq!((&line.body, &line.kind), (&body, &kind)),
            None => missing.push(Golden { what: what.to_owned(), kind, body }),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        lines.append(&mut missing);
        let json = serde_json::to_string_pretty(&lines).unwrap();
        std::fs::write(golden_path(), json + "\n").unwrap();
    }
    assert_eq!(missing, []);
}

#[test]
fn a_field_that_the_version_does_not_know_is_an_error_that_quotes_nothing() {
    for line in golden() {
        let body = line.body.replacen('{', r#"{"geheim":"Verzonnen","#, 1);
        let error = Event::from_body(&line.kind, &body).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Verzonnen"), "{error}");
    }
}

#[test]
fn nothing_about_a_person_is_printed_by_debug() {
    for (what, fact) in every_shape() {
        let printed = format!("{fact:?}");
        for word in ["Verzonnen", "Lindeboom", "Duin", "Flessen", "Wilgenpad", "IGJ-2026"] {
            assert!(!printed.contains(word), "{what} prints {word}");
        }
    }
}
