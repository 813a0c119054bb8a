//! How a complaint begins: who may complain, about what, in which form, and which clocks start.

use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::law::{Basis, Book, RuleId};

use crate::given::*;
use crate::sample::*;

#[test]
fn dissatisfaction_and_talk_start_no_clock() {
    let case = dissatisfied("2026-03-03").and(Step::Converse(conversation()), "2026-03-04");
    assert!(case.clocks.is_empty());
    assert_eq!(case.standing(), Standing::Dissatisfaction);
}

#[test]
fn a_written_complaint_about_wgbo_care_starts_the_statutory_term_and_the_promises() {
    let case = filed("2026-03-03");
    let rules = case.rules();
    let beside = |rule: &str| rules.iter().find(|(name, _)| name == rule).map(|(_, it)| *it);
    assert_eq!(beside("WKKGZ-JUDGEMENT"), Some(None));
    assert_eq!(beside("HANDBOOK-COMPLAINT-6W"), Some(Some(0)));
    assert_eq!(beside("HANDBOOK-COMPLAINT-5WD"), Some(None));
    assert_eq!(rules.len(), 3);
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    assert_eq!(case.due(RuleId::HandbookComplaint6W), "2026-04-14");
    assert_eq!(case.due(RuleId::HandbookComplaint5Wd), "2026-03-10");
}

#[test]
fn the_worked_examples_of_the_law_hold_for_a_filed_complaint() {
    for (received, due) in [
        ("2026-03-03", "2026-04-14"),
        ("2026-02-20", "2026-04-07"), // Good Friday, then Easter.
        ("2026-11-13", "2026-12-28"), // Christmas, then a Sunday.
    ] {
        assert_eq!(filed(received).due(RuleId::WkkgzJudgement), due);
    }
    for (received, due) in [("2026-03-02", "2026-03-09"), ("2026-04-30", "2026-05-08")] {
        assert_eq!(filed(received).due(RuleId::HandbookComplaint5Wd), due);
    }
}

#[test]
fn a_complaint_about_wmo_or_youth_care_runs_under_the_providers_own_scheme_and_never_as_statute() {
    for regime in [Regime::Wmo, Regime::Jeugdwet] {
        let case = nothing().begun(Beginning::File(filing(&[regime])), "2026-03-03");
        assert!(!case.has_clock(RuleId::WkkgzJudgement));
        assert_eq!(case.due(RuleId::SchemeJudgement), "2026-04-14");
        let row = Book::CURRENT.rule(RuleId::SchemeJudgement, day("2026-03-03")).unwrap();
        assert_eq!(row.basis, Basis::Promise);
    }
}

#[test]
fn the_providers_own_scheme_may_have_its_own_number_of_weeks() {
    let filing = Filing { scheme: Some(scheme(4)), ..filing(&[Regime::Wmo]) };
    let case = nothing().begun(Beginning::File(filing), "2026-03-03");
    assert_eq!(case.due(RuleId::SchemeJudgement), "2026-03-31");
    assert_eq!(case.clock(RuleId::SchemeJudgement).started.count, Some(4));
}

#[test]
fn own_weeks_never_touch_the_term_of_the_act() {
    let filing = Filing { scheme: Some(scheme(4)), ..filing(&[Regime::Wgbo, Regime::Jeugdwet]) };
    let case = nothing().begun(Beginning::File(filing), "2026-03-03");
    assert_eq!(case.due(RuleId::SchemeJudgement), "2026-03-31");
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    assert_eq!(case.due(RuleId::HandbookComplaint6W), "2026-04-14");
}

#[test]
fn an_own_scheme_does_not_belong_to_wgbo_care() {
    let filing = Filing { scheme: Some(scheme(4)), ..filing(&[Regime::Wgbo]) };
    let asked = Command::Begin(Beginning::File(filing), on("2026-03-03"));
    nothing().when(asked).invalid(["filing.scheme: CONTRADICTION"]);
}

