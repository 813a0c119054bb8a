//! The stored form of every fact of a clock. Lines are added, never changed.

use griffie::domain::Event as Sum;
use griffie::domain::clock::{Clocks, Event, Form, KINDS, StopReason};
use griffie::law::RuleId::*;
use serde::{Deserialize, Serialize};

use crate::given::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    kind: String,
    body: String,
}

/// One history in which every kind and every shape of a member occurs.
fn every_shape() -> Vec<Event> {
    let mut case = case();
    case.plan(|plan| plan.start(WkkgzCalamity, on("2026-04-02")));
    case.plan(|plan| plan.start(AvgBreachAp, at("2026-03-27T10:20:00+01:00")));
    case.plan(|plan| plan.start(WkkgzIncidentClient, at("2026-03-10T09:30:00+01:00")));
    case.plan(|plan| plan.start(WkkgzIncidentClient, on("2026-03-10")));
    case.plan(|plan| plan.start_with(SchemeJudgement, on("2026-03-03"), Some(8)));
    case.plan(|plan| plan.start(WkkgzJudgement, on("2026-03-16")));
    case.plan(|plan| plan.extend(WkkgzJudgement, day("2026-04-28")));
    case.plan(|plan| plan.agree(WkkgzJudgement, Form::Consent, on("2026-07-01")));
    case.plan(|plan| plan.start(AvgRequest, on("2026-06-10")));
    case.plan(|plan| plan.pause(&[AvgRequest], day("2026-06-12")));
    case.plan(|plan| plan.resume(&[AvgRequest], day("2026-06-19")));
    case.plan(|plan| plan.correct(&[AvgBreachAp], at("2026-03-27T09:20:00+01:00")));
    case.plan(|plan| plan.start(WkkgzCalamityReport, on("2026-04-03")));
    let set = on("2026-08-01");
    case.plan(|plan| plan.agree(WkkgzCalamityReport, Form::Authority, set));
    case.plan(|plan| {
        plan.meet(&[AvgBreachAp], at("2026-03-28T08:00:00+01:00"), false);
        plan.meet(&[WkkgzJudgement], on("2026-05-20"), true);
        plan.stop(&[SchemeJudgement], day("2026-03-05"), StopReason::NotApplicable);
        plan.stop_all(day("2026-08-02"), StopReason::Settled);
        Ok(())
    });
    case.events
}

fn path() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/payloads_clock.json")
}

fn golden() -> Vec<Golden> {
    let json = std::fs::read_to_string(path()).unwrap_or_else(|_| "[]".to_owned());
    serde_json::from_str(&json).unwrap()
}

#[test]
fn every_fact_is_written_as_it_was_ever_written() {
    let written: Vec<Golden> = every_shape()
        .iter()
        .map(|event| Golden { kind: event.kind().to_owned(), body: event.to_body() })
        .collect();
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() && golden().is_empty() {
        let json = serde_json::to_string_pretty(&written).unwrap();
        std::fs::write(path(), json + "\n").unwrap();
    }
    assert_eq!(written, golden());
    for kind in KINDS {
        assert!(written.iter().any(|line| line.kind == *kind), "{kind} has no line");
    }
}

#[test]
fn what_was_written_is_read_back_and_is_open() {
    let mut clocks = Clocks::default();
    for (line, event) in golden().iter().zip(every_shape()) {
        let read = Sum::from_body(&line.kind, &line.body).unwrap();
        assert!(read.is_open());
        let Sum::Clock(read) = read else { panic!("{}", line.kind) };
        assert_eq!(*read, event);
        clocks.evolve(&read);
    }
    assert_eq!(clocks.len(), 9);
}

#[test]
fn another_spelling_of_a_day_or_an_unknown_member_is_no_fact() {
    let paused = |from: &str| format!(r#"{{"clock":0,"from":{from}}}"#);
    assert!(Sum::from_body("clock.paused/1", &paused(r#""2026-06-12""#)).is_ok());
    assert!(Sum::from_body("clock.paused/1", r#"{"clock":0,"from":"2026-06-12","x":1}"#).is_err());
    let met = |on: &str| format!(r#"{{"clock":0,"on":{on},"assumed":false}}"#);
    assert!(Sum::from_body("clock.met/1", &met(r#""2026-6-12""#)).is_err());
    assert!(Sum::from_body("clock.met/1", &met("1.5")).is_err());
    assert!(Sum::from_body("clock.met/1", &met("1774603200000000")).is_ok());
}
