//! By which words and under which day real cases are counted, whatever they began with.

use std::collections::BTreeMap;

use griffie::domain::Event;
use griffie::grpc::pb;
use griffie::projection::cases::CaseRegister::{self, Breach, Complaint, Incident};
use griffie::projection::figures::{Period, figures};

use crate::cases::*;
use crate::recorded::recorded;
use crate::register_given::Given;
use crate::served::served;
use crate::walls::figures as figures_of;

/// A fact that happened on a day of its own.
fn on_day(register: &str, what: &str, date: &str) -> Event {
    let fact = recorded(register, what);
    let mut body: serde_json::Value = serde_json::from_str(&fact.to_body().unwrap()).unwrap();
    body["provenance"]["happened"] = serde_json::json!({ "on": date });
    Event::from_body(fact.kind(), &body.to_string()).unwrap()
}

/// One case of a register, folded from its facts.
struct Told(Folded);

fn case(register: CaseRegister, facts: &[Event]) -> Told {
    let (mut folded, case) = (Folded::default(), Case::new(register, 1));
    for fact in facts {
        folded.happens(&case, fact);
    }
    Told(folded)
}

impl Told {
    /// The words it is counted by, in the year in which it is counted.
    fn in_year(&self, year: i32) -> Option<Vec<&'static str>> {
        let period = Period { year, half: None };
        let counted = figures(self.0.agenda.cases(), period, at("2026-11-02T08:30:00Z"));
        let words: BTreeMap<_, _> = counted.kinds;
        assert!(words.values().all(|count| *count == Some(1)), "{words:?}");
        (counted.cases == Some(1)).then(|| words.into_keys().collect())
    }

    #[track_caller]
    fn is_counted_in(&self, year: i32, words: &[&str]) {
        assert_eq!(self.in_year(year).as_deref(), Some(words));
        assert_eq!((self.in_year(year - 1), self.in_year(year + 1)), (None, None));
    }
}

fn complaint(what: &str, date: &str) -> Event {
    on_day("complaint", what, date)
}

fn breach(what: &str, date: &str) -> Event {
    on_day("breach", what, date)
}

fn incident(what: &str, date: &str) -> Event {
    on_day("incident", what, date)
}

#[test]
fn a_complaint_is_counted_by_its_kinds_whatever_it_began_with() {
    let voiced = complaint("dissatisfaction", "2024-12-31");
    case(Complaint, &[voiced]).is_counted_in(2024, &["not_stated"]);
    let filed = complaint("filed", "2025-12-31");
    case(Complaint, &[filed]).is_counted_in(2025, &["advice", "communication"]);
    let direct = complaint("dispute: NotReasonable", "2024-01-01");
    case(Complaint, &[direct]).is_counted_in(2024, &["advice", "communication"]);
    let everything = complaint("filed about everything", "2026-01-01");
    let words = [
        "advice",
        "code_other",
        "communication",
        "financial",
        "health_damage",
        "privacy",
        "reporting",
        "representation",
    ];
    case(Complaint, &[everything]).is_counted_in(2026, &words);
}

#[test]
fn a_complaint_that_was_voiced_first_counts_from_then_by_the_kinds_it_was_filed_with() {
    let voiced = complaint("dissatisfaction", "2024-12-31");
    let filed = complaint("filed", "2025-01-02");
    let disputed = complaint("submit a dispute (b)", "2026-01-05");
    let told = case(Complaint, &[voiced, filed, disputed]);
    told.is_counted_in(2024, &["advice", "communication"]);
}

