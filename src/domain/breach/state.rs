//! A breach as its records make it.

use super::assessment::{Awareness, Risk};
use super::event::{
    Approved, Assessed, AuthorityNotified, Closed, Dismissed, NotificationDeclined,
    PersonsExempted, PersonsTold, PrincipalTold, Reported,
};
use super::notice::Phase;
use super::report::Role;
use crate::domain::clock::When;
use crate::domain::text::Line;

/// How far a breach is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// Reported; whether personal data were compromised is being found out.
    Suspected(Box<Breach>),
    /// The practice is aware; its duties run.
    Aware(Box<Breach>),
    /// Dealt with.
    Closed(Box<Breach>),
    /// It turned out to be no breach.
    Dismissed(Box<Breach>),
}

/// A breach that exists. Of what was corrected or done again, the last counts; all of it stays in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The report.
    pub reported: Reported,
    /// Awareness.
    pub awareness: Option<Awareness>,
    /// Every assessment, the last one last.
    pub assessments: Vec<Assessed>,
    /// Since when the risk is high without interruption.
    pub high_since: Option<When>,
    /// The approval of the last assessment.
    pub approved: Option<Approved>,
    /// Every notification to the authority, in order.
    pub notices: Vec<AuthorityNotified>,
    /// The number under which the authority knows the notification that stands.
    pub reference: Option<Line>,
    /// The decision not to notify, as long as the assessment carries it.
    pub declined: Option<NotificationDeclined>,
    /// Every notice to the persons.
    pub persons_told: Vec<PersonsTold>,
    /// The exception, as long as the assessment asks for one.
    pub exempted: Option<PersonsExempted>,
    /// Notices to the one for whom the practice works.
    pub principal_told: Vec<PrincipalTold>,
    /// How it ended.
    pub ending: Option<Ending>,
}

/// How a breach ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Dealt with.
    Closed(Closed),
    /// No breach.
    Dismissed(Dismissed),
}

impl State {
    /// The breach, if there is one.
    pub fn breach(&self) -> Option<&Breach> {
        match self {
            State::Unknown => None,
            State::Suspected(breach)
            | State::Aware(breach)
            | State::Closed(breach)
            | State::Dismissed(breach) => Some(breach),
        }
    }

    /// The state a breach is in.
    pub(super) fn of(breach: Box<Breach>) -> State {
        match (&breach.ending, &breach.awareness) {
            (Some(Ending::Closed(_)), _) => State::Closed(breach),
            (Some(Ending::Dismissed(_)), _) => State::Dismissed(breach),
            (None, Some(_)) => State::Aware(breach),
            (None, None) => State::Suspected(breach),
        }
    }

    /// The breach itself.
    pub(super) fn into_breach(self) -> Option<Box<Breach>> {
        match self {
            State::Unknown => None,
            State::Suspected(breach)
            | State::Aware(breach)
            | State::Closed(breach)
            | State::Dismissed(breach) => Some(breach),
        }
    }
}

impl Breach {
    /// Whether the authority and the persons are the practice's to tell.
    pub fn is_controller(&self) -> bool {
        self.reported.report.role == Role::Controller
    }

    /// The risk by the last assessment.
    pub fn risk(&self) -> Option<Risk> {
        self.assessments.last().map(|assessed| assessed.assessment.risk)
    }

    /// The first notification that stands: given, and not withdrawn since.
    pub fn notified(&self) -> Option<&AuthorityNotified> {
        self.standing_notices().first()
    }

    /// The notifications that stand: since the last withdrawal.
    pub fn standing_notices(&self) -> &[AuthorityNotified] {
        let withdrawn = self.notices.iter().rposition(|it| it.notice.phase == Phase::Withdrawal);
        let from = withdrawn.map_or(0, |at| at + 1);
        self.notices.get(from..).unwrap_or_default()
    }

    /// Whether the authority was notified and its number is not known yet.
    pub fn reference_missing(&self) -> bool {
        self.notified().is_some() && self.reference.is_none()
    }
}
