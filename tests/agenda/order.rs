//! Which duties are on the agenda, under which day, standing how.

use griffie::domain::clock::{Running, Status, StopReason};
use griffie::law::RuleId;
use griffie::projection::agenda::{Agenda, Query};
use griffie::projection::cases::CaseRegister;

use crate::cases::*;

const NOW: &str = "2026-11-02T08:30:00Z";

/// Day, first rule and status of each duty asked for.
fn listed(agenda: &Agenda, query: &Query, now: &str) -> Vec<(String, String, Status)> {
    let duties = agenda.list(query, at(now), |_| true);
    let shown = duties.map(|duty| {
        let rule = duty.clocks().next().map_or("task", |clock| clock.started.rule.as_str());
        (duty.day.to_string(), rule.to_owned(), duty.status(at(now)))
    });
    shown.collect()
}

fn days(agenda: &Agenda, query: &Query) -> Vec<String> {
    listed(agenda, query, NOW).into_iter().map(|(day, _, _)| day).collect()
}

fn standing(statuses: &[Status]) -> Query {
    Query { statuses: statuses.to_vec(), ..Query::default() }
}

#[test]
fn duties_stand_in_the_order_of_their_working_dates_whatever_was_recorded_first() {
    let mut folded = Folded::default();
    for (number, start) in [(1, "2026-10-20"), (2, "2026-09-01"), (3, "2026-10-01")] {
        folded.started(CaseRegister::Complaint, number, RuleId::WkkgzJudgement, on(start));
    }
    let days = days(&folded.agenda, &Query::default());
    assert_eq!(days, ["2026-10-13", "2026-11-12", "2026-12-01"]);
}

#[test]
fn what_the_law_asks_and_what_was_promised_is_one_duty_under_the_earliest_of_their_ends() {
    let mut folded = Folded::default();
    let mut case = Case::new(CaseRegister::Incident, 1);
    folded.record(&mut case, |plan| {
        let law = plan.start(RuleId::WkkgzCalamity, on("2026-10-30")).unwrap();
        plan.start_beside(RuleId::HandbookMic3D, on("2026-10-30"), law).unwrap();
    });
    let query = Query::default();
    let duties: Vec<_> = folded.agenda.list(&query, at(NOW), |_| true).collect();
    assert_eq!(duties.len(), 1);
    let ends: Vec<_> = duties[0].clocks().filter_map(Running::due_day).collect();
    assert!(ends.len() >= 2);
    assert_eq!(Some(duties[0].day), ends.iter().min().copied());
    assert_eq!(duties[0].working_day(), Some(duties[0].day));
}

#[test]
fn without_delay_stands_under_the_day_it_started_and_is_never_called_overdue() {
    let mut folded = Folded::default();
    folded.started(CaseRegister::Breach, 1, RuleId::AvgBreachSubject, on("2026-10-01"));
    let duties = listed(&folded.agenda, &Query::default(), "2027-10-01T10:00:00Z");
    assert_eq!(duties, [("2026-10-01".to_owned(), "AVG-BREACH-SUBJECT".to_owned(), Status::Due)]);
    let query = Query::default();
    let duty = folded.agenda.list(&query, at(NOW), |_| true).next().unwrap();
    assert_eq!(duty.working_day(), None);
}

#[test]
fn a_duty_is_due_through_its_last_day_and_overdue_from_the_next_midnight_in_the_netherlands() {
    let mut folded = Folded::default();
    folded.started(CaseRegister::Measure, 1, RuleId::HandbookEffect, on("2026-05-02"));
    let status = |now| listed(&folded.agenda, &Query::default(), now)[0].2;
    assert_eq!(status("2026-11-02T22:59:59Z"), Status::Due);
    assert_eq!(status("2026-11-02T23:00:00Z"), Status::Overdue);
    let overdue = standing(&[Status::Overdue]);
    assert!(listed(&folded.agenda, &overdue, "2026-11-02T22:59:59Z").is_empty());
    assert_eq!(listed(&folded.agenda, &overdue, "2026-11-02T23:00:00Z").len(), 1);
}

#[test]
fn what_is_met_or_stopped_is_found_only_by_whoever_asks_for_it() {
    let mut folded = Folded::default();
    let rule = RuleId::HandbookEffect;
    let mut cases: Vec<Case> = (1..=4)
        .map(|number| folded.started(CaseRegister::Measure, number, rule, on("2026-03-01")))
        .collect();
    folded.record(&mut cases[0], |plan| plan.meet(&[rule], on("2026-09-01"), false));
    folded.record(&mut cases[1], |plan| plan.meet(&[rule], on("2026-09-02"), false));
    folded
        .record(&mut cases[2], |plan| plan.stop(&[rule], day("2026-04-01"), StopReason::Withdrawn));
    let statuses = |asked: &[Status]| -> Vec<Status> {
        listed(&folded.agenda, &standing(asked), NOW).into_iter().map(|(_, _, it)| it).collect()
    };
    assert_eq!(statuses(&[Status::Due, Status::Paused, Status::Overdue]), [Status::Overdue]);
    assert_eq!(statuses(&[Status::Met]), [Status::Met]);
    assert_eq!(statuses(&[Status::Missed]), [Status::Missed]);
    assert_eq!(statuses(&[Status::Stopped, Status::Overdue]), [Status::Stopped, Status::Overdue]);
    assert_eq!(statuses(&[]).len(), 4);
}