#[test]
fn a_date_that_was_corrected_moves_the_case_to_its_year() {
    // To 2 March 2026.
    let corrected = || recorded("complaint", "corrected: Receipt");
    let filed = complaint("filed", "2025-12-31");
    let told = case(Complaint, &[filed.clone(), corrected()]);
    told.is_counted_in(2026, &["advice", "communication"]);
    // The receipt is not what a complaint began with that was voiced before.
    let voiced = complaint("dissatisfaction", "2024-06-01");
    let told = case(Complaint, &[voiced, filed, corrected()]);
    told.is_counted_in(2024, &["advice", "communication"]);
    let direct = complaint("dispute: NotReasonable", "2025-06-01");
    let corrected = recorded("complaint", "corrected: Submission");
    case(Complaint, &[direct, corrected]).is_counted_in(2026, &["advice", "communication"]);

    let reported = incident("reported with little", "2025-12-31");
    let corrected = recorded("incident", "corrected");
    case(Incident, &[reported, corrected]).is_counted_in(2026, &["not_classified"]);
    let reported = breach("reported", "2025-12-31");
    let corrected = recorded("breach", "report corrected");
    case(Breach, &[reported, corrected]).is_counted_in(2026, &["not_assessed"]);
}

#[test]
fn a_breach_is_counted_by_its_last_risk_from_the_day_of_its_report() {
    let reported = || breach("reported", "2025-12-31");
    case(Breach, &[reported()]).is_counted_in(2025, &["not_assessed"]);
    let unlikely = || breach("assessed", "2026-01-01");
    case(Breach, &[reported(), unlikely()]).is_counted_in(2025, &["risk_unlikely"]);
    let high = || breach("assessed in full", "2026-01-02");
    case(Breach, &[reported(), unlikely(), high()]).is_counted_in(2025, &["high_risk"]);
    let dismissed = || breach("dismissed", "2026-01-03");
    let told = case(Breach, &[reported(), unlikely(), dismissed()]);
    told.is_counted_in(2025, &["dismissed"]);
    // Taken up again it is what it was assessed to be.
    let reopened = breach("reopened", "2026-01-04");
    let told = case(Breach, &[reported(), unlikely(), dismissed(), reopened]);
    told.is_counted_in(2025, &["risk_unlikely"]);
}

#[test]
fn an_incident_is_counted_by_its_last_class_from_the_day_of_its_report() {
    let reported = || incident("reported in full", "2025-12-31");
    case(Incident, &[reported()]).is_counted_in(2025, &["not_classified"]);
    let classes = [
        ("classified as an incident", "incident"),
        ("classified as a calamity", "calamity"),
        ("classified as a municipality counts", "violence"),
        ("classified as in doubt", "in_doubt"),
    ];
    for (what, word) in classes {
        case(Incident, &[reported(), incident(what, "2026-01-02")]).is_counted_in(2025, &[word]);
    }
    let settled = classes.map(|(what, _)| incident(what, "2026-01-02"));
    let facts = [&[reported()][..], &settled].concat();
    case(Incident, &facts).is_counted_in(2025, &["in_doubt"]);
}

#[test]
fn the_server_counts_sealed_facts_of_each_register_by_their_words() {
    let served = served(Given::a_solo_ledger());
    let facts = [
        (Complaint, complaint("filed", "2026-03-03"), pb::CaseRegister::Complaint),
        (Breach, breach("reported", "2026-03-10"), pb::CaseRegister::Breach),
        (Incident, incident("reported with little", "2026-03-02"), pb::CaseRegister::Incident),
    ];
    let counted = facts.map(|(register, fact, asked)| {
        let body = format!(r#"{{"body":{}}}"#, fact.to_body().unwrap()).into_bytes();
        let stream = Case::new(register, 1).stream;
        served.given.record_sealed(&[(stream, fact.kind(), body)]);
        let role = if register == Incident { pb::Role::IncidentOfficer } else { pb::Role::Owner };
        let period = figures_of(&served, role, asked).unwrap().remove(0);
        let kinds = period.kinds.into_iter().map(|it| (it.kind, it.count.unwrap()));
        (period.cases, kinds.collect::<Vec<_>>())
    });
    let one = |word: &str| (word.to_owned(), 1);
    assert_eq!(
        counted,
        [
            (Some(1), vec![one("advice"), one("communication")]),
            (Some(1), vec![one("not_assessed")]),
            (Some(1), vec![one("not_classified")]),
        ]
    );
    served.stopped();
}