#[test]
fn next_of_kin_a_representative_and_one_wrongly_not_seen_as_such_may_complain_about_a_named_client()
{
    for capacity in [Capacity::NextOfKin, Capacity::Representative, Capacity::WronglyNotSeen] {
        let case = nothing().begun(Beginning::File(filed_by(capacity)), "2026-03-03");
        assert_eq!(case.standing(), Standing::Filed);
        let mut nameless = filed_by(capacity);
        nameless.grievance.client = None;
        let asked = Command::Begin(Beginning::File(nameless), on("2026-03-03"));
        nothing().when(asked).invalid(["filing.grievance.client: MISSING"]);
    }
}

#[test]
fn a_client_who_complains_is_not_named_twice() {
    let asked = Command::Begin(Beginning::File(filed_by(Capacity::Client)), on("2026-03-03"));
    nothing().when(asked).invalid(["filing.grievance.client: CONTRADICTION"]);
}

#[test]
fn everything_wrong_with_a_filing_is_named_at_once() {
    let mut wrong = filing(&[]);
    wrong.grievance.kinds = vec![Kind::Advice, Kind::Privacy, Kind::Advice];
    wrong.oral_at = Some(moment("2029-01-01"));
    wrong.scheme = Some(scheme(6));
    let asked = Command::Begin(Beginning::File(wrong), during("2026-03-01", "2026-03-03"));
    nothing().when(asked).invalid([
        "filing.grievance.regimes: MISSING",
        "filing.grievance.kinds[2]: DUPLICATE",
        "filing.oral_at: IN_THE_FUTURE",
        "filing.scheme: CONTRADICTION",
        "provenance.happened: NOT_A_MOMENT",
    ]);
}

#[test]
fn a_written_complaint_follows_on_dissatisfaction_in_the_same_case_and_keeps_when_it_was_voiced() {
    let case = dissatisfied("2026-03-01").and(Step::File(filing(&[Regime::Wgbo])), "2026-03-03");
    assert_eq!(case.standing(), Standing::Filed);
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    let complaint = case.state.complaint().unwrap();
    assert_eq!(complaint.oral_at(), Some(moment("2026-03-01")));
    assert_eq!(complaint.began, day("2026-03-01"));
    case.step(Step::File(filing(&[Regime::Wgbo])), "2026-03-04").refused("ALREADY_FILED");
}

#[test]
fn a_complaint_counts_from_its_receipt_however_late_it_is_written_down() {
    let late = Provenance { learned: moment("2026-05-20"), ..on("2026-03-03") };
    let asked = Command::Begin(Beginning::File(filing(&[Regime::Wgbo])), late);
    let case = nothing().when(asked).accepted();
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
}

#[test]
fn half_past_midnight_in_the_netherlands_belongs_to_that_day_in_winter_and_in_summer() {
    // 00:30 local is the day before in UTC: at 23:30 in winter time, at 22:30 in summer time.
    for (received, day, due) in [
        ("2026-03-02T23:30:00Z", "2026-03-03", "2026-04-14"),
        ("2026-06-01T22:30:00Z", "2026-06-02", "2026-07-14"),
        // The nights of the change: 29 March and 25 October 2026.
        ("2026-03-28T23:30:00Z", "2026-03-29", "2026-05-11"),
        ("2026-03-29T22:30:00Z", "2026-03-30", "2026-05-11"),
        ("2026-10-24T22:30:00Z", "2026-10-25", "2026-12-07"),
        ("2026-10-25T23:30:00Z", "2026-10-26", "2026-12-07"),
    ] {
        let case = filed(received);
        assert_eq!(case.clock(RuleId::WkkgzJudgement).started.start.day().to_string(), day);
        assert_eq!(case.due(RuleId::WkkgzJudgement), due, "{received}");
    }
}

use griffie::domain::provenance::Provenance;
