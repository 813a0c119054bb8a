//! What one may ask of a breach, and why it may be refused.

use super::assessment::{Approval, Assessment, Awareness};
use super::event::{Closing, Correction, Dismissal};
use super::missing::Missing;
use super::notice::{AuthorityAnswer, AuthorityNotice, NoNotice};
use super::persons::{Exemption, PersonsNotice, PrincipalNotice};
use super::report::Report;
use crate::domain::clock::ClockRefusal;
use crate::domain::provenance::Provenance;
use crate::domain::text::{Line, Text};
use crate::domain::violation::Violations;

/// What one may ask of a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Enter a report of a breach, and perhaps that the practice is aware already.
    Report {
        /// The report.
        report: Report,
        /// Awareness, where it came with the report.
        awareness: Option<Awareness>,
        /// Where the report comes from; it happened at the instant at which it reached the practice.
        provenance: Provenance,
    },
    /// Say how the report should have read.
    CorrectReport {
        /// The whole report as it should read.
        report: Report,
        /// Where the report comes from, as it should read.
        provenance: Provenance,
        /// Why.
        correction: Correction,
    },
    /// Say when the practice should have been written down as aware.
    CorrectAwareness {
        /// As it should read.
        awareness: Awareness,
        /// Why.
        correction: Correction,
    },
    /// Do the next thing.
    Take {
        /// What.
        step: Step,
        /// When it happened, and where that comes from.
        provenance: Provenance,
    },
}

/// A step in the handling of a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The practice became aware.
    BecomeAware {
        /// Who was certain.
        by: Line,
        /// Why.
        certain_because: Text,
    },
    /// Assess it, for the first time or again.
    Assess(Assessment),
    /// Approve what was assessed.
    Approve(Approval),
    /// The authority was notified.
    NotifyAuthority(AuthorityNotice),
    /// The authority answered.
    AuthorityAnswered(AuthorityAnswer),
    /// Decide not to notify the authority.
    DeclineNotification(NoNotice),
    /// The persons were told.
    TellPersons(PersonsNotice),
    /// Use an exception to telling the persons.
    ExemptPersons(Exemption),
    /// The one for whom the practice works was told.
    TellPrincipal(PrincipalNotice),
    /// It is no breach.
    Dismiss(Dismissal),
    /// Close it.
    Close(Closing),
    /// Take it up again.
    Reopen(Text),
}

/// Why a command on a breach is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is none under this id.
    #[error("there is no such breach")]
    NoSuchBreach,
    /// There is one under this id already.
    #[error("the breach is there already")]
    AlreadyThere,
    /// It is closed or dismissed: going on means taking it up again.
    #[error("the breach is closed; reopen it first")]
    Ended,
    /// It is not closed.
    #[error("the breach is not closed")]
    NotEnded,
    /// When the practice became aware is not recorded yet.
    #[error("record first when the practice became aware (AVG 33(1))")]
    NotAware,
    /// When the practice became aware is recorded.
    #[error("awareness is recorded already; correct it if it is wrong")]
    AlreadyAware,
    /// It is not assessed.
    #[error("the breach is not assessed yet (handbook 2.5)")]
    NotAssessed,
    /// The last assessment is approved.
    #[error("the assessment is approved already (handbook 2.5)")]
    AlreadyApproved,
    /// A first notification stands.
    #[error("the authority is notified already; a supplement is a follow-up (AVG 33(4))")]
    AlreadyNotified,
    /// No notification stands.
    #[error("no notification to the authority stands (AVG 33(4))")]
    NotNotified,
    /// The decision not to notify stands.
    #[error("it is decided already that the authority is not notified (AVG 33(1))")]
    AlreadyDeclined,
    /// Only where a risk is unlikely need the authority not be notified.
    #[error("the authority is notified unless a risk is unlikely (AVG 33(1))")]
    RiskNotExcluded,
    /// The decision is the controller's.
    #[error(
        "this is for the controller to decide; tell the one for whom the practice works ({article})"
    )]
    NotTheController {
        /// Whose duty it is.
        article: &'static str,
    },
    /// Without a high risk there is nothing to be exempted from.
    #[error("the persons are to be told where the risk is high, and it is not (AVG 34(1))")]
    NoHighRisk,
    /// The persons were told.
    #[error("the persons were told; no exception is needed (AVG 34(3))")]
    PersonsTold,
    /// The practice is the controller itself.
    #[error("the practice is the controller; there is nobody else to tell (AVG 33(2))")]
    NoPrincipal,
    /// A notification stands that would have to be withdrawn.
    #[error("the authority was notified; withdraw the notification first (AVG 33(4))")]
    NoticeStands,
    /// Decisions the law or the handbook ask for are missing.
    #[error("before it is closed: {}", told(.0))]
    Incomplete(Vec<Missing>),
    /// A clock cannot do what follows.
    #[error(transparent)]
    Clock(#[from] ClockRefusal),
}

