//! The facts of a breach and every stored version of them. Versions are added, never edited. The kinds say how far the handling is,
//! not what leaked or how bad it is: they stand in headers, for anyone who holds a bundle.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::assessment::{Approval, Assessment, Awareness};
use super::notice::{AuthorityAnswer, AuthorityNotice, NoNotice};
use super::persons::{Exemption, PersonsNotice, PrincipalNotice};
use super::report::Report;
use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;
use crate::domain::text::{Line, Text};

facts! {
    "A fact about one breach.";
    /// A breach was reported to the practice.
    Reported = REPORTED, "breach.reported/1";
    /// The report was entered wrongly; this is how it reads.
    ReportCorrected = REPORT_CORRECTED, "breach.report_corrected/1";
    /// The practice became aware.
    BecameAware = BECAME_AWARE, "breach.became_aware/1";
    /// Awareness was entered wrongly; this is how it was.
    AwarenessCorrected = AWARENESS_CORRECTED, "breach.awareness_corrected/1";
    /// It was assessed, for the first time or again.
    Assessed = ASSESSED, "breach.assessed/1";
    /// What was assessed is carried out.
    Approved = APPROVED, "breach.approved/1";
    /// The authority was notified, in some phase.
    AuthorityNotified = AUTHORITY_NOTIFIED, "breach.authority_notified/1";
    /// The authority answered.
    AuthorityAnswered = AUTHORITY_ANSWERED, "breach.authority_answered/1";
    /// It was decided not to notify the authority.
    NotificationDeclined = NOTIFICATION_DECLINED, "breach.notification_declined/1";
    /// The persons were told.
    PersonsTold = PERSONS_TOLD, "breach.persons_told/1";
    /// An exception was used.
    PersonsExempted = PERSONS_EXEMPTED, "breach.persons_exempted/1";
    /// The one for whom the practice works was told.
    PrincipalTold = PRINCIPAL_TOLD, "breach.principal_told/1";
    /// It turned out to be no breach of personal data.
    Dismissed = DISMISSED, "breach.dismissed/1";
    /// It is dealt with.
    Closed = CLOSED, "breach.closed/1";
    /// It is taken up again.
    Reopened = REOPENED, "breach.reopened/1";
}

/// A fact of one part and where that comes from.
macro_rules! told {
    ($($(#[$documentation:meta])* $name:ident { $field:ident: $part:ty };)*) => {$(
        $(#[$documentation])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What was told, decided or done.
            pub $field: $part,
            /// When it happened, and where that comes from.
            pub provenance: Provenance,
        }
    )*};
}

told! {
    /// A breach was reported to the practice, at the instant it happened.
    Reported { report: Report };
    /// It was assessed.
    Assessed { assessment: Assessment };
    /// What was assessed is carried out.
    Approved { approval: Approval };
    /// The authority was notified.
    AuthorityNotified { notice: AuthorityNotice };
    /// The authority answered.
    AuthorityAnswered { answer: AuthorityAnswer };
    /// It was decided not to notify the authority.
    NotificationDeclined { decision: NoNotice };
    /// The persons were told.
    PersonsTold { notice: PersonsNotice };
    /// An exception was used.
    PersonsExempted { exemption: Exemption };
    /// The one for whom the practice works was told.
    PrincipalTold { notice: PrincipalNotice };
    /// It turned out to be no breach.
    Dismissed { dismissal: Dismissal };
    /// It is dealt with.
    Closed { closing: Closing };
    /// It is taken up again.
    Reopened { reasons: Text };
}

/// The practice became aware.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BecameAware {
    /// When, who, and why it was certain.
    pub awareness: Awareness,
}

/// Why it is no breach of personal data after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    /// Who found so.
    pub by: Line,
    /// Why.
    pub reasons: Text,
}

/// What is to be remembered of a breach that is dealt with: the rest of the register of AVG 33(5).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Who closed it.
    pub by: Line,
    /// What was done in the end to repair it and to keep it from happening again.
    pub remedial_action: Text,
    /// What it came to for the persons, as known by now.
    pub effects: Option<Text>,
}

/// Why something entered wrongly was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The reason.
    pub reason: Text,
    /// When it was found, and who found it.
    pub provenance: Provenance,
}

/// The report was entered wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportCorrected {
    /// The whole report as it should read.
    pub report: Report,
    /// When it reached the practice, as it should read.
    pub provenance: Provenance,
    /// Why.
    pub correction: Correction,
}

/// Awareness was entered wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwarenessCorrected {
    /// How it should read.
    pub awareness: Awareness,
    /// Why.
    pub correction: Correction,
}

impl Event {
    /// When it happened, and where that comes from; of a correction, when the error was found.
    pub fn provenance(&self) -> &Provenance {
        match self {
            Event::Reported(fact) => &fact.provenance,
            Event::ReportCorrected(fact) => &fact.correction.provenance,
            Event::BecameAware(fact) => &fact.awareness.provenance,
            Event::AwarenessCorrected(fact) => &fact.correction.provenance,
            Event::Assessed(fact) => &fact.provenance,
            Event::Approved(fact) => &fact.provenance,
            Event::AuthorityNotified(fact) => &fact.provenance,
            Event::AuthorityAnswered(fact) => &fact.provenance,
            Event::NotificationDeclined(fact) => &fact.provenance,
            Event::PersonsTold(fact) => &fact.provenance,
            Event::PersonsExempted(fact) => &fact.provenance,
            Event::PrincipalTold(fact) => &fact.provenance,
            Event::Dismissed(fact) => &fact.provenance,
            Event::Closed(fact) => &fact.provenance,
            Event::Reopened(fact) => &fact.provenance,
        }
    }
}
