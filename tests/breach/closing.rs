//! Approval, closing, dismissing, and taking up again.

use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::notice::Phase;
use griffie::domain::breach::{Command, State};

use crate::given::*;
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
const LATER: &str = "2026-03-11T10:00:00+01:00";
const CLOSED: &str = "2026-04-01";

/// Dealt with, in the way of the most breaches: no risk, not notified.
pub fn dealt_with() -> Vec<Command> {
    vec![report(REPORTED), aware(AWARE), assess(Risk::None, LATER), approve(LATER), decline(LATER)]
}

#[test]
fn a_breach_is_closed_once_every_decision_was_taken() {
    let closed = given(dealt_with()).when(close(CLOSED)).accepted();
    assert!(matches!(closed.state, State::Closed(_)));
    closed.when(assess(Risk::Risk, LATER)).refused("BREACH_CLOSED", "");
}

#[test]
fn closing_is_refused_while_a_decision_is_missing_and_all_of_them_are_named_with_their_articles() {
    given([report(REPORTED)])
        .when(close(CLOSED))
        .refused("BREACH_INCOMPLETE", "AVG 33(1), AVG 33(5), AVG 33(1)");
    given([report(REPORTED), aware(AWARE), assess(Risk::High, LATER)])
        .when(close(CLOSED))
        .refused("BREACH_INCOMPLETE", "handbook 2.5, AVG 33(1), AVG 34(1)");
    for left_out in 1..dealt_with().len() {
        let mut commands = dealt_with();
        commands.remove(left_out);
        let mut story = Given::default();
        for command in commands {
            // What rests on the step that was left out is refused with it.
            let next = story.clone().when(command).outcome();
            story = next.unwrap_or(story);
        }
        let refused = story.when(close(CLOSED)).outcome().err().unwrap();
        assert_eq!(refused.reason(), "BREACH_INCOMPLETE", "without step {left_out}");
    }
}

#[test]
fn what_was_assessed_is_approved_once_and_a_new_assessment_needs_a_new_approval() {
    given([report(REPORTED)]).when(approve(LATER)).refused("BREACH_NOT_ASSESSED", "handbook 2.5");
    let approved = given([report(REPORTED), assess(Risk::None, LATER), approve(LATER)]);
    let again = approved.when(approve(LATER)).refused("BREACH_ALREADY_APPROVED", "handbook 2.5");
    let assessed = again.when(assess(Risk::None, LATER)).accepted();
    assert!(assessed.missing().contains(&"APPROVAL"));
}

#[test]
fn no_breach_after_all_stops_every_duty_and_a_notification_is_withdrawn_first() {
    let given = given([report(REPORTED), aware(AWARE), notify(Phase::First, LATER)])
        .when(dismiss("2026-03-12"))
        .refused("NOTICE_STANDS", "AVG 33(4)")
        .when(notify(Phase::Withdrawal, "2026-03-12T09:00:00+01:00"))
        .accepted()
        .when(dismiss("2026-03-12"))
        .accepted();
    assert!(matches!(given.state, State::Dismissed(_)));
    let running = crate::given::given([report(REPORTED), aware(AWARE), assess(Risk::High, LATER)])
        .when(dismiss("2026-03-12"))
        .accepted();
    let lines = running.clocks_at(NOW);
    assert!(lines[1..].iter().all(|line| line.ends_with(": stopped")), "{lines:?}");
    // Taken up again, the 72 hours count from the same awareness.
    let again = running.when(reopen("2026-03-20")).accepted();
    let lines = again.clocks_at("2026-03-13T09:00:00+01:00");
    assert_eq!(lines.len(), 9);
    assert_eq!(lines[5], "AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: due");
}

#[test]
fn after_the_closing_the_authority_may_still_answer_and_the_case_may_be_taken_up_again() {
    let closed = given([
        report(REPORTED),
        aware(AWARE),
        notify(Phase::First, LATER),
        assess(Risk::Risk, LATER),
        approve(LATER),
        close(CLOSED),
    ]);
    let answered = closed.when(answered("2026-04-03")).accepted();
    assert!(!answered.state.breach().unwrap().reference_missing());
    let reopened = answered.when(reopen("2026-04-04")).accepted();
    assert!(matches!(reopened.state, State::Aware(_)));
    reopened.when(reopen("2026-04-05")).refused("BREACH_NOT_CLOSED", "");
}

#[test]
fn where_nothing_was_reported_nothing_can_be_done() {
    Given::default().when(aware(AWARE)).refused("NO_SUCH_BREACH", "");
    given([report(REPORTED)]).when(report(REPORTED)).refused("BREACH_ALREADY_THERE", "");
}
