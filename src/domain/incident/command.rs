//! What one may ask of an incident, and why it may be refused.

use chrono::NaiveDate;

use super::aftermath::{
    Closing, Correction, Evaluation, MeasureList, NoteLink, Reopening, Telling,
};
use super::authority::{AuthorityReply, ExtensionRequest, InquiryReport, Notification};
use super::classification::{Assessment, Classification};
use super::report::Report;
use crate::domain::clock::ClockRefusal;
use crate::domain::provenance::Provenance;
use crate::domain::violation::Violations;

/// What one may ask of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It was reported.
    Report {
        /// What was reported.
        report: Report,
        /// Where this comes from; it happened when the report was received.
        provenance: Provenance,
    },
    /// Something was done about it.
    Record {
        /// What.
        step: Step,
        /// Where this comes from; it happened when the step was taken.
        provenance: Provenance,
    },
    /// A date was entered wrongly.
    Correct {
        /// Which, and the right one.
        correction: Correction,
        /// Where this comes from.
        provenance: Provenance,
    },
}

/// What is done about an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Assess the report, or look at it again.
    Assess(Assessment),
    /// Say what it is.
    Classify(Classification),
    /// Notify an authority.
    Notify(Notification),
    /// Record what the authority replied.
    RecordReply(AuthorityReply),
    /// Ask for a later date for the report.
    AskExtension(ExtensionRequest),
    /// Send the report of the inquiry.
    SendReport(InquiryReport),
    /// Tell the client.
    TellClient(Telling),
    /// Say where the note in the dossier stands.
    LinkNote(NoteLink),
    /// Evaluate it.
    Evaluate(Evaluation),
    /// List measures.
    ListMeasures(MeasureList),
    /// Close it.
    Close(Closing),
    /// Take it up again.
    Reopen(Reopening),
}

impl Step {
    /// Its name on the wire, where paths of violations begin.
    pub fn field(&self) -> &'static str {
        match self {
            Step::Assess(_) => "assess",
            Step::Classify(_) => "classify",
            Step::Notify(_) => "notify",
            Step::RecordReply(_) => "record_reply",
            Step::AskExtension(_) => "ask_extension",
            Step::SendReport(_) => "send_report",
            Step::TellClient(_) => "tell_client",
            Step::LinkNote(_) => "link_note",
            Step::Evaluate(_) => "evaluate",
            Step::ListMeasures(_) => "list_measures",
            Step::Close(_) => "close",
            Step::Reopen(_) => "reopen",
        }
    }
}

/// Why a command on an incident is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is none.
    #[error("there is no such incident")]
    NoSuchIncident,
    /// There is one under this id already.
    #[error("the incident is there already")]
    AlreadyThere,
    /// It is closed.
    #[error("the incident is closed: take it up again first")]
    Closed,
    /// It is not closed.
    #[error("the incident is not closed")]
    NotClosed,
    /// It is of that class already.
    #[error("the incident is of that class already")]
    AlreadyClassified,
    /// It was established what it is; one cannot be in doubt after that.
    #[error("it was established already what the incident is")]
    AlreadyEstablished,
    /// Still in doubt about what was never in doubt.
    #[error("the incident was not in doubt")]
    NotInDoubt,
    /// It was not established yet what it is.
    #[error("it is not established yet what the incident is")]
    NotClassified,
    /// Dismissals are for institutions to notify, under the Wkkgz.
    #[error("a dismissal is notified by institutions only ({article})")]
    OnlyInstitutions {
        /// Where the duty is found.
        article: &'static str,
    },
    /// Ordinary incidents stay within the practice.
    #[error("nothing is to be notified: classify first ({article})")]
    NothingToNotify {
        /// Where the duty is found.
        article: &'static str,
    },
    /// Another authority is the one for this regime.
    #[error("another authority is to be notified of this ({article})")]
    WrongAuthority {
        /// Where the duty is found.
        article: &'static str,
    },
    /// No authority was notified yet.
    #[error("no authority was notified yet")]
    NotNotified,
    /// A later date is asked for before the date that stands.
    #[error("a later date is asked for on {latest} at the latest ({article})")]
    ExtensionAskedTooLate {
        /// The last day for it.
        latest: NaiveDate,
        /// Where the rule is found.
        article: &'static str,
    },
    /// A duty is not fulfilled yet.
    #[error("a duty is open still: {rule} ({article})")]
    DutyOpen {
        /// The rule.
        rule: String,
        /// Where it is found.
        article: &'static str,
    },
    /// The note was linked before.
    #[error("the note is linked already")]
    NoteAlreadyLinked,
    /// A clock cannot do what follows.
    #[error(transparent)]
    Clock(#[from] ClockRefusal),
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NoSuchIncident => "NO_SUCH_INCIDENT",
            Refusal::AlreadyThere => "INCIDENT_ALREADY_THERE",
            Refusal::Closed => "INCIDENT_CLOSED",
            Refusal::NotClosed => "INCIDENT_NOT_CLOSED",
            Refusal::AlreadyClassified => "ALREADY_CLASSIFIED",
            Refusal::AlreadyEstablished => "ALREADY_ESTABLISHED",
            Refusal::NotInDoubt => "NOT_IN_DOUBT",
            Refusal::NotClassified => "NOT_CLASSIFIED",
            Refusal::OnlyInstitutions { .. } => "ONLY_INSTITUTIONS",
            Refusal::NothingToNotify { .. } => "NOTHING_TO_NOTIFY",
            Refusal::WrongAuthority { .. } => "WRONG_AUTHORITY",
            Refusal::NotNotified => "NOT_NOTIFIED",
            Refusal::ExtensionAskedTooLate { .. } => "EXTENSION_ASKED_TOO_LATE",
            Refusal::DutyOpen { .. } => "DUTY_OPEN",
            Refusal::NoteAlreadyLinked => "NOTE_ALREADY_LINKED",
            Refusal::Clock(refusal) => refusal.reason(),
        }
    }

    /// What else an integrator may show: articles and days, never anything of a person.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let article = |article: &str| ("article", article.to_owned());
        match self {
            Refusal::OnlyInstitutions { article: it }
            | Refusal::NothingToNotify { article: it }
            | Refusal::WrongAuthority { article: it } => vec![article(it)],
            Refusal::ExtensionAskedTooLate { latest, article: it } => {
                vec![article(it), ("latest", latest.to_string())]
            }
            Refusal::DutyOpen { rule, article: it } => vec![("rule", rule.clone()), article(it)],
            Refusal::Clock(refusal) => refusal.facts(),
            Refusal::Invalid(_)
            | Refusal::NoSuchIncident
            | Refusal::AlreadyThere
            | Refusal::Closed
            | Refusal::NotClosed
            | Refusal::AlreadyClassified
            | Refusal::AlreadyEstablished
            | Refusal::NotInDoubt
            | Refusal::NotClassified
            | Refusal::NotNotified
            | Refusal::NoteAlreadyLinked => Vec::new(),
        }
    }
}