#[test]
fn a_promise_missed_is_not_hidden_by_the_law_being_kept() {
    let mut folded = Folded::default();
    let mut case = Case::new(CaseRegister::Complaint, 1);
    folded.record(&mut case, |plan| {
        let law = plan.start(RuleId::WkkgzJudgement, on("2026-09-01")).unwrap();
        plan.start_beside(RuleId::HandbookComplaint5Wd, on("2026-09-01"), law).unwrap();
        let both =
            [RuleId::WkkgzJudgement, RuleId::HandbookComplaint5Wd, RuleId::HandbookComplaint6W];
        plan.meet(&both, on("2026-09-20"), false);
    });
    let query = Query::default();
    let duty = folded.agenda.list(&query, at(NOW), |_| true).next().unwrap();
    assert_eq!(duty.status(at(NOW)), Status::Missed);
    assert_eq!(duty.clocks().next().unwrap().status(at(NOW)), Status::Met);
}

#[test]
fn an_extended_duty_moves_to_its_later_day_and_leaves_the_earlier_one() {
    let mut folded = Folded::default();
    let rule = RuleId::AvgRequest;
    let mut case = folded.started(CaseRegister::Breach, 1, rule, on("2026-10-12"));
    let before = days(&folded.agenda, &Query::default());
    folded.record(&mut case, |plan| plan.extend(rule, day("2026-10-20")).unwrap());
    let after = days(&folded.agenda, &Query::default());
    assert_eq!((before.len(), after.len()), (1, 1));
    assert!(before[0] < after[0]);
    let query = Query::default();
    assert_eq!(folded.agenda.list(&query, at(NOW), |_| true).next().unwrap().changes(), 1);
}

#[test]
fn only_the_days_asked_for_are_given_both_ends_included() {
    let mut folded = Folded::default();
    for (number, start) in [(1, "2026-04-30"), (2, "2026-05-01"), (3, "2026-05-02")] {
        folded.started(CaseRegister::Measure, number, RuleId::HandbookEffect, on(start));
    }
    let within = |from: Option<&str>, until: Option<&str>| {
        let query = Query { from: from.map(day), until: until.map(day), statuses: vec![] };
        days(&folded.agenda, &query).len()
    };
    assert_eq!(within(Some("2026-11-01"), Some("2026-11-01")), 1);
    assert_eq!(within(Some("2026-11-01"), None), 2);
    assert_eq!(within(None, Some("2026-11-01")), 2);
    assert_eq!(within(Some("2026-11-03"), Some("2026-11-01")), 0);
}

#[test]
fn only_registers_that_may_be_seen_are_given() {
    let mut folded = Folded::default();
    for (number, register) in (1..).zip(CaseRegister::ALL) {
        folded.started(*register, number, RuleId::HandbookEffect, on("2026-05-01"));
    }
    for seen in CaseRegister::ALL {
        let query = Query::default();
        let duties = folded.agenda.list(&query, at(NOW), |register| register == *seen);
        let registers: Vec<CaseRegister> = duties.map(|duty| duty.case.register).collect();
        assert_eq!(registers, [*seen]);
    }
}

#[test]
fn a_record_folded_twice_counts_once_and_changes_are_told_from_a_position_on() {
    let mut folded = Folded::default();
    let mut case =
        folded.started(CaseRegister::Measure, 1, RuleId::HandbookEffect, on("2026-05-01"));
    let facts = case.clocks(|plan| plan.meet(&[RuleId::HandbookEffect], on("2026-06-01"), false));
    let event = griffie::domain::Event::Clock(Box::new(facts[0].clone()));
    let position = folded.agenda.next();
    for _ in 0..2 {
        folded.agenda.apply(position, 0, case.stream, case.register, &event);
    }
    folded.agenda.apply(
        0,
        0,
        Case::new(CaseRegister::Breach, 9).stream,
        CaseRegister::Breach,
        &event,
    );
    assert_eq!(listed(&folded.agenda, &Query::default(), NOW).len(), 1);
    assert_eq!(folded.agenda.changed_since(position).count(), 1);
    assert_eq!(folded.agenda.changed_since(position + 1).count(), 0);
}
