//! What a plan does and refuses, rule by rule.

use griffie::domain::clock::{Form, Status, StopReason};
use griffie::law::RuleId::{self, *};

use crate::given::*;

#[test]
fn a_complaint_is_judged_within_six_weeks_and_the_calendar_moves_the_end() {
    let case = Case::started(WkkgzJudgement, on("2026-02-20"));
    case.due(WkkgzJudgement, on("2026-04-07"));
    let started = &case.clock(WkkgzJudgement).started;
    assert_eq!(started.nominal, Some(day("2026-04-03")));
    assert_eq!((started.clock, started.table, started.calendar, started.beside), (0, 1, 1, None));
}

#[test]
fn what_is_received_at_half_past_midnight_counts_for_that_local_day() {
    let winter = Case::started(WkkgzJudgement, at("2026-03-02T23:30:00Z"));
    winter.due(WkkgzJudgement, on("2026-04-14"));
    let summer = Case::started(WkkgzJudgement, at("2026-06-30T22:30:00Z"));
    summer.due(WkkgzJudgement, on("2026-08-12"));
}

#[test]
fn seventy_two_hours_elapse_over_both_changes_of_the_clocks() {
    let spring = Case::started(AvgBreachAp, at("2026-03-27T10:20:00+01:00"));
    spring.due(AvgBreachAp, at("2026-03-30T11:20:00+02:00"));
    let autumn = Case::started(AvgBreachAp, at("2026-10-23T10:20:00+02:00"));
    autumn.due(AvgBreachAp, at("2026-10-26T09:20:00+01:00"));
}

#[test]
fn a_term_in_hours_does_not_start_from_a_day() {
    let refusal =
        case().refuses(|plan| plan.start(AvgBreachAp, on("2026-03-27")).map(drop), "NO_TERM");
    assert!(refusal.to_string().contains("AVG-BREACH-AP"), "{refusal}");
}

#[test]
fn law_and_promise_run_side_by_side_and_the_earlier_end_is_the_working_date() {
    let case = Case::started(WkkgzCalamity, on("2026-04-02"));
    case.due(WkkgzCalamity, on("2026-04-08")).due(HandbookCalamity3D, on("2026-04-05"));
    assert_eq!(case.clock(HandbookCalamity3D).started.beside, Some(0));
    for rule in [WkkgzCalamity, HandbookCalamity3D] {
        assert_eq!(case.clocks.working_day(case.clock(rule)), Some(day("2026-04-05")));
    }
}

#[test]
fn an_extension_counts_ten_weeks_from_receipt_and_keeps_the_first_end_visible() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-16"));
    case.plan(|plan| plan.extend(WkkgzJudgement, day("2026-04-28")));
    case.due(WkkgzJudgement, on("2026-05-26"));
    let ends: Vec<_> = case.clock(WkkgzJudgement).ends.iter().map(|end| end.due).collect();
    assert_eq!(ends, [Some(on("2026-04-28")), Some(on("2026-05-26"))]);
}

#[test]
fn notice_of_an_extension_sent_a_day_late_is_refused_with_its_article() {
    let case = Case::started(WkkgzJudgement, on("2026-03-16"));
    let refusal =
        case.refuses(|plan| plan.extend(WkkgzJudgement, day("2026-04-29")), "NOTICE_TOO_LATE");
    let facts = refusal.facts();
    assert!(facts.contains(&("article", "Wkkgz 17(2)".to_owned())), "{facts:?}");
    assert!(facts.contains(&("latest", "2026-04-28".to_owned())), "{facts:?}");
}

#[test]
fn a_term_is_extended_once() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-16"));
    case.plan(|plan| plan.extend(WkkgzJudgement, day("2026-04-20")));
    case.refuses(|plan| plan.extend(WkkgzJudgement, day("2026-04-21")), "ALREADY_EXTENDED");
}

#[test]
fn a_rule_without_an_extension_has_none() {
    let case = Case::started(WmoDestroy, on("2026-03-10"));
    case.refuses(|plan| plan.extend(WmoDestroy, day("2026-03-11")), "NO_TERM");
    case.refuses(|plan| plan.extend(WkkgzJudgement, day("2026-03-11")), "CLOCK_NOT_RUNNING");
}

