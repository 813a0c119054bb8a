//! What a recorded fact changes. Total: history is never refused.

use super::event::Event;
use super::state::{Complaint, Disputed, Ended, Judged, Standing, State};
use super::step::WhichDate;
use crate::domain::provenance::{Moment, Provenance};
use crate::domain::told;

/// Applies a recorded fact. One about a complaint that never began is nothing to it.
pub fn evolve(state: &mut State, event: &Event) {
    let began = match event {
        Event::DissatisfactionVoiced(fact) => Some(&fact.provenance),
        Event::Filed(fact) => Some(&fact.provenance),
        Event::DisputeSubmitted(fact) => Some(&fact.provenance),
        _ => None,
    };
    if let (State::Unknown, Some(provenance)) = (&*state, began) {
        let began = provenance.happened.first_day();
        *state = State::Known(Box::new(Complaint::begun(began)));
    }
    if let State::Known(complaint) = state {
        complaint.evolve(event);
        complaint.began = complaint.first_day();
    }
}

/// When it happened; of a period its last day.
fn when(provenance: &Provenance) -> Moment {
    let last = Moment::On(provenance.happened.last_day());
    told::moment(provenance.happened).unwrap_or(last)
}

impl Complaint {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::DissatisfactionVoiced(fact) => self.voiced = Some(fact.clone()),
            Event::Filed(fact) => {
                self.received = Some(when(&fact.provenance));
                self.filed = Some(fact.clone());
            }
            Event::TakenUp(fact) => self.taken_up = Some(when(&fact.provenance)),
            Event::OfficerAsked(_) => self.officer = true,
            Event::OfficerConcluded(_) => self.officer = false,
            Event::Extended(fact) => self.extended = Some(when(&fact.provenance).day()),
            Event::ExtensionAgreed(fact) => self.agreed = Some(fact.what.until),
            Event::Judged(fact) => {
                let (judgement, received) = (fact.what.clone(), fact.what.received);
                let sent = when(&fact.provenance);
                self.judgement = Some(Judged { sent, judgement, received });
                self.reopened = false;
            }
            Event::JudgementReceived(fact) => {
                if let Some(judgement) = &mut self.judgement {
                    judgement.received = Some(when(&fact.provenance));
                }
            }
            Event::DisputeSubmitted(fact) => {
                let submitted = when(&fact.provenance);
                let grievance = fact.what.grievance.clone();
                self.dispute = Some(Disputed { grievance, submitted, ruled: None });
            }
            Event::DisputeRuled(fact) => {
                if let Some(dispute) = &mut self.dispute {
                    dispute.ruled = Some(fact.what.outcome);
                }
            }
            Event::Withdrawn(fact) => self.end(Standing::Withdrawn, &fact.provenance),
            Event::Settled(fact) => self.end(Standing::Settled, &fact.provenance),
            Event::Closed(fact) => self.end(Standing::Closed, &fact.provenance),
            Event::Reopened(_) => {
                self.ended = None;
                self.reopened = true;
            }
            Event::DateCorrected(fact) => match (fact.what.which, &mut self.dispute) {
                (WhichDate::Receipt, _) => self.received = Some(fact.what.to),
                (WhichDate::Submission, Some(dispute)) => dispute.submitted = fact.what.to,
                (WhichDate::Submission, None) => {}
            },
            // Kept in the records; nothing else depends on them.
            Event::ConversationHeld(_)
            | Event::OfficerContacted(_)
            | Event::ProgressTold(_)
            | Event::RouteNoted(_) => {}
        }
    }

    fn end(&mut self, standing: Standing, provenance: &Provenance) {
        self.ended = Some(Ended { standing, on: when(provenance).day() });
    }
}
