//! The facts of an incident and every stored version of them. Versions are added, never edited. Kinds are coarse: a header tells
//! which step was taken, never what the incident is about.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::aftermath::{
    Closing, Correction, Evaluation, MeasureList, NoteLink, Reopening, Telling,
};
use super::authority::{
    AuthorityReply, ExtensionRequest, IncidentAuthority, InquiryReport, Notification,
};
use super::classification::{Assessment, Classification};
use super::report::Report;
use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;

facts! {
    "A fact about one incident.";
    /// An incident was reported.
    Reported = REPORTED, "incident.reported/1";
    /// The report was assessed.
    Assessed = ASSESSED, "incident.assessed/1";
    /// It was classified.
    Classified = CLASSIFIED, "incident.classified/1";
    /// An authority was notified.
    Notified = NOTIFIED, "incident.notified/1";
    /// The authority replied.
    AuthorityReplied = AUTHORITY_REPLIED, "incident.authority_replied/1";
    /// A later date for the report was asked for.
    ExtensionAsked = EXTENSION_ASKED, "incident.extension_asked/1";
    /// The report of the inquiry was sent.
    ReportSent = REPORT_SENT, "incident.report_sent/1";
    /// The client was told.
    ClientTold = CLIENT_TOLD, "incident.client_told/1";
    /// The note in the dossier was found.
    NoteLinked = NOTE_LINKED, "incident.note_linked/1";
    /// It was evaluated.
    Evaluated = EVALUATED, "incident.evaluated/1";
    /// Measures were taken.
    MeasuresListed = MEASURES_LISTED, "incident.measures_listed/1";
    /// It was closed.
    Closed = CLOSED, "incident.closed/1";
    /// It was taken up again.
    Reopened = REOPENED, "incident.reopened/1";
    /// A date was corrected.
    Corrected = CORRECTED, "incident.corrected/1";
}

/// What was asked, as a fact, with where it comes from.
macro_rules! told {
    ($($(#[$documentation:meta])* $name:ident { $field:ident: $what:ty })*) => {$(
        $(#[$documentation])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What.
            pub $field: $what,
            /// Where this comes from.
            pub provenance: Provenance,
        }
    )*};
}

told! {
    /// An incident was reported; it happened when the practice received the report.
    Reported { report: Report }
    /// The report was assessed.
    Assessed { assessment: Assessment }
    /// An authority was notified; it happened when the notification was sent.
    Notified { notification: Notification }
    /// The authority replied; it happened when the reply came in.
    AuthorityReplied { answer: AuthorityReply }
    /// A later date for the report was asked for.
    ExtensionAsked { request: ExtensionRequest }
    /// The report of the inquiry was sent.
    ReportSent { report: InquiryReport }
    /// The client was told.
    ClientTold { telling: Telling }
    /// The note in the dossier was found.
    NoteLinked { note: NoteLink }
    /// It was evaluated.
    Evaluated { evaluation: Evaluation }
    /// Measures were taken.
    MeasuresListed { list: MeasureList }
    /// It was closed.
    Closed { closing: Closing }
    /// It was taken up again.
    Reopened { reopening: Reopening }
    /// A date was corrected.
    Corrected { correction: Correction }
}

/// It was classified; it happened when that was established.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classified {
    /// What was decided.
    pub classification: Classification,
    /// The rule by which an authority is to be notified, if one is; text, since a newer release may know more rules.
    pub duty: Option<String>,
    /// Who that is.
    pub authority: Option<IncidentAuthority>,
    /// Where this comes from.
    pub provenance: Provenance,
}
