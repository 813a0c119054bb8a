//! The stored form of every fact of a measure. Lines are added (with `GRIFFIE_ADD_VECTORS`), never changed.

use std::path::Path;

use griffie::domain::Event as AnyEvent;
use griffie::domain::measure::event::{self, *};
use griffie::domain::measure::{Command, Occurrence, Plan, Source};
use serde::{Deserialize, Serialize};

use crate::given::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(String, Event)> {
    let mut shapes: Vec<(String, Event)> = Vec::new();
    let mut add = |what: String, fact: Event| shapes.push((what, fact));
    for source in [
        Source::Complaint,
        Source::Breach,
        Source::Incident,
        Source::Evaluation,
        Source::Intervision,
        Source::Audit,
    ] {
        let fact = Opened { source, plan: plan("2026-03-01"), provenance: on("2026-01-10") };
        add(format!("opened after {}", source.as_str()), fact.into());
    }
    let bare = Plan {
        repair: None,
        corrective: None,
        preventive: None,
        occurrence: Occurrence::Incidental,
        ..plan("2026-03-01")
    };
    let fact = Opened { source: Source::Audit, plan: bare, provenance: on("2026-01-10") };
    add("opened with little".to_owned(), fact.into());
    let Command::Revise(fact) = revise("2026-02-01") else { panic!() };
    add("revised".to_owned(), fact.into());
    let fact = CarriedOut { account: None, provenance: on("2026-02-02") };
    add("carried out".to_owned(), fact.into());
    let account = Some(text("Twee weegschalen laten ijken."));
    let fact = CarriedOut { account, provenance: on("2026-02-02") };
    add("carried out otherwise than planned".to_owned(), fact.into());
    for outcome in [Outcome::Effective, Outcome::PartlyEffective, Outcome::NotEffective] {
        let Command::Review(fact) = review("2026-05-01", outcome) else { panic!() };
        add(format!("reviewed: {outcome:?}"), fact.into());
    }
    for which in [WrongDay::CarriedOut, WrongDay::LastReview] {
        let Command::Correct(fact) = correct(which, "2026-02-01") else { panic!() };
        add(format!("corrected: {which:?}"), fact.into());
    }
    let fact = Closed { remark: None, provenance: on("2026-05-02") };
    add("closed".to_owned(), fact.into());
    let fact = Closed { remark: Some(text("Geborgd.")), provenance: on("2026-05-02") };
    add("closed with a remark".to_owned(), fact.into());
    for cause in
        [WithdrawalCause::GivenUp, WithdrawalCause::Replaced, WithdrawalCause::RecordedInError]
    {
        let Command::Withdraw(fact) = withdraw("2026-05-02", cause) else { panic!() };
        add(format!("withdrawn: {cause:?}"), fact.into());
    }
    shapes
}

#[test]
fn every_fact_is_stored_as_it_always_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/payloads_measure.json");
    let known = std::fs::read_to_string(&path).unwrap_or_else(|_| "[]".to_owned());
    let mut golden: Vec<Golden> = serde_json::from_str(&known).unwrap();
    for (what, fact) in every_shape() {
        let now = Golden { kind: fact.kind().to_owned(), body: fact.to_body(), what };
        match golden.iter().find(|line| line.what == now.what) {
            Some(line) => assert_eq!(&now, line),
            None if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() => golden.push(now),
            None => panic!("no golden line for {now:?}"),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&golden).unwrap() + "\n").unwrap();
    }
    for line in &golden {
        let AnyEvent::Measure(fact) = AnyEvent::from_body(&line.kind, &line.body).unwrap() else {
            panic!("{} is no fact of a measure", line.kind);
        };
        assert_eq!(fact.to_body(), line.body, "{}", line.what);
        griffie::chain::check_i_json(line.body.as_bytes()).unwrap();
    }
    let written: std::collections::BTreeSet<&str> =
        golden.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(written, event::KINDS.iter().copied().collect());
}

#[test]
fn a_field_nobody_knows_is_refused_and_debug_shows_no_words() {
    for (_, fact) in every_shape() {
        let body = fact.to_body().replacen('{', r#"{"more":1,"#, 1);
        assert!(AnyEvent::from_body(fact.kind(), &body).is_err(), "{}", fact.kind());
    }
    let shown = format!("{:?}", open("2026-01-10"));
    assert!(!shown.contains("weegschaal") && !shown.contains("Verdicht"), "{shown}");
}
