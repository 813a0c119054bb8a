//! What happens to a request's clocks. Every thing asked has the clock of its rule; things under one rule share it, and it is met
//! when all of them are answered and what was granted is done.

use super::command::Step;
use super::event::RightReceipt;
use super::state::{Identity, Request};
use super::step::Outcome;
use crate::domain::Context;
use crate::domain::clock::{ClockRefusal, Clocks, Event, Plan, StopReason, When};
use crate::domain::provenance::Moment;
use crate::domain::sending;
use crate::law::RuleId::{
    self, AvgRequest, HandbookRetain3M, JwAccess, JwDestroy, UavgCourt, WgboAccess, WgboDestroy,
    WgboStatement, WmoAccess, WmoDestroy,
};

/// The clocks of the month of AVG 12(3): they stand still while identity is in doubt, and can be lengthened.
const MONTH: &[RuleId] = &[AvgRequest, WgboDestroy, WgboAccess, WmoAccess, JwDestroy, JwAccess];

/// Every clock that starts with the receipt.
const FROM_RECEIPT: &[RuleId] = &[
    AvgRequest,
    WgboDestroy,
    WgboAccess,
    WgboStatement,
    WmoAccess,
    WmoDestroy,
    JwDestroy,
    JwAccess,
    HandbookRetain3M,
];

/// The clocks that start when a request comes in.
pub(super) fn begun(
    request: &Request,
    clocks: &Clocks,
    context: &Context,
) -> Result<Vec<Event>, ClockRefusal> {
    let mut plan = Plan::new(context.book, clocks);
    for rule in rules(request) {
        plan.start(rule, request.at.into())?;
    }
    Ok(plan.into_events())
}

/// The rules of everything asked, each once, in the order in which it was asked.
fn rules(request: &Request) -> Vec<RuleId> {
    let mut rules = Vec::new();
    for rule in request.received.items.iter().filter_map(|item| request.rule(item)) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

/// What a step does to the clocks. `before` is the request without it, `after` with it.
pub(super) fn step(
    (before, after): (&Request, &Request),
    clocks: &Clocks,
    step: &Step,
    at: Moment,
    context: &Context,
) -> Result<Vec<Event>, ClockRefusal> {
    let mut plan = Plan::new(context.book, clocks);
    match step {
        Step::AskIdentity(_) => plan.pause(MONTH, at.day())?,
        Step::CheckIdentity(_) => {
            if let Identity::Asked(_) = before.identity {
                plan.resume(MONTH, at.day())?;
            }
        }
        Step::Extend(_) => extend(&mut plan, at)?,
        Step::Fulfil(_) => settle(&mut plan, after, context)?,
        Step::Answer(_) => {
            settle(&mut plan, after, context)?;
            court(&mut plan, after, context)?;
        }
        Step::Withdraw(_) => plan.stop_all(at.day(), StopReason::Withdrawn),
        Step::Close(_) => plan.stop_all(at.day(), StopReason::NotApplicable),
        Step::Decide(_) | Step::ReceiveAnswer(_) | Step::TellRecipients(_) => {}
    }
    Ok(plan.into_events())
}

/// Lengthens every term that can be lengthened; refused if none can.
fn extend(plan: &mut Plan, notice: Moment) -> Result<(), ClockRefusal> {
    let runs = |rule: &&RuleId| plan.clocks().running(**rule).is_some();
    let running: Vec<RuleId> = MONTH.iter().filter(runs).copied().collect();
    if running.is_empty() {
        return Err(ClockRefusal::NotRunning { rule: AvgRequest });
    }
    for rule in running {
        plan.extend(rule, notice.day())?;
    }
    Ok(())
}

/// Meets the clocks of rules under which nothing is left to do: on the day of the last answer or deed.
fn settle(plan: &mut Plan, request: &Request, context: &Context) -> Result<(), ClockRefusal> {
    for rule in rules(request) {
        let under = || request.each().filter(|(item, _)| request.rule(item) == Some(rule));
        if !under().all(|(_, state)| state.is_done()) {
            continue;
        }
        let (mut on, mut assumed): (Option<When>, bool) = (None, false);
        for (_, state) in under() {
            let answer = state.answer.and_then(|number| request.answers.get(number));
            if let Some(sent) = answer {
                let (when, is_assumed) =
                    sending::received(sent.means, sent.at, sent.received, context)?;
                if on.is_none_or(|on| when.is_after(on)) {
                    (on, assumed) = (Some(when), is_assumed);
                }
            }
            let done = state.fulfilled.map(When::Day);
            if let Some(done) = done.filter(|done| on.is_none_or(|on| done.is_after(on))) {
                (on, assumed) = (Some(done), false);
            }
        }
        let Some(on) = on else { continue };
        plan.meet(&[rule], on, assumed);
        if [WgboDestroy, JwDestroy].contains(&rule) {
            plan.meet(&[HandbookRetain3M], on, assumed);
        }
    }
    Ok(())
}

/// Whoever was refused something under the AVG may go to court for six weeks from the receipt of the answer (Uavg 35(2)).
fn court(plan: &mut Plan, request: &Request, context: &Context) -> Result<(), ClockRefusal> {
    let last = request.answers.len().checked_sub(1);
    let refused = request.each().any(|(item, state)| {
        state.answer == last
            && request.rule(item) == Some(AvgRequest)
            && state.decided.as_ref().is_some_and(|it| it.outcome != Outcome::Granted)
    });
    if let Some(sent) = request.answers.last().filter(|_| refused) {
        let (when, _) = sending::received(sent.means, sent.at, sent.received, context)?;
        plan.start(UavgCourt, when)?;
    }
    Ok(())
}

/// The receipt had been entered wrongly: every term is counted again.
pub(super) fn corrected(
    clocks: &Clocks,
    correction: &RightReceipt,
    context: &Context,
) -> Result<Vec<Event>, ClockRefusal> {
    let mut plan = Plan::new(context.book, clocks);
    plan.correct(FROM_RECEIPT, correction.to.into())?;
    Ok(plan.into_events())
}
