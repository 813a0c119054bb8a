//! The rules of a measure, all of them: choices may be refused, late facts are recorded.

use chrono::NaiveDate;

use crate::domain::clock::{Clocks, Plan as ClockPlan, StopReason, When};
use crate::domain::provenance::{Provenance, check_past_day};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::RuleId;

use super::command::{Command, Refusal};
use super::event::{
    CarriedOut, Corrected, Event, Outcome, Reviewed, WithdrawalCause, Withdrawn, WrongDay,
};
use super::state::{Measure, State};

/// The duty to review: within half a year after it was carried out or last reviewed (handbook 5.4).
const EFFECT: RuleId = RuleId::HandbookEffect;

/// Judges a command against the measure and its clocks as they stand. The only place with its rules.
pub fn decide(
    state: &State,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    check(state, &command, context)?;
    let plan = || ClockPlan::new(context.book, clocks);
    match (state, command) {
        (State::Unknown, Command::Open(fact)) => Ok(only(fact)),
        (State::Unknown, _) => Err(Refusal::NoSuchMeasure),
        (_, Command::Open(_)) => Err(Refusal::AlreadyThere),
        (State::Withdrawn(_), _) => Err(Refusal::MeasureWithdrawn),
        // A wrong day can be found out after the closing too; nothing else is left to do then.
        (
            State::Closed(measure) | State::CarriedOut(measure) | State::Effective(measure),
            Command::Correct(fact),
        ) => correct(measure, fact, plan()),
        (State::Closed(_), _) => Err(Refusal::MeasureClosed),
        (State::Planned(_), Command::CarryOut(fact)) => carry_out(fact, plan()),
        (State::CarriedOut(_) | State::Effective(_), Command::CarryOut(_)) => {
            Err(Refusal::AlreadyCarriedOut)
        }
        (State::Planned(_), Command::Review(_) | Command::Correct(_)) => {
            Err(Refusal::NotCarriedOut)
        }
        (State::CarriedOut(measure) | State::Effective(measure), Command::Review(fact)) => {
            review(measure, fact, plan())
        }
        (State::Effective(_), Command::Close(fact)) => Ok(only(fact)),
        (State::Planned(_) | State::CarriedOut(_), Command::Close(_)) => {
            Err(Refusal::EffectUnknown)
        }
        (State::Planned(_) | State::CarriedOut(_) | State::Effective(_), Command::Revise(fact)) => {
            Ok(only(fact))
        }
        (
            State::Planned(_) | State::CarriedOut(_) | State::Effective(_),
            Command::Withdraw(fact),
        ) => Ok(withdraw(fact, plan())),
    }
}

/// A fact that touches no clock.
fn only(fact: impl Into<Event>) -> Decided<Event> {
    Decided { facts: vec![fact.into()], clocks: Vec::new() }
}

fn with(fact: impl Into<Event>, plan: ClockPlan) -> Decided<Event> {
    Decided { facts: vec![fact.into()], clocks: plan.into_events() }
}

fn carry_out(fact: CarriedOut, mut plan: ClockPlan) -> Result<Decided<Event>, Refusal> {
    plan.start(EFFECT, When::Day(fact.provenance.happened.last_day()))?;
    Ok(with(fact, plan))
}

/// A review meets the clock that runs, and starts the next one unless the measure helped. One from before the newest review is a
/// fact that came late: the clock counts on from the newest.
fn review(
    measure: &Measure,
    fact: Reviewed,
    mut plan: ClockPlan,
) -> Result<Decided<Event>, Refusal> {
    let on = fact.provenance.happened.last_day();
    if measure.last_review().is_none_or(|newest| on >= newest.on) {
        plan.meet(&[EFFECT], When::Day(on), false);
        if fact.outcome != Outcome::Effective {
            plan.start(EFFECT, When::Day(on))?;
        }
    }
    Ok(with(fact, plan))
}

