//! What a recorded fact changes. Total: history is never refused.

use std::collections::BTreeSet;

use super::aftermath::IncidentDate;
use super::classification::IncidentClass;
use super::event::{Classified, Corrected, Event, Reported};
use super::report::{began, ended};
use super::state::{Incident, IncidentStage, State};
use crate::domain::clock::When;

/// Applies a recorded fact.
pub fn evolve(state: &mut State, event: &Event) {
    match (std::mem::take(state), event) {
        (State::Unknown, Event::Reported(fact)) => *state = State::Open(Box::new(begun(fact))),
        (State::Open(mut incident), event) => {
            incident.apply(event);
            let closes = matches!(event, Event::Closed(_));
            *state = if closes { State::Closed(incident) } else { State::Open(incident) };
        }
        (State::Closed(mut incident), event) => {
            incident.apply(event);
            let reopens = matches!(event, Event::Reopened(_));
            *state = if reopens { State::Open(incident) } else { State::Closed(incident) };
        }
        // A fact about what nothing is known of, since its beginning is lost.
        (State::Unknown, _) => {}
    }
}

fn begun(fact: &Reported) -> Incident {
    let report = fact.report.clone();
    Incident {
        stage: IncidentStage::Reported,
        took_place: began(report.took_place),
        discovered: report.discovered.into(),
        received: began(fact.provenance.happened),
        established: None,
        class: None,
        municipal: None,
        duty: None,
        authority: None,
        notifications: Vec::new(),
        notified: None,
        references: Vec::new(),
        told: None,
        telling: None,
        notes: BTreeSet::new(),
        measures: BTreeSet::new(),
        provenance: fact.provenance.clone(),
        report,
    }
}

impl Incident {
    fn apply(&mut self, event: &Event) {
        match event {
            // Looking again changes nothing of what it was said to be.
            Event::Assessed(_) => {
                if self.stage == IncidentStage::Reported {
                    self.stage = IncidentStage::Assessed;
                }
            }
            Event::Classified(fact) => self.classify(fact),
            Event::Notified(fact) => {
                if self.stage == IncidentStage::Reportable {
                    self.stage = IncidentStage::Notified;
                }
                self.notified.get_or_insert(began(fact.provenance.happened));
                self.references.extend(fact.notification.reference.clone());
                self.notifications.push(fact.notification.clone());
            }
            Event::AuthorityReplied(fact) => {
                self.references.extend(fact.answer.reference.clone());
            }
            Event::ReportSent(_) => {
                if self.stage == IncidentStage::Notified {
                    self.stage = IncidentStage::Inquired;
                }
            }
            Event::ClientTold(fact) => {
                self.told.get_or_insert(ended(fact.provenance.happened));
                self.telling = Some(fact.telling.clone());
            }
            Event::NoteLinked(fact) => drop(self.notes.insert(fact.note)),
            Event::MeasuresListed(fact) => self.measures.extend(&fact.list.measures),
            Event::Corrected(fact) => self.correct(fact),
            Event::Reported(_)
            | Event::ExtensionAsked(_)
            | Event::Evaluated(_)
            | Event::Closed(_)
            | Event::Reopened(_) => {}
        }
    }

    fn classify(&mut self, fact: &Classified) {
        let class = fact.classification.class;
        // What was notified by the same rule need not be notified again.
        let notified = matches!(self.stage, IncidentStage::Notified | IncidentStage::Inquired);
        let same_duty = notified && fact.duty == self.duty;
        self.stage = match class {
            IncidentClass::InDoubt => IncidentStage::InDoubt,
            IncidentClass::Incident => IncidentStage::Internal,
            _ if same_duty => self.stage,
            _ => IncidentStage::Reportable,
        };
        self.class = Some(class);
        self.established = Some(began(fact.provenance.happened));
        self.municipal.clone_from(&fact.classification.municipal);
        self.duty.clone_from(&fact.duty);
        self.authority = fact.authority;
    }

    fn correct(&mut self, fact: &Corrected) {
        let right = When::from(fact.correction.right);
        match fact.correction.date {
            IncidentDate::TookPlace => self.took_place = right,
            IncidentDate::Discovered => self.discovered = right,
            IncidentDate::Received => self.received = right,
            IncidentDate::Established => self.established = Some(right),
        }
    }
}
