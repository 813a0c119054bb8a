//! What a complaint's steps do to its clocks: which duty starts with what, what meets it, what ends it. Counts nothing itself: ends
//! are the rule book's.

use chrono::NaiveDate;

use super::command::{Correction, Step};
use super::evolve::evolve;
use super::refusal::Refusal;
use super::state::{Complaint, State};
use super::step::{Closing, WhichDate};
use crate::domain::Context;
use crate::domain::clock::{ClockRefusal, Clocks, Event, Form, Plan, Standing, StopReason, When};
use crate::domain::dossier::Regime;
use crate::domain::provenance::{Moment, Provenance, local_day};
use crate::domain::sending::{assumed, received};
use crate::domain::told::moment;
use crate::law::RuleId::{
    ComplaintRetain, HandbookComplaint5Wd, HandbookComplaint6W, SchemeJudgement, WkkgzDispute,
    WkkgzJudgement,
};
use crate::law::clock::Terms;
use crate::law::{End, RuleId};

/// All ends within which a judgement was owed or promised.
const JUDGEMENT: &[RuleId] = &[WkkgzJudgement, HandbookComplaint6W, SchemeJudgement];
/// Those of them that can get a later end; the handbook's promise cannot.
const EXTENDABLE: &[RuleId] = &[WkkgzJudgement, SchemeJudgement];

/// The clocks of a complaint that just began.
pub(super) fn begun(
    complaint: Option<&Complaint>,
    clocks: &Clocks,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut plan = Plan::new(context.book, clocks);
    if let Some(complaint) = complaint {
        if let Some(received) = complaint.received {
            start_judgement(&mut plan, complaint, received.into())?;
            plan.start(HandbookComplaint5Wd, received.into())?;
        }
        if let Some(dispute) = &complaint.dispute {
            plan.start(WkkgzDispute, dispute.submitted.into())?;
        }
    }
    Ok(plan.into_events())
}

/// What a permitted step does to the clocks.
pub(super) fn step(
    complaint: &Complaint,
    clocks: &Clocks,
    step: &Step,
    provenance: &Provenance,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut plan = Plan::new(context.book, clocks);
    let whole = Moment::On(provenance.happened.last_day());
    let at = moment(provenance.happened).unwrap_or(whole);
    let (when, day) = (When::from(at), at.day());
    match step {
        Step::File(_) => {
            let after = after(complaint, &step.clone().into_event(provenance.clone()));
            if let Some(complaint) = after.complaint() {
                start_judgement(&mut plan, complaint, when)?;
            }
            plan.start(HandbookComplaint5Wd, when)?;
        }
        Step::TakeUp(_) => take_up(&mut plan, complaint, when, context)?,
        Step::Extend(_) => extend(&mut plan, complaint, day)?,
        Step::Agree(consent) => {
            for rule in judged_by(complaint) {
                plan.agree(rule, Form::Consent, When::Day(consent.until))?;
            }
        }
        Step::Judge(judgement) => {
            let (on, assumed) = received(judgement.means, at, judgement.received, context)?;
            plan.meet(JUDGEMENT, on, assumed);
            // Nobody judges what was not taken up: that day at the latest.
            plan.meet(&[HandbookComplaint5Wd], when, false);
        }
        Step::ReceiveJudgement(_) => receive(&mut plan, complaint, when, context)?,
        Step::SubmitDispute(_) => {
            plan.start(WkkgzDispute, when)?;
        }
        Step::Rule(_) => plan.meet(&[WkkgzDispute], when, false),
        Step::Withdraw(_) => plan.stop_all(day, StopReason::Withdrawn),
        Step::Settle(_) => plan.stop_all(day, StopReason::Settled),
        Step::Close(closing) => close(&mut plan, closing, day)?,
        Step::Reopen(_) => reopen(&mut plan, complaint, day)?,
        Step::Converse(_)
        | Step::AskOfficer(_)
        | Step::ContactOfficer(_)
        | Step::ConcludeOfficer(_)
        | Step::TellProgress(_)
        | Step::NoteRoute(_) => {}
    }
    Ok(plan.into_events())
}

