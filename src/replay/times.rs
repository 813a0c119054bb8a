//! When each fact happened and was learned, by its own word. Dispatch only.

use crate::domain::provenance::{Happened, Moment, Provenance};
use crate::domain::{Event, complaint, incident, letter, measure, practice, request};

/// When something happened and was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When it happened.
    pub happened: Happened,
    /// When the practice learned of it.
    pub learned: Moment,
}

impl From<&Provenance> for Times {
    fn from(provenance: &Provenance) -> Times {
        Times { happened: provenance.happened, learned: provenance.learned }
    }
}

/// The times of a fact; of a correction, those of the correcting. Nothing for facts that tell none: clocks, templates, unknown kinds.
pub fn times(event: &Event) -> Option<Times> {
    macro_rules! each {
        ($fact:expr, $aggregate:ident: $($variant:ident)*) => {
            match $fact { $($aggregate::Event::$variant(fact) => &fact.provenance,)* }
        };
    }
    let provenance = match event {
        Event::Dossier(fact) => fact.provenance(),
        Event::Breach(fact) => fact.provenance(),
        Event::Complaint(fact) => each!(fact.as_ref(), complaint:
            DissatisfactionVoiced Filed ConversationHeld TakenUp OfficerAsked OfficerContacted OfficerConcluded ProgressTold
            Extended ExtensionAgreed Judged JudgementReceived DisputeSubmitted DisputeRuled RouteNoted Withdrawn Settled Closed
            Reopened DateCorrected),
        Event::Incident(fact) => each!(fact.as_ref(), incident:
            Reported Assessed Classified Notified AuthorityReplied ExtensionAsked ReportSent ClientTold NoteLinked Evaluated
            MeasuresListed Closed Reopened Corrected),
        Event::Measure(fact) => each!(fact.as_ref(), measure:
            Opened Revised CarriedOut Reviewed Corrected Closed Withdrawn),
        Event::Request(fact) => each!(fact.as_ref(), request:
            Received IdentityAsked IdentityChecked Extended Decided Fulfilled Answered AnswerReceived RecipientsTold Withdrawn
            Closed ReceiptCorrected),
        Event::Letter(fact) => match &fact.fact {
            letter::Fact::Drafted(fact) => &fact.provenance,
            letter::Fact::Sent(fact) => &fact.provenance,
        },
        Event::Practice(fact) => {
            let practice::Event::Described(fact) = fact.as_ref() else { return None };
            return Some(Times { happened: Happened::On(fact.from), learned: fact.learned });
        }
        Event::Person(_) | Event::Clock(_) | Event::Unknown { .. } => return None,
    };
    Some(provenance.into())
}
