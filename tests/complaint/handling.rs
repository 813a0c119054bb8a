//! Taking up, the officer, progress, and longer terms.

use griffie::domain::clock::{Form, Standing as ClockStanding, Status, StopReason};
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

#[test]
fn taking_up_meets_the_promise_of_five_working_days_and_late_is_shown_as_missed() {
    let in_time = filed("2026-03-03").and(Step::TakeUp(taking_up()), "2026-03-10");
    assert_eq!(in_time.standing(), Standing::InHandling);
    assert_eq!(in_time.status(RuleId::HandbookComplaint5Wd, NOW), Status::Met);
    let late = filed("2026-03-03").and(Step::TakeUp(taking_up()), "2026-03-11");
    assert_eq!(late.status(RuleId::HandbookComplaint5Wd, NOW), Status::Missed);
    late.step(Step::TakeUp(taking_up()), "2026-03-12").refused("ALREADY_TAKEN_UP");
}

#[test]
fn only_what_was_filed_is_taken_up_and_not_before_it_was_received() {
    let refusal = dissatisfied("2026-03-03")
        .step(Step::TakeUp(taking_up()), "2026-03-04")
        .refused("NOT_FILED");
    assert_eq!(refusal.facts(), [("article", "Wkkgz 14(1)".to_owned())]);
    filed("2026-03-03")
        .step(Step::TakeUp(taking_up()), "2026-03-02")
        .invalid(["provenance.happened: BEFORE_ITS_START"]);
}

#[test]
fn the_officer_is_asked_for_by_client_or_provider_and_works_until_there_is_an_outcome() {
    let steps = every_step();
    let step = |words: &str| steps.iter().find(|(it, _)| *it == words).unwrap().1.clone();
    let case = filed("2026-03-03");
    case.step(step("the officer is in contact"), "2026-03-05").refused("NO_OFFICER");
    case.step(step("the officer ends"), "2026-03-05").refused("NO_OFFICER");
    let provider = OfficerAsked { asked_by: AskedBy::Provider, ..officer() };
    for asked in [officer(), provider] {
        let case = case.and(Step::AskOfficer(asked), "2026-03-04");
        case.step(Step::AskOfficer(officer()), "2026-03-05").refused("OFFICER_AT_WORK");
        let case = case.and(step("the officer is in contact"), "2026-03-05");
        let case = case.and(step("the officer ends"), "2026-03-20");
        case.step(step("the officer ends"), "2026-03-21").refused("NO_OFFICER");
        case.and(Step::AskOfficer(officer()), "2026-03-22");
        // What the officer does meets nothing: the practice owes the judgement all the same.
        assert!(case.runs(RuleId::WkkgzJudgement));
    }
}

#[test]
fn an_extension_counts_ten_weeks_from_receipt_and_shifts_once() {
    for (received, notice, due) in [
        ("2026-03-03", "2026-04-14", "2026-05-12"),
        ("2026-03-16", "2026-04-28", "2026-05-26"), // Whit Monday.
    ] {
        let case = filed(received).and(Step::Extend(extension()), notice);
        assert_eq!(case.standing(), Standing::Extended);
        assert_eq!(case.due(RuleId::WkkgzJudgement), due);
    }
}

#[test]
fn notice_of_an_extension_counts_by_the_day_it_was_sent_and_not_by_the_day_it_was_entered() {
    let case = filed("2026-03-03");
    let entered_later = griffie::domain::provenance::Provenance {
        learned: moment("2026-06-01"),
        ..on("2026-04-14")
    };
    case.step_from(Step::Extend(extension()), entered_later).accepted();
    let refusal = case.step(Step::Extend(extension()), "2026-04-15").refused("NOTICE_TOO_LATE");
    let facts = refusal.facts();
    assert!(facts.contains(&("article", "Wkkgz 17(2)".to_owned())), "{facts:?}");
    assert!(facts.contains(&("latest", "2026-04-14".to_owned())), "{facts:?}");
    // Half past eleven at night on the last day is still that day; half past midnight is not.
    case.and(Step::Extend(extension()), "2026-04-14T21:30:00Z");
    case.step(Step::Extend(extension()), "2026-04-14T22:30:00Z").refused("NOTICE_TOO_LATE");
}

#[test]
fn the_term_is_lengthened_once() {
    let case = filed("2026-03-03").and(Step::Extend(extension()), "2026-04-01");
    let refusal = case.step(Step::Extend(extension()), "2026-04-02").refused("ALREADY_EXTENDED");
    assert_eq!(refusal.facts(), [("article", "Wkkgz 17(2)".to_owned())]);
}

#[test]
fn a_scheme_of_more_weeks_than_its_extension_has_nothing_to_extend() {
    let long = Filing { scheme: Some(scheme(12)), ..filing(&[Regime::Wmo]) };
    let case = nothing().begun(Beginning::File(long.clone()), "2026-03-03");
    case.step(Step::Extend(extension()), "2026-04-01").refused("END_NOT_LATER");
    // Of mixed care the term of the act is lengthened all the same.
    let mut mixed = long;
    mixed.grievance.regimes.push(Regime::Wgbo);
    let case = nothing().begun(Beginning::File(mixed), "2026-03-03");
    let case = case.and(Step::Extend(extension()), "2026-04-01");
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-05-12");
    assert_eq!(case.due(RuleId::SchemeJudgement), "2026-05-26");
}