/// Counts again from a date that had been entered wrongly. An extension of which notice was sent too late, seen from the right
/// date, does not hold; an agreement does. Then the clock is taken back and another one tells what is right.
pub(super) fn corrected(
    complaint: &Complaint,
    clocks: &Clocks,
    correction: &Correction,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut plan = Plan::new(context.book, clocks);
    let start = When::from(correction.to);
    match correction.which {
        WhichDate::Submission => plan.correct(&[WkkgzDispute], start)?,
        WhichDate::Receipt => {
            plan.correct(&[HandbookComplaint5Wd], start)?;
            if anew(complaint, clocks, start, context)? {
                let met = clocks.newest(RuleId::WkkgzJudgement).or(clocks.newest(SchemeJudgement));
                let met = met.map(|clock| clock.standing);
                plan.take_back(JUDGEMENT, local_day(context.now));
                start_judgement(&mut plan, complaint, start)?;
                if let Some(Standing::Met { on, assumed }) = met {
                    plan.meet(JUDGEMENT, on, assumed);
                }
            } else {
                plan.correct(JUDGEMENT, start)?;
            }
        }
    }
    Ok(plan.into_events())
}

/// Whether a day lies after every end that is in force: the law's, the scheme's and one agreed before.
pub(super) fn is_later(complaint: &Complaint, clocks: &Clocks, until: NaiveDate) -> bool {
    let ends = judged_by(complaint).filter_map(|rule| clocks.running(rule)?.due());
    let agreed = complaint.agreed;
    ends.map(When::day).chain(agreed).all(|end| until > end)
}

/// The complaint with one more fact.
fn after(complaint: &Complaint, fact: &super::Event) -> State {
    let mut state = State::Known(Box::new(complaint.clone()));
    evolve(&mut state, fact);
    state
}

/// The rules by which a judgement is owed: the Wkkgz for care under the Wgbo, the provider's own scheme for Wmo and Jeugdwet; for
/// mixed care both.
fn judged_by(complaint: &Complaint) -> impl Iterator<Item = RuleId> + '_ {
    let grievance = complaint.filed.as_ref().map(|filed| &filed.what.grievance);
    let concerns = move |rule: RuleId| {
        grievance.is_some_and(|grievance| match rule {
            WkkgzJudgement => grievance.concerns(Regime::Wgbo),
            _ => grievance.concerns_scheme(),
        })
    };
    EXTENDABLE.iter().copied().filter(move |rule| concerns(*rule))
}

/// Starts what a judgement is owed by, with the extension and the agreement it had.
fn start_judgement(
    plan: &mut Plan,
    complaint: &Complaint,
    receipt: When,
) -> Result<(), ClockRefusal> {
    for rule in judged_by(complaint) {
        let number = plan.start_with(rule, receipt, weeks(complaint, rule))?;
        if rule == WkkgzJudgement {
            plan.start_beside(HandbookComplaint6W, receipt, number)?;
        }
        if let Some(notice) = complaint.extended {
            extend_one(plan, rule, notice).or_else(|refusal| match refusal {
                ClockRefusal::NoticeTooLate { .. } => Ok(false),
                refusal => Err(refusal),
            })?;
        }
        if let Some(until) = complaint.agreed {
            plan.agree(rule, Form::Consent, When::Day(until))?;
        }
    }
    Ok(())
}

/// The number of the provider's own scheme.
fn weeks(complaint: &Complaint, rule: RuleId) -> Option<u16> {
    let scheme = complaint.filed.as_ref().and_then(|filed| filed.what.scheme.as_ref());
    scheme.filter(|_| rule == SchemeJudgement).and_then(|scheme| scheme.weeks)
}

/// The extension of every rule that has one; a scheme of as many weeks as its extension gives nothing more.
fn extend(plan: &mut Plan, complaint: &Complaint, notice: NaiveDate) -> Result<(), ClockRefusal> {
    let mut extended = false;
    for rule in judged_by(complaint) {
        extended |= extend_one(plan, rule, notice)?;
    }
    if extended { Ok(()) } else { Err(ClockRefusal::NotLater) }
}

fn extend_one(plan: &mut Plan, rule: RuleId, notice: NaiveDate) -> Result<bool, ClockRefusal> {
    let mut trial = plan.clone();
    trial.extend(rule, notice)?;
    let end = |plan: &Plan| plan.clocks().running(rule)?.due().map(When::day);
    let later = end(&trial) > end(plan);
    if later {
        *plan = trial;
    }
    Ok(later)
}

