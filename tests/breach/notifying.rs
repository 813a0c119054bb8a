//! The authority: notified in phases, late with reasons, or not at all with reasons.

use griffie::domain::breach::Step;
use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::notice::{AuthorityNotice, Content, Phase};

use crate::given::*;
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
/// The last moment of the 72 hours.
const DUE: &str = "2026-03-13T09:30:00+01:00";
const TOO_LATE: &str = "2026-03-13T09:30:01+01:00";

fn known() -> Given {
    given([report(REPORTED), aware(AWARE)])
}

fn authority(given: &Given) -> Vec<String> {
    given.clocks_at(NOW).into_iter().filter(|line| line.starts_with("AVG-BREACH-AP")).collect()
}

#[test]
fn a_notification_within_72_hours_meets_law_and_promise() {
    let notified = known().when(notify(Phase::First, DUE)).accepted();
    let lines = notified.clocks_at(NOW);
    assert!(lines[1].ends_with("to 03-13 09:30+01:00: met"), "{lines:?}");
    assert!(lines[2].ends_with("to 03-13 09:30+01:00: met"), "{lines:?}");
}

#[test]
fn a_late_notification_is_recorded_with_the_reasons_for_delay_and_never_refused_for_being_late() {
    known()
        .when(notify(Phase::First, TOO_LATE))
        .invalid(["authority_notice.delay_reasons: DELAY_REASONS_MISSING"]);
    let late = known().when(notify_late(TOO_LATE)).accepted();
    assert_eq!(authority(&late), ["AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: missed"]);
    assert!(!late.missing().contains(&"DELAY_REASONS"));
}

#[test]
fn the_moment_and_what_is_known_of_33_3_must_be_given() {
    let told = |content| AuthorityNotice { content, ..notice(Phase::First) };
    let notify = |content| step(Step::NotifyAuthority(told(content)), DUE);
    known().when(notify(None)).invalid(["authority_notice.content: NOTICE_CONTENT_MISSING"]);
    let nothing = Content { nature: None, contact: None, ..content() };
    known().when(notify(Some(nothing))).invalid([
        "authority_notice.content.nature: NOTICE_CONTENT_MISSING",
        "authority_notice.content.contact: NOTICE_CONTENT_MISSING",
    ]);
    known()
        .when(step(Step::NotifyAuthority(notice(Phase::First)), "2026-03-11"))
        .invalid(["provenance.happened: NOTICE_MOMENT_MISSING"]);
}

#[test]
fn phases_follow_a_first_one_and_what_was_not_known_is_told_in_a_later_one() {
    known().when(notify(Phase::FollowUp, DUE)).refused("AUTHORITY_NOT_NOTIFIED", "AVG 33(4)");
    known().when(notify(Phase::Withdrawal, DUE)).refused("AUTHORITY_NOT_NOTIFIED", "AVG 33(4)");
    let early = Content { consequences: None, measures: None, ..content() };
    let first = AuthorityNotice { content: Some(early), ..notice(Phase::First) };
    let given = known().when(step(Step::NotifyAuthority(first), DUE)).accepted();
    assert!(given.missing().contains(&"NOTICE_CONTENT"));
    let given =
        given.when(notify(Phase::First, DUE)).refused("AUTHORITY_ALREADY_NOTIFIED", "AVG 33(4)");
    let silent = AuthorityNotice { explanation: None, ..notice(Phase::FollowUp) };
    let given = given
        .when(step(Step::NotifyAuthority(silent), "2026-03-20T10:00:00+01:00"))
        .invalid(["authority_notice.explanation: MISSING"]);
    let supplement = AuthorityNotice { content: Some(content()), ..notice(Phase::FollowUp) };
    let given =
        given.when(step(Step::NotifyAuthority(supplement), "2026-03-20T10:00:00+01:00")).accepted();
    assert!(!given.missing().contains(&"NOTICE_CONTENT"));
}

#[test]
fn a_withdrawn_notification_stands_no_more_and_leaves_the_decision_open() {
    let given = known()
        .when(notify(Phase::First, DUE))
        .accepted()
        .when(notify(Phase::Withdrawal, "2026-03-16T10:00:00+01:00"))
        .accepted();
    assert!(given.missing().contains(&"AUTHORITY_DECISION"));
    let again = given.when(notify_late("2026-03-17T10:00:00+01:00")).accepted();
    assert!(!again.missing().contains(&"AUTHORITY_DECISION"));
}

#[test]
fn the_number_of_the_authority_may_follow_and_its_absence_shows() {
    let given = known().when(notify(Phase::First, DUE)).accepted();
    assert!(given.state.breach().unwrap().reference_missing());
    let given = given.when(answered("2026-03-14")).accepted();
    assert!(!given.state.breach().unwrap().reference_missing());
    known().when(answered("2026-03-14")).refused("AUTHORITY_NOT_NOTIFIED", "AVG 33(4)");
}

#[test]
fn not_to_notify_is_decided_with_reasons_and_only_where_a_risk_is_unlikely() {
    let when = "2026-03-11T09:00:00+01:00";
    known().when(decline(when)).refused("BREACH_NOT_ASSESSED", "handbook 2.5");
    for risk in [Risk::Risk, Risk::High] {
        let assessed = known().when(assess(risk, when)).accepted();
        assessed.when(decline(when)).refused("RISK_NOT_EXCLUDED", "AVG 33(1)");
    }
    let declined = known().when(assess(Risk::None, when)).accepted().when(decline(when)).accepted();
    assert_eq!(
        authority(&declined),
        ["AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: stopped"]
    );
    declined.when(decline(when)).refused("NOTIFICATION_ALREADY_DECLINED", "AVG 33(1)");
    given([report(REPORTED), assess(Risk::None, when)])
        .when(decline(when))
        .refused("BREACH_NOT_AWARE", "AVG 33(1)");
    known()
        .when(notify(Phase::First, DUE))
        .accepted()
        .when(assess(Risk::None, when))
        .accepted()
        .when(decline(when))
        .refused("AUTHORITY_ALREADY_NOTIFIED", "AVG 33(4)");
}

#[test]
fn a_risk_found_later_revives_the_duty_from_the_same_awareness() {
    let when = "2026-03-11T09:00:00+01:00";
    let given = known()
        .when(assess(Risk::None, when))
        .accepted()
        .when(decline(when))
        .accepted()
        .when(assess(Risk::Risk, "2026-03-12T09:00:00+01:00"))
        .accepted();
    let ends = "AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: ";
    assert_eq!(authority(&given), [format!("{ends}stopped"), format!("{ends}overdue")]);
    assert!(given.missing().contains(&"AUTHORITY_DECISION"));
    let notified = given.when(notify(Phase::First, DUE)).accepted();
    assert_eq!(authority(&notified)[1], format!("{ends}met"));
}

#[test]
fn a_notification_given_before_anybody_was_certain_meets_the_clock_that_certainty_starts() {
    let given = given([report(REPORTED), notify(Phase::First, REPORTED)]);
    assert_eq!(given.clocks.len(), 1);
    let aware = given.when(aware(AWARE)).accepted();
    assert_eq!(authority(&aware), ["AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: met"]);
}