#[test]
fn an_agreed_end_is_shown_beside_the_end_of_the_law_which_shows_as_passed() {
    let case = filed("2026-03-03")
        .and(Step::Extend(extension()), "2026-04-01")
        .and(Step::Agree(consent("2026-06-30")), "2026-05-01");
    assert_eq!(case.standing(), Standing::ExtendedByConsent);
    let clock = case.clock(RuleId::WkkgzJudgement);
    assert_eq!(clock.agreed, Some((Form::Consent, whole("2026-06-30"))));
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-05-12");
    assert_eq!(case.status(RuleId::WkkgzJudgement, "2026-05-20T10:00:00Z"), Status::Overdue);
    let judged = case.and(Step::Judge(judgement(Means::HandedOver)), "2026-06-15");
    assert_eq!(judged.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
}

#[test]
fn an_agreed_end_must_be_later_than_every_end_before_it() {
    let case = filed("2026-03-03");
    for until in ["2026-04-14", "2026-03-03", "2101-01-01"] {
        let reason = if until > "2100" { "NUMBER_OUT_OF_BOUNDS" } else { "NOT_LATER" };
        case.step(Step::Agree(consent(until)), "2026-04-01")
            .invalid([format!("consent.until: {reason}").as_str()]);
    }
    let case = case.and(Step::Agree(consent("2026-05-30")), "2026-04-01");
    case.step(Step::Agree(consent("2026-05-30")), "2026-04-02")
        .invalid(["consent.until: NOT_LATER"]);
    case.and(Step::Agree(consent("2026-06-30")), "2026-04-02");
}

#[test]
fn a_receipt_entered_wrongly_is_corrected_with_the_old_end_in_sight() {
    let case = filed("2026-03-13").correct(WhichDate::Receipt, "2026-03-03").accepted();
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    assert_eq!(case.due(RuleId::HandbookComplaint5Wd), "2026-03-10");
    let ends = &case.clock(RuleId::WkkgzJudgement).ends;
    let ends: Vec<String> = ends.iter().map(|end| end.due.unwrap().day().to_string()).collect();
    assert_eq!(ends, ["2026-04-24", "2026-04-14"]);
    assert_eq!(case.state.complaint().unwrap().received, Some(moment("2026-03-03")));
    assert_eq!(case.state.complaint().unwrap().began, day("2026-03-03"));
}

#[test]
fn a_correction_may_make_a_judgement_late_that_seemed_in_time() {
    let case = filed("2026-03-13").and(Step::Judge(judgement(Means::HandedOver)), "2026-04-20");
    assert_eq!(case.status(RuleId::WkkgzJudgement, NOW), Status::Met);
    let case = case.correct(WhichDate::Receipt, "2026-03-03").accepted();
    assert_eq!(case.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
}

#[test]
fn an_extension_stands_after_a_correction_if_its_notice_was_still_in_time() {
    let case = filed("2026-03-13").and(Step::Extend(extension()), "2026-04-14");
    let case = case.correct(WhichDate::Receipt, "2026-03-03").accepted();
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-05-12");
    assert!(case.clock(RuleId::WkkgzJudgement).extended);
}

#[test]
fn an_extension_falls_with_a_correction_that_shows_its_notice_as_too_late() {
    let case = filed("2026-03-13").and(Step::Extend(extension()), "2026-04-20");
    let case = case.correct(WhichDate::Receipt, "2026-03-03").accepted();
    let clock = case.clock(RuleId::WkkgzJudgement);
    assert!(!clock.extended);
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    let first = case.clocks.get(0).unwrap();
    let reason = StopReason::RecordedInError;
    assert!(matches!(first.standing, ClockStanding::Stopped { reason: it, .. } if it == reason));
}

#[test]
fn an_agreement_outlives_a_correction() {
    let case = filed("2026-03-13")
        .and(Step::Agree(consent("2026-06-30")), "2026-04-01")
        .correct(WhichDate::Receipt, "2026-03-03")
        .accepted();
    let clock = case.clock(RuleId::WkkgzJudgement);
    assert_eq!(clock.agreed, Some((Form::Consent, whole("2026-06-30"))));
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
    // On another clock: one with an agreed end cannot be corrected to an end of the rule (docs/format.md §7).
    assert_ne!(clock.started.clock, 0);
    assert!(matches!(case.clocks.get(0).unwrap().standing, ClockStanding::Stopped { .. }));
}

#[test]
fn a_correction_that_changes_nothing_or_of_what_is_not_there_is_refused() {
    let case = filed("2026-03-03");
    case.correct(WhichDate::Receipt, "2026-03-03").invalid(["correction.to: NOTHING_CHANGES"]);
    case.correct(WhichDate::Receipt, "2031-01-01").invalid(["correction.to: IN_THE_FUTURE"]);
    case.correct(WhichDate::Submission, "2026-03-01").refused("NO_DISPUTE");
    dissatisfied("2026-03-03").correct(WhichDate::Receipt, "2026-03-01").refused("NOT_FILED");
    nothing().correct(WhichDate::Receipt, "2026-03-01").refused("NO_SUCH_COMPLAINT");
}
