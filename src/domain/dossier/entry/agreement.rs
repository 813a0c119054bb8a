//! What comes before the care: the request, the information given, the agreement.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::{Means, Sending, Signature, check_sendings, check_signatures};
use super::{Fields, Texts, texts_of};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Whether the practice takes the client on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CareDecision {
    /// Accepted.
    Accepted {
        /// Why, if that needs saying.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<Text>,
    },
    /// Declined.
    Declined {
        /// Why.
        why: Text,
    },
}

/// A request for care (aanmelding) with the client's question (hulpvraag).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForCare {
    /// By what means it came in.
    pub channel: Means,
    /// The question for help at the first contact.
    pub question: Text,
    /// Whether it was accepted, once that is decided.
    pub decision: Option<CareDecision>,
}

/// Something to tell a client before the intake (promise HANDBOOK-INFO-BEFORE) or at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InformationTopic {
    /// General terms (algemene voorwaarden).
    GeneralTerms,
    /// Complaints scheme (klachtenregeling).
    ComplaintsScheme,
    /// Privacy protocol.
    PrivacyProtocol,
    /// Way of working and philosophy.
    WayOfWorking,
    /// When and how the practice can be reached.
    Reachability,
    /// What the care costs.
    Costs,
    /// Something else, named in the note.
    Other,
}

/// Information given to the client.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationGiven {
    /// About what; at least one.
    pub topics: Vec<InformationTopic>,
    /// By what means.
    pub means: Means,
    /// Anything else.
    pub note: Option<Text>,
}

/// A care agreement (rule WMOQ-CONTRACT: content, hours, notice term, delivery).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What was agreed.
    pub content: Text,
    /// How many hours.
    pub hours: Option<Line>,
    /// Term of notice (opzegtermijn).
    pub notice_term: Option<Line>,
    /// How the care is delivered.
    pub delivery: Option<Line>,
    /// Who signed and when.
    pub signatures: Vec<Signature>,
    /// To whom it was sent, such as the municipality.
    pub sent_to: Vec<Sending>,
}

impl Fields for RequestForCare {
    texts_of!(question, decision);
}

impl Fields for InformationGiven {
    texts_of!(note);

    fn check(&self, _now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        if self.topics.is_empty() {
            violations.add(path.join("topics"), Reason::Empty);
        }
    }
}

impl Fields for Agreement {
    texts_of!(content, hours, notice_term, delivery, signatures, sent_to);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        check_signatures(&self.signatures, now, &path.join("signatures"), violations);
        check_sendings(&self.sent_to, now, &path.join("sent_to"), violations);
    }
}

impl Texts for CareDecision {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            CareDecision::Accepted { why } => why.add_to(into),
            CareDecision::Declined { why } => why.add_to(into),
        }
    }
}
