//! Judges a command against a complaint and its clocks: may it be (`permit`), is it right, and what does it do to the clocks (`term`).

use super::command::{Beginning, Command, Correction, Step};
use super::event::Event;
use super::evolve::evolve;
use super::permit;
use super::refusal::Refusal;
use super::state::{Complaint, State};
use super::step::{Closing, WhichDate};
use super::term;
use crate::domain::clock::Clocks;
use crate::domain::provenance::{Moment, Provenance, check_past_day};
use crate::domain::told::{moment_of, not_before};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::calendar::is_known;
use crate::law::{RuleId, Setting};

/// Judges a command against the complaint and its clocks as they stand.
pub fn decide(
    state: &State,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    let (fact, clocks) = match (state, command) {
        (State::Unknown, Command::Begin(beginning, provenance)) => {
            valid(context, &provenance, |violations| {
                check_beginning(&beginning, &provenance, context, violations);
            })?;
            permit::beginning(&beginning)?;
            let fact = beginning.into_event(provenance);
            let mut begun = State::Unknown;
            evolve(&mut begun, &fact);
            (fact, term::begun(begun.complaint(), clocks, context)?)
        }
        (State::Known(_), Command::Begin(..)) => return Err(Refusal::AlreadyThere),
        (State::Unknown, Command::Take(..) | Command::Correct(..)) => {
            return Err(Refusal::NoSuchComplaint);
        }
        (State::Known(complaint), Command::Take(step, provenance)) => {
            permit::step(complaint, &step, &provenance)?;
            valid(context, &provenance, |violations| {
                check_step(complaint, clocks, &step, &provenance, context, violations);
            })?;
            let clocks = term::step(complaint, clocks, &step, &provenance, context)?;
            (step.into_event(provenance), clocks)
        }
        (State::Known(complaint), Command::Correct(correction, provenance)) => {
            may_correct(complaint, &correction)?;
            valid(context, &provenance, |violations| {
                check_correction(complaint, &correction, context, violations);
            })?;
            let clocks = term::corrected(complaint, clocks, &correction, context)?;
            let fact = super::Told { what: correction, provenance };
            (fact.into(), clocks)
        }
    };
    Ok(Decided { facts: vec![fact], clocks })
}

/// Refuses a command with all that is wrong with it at once.
fn valid(
    context: &Context,
    provenance: &Provenance,
    check: impl FnOnce(&mut Violations),
) -> Result<(), Refusal> {
    let mut violations = Violations::default();
    provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
    check(&mut violations);
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

fn check_beginning(
    beginning: &Beginning,
    provenance: &Provenance,
    context: &Context,
    violations: &mut Violations,
) {
    match beginning {
        Beginning::Voice(voiced) => {
            let at = FieldPath::new("dissatisfaction").join("grievance");
            voiced.grievance.check(false, &at, violations);
        }
        Beginning::File(filing) => {
            filing.check(context.now, &FieldPath::new("filing"), violations);
            moment_of(provenance, violations);
        }
        Beginning::Dispute(dispute) => {
            dispute.check(true, &FieldPath::new("dispute"), violations);
            moment_of(provenance, violations);
        }
    }
}

fn check_step(
    complaint: &Complaint,
    clocks: &Clocks,
    step: &Step,
    provenance: &Provenance,
    context: &Context,
    violations: &mut Violations,
) {
    let received = complaint.received.map_or(complaint.began, Moment::day);
    let on_or_after = |earliest, violations: &mut Violations| {
        let moment = moment_of(provenance, violations);
        not_before(earliest, moment, violations);
        moment
    };
    match step {
        Step::File(filing) => {
            filing.check(context.now, &FieldPath::new("filing"), violations);
            moment_of(provenance, violations);
        }
        Step::TakeUp(_) | Step::Extend(_) => {
            on_or_after(received, violations);
        }
        Step::Agree(consent) => {
            on_or_after(received, violations);
            let at = FieldPath::new("consent").join("until");
            if !is_known(consent.until) {
                violations.add(at, Reason::NumberOutOfBounds);
            } else if !term::is_later(complaint, clocks, consent.until) {
                violations.add(at, Reason::NotLater);
            }
        }
        Step::Judge(judgement) => {
            let sent = on_or_after(received, violations);
            judgement.check(sent, context.now, &FieldPath::new("judgement"), violations);
        }
        Step::ReceiveJudgement(_) => {
            let sent = complaint.judgement.as_ref().map_or(received, |judged| judged.sent.day());
            on_or_after(sent, violations);
        }
        Step::SubmitDispute(dispute) => {
            dispute.check(false, &FieldPath::new("dispute"), violations);
            moment_of(provenance, violations);
        }
        Step::Rule(ruling) => {
            ruling.check(&FieldPath::new("ruling"), violations);
            let submitted = complaint.dispute.as_ref().map(|dispute| dispute.submitted.day());
            on_or_after(submitted.unwrap_or(complaint.began), violations);
        }
        Step::NoteRoute(route) => route.check(&FieldPath::new("route"), violations),
        Step::Withdraw(_) | Step::Settle(_) => {
            on_or_after(complaint.began, violations);
        }
        Step::Close(closing) => {
            let ended = complaint.ended.map(|ended| ended.on);
            let judged = complaint.judgement.as_ref().map(|judged| judged.sent.day());
            on_or_after(ended.or(judged).unwrap_or(complaint.began), violations);
            check_years(closing, context, violations);
        }
        Step::Reopen(_) => {
            on_or_after(complaint.ended.map_or(complaint.began, |ended| ended.on), violations);
        }
        Step::Converse(_)
        | Step::AskOfficer(_)
        | Step::ContactOfficer(_)
        | Step::ConcludeOfficer(_)
        | Step::TellProgress(_) => {}
    }
}

/// A practice may keep a complaint file for 2 to 5 years (rule COMPLAINT-RETAIN): the bounds stand in the rule's row.
fn check_years(closing: &Closing, context: &Context, violations: &mut Violations) {
    let rules = context.book.rules().filter(|row| row.id == RuleId::ComplaintRetain);
    let within = |years| {
        rules.last().is_none_or(|row| match row.setting {
            Setting::Between(least, most) => (least..=most).contains(&years),
            Setting::Free => years > 0,
            Setting::Fixed => false,
        })
    };
    if closing.keep_years.is_some_and(|years| !within(years)) {
        violations.add(FieldPath::new("closing").join("keep_years"), Reason::NumberOutOfBounds);
    }
}

fn may_correct(complaint: &Complaint, correction: &Correction) -> Result<(), Refusal> {
    match correction.which {
        WhichDate::Receipt if complaint.filed.is_none() => Err(Refusal::NotFiled),
        WhichDate::Submission if complaint.dispute.is_none() => Err(Refusal::NoDispute),
        _ => Ok(()),
    }
}

fn check_correction(
    complaint: &Complaint,
    correction: &Correction,
    context: &Context,
    violations: &mut Violations,
) {
    let at = FieldPath::new("correction").join("to");
    check_past_day(correction.to.day(), context.now, at.clone(), violations);
    let known = match correction.which {
        WhichDate::Receipt => complaint.received,
        WhichDate::Submission => complaint.dispute.as_ref().map(|dispute| dispute.submitted),
    };
    if known == Some(correction.to) {
        violations.add(at, Reason::NothingChanges);
    }
}