#[test]
fn what_the_client_agrees_to_leaves_the_end_of_the_law_where_it_was() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-03"));
    case.plan(|plan| plan.agree(WkkgzJudgement, Form::Consent, on("2026-07-01")));
    let clock = case.clock(WkkgzJudgement);
    assert_eq!(
        (clock.due(), clock.due_in_force()),
        (Some(on("2026-04-14")), Some(on("2026-04-14")))
    );
    assert_eq!(clock.agreed, Some((Form::Consent, on("2026-07-01"))));
    assert_eq!(case.status(WkkgzJudgement, "2026-04-15T10:00:00Z"), Status::Overdue);
}

#[test]
fn a_date_set_by_the_authority_takes_the_place_of_the_eight_weeks() {
    let mut case = Case::started(WkkgzCalamityReport, on("2026-03-06"));
    case.plan(|plan| plan.agree(WkkgzCalamityReport, Form::Authority, on("2026-06-01")));
    assert_eq!(case.clock(WkkgzCalamityReport).due_in_force(), Some(on("2026-06-01")));
    assert_eq!(case.status(WkkgzCalamityReport, "2026-05-15T10:00:00Z"), Status::Due);
    let earlier = on("2026-03-01");
    case.refuses(|plan| plan.agree(WkkgzCalamityReport, Form::Authority, earlier), "END_NOT_LATER");
}

#[test]
fn met_on_the_last_day_is_in_time_and_a_day_later_is_missed() {
    for (received, status) in [("2026-04-14", Status::Met), ("2026-04-15", Status::Missed)] {
        let mut case = Case::started(WkkgzJudgement, on("2026-03-03"));
        case.plan(|plan| {
            plan.meet(&[WkkgzJudgement], on(received), false);
            Ok(())
        });
        assert_eq!(case.status(WkkgzJudgement, "2026-12-01T00:00:00Z"), status, "{received}");
    }
}

#[test]
fn the_last_day_ends_at_local_midnight() {
    let case = Case::started(WkkgzJudgement, on("2026-03-03"));
    assert_eq!(case.status(WkkgzJudgement, "2026-04-14T21:59:59Z"), Status::Due);
    assert_eq!(case.status(WkkgzJudgement, "2026-04-14T22:00:01Z"), Status::Overdue);
}

#[test]
fn an_hours_clock_is_missed_by_the_instant_and_by_the_day_where_only_that_is_known() {
    let start = at("2026-03-10T09:30:00+01:00");
    for (met, status) in [
        (at("2026-03-13T09:30:00+01:00"), Status::Met),
        (at("2026-03-13T09:30:01+01:00"), Status::Missed),
        (on("2026-03-13"), Status::Met),
        (on("2026-03-14"), Status::Missed),
    ] {
        let mut case = Case::started(AvgBreachAp, start);
        case.plan(|plan| {
            plan.meet(&[AvgBreachAp], met, false);
            Ok(())
        });
        assert_eq!(case.status(AvgBreachAp, "2026-04-01T00:00:00Z"), status, "{met:?}");
    }
}

#[test]
fn without_delay_has_a_target_of_the_practice_and_no_end() {
    let case = Case::started(WkkgzIncidentClient, at("2026-03-10T09:30:00+01:00"));
    let clock = case.clock(WkkgzIncidentClient);
    assert_eq!((clock.due(), clock.started.target), (None, Some(at("2026-03-11T09:30:00+01:00"))));
    assert_eq!(case.status(WkkgzIncidentClient, "2027-01-01T00:00:00Z"), Status::Due);
}

#[test]
fn a_request_stands_still_between_asking_and_answer() {
    let mut case = Case::started(AvgRequest, on("2026-06-10"));
    case.plan(|plan| plan.pause(&[AvgRequest], day("2026-06-12")));
    assert_eq!(case.status(AvgRequest, "2026-08-01T00:00:00Z"), Status::Paused);
    case.refuses(|plan| plan.pause(&[AvgRequest], day("2026-06-13")), "CLOCK_PAUSING");
    case.refuses(|plan| plan.extend(AvgRequest, day("2026-06-13")), "CLOCK_PAUSING");
    case.refuses(|plan| plan.resume(&[AvgRequest], day("2026-06-11")), "NO_TERM");
    case.plan(|plan| plan.resume(&[AvgRequest], day("2026-06-19")));
    case.due(AvgRequest, on("2026-07-17"));
    case.refuses(|plan| plan.resume(&[AvgRequest], day("2026-06-20")), "CLOCK_PAUSING");
}

