//! The stored form of every fact of a complaint ever released. Lines are added, never changed.

use std::collections::BTreeSet;
use std::path::Path;

use griffie::domain::Event;
use griffie::domain::complaint::event::KINDS;
use griffie::domain::complaint::{Event as Fact, *};
use griffie::domain::dossier::Regime;
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

fn told<T>(what: T) -> Fact
where
    Told<T>: Into<Fact>,
{
    Told { what, provenance: on("2026-03-03") }.into()
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(String, Fact)> {
    let mut shapes = Vec::new();
    let mut add = |what: &str, fact: Fact| shapes.push((what.to_owned(), fact));
    add("dissatisfaction", told(voiced()));
    add("filed", told(filing(&[Regime::Wgbo])));
    let mut least = filed_by(Capacity::NextOfKin);
    least.grievance.dossier_id = None;
    least.grievance.wished = None;
    least.grievance.complainant.reachable = None;
    add("filed by a next of kin, with little said", told(least));
    let mixed = filing(&[Regime::Wgbo, Regime::Wmo, Regime::Jeugdwet]);
    let oral_at = Some(moment("2026-03-01T09:30:00Z"));
    let mixed = Filing { scheme: Some(scheme(4)), oral_at, ..mixed };
    add("filed about mixed care under an own scheme", told(mixed));
    for capacity in [Capacity::Representative, Capacity::WronglyNotSeen] {
        add(&format!("filed by {capacity:?}"), told(filed_by(capacity)));
    }
    for written in [WrittenForm::Letter, WrittenForm::Form] {
        add(&format!("filed as {written:?}"), told(Filing { written, ..filing(&[Regime::Wgbo]) }));
    }
    let mut every_kind = filing(&[Regime::Wgbo]);
    every_kind.grievance.kinds = vec![
        Kind::Financial,
        Kind::Privacy,
        Kind::Communication,
        Kind::Advice,
        Kind::Reporting,
        Kind::HealthDamage,
        Kind::CodeOther,
        Kind::Representation,
    ];
    add("filed about everything", told(every_kind));
    for (words, step) in every_step() {
        let case = case_for(&step);
        let decided =
            decide(&case.state, &case.clocks, Command::Take(step, on("2026-07-01")), &case.context);
        let fact = decided.unwrap_or_else(|refusal| panic!("{words}: {refusal:?}")).facts.remove(0);
        add(words, fact);
    }
    add("judged with measures", told(with_measures("2026-06-01", &["2026-05-01"])));
    let received = Some(moment("2026-04-02"));
    add("judged and received", told(Judgement { received, ..judgement(Means::Electronic) }));
    for ground in [Ground::NotReasonable, Ground::InterestOrganisation] {
        add(&format!("dispute: {ground:?}"), told(direct_dispute(ground)));
    }
    for outcome in [RulingOutcome::Upheld, RulingOutcome::Dismissed, RulingOutcome::NotAdmissible] {
        let ruling = Ruling { outcome, summary: None, compensation_cents: None };
        add(&format!("ruled: {outcome:?}"), told(ruling));
    }
    for route in [
        Route::Iblce,
        Route::DataProtectionAuthority,
        Route::DisciplinaryCourt,
        Route::CivilCourt,
        Route::Other,
    ] {
        let noted = RouteNoted { route, named: Some(line("elders")), note: Some(text("gewezen")) };
        add(&format!("route: {route:?}"), told(noted));
    }
    for outcome in [OfficerOutcome::Solved, OfficerOutcome::PartlySolved, OfficerOutcome::Ended] {
        let concluded = OfficerConcluded { outcome, report: text("gesproken") };
        add(&format!("officer: {outcome:?}"), told(concluded));
    }
    add(
        "officer asked by the provider",
        told(OfficerAsked { asked_by: AskedBy::Provider, ..officer() }),
    );
    add("closed for five years", told(closing(Some(5))));
    for which in [WhichDate::Receipt, WhichDate::Submission] {
        let to = moment("2026-03-02");
        let corrected = DateCorrected { which, to, reason: text("verkeerd overgenomen") };
        add(&format!("corrected: {which:?}"), told(corrected));
    }
    shapes
}

/// A case in which a step may be taken.
fn case_for(step: &Step) -> Case {
    let dispute = || Step::SubmitDispute(dispute(Ground::RulesBroken));
    match step {
        Step::File(_) => dissatisfied("2026-03-01"),
        Step::ReceiveJudgement(_) | Step::SubmitDispute(_) | Step::Close(_) => judged(),
        Step::Rule(_) => judged().and(dispute(), "2026-05-01"),
        Step::Reopen(_) => judged().and(Step::Close(closing(None)), "2026-05-01"),
        Step::ContactOfficer(_) | Step::ConcludeOfficer(_) => {
            filed("2026-03-03").and(Step::AskOfficer(officer()), "2026-03-04")
        }
        Step::Extend(_) => filed("2026-06-01"),
        _ => filed("2026-03-03"),
    }
}

fn golden_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/payloads_complaint.json"))
}

fn golden() -> Vec<Golden> {
    let text = std::fs::read_to_string(golden_path()).unwrap_or_else(|_| "[]".to_owned());
    serde_json::from_str(&text).unwrap()
}

/// Old lines are read for ever; so is what they mean.
#[test]
fn every_line_ever_released_is_still_read_and_written_the_same() {
    for line in golden() {
        let event = Event::from_body(&line.kind, &line.body).unwrap();
        assert!(matches!(event, Event::Complaint(_)), "{}", line.what);
        assert_eq!((event.kind(), event.to_body().unwrap()), (line.kind.as_str(), line.body));
    }
}

/// `GRIFFIE_ADD_VECTORS=1 cargo test` adds lines for new shapes; it never touches an old line.
#[test]
fn every_shape_that_is_written_has_a_line() {
    let mut lines = golden();
    let mut missing = Vec::new();
    for (what, fact) in every_shape() {
        let (kind, body) = (fact.kind().to_owned(), fact.to_body());
        match lines.iter().find(|line| line.what == what) {
            Some(line) => assert_eq!((&line.body, &line.kind), (&body, &kind)),
            None => missing.push(Golden { what, kind, body }),
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
fn every_kind_has_a_line_and_says_nothing_of_what_it_is_about() {
    let kinds: BTreeSet<String> = golden().into_iter().map(|line| line.kind).collect();
    assert_eq!(kinds, KINDS.iter().map(|kind| (*kind).to_owned()).collect());
    assert!(kinds.iter().all(|kind| kind.starts_with("complaint.") && kind.len() <= 63));
}

#[test]
fn a_field_that_the_version_does_not_know_is_an_error_that_quotes_nothing() {
    for line in golden() {
        let body = line.body.replacen('{', r#"{"geheim":"Veenstra","#, 1);
        let error = Event::from_body(&line.kind, &body).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Veenstra"), "{error}");
    }
}

#[test]
fn nothing_that_is_said_shows_in_debug_or_in_a_refusal() {
    let case = filed("2026-03-03").and(Step::Converse(conversation()), "2026-03-04");
    let refusal =
        case.step(Step::File(filing(&[Regime::Wgbo])), "2026-03-05").refused("ALREADY_FILED");
    let shown = format!("{case:?} {refusal:?} {refusal}");
    for word in ["Veenstra", "Jorinde", "advies", "excuses"] {
        assert!(!shown.contains(word), "{word}");
    }
}
