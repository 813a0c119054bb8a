//! What was entered wrongly: a new record, and clocks counted again; the old ones stay visible.

use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::event::{AWARENESS_CORRECTED, REPORT_CORRECTED};
use griffie::domain::breach::notice::{AuthorityNotice, Phase};
use griffie::domain::breach::report::Role;
use griffie::domain::breach::{State, Step};

use crate::given::*;
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
const EARLIER: &str = "2026-03-09T09:30:00+01:00";
const DUE: &str = "2026-03-13T09:30:00+01:00";
const FOUND: &str = "2026-03-20";

#[test]
fn a_wrong_moment_of_awareness_is_corrected_by_a_new_record_and_the_72_hours_are_counted_again() {
    let given = given([report(REPORTED), aware(AWARE)])
        .when(correct_awareness(EARLIER, FOUND))
        .accepted()
        .clocks_stand(
            "2026-03-12T09:30:01+01:00",
            [
                "HANDBOOK-BREACH-24H 03-10 09:00+01:00 to 03-11 09:00+01:00: missed",
                "AVG-BREACH-AP 03-09 09:30+01:00 to 03-12 09:30+01:00: overdue",
                "HANDBOOK-BREACH-72H 03-09 09:30+01:00 to 03-12 09:30+01:00: overdue",
            ],
        );
    assert_eq!(given.facts.last().unwrap().kind(), AWARENESS_CORRECTED);
    assert_eq!(given.clocks.get(1).unwrap().ends.len(), 2, "the old end stays visible");
    given.when(correct_awareness(EARLIER, FOUND)).invalid(["awareness: NOTHING_CHANGES"]);
}

#[test]
fn a_notification_that_turns_out_late_shows_missed_and_its_reasons_become_missing_even_if_closed() {
    let closed = given([
        report(REPORTED),
        aware(AWARE),
        notify(Phase::First, DUE),
        assess(Risk::Risk, DUE),
        approve(DUE),
        close(FOUND),
    ]);
    assert_eq!(closed.missing(), Vec::<&str>::new());
    let corrected = closed.when(correct_awareness(EARLIER, FOUND)).accepted();
    assert!(matches!(corrected.state, State::Closed(_)));
    assert_eq!(corrected.missing(), ["DELAY_REASONS"]);
    assert!(corrected.clocks_at(NOW)[1].ends_with(": missed"));
    let explained = AuthorityNotice {
        delay_reasons: Some(text("Verkeerd genoteerd.")),
        ..notice(Phase::FollowUp)
    };
    let explained = corrected
        .when(reopen("2026-03-21"))
        .accepted()
        .when(step(Step::NotifyAuthority(explained), "2026-03-21T10:00:00+01:00"))
        .accepted();
    assert_eq!(explained.missing(), Vec::<&str>::new());
}

#[test]
fn awareness_that_was_never_recorded_cannot_be_corrected() {
    given([report(REPORTED)])
        .when(correct_awareness(EARLIER, FOUND))
        .refused("BREACH_NOT_AWARE", "AVG 33(1)");
}

#[test]
fn a_corrected_report_moves_the_24_hours() {
    let given = given([report(REPORTED)])
        .when(correct_report(Role::Controller, "2026-03-09T09:00:00+01:00", FOUND))
        .accepted();
    assert_eq!(given.facts.last().unwrap().kind(), REPORT_CORRECTED);
    let moved = "HANDBOOK-BREACH-24H 03-09 09:00+01:00 to 03-10 09:00+01:00: missed";
    assert_eq!(given.clocks_at(NOW), [moved]);
    given
        .when(correct_report(Role::Controller, "2026-03-09T09:00:00+01:00", FOUND))
        .invalid(["report: NOTHING_CHANGES"]);
}

#[test]
fn a_corrected_role_stops_the_duties_of_a_controller_or_starts_them() {
    let processor = given([report(REPORTED), aware(AWARE), assess(Risk::High, AWARE)])
        .when(correct_report(Role::Processor, REPORTED, FOUND))
        .accepted();
    let lines = processor.clocks_at(NOW);
    assert!(lines[1..].iter().all(|line| line.ends_with(": stopped")), "{lines:?}");
    assert_eq!(processor.missing(), ["APPROVAL", "PRINCIPAL_NOTICE"]);
    let controller =
        processor.when(correct_report(Role::Controller, REPORTED, "2026-03-21")).accepted();
    let running = controller.clocks_at("2026-03-11T09:00:00+01:00");
    assert_eq!(running.iter().filter(|line| line.ends_with(": due")).count(), 4, "{running:?}");
}