#[test]
fn only_a_rule_that_can_be_paused_is_paused() {
    let case = Case::started(WkkgzJudgement, on("2026-03-03"));
    case.refuses(|plan| plan.pause(&[WkkgzJudgement], day("2026-03-04")), "NO_TERM");
}

#[test]
fn a_wrongly_entered_start_is_corrected_and_the_old_end_stays_visible() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-13"));
    case.plan(|plan| plan.extend(WkkgzJudgement, day("2026-03-20")));
    case.plan(|plan| plan.correct(&[WkkgzJudgement], on("2026-03-03")));
    case.due(WkkgzJudgement, on("2026-05-12")); // Still in the extended form.
    assert_eq!(case.clock(WkkgzJudgement).ends.len(), 3);
    let before = case.events.len();
    case.plan(|plan| plan.correct(&[WkkgzJudgement], on("2026-03-03")));
    assert_eq!(case.events.len(), before, "nothing to correct, nothing recorded");
}

#[test]
fn a_correction_may_show_that_a_met_clock_was_missed() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-13"));
    case.plan(|plan| {
        plan.meet(&[WkkgzJudgement], on("2026-04-20"), false);
        plan.correct(&[WkkgzJudgement], on("2026-03-03"))
    });
    assert_eq!(case.status(WkkgzJudgement, "2026-12-01T00:00:00Z"), Status::Missed);
}

#[test]
fn a_stopped_clock_is_neither_met_nor_missed_and_is_not_met_any_more() {
    let mut case = Case::started(WkkgzJudgement, on("2026-03-03"));
    case.plan(|plan| {
        plan.stop(&[WkkgzJudgement], day("2026-03-10"), StopReason::Withdrawn);
        plan.meet(&[WkkgzJudgement], on("2026-03-11"), false);
        Ok(())
    });
    assert_eq!(case.status(WkkgzJudgement, "2026-12-01T00:00:00Z"), Status::Stopped);
    assert_eq!(case.events.len(), 2);
}

#[test]
fn all_that_run_are_stopped_together() {
    let mut case = Case::started(WkkgzCalamity, on("2026-04-02"));
    case.plan(|plan| {
        plan.meet(&[WkkgzCalamity], on("2026-04-03"), false);
        plan.stop_all(day("2026-04-04"), StopReason::NotApplicable);
        Ok(())
    });
    let statuses: Vec<_> =
        case.clocks.iter().map(|clock| clock.status(instant("2026-12-01T00:00:00Z"))).collect();
    assert_eq!(statuses, [Status::Met, Status::Stopped]);
}

#[test]
fn a_setting_of_the_practice_counts_within_its_bounds() {
    let mut case = case();
    case.plan(|plan| plan.start_with(SchemeJudgement, on("2026-03-03"), Some(8)));
    case.due(SchemeJudgement, on("2026-04-28"));
    let fixed = |plan: &mut griffie::domain::clock::Plan| {
        plan.start_with(WkkgzJudgement, on("2026-03-03"), Some(8)).map(drop)
    };
    case.refuses(fixed, "NO_TERM");
}

#[test]
fn rules_without_an_end_in_time_start_no_clock() {
    for rule in [WmoqNoshow, WmoqCouncil] {
        let none =
            |plan: &mut griffie::domain::clock::Plan| plan.start(rule, on("2026-03-03")).map(drop);
        case().refuses(none, "NO_TERM");
    }
    let timed = RuleId::ALL.iter().filter(|rule| {
        let mut plan = griffie::domain::clock::Plan::new(case().book, &case().clocks);
        plan.start(**rule, at("2026-03-03T10:00:00Z")).is_ok()
    });
    assert!(timed.count() > 60);
}
