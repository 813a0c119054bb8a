//! Consent (toestemming), its refusal and its withdrawal.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::Signatory;
use super::{Fields, texts_of};
use crate::domain::id::EntryId;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentScope {
    /// Treatment (BW 7:450).
    Treatment,
    /// Sharing data with others (BW 7:457).
    Sharing,
    /// Making and using images (beeldmateriaal).
    Images,
    /// Access after death: consent or veto, recorded in life (BW 7:458a).
    AccessAfterDeath,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ConsentDecision {
    /// Given.
    Given,
    /// Refused.
    Refused,
    /// Withdrawn.
    Withdrawn {
        /// The consent that it ends, if that one is an entry of this dossier.
        #[serde(skip_serializing_if = "Option::is_none")]
        consent: Option<EntryId>,
    },
}

/// In what form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// Oral.
    Oral,
    /// On paper.
    Written,
    /// Digital.
    Digital,
}

/// A decision on consent.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// What it is about.
    pub scope: ConsentScope,
    /// What was decided.
    pub decision: ConsentDecision,
    /// In which capacity; for a client of 12 to 15 the client's and the parents' are two entries.
    pub by: Signatory,
    /// Name of who decided; the client's own may be left out.
    pub name: Option<Line>,
    /// In what form.
    pub form: ConsentForm,
    /// What exactly was agreed to or refused.
    pub concerning: Text,
    /// With whom data may be shared.
    pub recipients: Vec<Line>,
    /// Last day on which it holds, if it has one.
    pub until: Option<NaiveDate>,
}

impl ConsentDecision {
    pub(super) fn withdraws(self) -> Option<EntryId> {
        match self {
            ConsentDecision::Withdrawn { consent } => consent,
            ConsentDecision::Given | ConsentDecision::Refused => None,
        }
    }
}

impl Fields for Consent {
    texts_of!(name, concerning, recipients);

    fn check(&self, _now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let given = self.decision == ConsentDecision::Given;
        if given && self.scope == ConsentScope::Sharing && self.recipients.is_empty() {
            violations.add(path.join("recipients"), Reason::Empty);
        }
    }
}
