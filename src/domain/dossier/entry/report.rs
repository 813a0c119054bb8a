//! What was found and told: history, intake, consult report, advice.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::Setting;
use super::{Fields, texts_of};
use crate::domain::text::Text;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Running text under a heading: a history (anamnese), an advice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrative {
    /// The text.
    pub text: Text,
}

/// A topic of the intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntakeTopic {
    /// Way of working and philosophy.
    WayOfWorking,
    /// The question for care, assessed and discussed.
    CareQuestion,
    /// When and how the practice can be reached.
    Reachability,
    /// Something else.
    Other,
}

/// An intake.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Where it took place.
    pub setting: Setting,
    /// What was discussed.
    pub topics: Vec<IntakeTopic>,
    /// What came of it.
    pub findings: Text,
}

/// Whether a consult report is the full form or the short one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// Full (consultverslag).
    Full,
    /// Short (kort consultverslag).
    Short,
}

/// A consult report, as one text or in the four parts of zib `SOAPReport`; at least one is given.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultReport {
    /// Full or short.
    pub length: Length,
    /// Where the consult took place.
    pub setting: Setting,
    /// The report.
    pub report: Option<Text>,
    /// What the client says.
    pub subjective: Option<Text>,
    /// What was observed.
    pub objective: Option<Text>,
    /// What it means.
    pub assessment: Option<Text>,
    /// What comes next.
    pub plan: Option<Text>,
}

impl Fields for Narrative {
    texts_of!(text);
}

impl Fields for Intake {
    texts_of!(findings);
}

impl Fields for ConsultReport {
    texts_of!(report, subjective, objective, assessment, plan);

    fn check(&self, _now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let parts = [&self.report, &self.subjective, &self.objective, &self.assessment, &self.plan];
        if parts.iter().all(|part| part.is_none()) {
            violations.add(path.join("report"), Reason::Missing);
        }
    }
}
