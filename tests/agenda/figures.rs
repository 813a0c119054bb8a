//! Counts by period, register, kind and rule, and what is hidden of them.

use griffie::domain::clock::StopReason;
use griffie::law::RuleId;
use griffie::projection::cases::CaseRegister;
use griffie::projection::figures::{Figures, Period, SMALL, figures};

use crate::cases::*;

const RULE: RuleId = RuleId::HandbookEffect;
const NOW: &str = "2026-11-02T08:30:00Z";
const YEAR: Period = Period { year: 2026, half: None };

fn counted(folded: &Folded, period: Period) -> Figures {
    figures(folded.agenda.cases(), period, at(NOW))
}

/// Clocks started on 2026-02-01, met after so many days.
fn met_after(days: &[u64]) -> Folded {
    let mut folded = Folded::default();
    for (number, days) in (1..).zip(days) {
        let mut case = folded.started(CaseRegister::Complaint, number, RULE, on("2026-02-01"));
        let met = day("2026-02-01") + chrono::Days::new(*days);
        let met = griffie::domain::clock::When::Day(met);
        folded.record(&mut case, |plan| plan.meet(&[RULE], met, false));
    }
    folded
}

#[test]
fn cases_are_counted_in_the_half_year_in_which_they_began() {
    let mut folded = Folded::default();
    for (number, start) in [(1, "2025-12-31"), (2, "2026-06-30"), (3, "2026-07-01")] {
        folded.started(CaseRegister::Complaint, number, RULE, on(start));
    }
    let of = |year, half| counted(&folded, Period { year, half }).cases;
    assert_eq!(of(2025, None), Some(1));
    assert_eq!(of(2026, None), Some(2));
    assert_eq!((of(2026, Some(1)), of(2026, Some(2))), (Some(1), Some(1)));
    assert_eq!(of(2025, Some(1)), Some(0));
}

#[test]
fn each_clock_is_counted_once_as_it_stands() {
    let mut folded = Folded::default();
    let starts = ["2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01", "2026-09-01"];
    let mut cases: Vec<Case> = (1..)
        .zip(starts)
        .map(|(number, start)| folded.started(CaseRegister::Measure, number, RULE, on(start)))
        .collect();
    folded.record(&mut cases[0], |plan| plan.meet(&[RULE], on("2026-01-11"), false));
    folded.record(&mut cases[1], |plan| plan.meet(&[RULE], on("2026-07-02"), false));
    folded.record(&mut cases[2], |plan| plan.stop_all(day("2026-02-01"), StopReason::Settled));
    let outcomes = counted(&folded, YEAR).rules["HANDBOOK-EFFECT"].clone();
    assert_eq!(outcomes.started, Some(5));
    assert_eq!((outcomes.met, outcomes.missed, outcomes.stopped), (Some(1), Some(1), Some(1)));
    assert_eq!((outcomes.overdue, outcomes.waiting), (Some(1), Some(1)));
    assert_eq!(outcomes.extended, Some(0));
}

#[test]
fn the_median_is_the_middle_one_and_of_two_their_mean_rounded_up() {
    let median = |days: &[u64]| {
        counted(&met_after(days), YEAR).rules.get("HANDBOOK-EFFECT").and_then(|it| it.median_days)
    };
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[9]), Some(9));
    assert_eq!(median(&[1, 30, 4]), Some(4));
    assert_eq!(median(&[30, 1, 4, 9]), Some(7));
}

#[test]
fn small_numbers_are_hidden_and_none_of_them_can_be_reckoned_back() {
    // Seven met in time, two too late: the two are small, and nine less seven would give them away.
    let mut folded = met_after(&[1, 2, 3, 4, 5, 6, 7, 300, 300]);
    let shown = counted(&folded, YEAR).suppressed();
    let outcomes = &shown.rules["HANDBOOK-EFFECT"];
    assert_eq!(shown.cases, Some(9));
    assert_eq!((outcomes.started, outcomes.met, outcomes.missed), (Some(9), None, None));
    assert_eq!(outcomes.stopped, Some(0));
    assert_eq!(outcomes.median_days, Some(5));
    // All in one row: nothing is small, nothing hidden.
    folded = met_after(&[1; 5]);
    let shown = counted(&folded, YEAR).suppressed();
    assert_eq!(shown, counted(&folded, YEAR));
    // Fewer cases than that: nothing at all is told of the period.
    folded = met_after(&[1; 4]);
    assert_eq!(counted(&folded, YEAR).suppressed(), Figures::default());
    assert_eq!(SMALL, 5);
}

#[test]
fn a_period_without_cases_says_so() {
    let figures = counted(&met_after(&[1]), Period { year: 2020, half: None }).suppressed();
    assert_eq!((figures.cases, figures.rules.len(), figures.kinds.len()), (Some(0), 0, 0));
}