/// The clock that was counted from the wrong day is counted from the right one. A clock that was met stays met on the day
/// recorded: a meeting is not recorded twice (docs/format.md §7).
fn correct(
    measure: &Measure,
    fact: Corrected,
    mut plan: ClockPlan,
) -> Result<Decided<Event>, Refusal> {
    let wrong = match fact.which {
        WrongDay::CarriedOut => measure.carried_out.ok_or(Refusal::NotCarriedOut)?,
        WrongDay::LastReview => measure.last_review().ok_or(Refusal::NotReviewed)?.on,
    };
    let counted_from = plan.clocks().newest(EFFECT).map(|clock| clock.started.start.day());
    // Of a carrying out that was reviewed since, the newest clock counts from the review; a review that it helped started none.
    let started_it = match fact.which {
        WrongDay::CarriedOut => plan.clocks().len() == 1,
        WrongDay::LastReview => {
            measure.last_review().is_some_and(|review| review.outcome != Outcome::Effective)
        }
    };
    if started_it && counted_from == Some(wrong) {
        plan.correct(&[EFFECT], When::Day(fact.day))?;
    }
    Ok(with(fact, plan))
}

fn withdraw(fact: Withdrawn, mut plan: ClockPlan) -> Decided<Event> {
    let reason = match fact.cause {
        WithdrawalCause::GivenUp => StopReason::Withdrawn,
        WithdrawalCause::Replaced => StopReason::Replaced,
        WithdrawalCause::RecordedInError => StopReason::RecordedInError,
    };
    plan.stop_all(fact.provenance.happened.last_day(), reason);
    with(fact, plan)
}

/// Everything wrong with the fields at once.
fn check(state: &State, command: &Command, context: &Context) -> Result<(), Refusal> {
    let mut violations = Violations::default();
    provenance(command).check(context.now, &FieldPath::new("provenance"), &mut violations);
    match command {
        Command::Open(fact) => fact.plan.check(&FieldPath::new("plan"), &mut violations),
        Command::Revise(fact) => {
            let same = state.measure().is_some_and(|measure| measure.plan == fact.plan);
            if same {
                violations.add(FieldPath::new("plan"), Reason::NothingChanges);
            }
            fact.plan.check(&FieldPath::new("plan"), &mut violations);
        }
        Command::Review(fact) => {
            let at = FieldPath::new("provenance.happened");
            check_order(state, fact.provenance.happened.last_day(), at, &mut violations);
        }
        Command::Correct(fact) => correction(state, fact, context, &mut violations),
        Command::CarryOut(_) | Command::Close(_) | Command::Withdraw(_) => {}
    }
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

fn correction(state: &State, fact: &Corrected, context: &Context, violations: &mut Violations) {
    let at = || FieldPath::new("day");
    check_past_day(fact.day, context.now, at(), violations);
    let Some(measure) = state.measure() else { return };
    let (wrong, first_review) = match fact.which {
        WrongDay::CarriedOut => {
            (measure.carried_out, measure.reviews.iter().map(|review| review.on).min())
        }
        WrongDay::LastReview => {
            check_order(state, fact.day, at(), violations);
            if measure.review_before_last().is_some_and(|earlier| fact.day < earlier) {
                violations.add(at(), Reason::Contradiction);
            }
            (measure.last_review().map(|review| review.on), None)
        }
    };
    if wrong == Some(fact.day) {
        violations.add(at(), Reason::NothingChanges);
    }
    if first_review.is_some_and(|review| review < fact.day) {
        violations.add(at(), Reason::AfterReview);
    }
}

/// An effect cannot be reviewed before there is one.
fn check_order(state: &State, review: NaiveDate, at: FieldPath, violations: &mut Violations) {
    let carried_out = state.measure().and_then(|measure| measure.carried_out);
    if carried_out.is_some_and(|day| review < day) {
        violations.add(at, Reason::BeforeCarriedOut);
    }
}

fn provenance(command: &Command) -> &Provenance {
    match command {
        Command::Open(fact) => &fact.provenance,
        Command::Revise(fact) => &fact.provenance,
        Command::CarryOut(fact) => &fact.provenance,
        Command::Review(fact) => &fact.provenance,
        Command::Correct(fact) => &fact.provenance,
        Command::Close(fact) => &fact.provenance,
        Command::Withdraw(fact) => &fact.provenance,
    }
}