fn told(missing: &[Missing]) -> String {
    missing.iter().map(|it| it.clause()).collect::<Vec<_>>().join("; ")
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NoSuchBreach => "NO_SUCH_BREACH",
            Refusal::AlreadyThere => "BREACH_ALREADY_THERE",
            Refusal::Ended => "BREACH_CLOSED",
            Refusal::NotEnded => "BREACH_NOT_CLOSED",
            Refusal::NotAware => "BREACH_NOT_AWARE",
            Refusal::AlreadyAware => "BREACH_ALREADY_AWARE",
            Refusal::NotAssessed => "BREACH_NOT_ASSESSED",
            Refusal::AlreadyApproved => "BREACH_ALREADY_APPROVED",
            Refusal::AlreadyNotified => "AUTHORITY_ALREADY_NOTIFIED",
            Refusal::NotNotified => "AUTHORITY_NOT_NOTIFIED",
            Refusal::AlreadyDeclined => "NOTIFICATION_ALREADY_DECLINED",
            Refusal::RiskNotExcluded => "RISK_NOT_EXCLUDED",
            Refusal::NotTheController { .. } => "NOT_THE_CONTROLLER",
            Refusal::NoHighRisk => "NO_HIGH_RISK",
            Refusal::PersonsTold => "PERSONS_ALREADY_TOLD",
            Refusal::NoPrincipal => "NO_PRINCIPAL",
            Refusal::NoticeStands => "NOTICE_STANDS",
            Refusal::Incomplete(_) => "BREACH_INCOMPLETE",
            Refusal::Clock(refusal) => refusal.reason(),
        }
    }

    /// What else an integrator may show: articles and days, never anything of a person.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let article = |text: &str| vec![("article", text.to_owned())];
        match self {
            Refusal::Invalid(_)
            | Refusal::NoSuchBreach
            | Refusal::AlreadyThere
            | Refusal::Ended
            | Refusal::NotEnded
            | Refusal::AlreadyAware => Vec::new(),
            Refusal::NotAware | Refusal::AlreadyDeclined | Refusal::RiskNotExcluded => {
                article("AVG 33(1)")
            }
            Refusal::NotAssessed | Refusal::AlreadyApproved => article("handbook 2.5"),
            Refusal::AlreadyNotified | Refusal::NotNotified | Refusal::NoticeStands => {
                article("AVG 33(4)")
            }
            Refusal::NotTheController { article: text } => article(text),
            Refusal::NoHighRisk => article("AVG 34(1)"),
            Refusal::PersonsTold => article("AVG 34(3)"),
            Refusal::NoPrincipal => article("AVG 33(2)"),
            Refusal::Incomplete(missing) => {
                let joined = |of: fn(Missing) -> &'static str| {
                    missing.iter().map(|it| of(*it)).collect::<Vec<_>>().join(", ")
                };
                vec![("article", joined(Missing::article)), ("missing", joined(Missing::code))]
            }
            Refusal::Clock(refusal) => refusal.facts(),
        }
    }
}
