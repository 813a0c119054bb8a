//! The rules of an incident: choices may be refused, facts that came late are recorded and the clock shows it. Every pair of a
//! state and a command has its answer here or in the files this one hands on to.

use super::command::{Command, Refusal};
use super::correct::correct;
use super::duty;
use super::event::{Event, Reported};
use super::report::{Report, began};
use super::state::State;
use super::step::step;
use crate::domain::body::BODY_BYTES_MAX;
use crate::domain::clock::{Clocks, Plan};
use crate::domain::provenance::Provenance;
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::RuleId;

/// Judges a command against the incident and its clocks as they stand. The only place with its rules.
pub fn decide(
    state: &State,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    match (state, command) {
        (State::Unknown, Command::Report { report: it, provenance }) => {
            report(it, &provenance, context)
        }
        (State::Unknown, Command::Record { .. } | Command::Correct { .. }) => {
            Err(Refusal::NoSuchIncident)
        }
        (State::Open(_) | State::Closed(_), Command::Report { .. }) => Err(Refusal::AlreadyThere),
        (
            State::Open(incident) | State::Closed(incident),
            Command::Record { step: it, provenance },
        ) => step(incident, state.is_closed(), clocks, it, &provenance, context),
        (
            State::Open(incident) | State::Closed(incident),
            Command::Correct { correction, provenance },
        ) => correct(incident, clocks, correction, &provenance, context),
    }
}

fn report(
    report: Report,
    provenance: &Provenance,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    let mut violations = Violations::default();
    report.check(provenance, context.now, &FieldPath::new("report"), &mut violations);
    let mut plan = Plan::new(context.book, &Clocks::default());
    plan.start(RuleId::HandbookMic3D, began(provenance.happened))?;
    if report.noticeable.asks_telling() {
        let rules = [RuleId::WkkgzIncidentClient, RuleId::HandbookClientTold];
        duty::start(&mut plan, report.regime, rules, report.discovered.into())?;
    }
    let event = Event::from(Reported { report, provenance: provenance.clone() });
    finish(event, provenance, plan, violations, context, "report")
}

/// The decision, if nothing is wrong with it: where it comes from and how long it is are checked last, for all alike.
pub(super) fn finish(
    event: Event,
    provenance: &Provenance,
    plan: Plan,
    mut violations: Violations,
    context: &Context,
    largest: &str,
) -> Result<Decided<Event>, Refusal> {
    provenance.check(context.now, &FieldPath::new("provenance"), &mut violations);
    if event.to_body().len() > BODY_BYTES_MAX {
        violations.add(FieldPath::new(largest), Reason::TooLarge);
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations));
    }
    Ok(Decided { facts: vec![event], clocks: plan.into_events() })
}
