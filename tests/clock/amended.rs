//! An amended rule is a row with a later first day. It changes no clock that was started before it.

use griffie::domain::clock::Plan;
use griffie::law::rule::{Basis, Extension, Rule, Setting, Term, Trigger};
use griffie::law::{Book, Calendar, Length, Regime, RuleId};

use crate::given::*;

/// As if an act of 2027 gave four weeks, eight in all.
static AMENDMENT: [Rule; 1] = [Rule {
    id: RuleId::WkkgzJudgement,
    dutch: "oordeel over de klacht",
    english: "judgement on the complaint",
    field: "judgement_due",
    article: "Wkkgz 17(1)",
    basis: Basis::Statute,
    regimes: &[Regime::Wgbo],
    trigger: Trigger::ComplaintReceived,
    term: Term::After(Length::Weeks(4)),
    calendar: Calendar::Atw,
    extension: Some(Extension {
        whole: Length::Weeks(8),
        article: "Wkkgz 17(2)",
        notice: true,
        trigger: None,
    }),
    setting: Setting::Fixed,
    pausable: false,
    retention: false,
    promise: None,
    then: None,
    first_day: match chrono::NaiveDate::from_ymd_opt(2027, 1, 1) {
        Some(day) => day,
        None => panic!("a day"),
    },
    reaches_back: false,
    revision: 2,
}];

fn amended() -> Book<'static> {
    let tables: Vec<&'static [Rule]> =
        Book::CURRENT.tables.iter().copied().chain([AMENDMENT.as_slice()]).collect();
    Book { tables: tables.leak(), revision: 2, ..Book::CURRENT }
}

#[test]
fn a_clock_started_before_the_amendment_keeps_its_end_and_its_extension() {
    let mut case = Case::started(RuleId::WkkgzJudgement, on("2026-12-21"));
    let due = case.clock(RuleId::WkkgzJudgement).due();
    case.book = amended();
    case.plan(|plan| {
        plan.meet(&[], on("2027-01-04"), false);
        Ok(())
    });
    assert_eq!(case.clock(RuleId::WkkgzJudgement).due(), due);
    case.plan(|plan| plan.extend(RuleId::WkkgzJudgement, day("2027-01-20")));
    case.due(RuleId::WkkgzJudgement, on("2027-03-01")); // Ten weeks, not eight.
}

#[test]
fn a_complaint_received_from_its_first_day_on_runs_by_the_new_row() {
    let mut case = case();
    case.book = amended();
    case.plan(|plan| plan.start(RuleId::WkkgzJudgement, on("2027-01-04")));
    case.due(RuleId::WkkgzJudgement, on("2027-02-01"));
    assert_eq!(case.clock(RuleId::WkkgzJudgement).started.table, 2);
    let mut before = Plan::new(amended(), &case.clocks);
    before.start(RuleId::WkkgzJudgement, on("2026-12-31")).unwrap();
    let newest = before.clocks().newest(RuleId::WkkgzJudgement).unwrap();
    assert_eq!(newest.due(), Some(on("2027-02-11")), "received the day before: six weeks");
}
