//! What is planned about a deviation (handbook 5.4): what went wrong, what is done about it, by whom, before when. Knows no law.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::provenance::is_before_1900;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What gave rise to a measure. The kind alone, never which case: that case keeps the measure's id, so the walls between the
/// registers hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A complaint.
    Complaint,
    /// A breach of personal data.
    Breach,
    /// An incident.
    Incident,
    /// An evaluation, of the care or of the quality system.
    Evaluation,
    /// Intervision with a colleague.
    Intervision,
    /// An audit.
    Audit,
}

impl Source {
    /// Its word, as it stands in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Complaint => "complaint",
            Source::Breach => "breach",
            Source::Incident => "incident",
            Source::Evaluation => "evaluation",
            Source::Intervision => "intervision",
            Source::Audit => "audit",
        }
    }
}

/// Whether a deviation may come again by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// It happened once (incidenteel).
    Incidental,
    /// It lies in the way of working (structureel).
    Structural,
}

/// The fields that the handbook names.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What went otherwise than it should (afwijking).
    pub deviation: Text,
    /// What was repaired at once (herstel).
    pub repair: Option<Text>,
    /// Whether it may come again by itself.
    pub occurrence: Occurrence,
    /// What takes the cause away (corrigerende maatregel).
    pub corrective: Option<Text>,
    /// What keeps it from happening elsewhere (preventieve maatregel).
    pub preventive: Option<Text>,
    /// Who sees to it.
    pub owner: Line,
    /// The day before whose end it is to be done. The practice's own: no rule gives one, so it is no clock.
    pub due: NaiveDate,
}

impl Plan {
    /// Notes what cannot be.
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if is_before_1900(self.due) {
            violations.add(path.join("due"), Reason::TimeOutOfRange);
        }
    }
}
