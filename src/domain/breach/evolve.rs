//! What a recorded fact changes. Total: history is never refused.

use super::assessment::Risk;
use super::event::{Assessed, AuthorityNotified, Event, Reported};
use super::notice::Phase;
use super::report::when;
use super::state::{Breach, Ending, State};

/// Applies a recorded fact.
pub fn evolve(state: &mut State, event: &Event) {
    *state = match (std::mem::take(state).into_breach(), event) {
        (None, Event::Reported(fact)) => State::of(Box::new(Breach::begun_by(fact))),
        // A fact without a beginning: its report is lost.
        (None, _) => State::Unknown,
        (Some(mut breach), event) => {
            breach.apply(event);
            State::of(breach)
        }
    };
}

impl Breach {
    fn begun_by(reported: &Reported) -> Breach {
        Breach {
            reported: reported.clone(),
            awareness: None,
            assessments: Vec::new(),
            high_since: None,
            approved: None,
            notices: Vec::new(),
            reference: None,
            declined: None,
            persons_told: Vec::new(),
            exempted: None,
            principal_told: Vec::new(),
            ending: None,
        }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Reported(fact) => self.reported = fact.clone(),
            Event::ReportCorrected(fact) => {
                self.reported =
                    Reported { report: fact.report.clone(), provenance: fact.provenance.clone() };
            }
            Event::BecameAware(fact) => self.awareness = Some(fact.awareness.clone()),
            Event::AwarenessCorrected(fact) => self.awareness = Some(fact.awareness.clone()),
            Event::Assessed(fact) => self.assess(fact),
            Event::Approved(fact) => self.approved = Some(fact.clone()),
            Event::AuthorityNotified(fact) => self.notify(fact),
            Event::AuthorityAnswered(fact) => {
                if let Some(reference) = &fact.answer.reference {
                    self.reference = Some(reference.clone());
                }
            }
            Event::NotificationDeclined(fact) => self.declined = Some(fact.clone()),
            Event::PersonsTold(fact) => self.persons_told.push(fact.clone()),
            Event::PersonsExempted(fact) => self.exempted = Some(fact.clone()),
            Event::PrincipalTold(fact) => self.principal_told.push(fact.clone()),
            Event::Dismissed(fact) => self.ending = Some(Ending::Dismissed(fact.clone())),
            Event::Closed(fact) => self.ending = Some(Ending::Closed(fact.clone())),
            Event::Reopened(_) => self.ending = None,
        }
    }

    /// What rests on an assessment falls with it: a decision not to notify where there is a risk after all, an exception where
    /// the risk is high no more, the approval always.
    fn assess(&mut self, fact: &Assessed) {
        let risk = fact.assessment.risk;
        if risk == Risk::High {
            self.high_since.get_or_insert(when(fact.provenance.happened));
        } else {
            self.high_since = None;
            self.exempted = None;
        }
        if risk != Risk::None {
            self.declined = None;
        }
        self.approved = None;
        self.assessments.push(fact.clone());
    }

    fn notify(&mut self, fact: &AuthorityNotified) {
        match fact.notice.phase {
            Phase::First => {
                self.reference.clone_from(&fact.notice.reference);
                // Who notifies after all takes the decision not to back.
                self.declined = None;
            }
            Phase::FollowUp if fact.notice.reference.is_some() => {
                self.reference.clone_from(&fact.notice.reference);
            }
            Phase::FollowUp => {}
            Phase::Withdrawal => self.reference = None,
        }
        self.notices.push(fact.clone());
    }
}
