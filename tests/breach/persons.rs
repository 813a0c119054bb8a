//! The persons: told where the risk is high, or an exception with reasons.

use griffie::domain::breach::Step;
use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::persons::{Exemption, ExemptionGround, PersonsNotice};
use griffie::domain::breach::report::Role;

use crate::given::*;
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
const ASSESSED: &str = "2026-03-10T14:00:00+01:00";
const LATER: &str = "2026-03-11T10:00:00+01:00";

fn assessed(risk: Risk) -> Given {
    given([report(REPORTED), aware(AWARE), assess(risk, ASSESSED)])
}

fn persons(given: &Given) -> Vec<String> {
    let lines = given.clocks_at(NOW).into_iter();
    lines.filter(|line| line.contains("SUBJECT")).map(|line| line.replace("+01:00", "")).collect()
}

#[test]
fn a_high_risk_starts_law_and_promise_without_a_number_with_a_target_of_72_hours() {
    let stand = "03-10 14:00 without delay, target 03-13 14:00";
    let expected = [
        format!("AVG-BREACH-SUBJECT {stand}: due"),
        format!("HANDBOOK-BREACH-SUBJECT {stand}: due"),
    ];
    assert_eq!(persons(&assessed(Risk::High)), expected);
    assert_eq!(persons(&assessed(Risk::Risk)), Vec::<String>::new());
    assert!(assessed(Risk::High).missing().contains(&"PERSONS_DECISION"));
    assert!(!assessed(Risk::Risk).missing().contains(&"PERSONS_DECISION"));
}

#[test]
fn the_moment_at_which_a_high_risk_was_established_must_be_known() {
    given([report(REPORTED), aware(AWARE)])
        .when(assess(Risk::High, "2026-03-10"))
        .invalid(["provenance.happened: INSTANT_NEEDED"])
        .when(assess(Risk::Risk, "2026-03-10"))
        .accepted();
}

#[test]
fn telling_the_persons_meets_it_and_also_if_they_were_told_before_the_assessment() {
    let told = assessed(Risk::High).when(tell_persons(LATER)).accepted();
    assert!(persons(&told).iter().all(|line| line.ends_with(": met")));
    let before = given([report(REPORTED), aware(AWARE), tell_persons(AWARE)]);
    assert_eq!(persons(&before).len(), 0);
    let high = before.when(assess(Risk::High, ASSESSED)).accepted();
    assert_eq!(persons(&high).len(), 2);
    assert!(persons(&high).iter().all(|line| line.ends_with(": met")));
}

#[test]
fn a_notice_nobody_understands_is_no_notice() {
    let obscure = PersonsNotice { plain_language: false, ..persons_notice() };
    assessed(Risk::High)
        .when(step(Step::TellPersons(obscure), LATER))
        .invalid(["notice_to_persons.plain_language: NOT_IN_PLAIN_LANGUAGE"]);
}

#[test]
fn an_exception_needs_a_high_risk_and_reasons_and_stops_the_clock() {
    for ground in [
        ExemptionGround::Unintelligible,
        ExemptionGround::RiskRemoved,
        ExemptionGround::Disproportionate,
    ] {
        let exempted = assessed(Risk::High).when(exempt_by(ground, LATER)).accepted();
        assert!(persons(&exempted).iter().all(|line| line.ends_with(": stopped")));
        assert!(!exempted.missing().contains(&"PERSONS_DECISION"));
    }
    assessed(Risk::Risk).when(exempt(LATER)).refused("NO_HIGH_RISK", "AVG 34(1)");
    given([report(REPORTED), aware(AWARE)])
        .when(exempt(LATER))
        .refused("BREACH_NOT_ASSESSED", "handbook 2.5");
    assessed(Risk::High)
        .when(tell_persons(LATER))
        .accepted()
        .when(exempt(LATER))
        .refused("PERSONS_ALREADY_TOLD", "AVG 34(3)");
    let silent = Exemption {
        ground: ExemptionGround::Disproportionate,
        reasons: text("Duizenden adressen."),
        public_notice: None,
    };
    assessed(Risk::High)
        .when(step(Step::ExemptPersons(silent), LATER))
        .invalid(["exemption.public_notice: PUBLIC_NOTICE_MISSING"]);
}

#[test]
fn a_reassessment_stops_the_duty_or_starts_it_anew() {
    let lowered = assessed(Risk::High).when(assess(Risk::Risk, LATER)).accepted();
    assert!(persons(&lowered).iter().all(|line| line.ends_with(": stopped")));
    let high = lowered.when(assess(Risk::High, "2026-03-12T10:00:00+01:00")).accepted();
    assert_eq!(persons(&high).len(), 4);
    let stand = "03-12 10:00 without delay, target 03-15 10:00: due";
    assert_eq!(persons(&high)[2], format!("AVG-BREACH-SUBJECT {stand}"));
    // Assessed as high once more, the clock goes on from where it started.
    let same = high.when(assess(Risk::High, "2026-03-13T10:00:00+01:00")).accepted();
    assert_eq!(persons(&same)[2], format!("AVG-BREACH-SUBJECT {stand}"));
    assert_eq!(persons(&same).len(), 4);
}

#[test]
fn the_persons_are_the_controllers_to_tell() {
    let given =
        given([report_as(Role::Processor, REPORTED), aware(AWARE), assess(Risk::High, ASSESSED)]);
    assert_eq!(persons(&given), Vec::<String>::new());
    given.when(exempt(LATER)).refused("NOT_THE_CONTROLLER", "AVG 34(1), 33(2)");
}
