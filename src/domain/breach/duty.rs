//! The clocks of a breach, brought in line with what it has become: whatever was recorded, and in whatever order, the duties that
//! exist run, those that were done are met, those that do not exist are stopped.

use chrono::{DateTime, NaiveDate, Utc};

use super::assessment::Risk;
use super::report::when;
use super::state::{Breach, Ending};
use crate::domain::clock::{ClockRefusal, Plan, Running, Standing, StopReason, When};
use crate::law::RuleId;

/// The notification to the authority: the law's 72 hours, and the handbook's beside them.
const AUTHORITY: &[RuleId] = &[RuleId::AvgBreachAp, RuleId::HandbookBreach72H];
/// Telling the persons: the law, and the handbook beside it.
const PERSONS: &[RuleId] = &[RuleId::AvgBreachSubject, RuleId::HandbookBreachSubject];
/// Writing it down within the practice.
const DOCUMENTING: &[RuleId] = &[RuleId::HandbookBreach24H];

/// Changes the clocks so that they say what the breach as it is now asks. `on` is the day of the fact that changed it.
pub(super) fn align(
    plan: &mut Plan,
    breach: &Breach,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ClockRefusal> {
    documenting(plan, breach, now)?;
    authority(plan, breach, on)?;
    persons(plan, breach, on)
}

/// The register is the documentation: what is entered is documented.
fn documenting(plan: &mut Plan, breach: &Breach, now: DateTime<Utc>) -> Result<(), ClockRefusal> {
    let reported = when(breach.reported.provenance.happened);
    if plan.clocks().newest(RuleId::HandbookBreach24H).is_none() {
        plan.start(RuleId::HandbookBreach24H, reported)?;
        plan.meet(DOCUMENTING, breach.reported.report.documented(now), false);
    }
    plan.correct(DOCUMENTING, reported)
}

/// Counted from awareness, also when the duty revives: the law knows no later start.
fn authority(plan: &mut Plan, breach: &Breach, on: NaiveDate) -> Result<(), ClockRefusal> {
    let awareness = breach.awareness.as_ref().filter(|_| owes(breach));
    let Some(awareness) = awareness else {
        plan.stop(AUTHORITY, on, StopReason::NotApplicable);
        return Ok(());
    };
    let aware = when(awareness.provenance.happened);
    plan.correct(AUTHORITY, aware)?;
    if !runs_or_ran(plan, RuleId::AvgBreachAp) && breach.declined.is_none() {
        start(plan, AUTHORITY, aware)?;
    }
    if let Some(first) = breach.notified() {
        plan.meet(AUTHORITY, when(first.provenance.happened), false);
    } else if breach.declined.is_some() {
        plan.stop(AUTHORITY, on, StopReason::NotApplicable);
    }
    Ok(())
}

/// From the moment the high risk was established; persons who were told before that were told in time.
fn persons(plan: &mut Plan, breach: &Breach, on: NaiveDate) -> Result<(), ClockRefusal> {
    let high = breach.high_since.filter(|_| owes(breach) && breach.risk() == Some(Risk::High));
    let Some(high) = high else {
        plan.stop(PERSONS, on, StopReason::NotApplicable);
        return Ok(());
    };
    if !runs_or_ran(plan, RuleId::AvgBreachSubject) && breach.exempted.is_none() {
        start(plan, PERSONS, high)?;
    }
    if let Some(first) = breach.persons_told.first() {
        plan.meet(PERSONS, when(first.provenance.happened), false);
    } else if breach.exempted.is_some() {
        plan.stop(PERSONS, on, StopReason::NotApplicable);
    }
    Ok(())
}

/// Whether the practice owes the authority and the persons anything.
fn owes(breach: &Breach) -> bool {
    breach.is_controller() && !matches!(breach.ending, Some(Ending::Dismissed(_)))
}

fn start(plan: &mut Plan, rules: &[RuleId], from: When) -> Result<(), ClockRefusal> {
    let mut rules = rules.iter();
    if let Some(law) = rules.next() {
        let number = plan.start(*law, from)?;
        for promise in rules {
            plan.start_beside(*promise, from, number)?;
        }
    }
    Ok(())
}

fn runs_or_ran(plan: &Plan, rule: RuleId) -> bool {
    let alive = |clock: &Running| !matches!(clock.standing, Standing::Stopped { .. });
    plan.clocks().newest(rule).is_some_and(alive)
}
