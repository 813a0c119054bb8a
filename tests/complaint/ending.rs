//! Withdrawing, settling, closing and opening again: what stops, how long the file is kept, what runs once more.

use griffie::domain::clock::{Standing as ClockStanding, StopReason};
use griffie::domain::complaint::*;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

fn withdrawal() -> Step {
    Step::Withdraw(Withdrawal { reason: None })
}

fn stopped_for(case: &Case, rule: RuleId) -> StopReason {
    match case.clock(rule).standing {
        ClockStanding::Stopped { reason, .. } => reason,
        other => panic!("{rule}: {other:?}"),
    }
}

#[test]
fn a_complaint_that_is_withdrawn_or_settled_stops_its_clocks() {
    for (step, standing, reason) in [
        (withdrawal(), Standing::Withdrawn, StopReason::Withdrawn),
        (Step::Settle(settlement()), Standing::Settled, StopReason::Settled),
    ] {
        let case = filed("2026-03-03").and(step, "2026-03-20");
        assert_eq!(case.standing(), standing);
        for rule in
            [RuleId::WkkgzJudgement, RuleId::HandbookComplaint6W, RuleId::HandbookComplaint5Wd]
        {
            assert_eq!(stopped_for(&case, rule), reason);
        }
    }
}

#[test]
fn a_filed_complaint_is_not_closed_without_judgement_withdrawal_or_settlement() {
    let close = || Step::Close(closing(None));
    let refusal = filed("2026-03-03").step(close(), "2026-03-20").refused("JUDGEMENT_OWED");
    assert_eq!(refusal.facts(), [("article", "Wkkgz 17(1)".to_owned())]);
    dissatisfied("2026-03-03").and(close(), "2026-03-20");
    judged().and(close(), "2026-04-20");
    filed("2026-03-03").and(withdrawal(), "2026-03-20").and(close(), "2026-03-21");
}

#[test]
fn a_file_is_not_put_away_while_the_dispute_body_has_it() {
    let case = judged().and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-06-27");
    case.step(Step::Close(closing(None)), "2026-07-01").refused("DISPUTE_PENDING");
}

#[test]
fn what_was_ruled_takes_the_place_of_a_judgement_that_was_not_given() {
    let ruling = Ruling { outcome: RulingOutcome::Upheld, summary: None, compensation_cents: None };
    let case = filed("2026-03-03")
        .and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-04-20")
        .and(Step::Rule(ruling), "2026-09-01")
        .and(Step::Close(closing(None)), "2026-09-02");
    assert_eq!(stopped_for(&case, RuleId::WkkgzJudgement), StopReason::Replaced);
}

#[test]
fn a_closed_file_is_kept_two_years_or_as_many_as_the_practice_says_from_two_to_five() {
    let close = |years| judged().step(Step::Close(closing(years)), "2026-04-20");
    assert_eq!(close(None).accepted().due(RuleId::ComplaintRetain), "2028-04-20");
    assert_eq!(close(Some(5)).accepted().due(RuleId::ComplaintRetain), "2031-04-20");
    for years in [0, 1, 6] {
        close(Some(years)).invalid(["closing.keep_years: NUMBER_OUT_OF_BOUNDS"]);
    }
}

#[test]
fn opening_again_stops_the_keeping_and_closing_again_starts_it_anew() {
    let case = judged()
        .and(Step::Close(closing(None)), "2026-04-20")
        .and(Step::Reopen(reopening()), "2026-05-01");
    assert_eq!(case.standing(), Standing::Judged);
    assert_eq!(stopped_for(&case, RuleId::ComplaintRetain), StopReason::NotApplicable);
    let case = case.and(Step::Close(closing(None)), "2026-06-01");
    assert_eq!(case.due(RuleId::ComplaintRetain), "2028-06-01");
    case.step(Step::Close(closing(None)), "2026-06-02").refused("COMPLAINT_ENDED");
}

#[test]
fn what_is_owed_runs_again_from_its_first_start_and_opening_again_gives_nobody_more_time() {
    let case = filed("2026-03-03")
        .and(Step::Extend(extension()), "2026-04-01")
        .and(Step::Agree(consent("2026-06-30")), "2026-04-02")
        .and(withdrawal(), "2026-04-03")
        .and(Step::Reopen(reopening()), "2026-04-10");
    assert_eq!(case.standing(), Standing::ExtendedByConsent);
    assert!(case.runs(RuleId::WkkgzJudgement) && case.runs(RuleId::HandbookComplaint5Wd));
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-05-12");
    assert_eq!(case.due(RuleId::HandbookComplaint6W), "2026-04-14");
    assert!(case.clock(RuleId::WkkgzJudgement).agreed.is_some());
    case.step(Step::Extend(extension()), "2026-04-11").refused("ALREADY_EXTENDED");
}

#[test]
fn a_dispute_that_was_pending_is_pending_again() {
    let case = judged()
        .and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-06-27")
        .and(Step::Settle(settlement()), "2026-07-01");
    assert_eq!(stopped_for(&case, RuleId::WkkgzDispute), StopReason::Settled);
    let case = case.and(Step::Reopen(reopening()), "2026-07-10");
    assert_eq!(case.standing(), Standing::DisputeSubmitted);
    assert!(case.runs(RuleId::WkkgzDispute));
    assert!(!case.runs(RuleId::WkkgzJudgement));
}

#[test]
fn what_happened_before_the_end_is_recorded_afterwards_and_what_came_after_is_not() {
    let ended = filed("2026-03-03").and(withdrawal(), "2026-03-20");
    let late = ended.and(Step::Converse(conversation()), "2026-03-20");
    late.and(Step::TakeUp(taking_up()), "2026-03-05");
    let refusal =
        ended.step(Step::Converse(conversation()), "2026-03-21").refused("COMPLAINT_ENDED");
    assert_eq!(refusal.facts(), [("ended_on", "2026-03-20".to_owned())]);
    ended.step(Step::Judge(judgement(Means::Post)), "2026-03-10").refused("COMPLAINT_ENDED");
}

#[test]
fn nothing_is_opened_that_did_not_end_and_nothing_ends_before_it_began() {
    judged().step(Step::Reopen(reopening()), "2026-04-20").refused("NOT_ENDED");
    filed("2026-03-03")
        .step(withdrawal(), "2026-03-02")
        .invalid(["provenance.happened: BEFORE_ITS_START"]);
    let closed = judged().and(Step::Close(closing(None)), "2026-04-20");
    closed
        .step(Step::Reopen(reopening()), "2026-04-19")
        .invalid(["provenance.happened: BEFORE_ITS_START"]);
}
