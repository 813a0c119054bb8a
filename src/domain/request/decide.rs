//! The rules of a request's file, all of them: choices may be refused, late facts are recorded.

use super::authority::{About, entitled};
use super::command::{Command, Step};
use super::event::Event;
use super::evolve::evolve;
use super::refusal::Refusal;
use super::state::{Identity, Request, Standing, State};
use super::step::{Decision, Outcome};
use super::term;
use crate::domain::clock::Clocks;
use crate::domain::provenance::{Moment, Provenance, check_past_day};
use crate::domain::sending::Means;
use crate::domain::told::{Told, moment_of, not_before};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};

/// Judges a command against the request and its clocks as they stand.
pub fn decide(
    state: &State,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    match (state, command) {
        (State::Unknown, Command::Receive(received, provenance)) => {
            let mut violations = Violations::default();
            provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
            moment_of(&provenance, &mut violations);
            received.check(&FieldPath::whole(), &mut violations);
            nothing_wrong(violations)?;
            let fact = Event::from(Told { what: *received, provenance });
            let begun = after(state, &fact);
            let request = begun.request().ok_or(Refusal::NoSuchRequest)?;
            let clocks = term::begun(request, clocks, context)?;
            Ok(Decided { facts: vec![fact], clocks })
        }
        (State::Known(_), Command::Receive(..)) => Err(Refusal::AlreadyThere),
        (State::Unknown, Command::Take(..) | Command::Correct(..)) => Err(Refusal::NoSuchRequest),
        (State::Known(request), Command::Take(step, provenance, about)) => {
            may(request, &step, about.as_deref())?;
            let at = checked(request, &step, &provenance, context)?;
            let taken = step.clone();
            let fact = step.into_event(provenance);
            let then = after(state, &fact);
            let then = then.request().ok_or(Refusal::NoSuchRequest)?;
            let clocks = term::step((request, then), clocks, &taken, at, context)?;
            Ok(Decided { facts: vec![fact], clocks })
        }
        (State::Known(request), Command::Correct(correction, provenance)) => {
            let mut violations = Violations::default();
            provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
            check_past_day(correction.to.day(), context.now, FieldPath::new("to"), &mut violations);
            if correction.to == request.at {
                violations.add(FieldPath::new("to"), Reason::NothingChanges);
            }
            nothing_wrong(violations)?;
            let clocks = term::corrected(clocks, &correction, context)?;
            let fact = Event::from(Told { what: correction, provenance });
            Ok(Decided { facts: vec![fact], clocks })
        }
    }
}

fn after(state: &State, fact: &Event) -> State {
    let mut then = state.clone();
    evolve(&mut then, fact);
    then
}

