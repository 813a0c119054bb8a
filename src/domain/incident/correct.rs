//! Correcting a date from which terms count: the clocks are counted again, and what was there stays visible.

use super::aftermath::{Correction, IncidentDate};
use super::classification::IncidentClass;
use super::command::Refusal;
use super::decide::finish;
use super::duty;
use super::event::{Corrected, Event};
use super::state::Incident;
use crate::domain::clock::{ClockRefusal, Clocks, Plan, When};
use crate::domain::provenance::{Provenance, check_past_day};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::RuleId;

/// Judges a correction; also of an incident that is closed.
pub(super) fn correct(
    incident: &Incident,
    clocks: &Clocks,
    correction: Correction,
    provenance: &Provenance,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    let right = When::from(correction.right);
    let mut plan = Plan::new(context.book, clocks);
    let (known, before, after) = match correction.date {
        IncidentDate::TookPlace => (Some(incident.took_place), None, Some(incident.discovered)),
        IncidentDate::Discovered => {
            (Some(incident.discovered), Some(incident.took_place), Some(incident.received))
        }
        IncidentDate::Received => (Some(incident.received), Some(incident.discovered), None),
        IncidentDate::Established => (incident.established, Some(incident.discovered), None),
    };
    let known = known.ok_or(Refusal::NotClassified)?;
    let mut violations = Violations::default();
    let field = FieldPath::new("correction").join("right");
    if known == right {
        violations.add(field.clone(), Reason::NothingChanges);
    }
    if before.is_some_and(|before| before.is_after(right)) {
        violations.add(field.clone(), Reason::BeforeCause);
    }
    if after.is_some_and(|after| right.is_after(after)) {
        violations.add(field.clone(), Reason::AfterEffect);
    }
    check_past_day(right.day(), context.now, field, &mut violations);
    if violations.is_empty() {
        count_again(&mut plan, incident, correction.date, right)?;
    }
    let event = Corrected { correction, provenance: provenance.clone() }.into();
    finish(event, provenance, plan, violations, context, "correction")
}

fn count_again(
    plan: &mut Plan,
    incident: &Incident,
    date: IncidentDate,
    right: When,
) -> Result<(), ClockRefusal> {
    let from_event = incident.municipal.as_ref().is_some_and(|it| it.counts_from_event);
    match date {
        IncidentDate::TookPlace if from_event => plan.correct(&[RuleId::WmoCalamity], right),
        IncidentDate::TookPlace => Ok(()),
        IncidentDate::Received => plan.correct(&[RuleId::HandbookMic3D], right),
        IncidentDate::Discovered => {
            plan.correct(duty::CLIENT, right)?;
            plan.correct(duty::FACTS, right)?;
            match incident.established {
                // The six weeks end on another day, and with them the doubt.
                Some(said) if incident.class == Some(IncidentClass::StillInDoubt) => {
                    established(plan, incident, said, from_event)
                }
                _ => Ok(()),
            }
        }
        IncidentDate::Established => established(plan, incident, right, from_event),
    }
}

fn established(
    plan: &mut Plan,
    incident: &Incident,
    said: When,
    from_event: bool,
) -> Result<(), ClockRefusal> {
    if from_event {
        return Ok(());
    }
    let still_in_doubt = incident.class == Some(IncidentClass::StillInDoubt);
    let from = if still_in_doubt { duty::end_of_doubt(plan.clocks(), said) } else { said };
    plan.correct(&duty::of_text(incident.duty.as_deref()), from)
}
