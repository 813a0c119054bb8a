//! The reasoned judgement in its three parts, when it counts as received, and what a later receipt changes.

use griffie::domain::clock::{Standing as ClockStanding, Status};
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

#[test]
fn a_judgement_that_was_received_in_time_meets_every_term_it_was_owed_by() {
    let mixed = Beginning::File(filing(&[Regime::Wgbo, Regime::Wmo]));
    let judgement = Judgement { received: Some(moment("2026-04-14")), ..judgement(Means::Post) };
    let case = nothing().begun(mixed, "2026-03-03").and(Step::Judge(judgement), "2026-04-10");
    assert_eq!(case.standing(), Standing::Judged);
    for rule in [RuleId::WkkgzJudgement, RuleId::HandbookComplaint6W, RuleId::SchemeJudgement] {
        assert_eq!(case.met(rule), "2026-04-14");
        assert_eq!(case.status(rule, NOW), Status::Met);
    }
}

#[test]
fn a_judgement_received_a_day_late_is_recorded_and_shown_as_missed() {
    let judgement = Judgement { received: Some(moment("2026-04-15")), ..judgement(Means::Post) };
    let case = filed("2026-03-03").and(Step::Judge(judgement), "2026-04-10");
    assert_eq!(case.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
}

#[test]
fn where_only_sending_is_known_receipt_is_assumed_and_shown_so() {
    let sent = |means, day| filed("2026-03-03").and(Step::Judge(judgement(means)), day);
    assert_eq!(sent(Means::Electronic, "2026-04-14").met(RuleId::WkkgzJudgement), "2026-04-14?");
    assert_eq!(sent(Means::HandedOver, "2026-04-14").met(RuleId::WkkgzJudgement), "2026-04-14");
    // By post two working days later: sent on Friday, received on Tuesday.
    let posted = sent(Means::Post, "2026-04-10");
    assert_eq!(posted.met(RuleId::WkkgzJudgement), "2026-04-14?");
    assert_eq!(posted.status(RuleId::WkkgzJudgement, NOW), Status::Met);
    let late = sent(Means::Post, "2026-04-13");
    assert_eq!(late.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
}

#[test]
fn a_receipt_that_becomes_known_takes_the_place_of_the_assumed_one() {
    let received = || Step::ReceiveJudgement(JudgementReceived {});
    let case = filed("2026-03-03")
        .and(Step::Extend(extension()), "2026-04-01")
        .and(Step::Judge(judgement(Means::Post)), "2026-05-08");
    assert_eq!(case.met(RuleId::WkkgzJudgement), "2026-05-12?");
    let case = case.and(received(), "2026-05-13");
    assert_eq!(case.met(RuleId::WkkgzJudgement), "2026-05-13");
    // Counted as before: the same start, and the extension it had.
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-05-12");
    assert_eq!(case.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
    assert!(matches!(case.clocks.get(0).unwrap().standing, ClockStanding::Stopped { .. }));
    case.step(received(), "2026-05-14").refused("JUDGEMENT_ALREADY_RECEIVED");
}

#[test]
fn a_receipt_is_told_of_a_judgement_that_was_sent_and_not_before_it_was() {
    let received = || Step::ReceiveJudgement(JudgementReceived {});
    filed("2026-03-03").step(received(), "2026-04-01").refused("NOT_JUDGED");
    judged().step(received(), "2026-03-31").invalid(["provenance.happened: BEFORE_ITS_START"]);
    let handed = filed("2026-03-03").and(Step::Judge(judgement(Means::HandedOver)), "2026-04-01");
    handed.step(received(), "2026-04-02").refused("JUDGEMENT_ALREADY_RECEIVED");
    // Also after the file was closed: the client's day does not wait for it.
    judged().and(Step::Close(closing(None)), "2026-04-01").and(received(), "2026-04-02");
}

#[test]
fn measures_have_an_owner_a_day_and_a_term_that_was_told() {
    let case = filed("2026-03-03");
    let judge = |judgement| case.step(Step::Judge(judgement), "2026-04-01");
    judge(with_measures("2026-06-01", &["2026-05-01", "2026-06-01"])).accepted();
    judge(with_measures("2026-06-01", &["2026-05-01", "2026-06-02"]))
        .invalid(["judgement.execution.measures[1].due: CONTRADICTION"]);
    judge(with_measures("2026-06-01", &[])).invalid(["judgement.execution.measures: MISSING"]);
}

#[test]
fn a_judgement_is_not_received_before_it_was_sent_nor_handed_over_at_another_moment() {
    let case = filed("2026-03-03");
    let early = Judgement { received: Some(moment("2026-03-31")), ..judgement(Means::Post) };
    case.step(Step::Judge(early), "2026-04-01").invalid(["judgement.received: BEFORE_ITS_START"]);
    let other = Judgement { received: Some(moment("2026-04-02")), ..judgement(Means::HandedOver) };
    case.step(Step::Judge(other), "2026-04-01").invalid(["judgement.received: CONTRADICTION"]);
}

#[test]
fn what_was_judged_was_taken_up_that_day_at_the_latest_unless_an_earlier_day_is_told_later() {
    let case = judged();
    assert_eq!(case.met(RuleId::HandbookComplaint5Wd), "2026-04-01");
    let case = case.and(Step::TakeUp(taking_up()), "2026-03-05");
    assert_eq!(case.met(RuleId::HandbookComplaint5Wd), "2026-03-05");
    assert_eq!(case.status(RuleId::HandbookComplaint5Wd, NOW), Status::Met);
}

#[test]
fn there_is_one_judgement_unless_the_complaint_was_opened_again() {
    let again = || Step::Judge(judgement(Means::Post));
    judged().step(again(), "2026-04-02").refused("ALREADY_JUDGED");
    judged().step(Step::Extend(extension()), "2026-04-02").refused("ALREADY_JUDGED");
    let case = judged()
        .and(Step::Close(closing(None)), "2026-04-10")
        .and(Step::Reopen(reopening()), "2026-04-20")
        .and(again(), "2026-05-01");
    // The first judgement met the term; a second one does not make it late.
    assert_eq!(case.met(RuleId::WkkgzJudgement), "2026-04-01?");
    let case = case.and(Step::ReceiveJudgement(JudgementReceived {}), "2026-05-06");
    assert_eq!(case.met(RuleId::WkkgzJudgement), "2026-04-01?");
    case.step(again(), "2026-06-01").refused("ALREADY_JUDGED");
}