fn nothing_wrong(violations: Violations) -> Result<(), Refusal> {
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

/// Whether the step may be taken as things stand.
fn may(request: &Request, step: &Step, about: Option<&About>) -> Result<(), Refusal> {
    if request.standing != Standing::Open && !matches!(step, Step::ReceiveAnswer(_)) {
        return Err(Refusal::RequestEnded);
    }
    match step {
        Step::AskIdentity(_) => match request.identity {
            Identity::NotAsked | Identity::NotEstablished => Ok(()),
            Identity::Asked(_) | Identity::Established => Err(Refusal::IdentityAsked),
        },
        Step::CheckIdentity(_) => match request.identity {
            Identity::Established => Err(Refusal::IdentityNotAsked),
            // One may also be recognised without having been asked: then no term stood still.
            _ => Ok(()),
        },
        Step::Decide(decision) => may_decide(request, decision, about),
        Step::Fulfil(fulfilment) => {
            let (_, state) = request.item(fulfilment.item).ok_or(Refusal::NoSuchItem)?;
            match (state.is_granted(), state.fulfilled) {
                (false, _) => Err(Refusal::NotGranted),
                (true, Some(_)) => Err(Refusal::AlreadyFulfilled),
                (true, None) => Ok(()),
            }
        }
        Step::Answer(_) => {
            let open = request.items.iter().any(|it| it.decided.is_some() && it.answer.is_none());
            if open { Ok(()) } else { Err(Refusal::NothingToAnswer) }
        }
        Step::ReceiveAnswer(_) => {
            if request.answers.is_empty() {
                Err(Refusal::NotAnswered)
            } else {
                Ok(())
            }
        }
        Step::Close(_) => {
            let done = request.items.iter().all(super::ItemState::is_done);
            if done { Ok(()) } else { Err(Refusal::ItemsOpen) }
        }
        Step::Extend(_) | Step::TellRecipients(_) | Step::Withdraw(_) => Ok(()),
    }
}

/// Nothing is granted to somebody who could not be identified, or is not entitled. A refusal can always be recorded.
fn may_decide(
    request: &Request,
    decision: &Decision,
    about: Option<&About>,
) -> Result<(), Refusal> {
    let (item, state) = request.item(decision.item).ok_or(Refusal::NoSuchItem)?;
    let granted = |it: &Decision| it.outcome == Outcome::Granted;
    if state.answer.is_some() && state.decided.as_ref().is_some_and(granted) {
        return Err(Refusal::AlreadyAnswered);
    }
    if state.fulfilled.is_some() {
        return Err(Refusal::AlreadyFulfilled);
    }
    if decision.outcome == Outcome::Refused {
        return Ok(());
    }
    match request.identity {
        Identity::Asked(_) => return Err(Refusal::IdentityOpen),
        Identity::NotEstablished => return Err(Refusal::IdentityNotEstablished),
        Identity::NotAsked | Identity::Established => {}
    }
    if let Some(about) = about {
        entitled(&request.received, request.at.day(), item.right, about)
            .map_err(Refusal::NotEntitled)?;
    }
    Ok(())
}

/// Notes everything wrong with a step's fields; when it happened.
fn checked(
    request: &Request,
    step: &Step,
    provenance: &Provenance,
    context: &Context,
) -> Result<Moment, Refusal> {
    let mut violations = Violations::default();
    provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
    let at = moment_of(provenance, &mut violations);
    not_before(request.at.day(), at, &mut violations);
    match step {
        Step::Decide(decision) => check_decision(request, decision, &mut violations),
        Step::Answer(answer) => {
            if let Some(received) = answer.received {
                let field = FieldPath::new("answer").join("received");
                check_past_day(received.day(), context.now, field.clone(), &mut violations);
                if received.day() < at.day() {
                    violations.add(field.clone(), Reason::BeforeItsStart);
                }
                if answer.means == Means::HandedOver && received.day() != at.day() {
                    violations.add(field, Reason::Contradiction);
                }
            }
        }
        Step::ReceiveAnswer(_) => {
            if let Some(sent) = request.answers.last() {
                not_before(sent.at.day(), at, &mut violations);
            }
        }
        Step::CheckIdentity(_) => {
            if let Identity::Asked(on) = request.identity {
                not_before(on, at, &mut violations);
            }
        }
        Step::TellRecipients(told) => {
            if told.recipients.is_empty() && told.not_told.is_none() {
                violations
                    .add(FieldPath::new("tell_recipients").join("recipients"), Reason::Missing);
            }
        }
        Step::AskIdentity(_)
        | Step::Extend(_)
        | Step::Fulfil(_)
        | Step::Withdraw(_)
        | Step::Close(_) => {}
    }
    nothing_wrong(violations)?;
    Ok(at)
}

fn check_decision(request: &Request, decision: &Decision, violations: &mut Violations) {
    let at = FieldPath::new("decide");
    let refuses = decision.outcome != Outcome::Granted;
    if refuses == decision.grounds.is_empty() {
        let reason = if refuses { Reason::Missing } else { Reason::Contradiction };
        violations.add(at.join("grounds"), reason);
    }
    if let Some((item, _)) = request.item(decision.item) {
        for (index, ground) in decision.grounds.iter().enumerate() {
            if !ground.refuses(item.right) {
                violations.add(at.join("grounds").index(index), Reason::Contradiction);
            }
        }
    }
    // Whoever is refused something is told why (AVG 12(4)).
    if refuses && decision.explanation.is_none() {
        violations.add(at.join("explanation"), Reason::Missing);
    }
    match (&decision.withheld, decision.outcome) {
        (None, Outcome::GrantedInPart) => violations.add(at.join("withheld"), Reason::Missing),
        (Some(_), Outcome::Granted | Outcome::Refused) => {
            violations.add(at.join("withheld"), Reason::Contradiction);
        }
        (Some(scope), Outcome::GrantedInPart) => scope.check(&at.join("withheld"), violations),
        (None, _) => {}
    }
}