fn take_up(
    plan: &mut Plan,
    complaint: &Complaint,
    when: When,
    context: &Context,
) -> Result<(), ClockRefusal> {
    let newest = plan.clocks().newest(HandbookComplaint5Wd).map(|clock| clock.standing);
    if let (Some(Standing::Met { .. }), Some(received)) = (newest, complaint.received) {
        // The judgement met it, for want of anything earlier.
        plan.take_back(&[HandbookComplaint5Wd], local_day(context.now));
        plan.start(HandbookComplaint5Wd, received.into())?;
    }
    plan.meet(&[HandbookComplaint5Wd], when, false);
    Ok(())
}

/// A recorded receipt takes the place of the assumed one: a clock that was met on an assumption is taken back, and another one from
/// the same receipt of the complaint is met on the day that is known.
fn receive(
    plan: &mut Plan,
    complaint: &Complaint,
    when: When,
    context: &Context,
) -> Result<(), ClockRefusal> {
    let Some((judged, received)) = complaint.judgement.as_ref().zip(complaint.received) else {
        return Ok(());
    };
    let on = assumed(judged.sent, judged.judgement.means, context)?;
    let on_this = |rule: &RuleId| {
        let clock = plan.clocks().newest(*rule);
        clock.is_some_and(|clock| clock.standing == Standing::Met { on, assumed: true })
    };
    if JUDGEMENT.iter().any(on_this) {
        plan.take_back(JUDGEMENT, local_day(context.now));
        start_judgement(plan, complaint, received.into())?;
    }
    plan.meet(JUDGEMENT, when, false);
    Ok(())
}

fn close(plan: &mut Plan, closing: &Closing, day: NaiveDate) -> Result<(), ClockRefusal> {
    // What the dispute body ruled takes the place of a judgement that was not given.
    plan.stop(JUDGEMENT, day, StopReason::Replaced);
    plan.stop(&[HandbookComplaint5Wd], day, StopReason::NotApplicable);
    plan.start_with(ComplaintRetain, When::Day(day), closing.keep_years)?;
    Ok(())
}

/// What is still owed runs again from its first start: opening again gives nobody more time.
fn reopen(plan: &mut Plan, complaint: &Complaint, day: NaiveDate) -> Result<(), ClockRefusal> {
    plan.stop(&[ComplaintRetain], day, StopReason::NotApplicable);
    let stopped = |plan: &Plan, rule: RuleId| {
        let clock = plan.clocks().newest(rule);
        clock.is_some_and(|clock| matches!(clock.standing, Standing::Stopped { .. }))
    };
    if let Some(received) = complaint.received {
        if complaint.judgement.is_none() && EXTENDABLE.iter().any(|rule| stopped(plan, *rule)) {
            start_judgement(plan, complaint, received.into())?;
        }
        if complaint.taken_up.is_none() && stopped(plan, HandbookComplaint5Wd) {
            plan.start(HandbookComplaint5Wd, received.into())?;
        }
    }
    let pending = complaint.dispute.as_ref().filter(|dispute| dispute.ruled.is_none());
    if let Some(dispute) = pending.filter(|_| stopped(plan, WkkgzDispute)) {
        plan.start(WkkgzDispute, dispute.submitted.into())?;
    }
    Ok(())
}

/// Whether a clock cannot be corrected as it is: something was agreed upon it, or its extension does not hold from this start.
fn anew(
    complaint: &Complaint,
    clocks: &Clocks,
    start: When,
    context: &Context,
) -> Result<bool, ClockRefusal> {
    for rule in judged_by(complaint) {
        let running = clocks.newest(rule);
        let stands = |standing| !matches!(standing, Standing::Stopped { .. });
        let Some(running) = running.filter(|clock| stands(clock.standing)) else { continue };
        let terms = Terms { count: weeks(complaint, rule), pauses: &[] };
        let plain = context.book.clock_with(rule, start.start(), terms)?;
        let late = complaint.extended.zip(last_day(plain.end));
        let late = late.is_some_and(|(notice, end)| running.extended && notice > end);
        if running.agreed.is_some() || late {
            return Ok(true);
        }
    }
    Ok(false)
}

fn last_day(end: End) -> Option<NaiveDate> {
    match end {
        End::Day { due, .. } => Some(due),
        End::Moment { .. } | End::Earliest { .. } | End::NoNumber { .. } => None,
    }
}
