//! Plan, evaluation and risks: what is aimed at, what came of it, what may go wrong.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::{Agreed, Sending, check_sendings};
use super::{Fields, Texts, texts_of};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Who does what, where more parties work together (rule WMOQ-PLAN-ROLES).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRole {
    /// The party.
    pub party: Line,
    /// Its task.
    pub task: Line,
}

/// A care plan (zorgplan, uitvoeringsplan).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Diagnoses of lactation or otherwise.
    pub diagnoses: Vec<Line>,
    /// Goals; at least one.
    pub goals: Vec<Text>,
    /// Actions and advice.
    pub actions: Text,
    /// Moments of evaluation, in words.
    pub evaluation_moments: Vec<Line>,
    /// How long the plan runs.
    pub duration: Option<Line>,
    /// Roles of the parties.
    pub roles: Vec<PlanRole>,
    /// Whether the client signed, once that is known.
    pub agreed: Option<Agreed>,
}

/// Why an evaluation was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// At a moment that the plan names.
    Planned,
    /// Because a year went by (rule WMOQ-EVAL).
    Yearly,
    /// Before an extension of the indication (rule WMOQ-EVAL).
    Extension,
    /// At the ending of the care.
    Ending,
}

/// An evaluation with the client.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Why it was held.
    pub occasion: Occasion,
    /// With whom.
    pub participants: Vec<Line>,
    /// What came of it.
    pub findings: Text,
    /// Goals as they read from now on.
    pub adjusted_goals: Vec<Text>,
    /// Whether the client signed.
    pub agreed: Option<Agreed>,
    /// With whom it was shared, such as the municipal case manager.
    pub shared_with: Vec<Sending>,
}

/// Risks mapped with the client, and measures (rules WMOQ-RISK, WMOQ-NETWORK).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskAndMeasures {
    /// The risk.
    pub risk: Text,
    /// Measures against it.
    pub measures: Vec<Text>,
    /// With whom it was discussed.
    pub participants: Vec<Line>,
    /// The social network, and signs that it is overloaded.
    pub network: Option<Text>,
    /// When to look at it again; a day to come.
    pub review_on: Option<NaiveDate>,
}

impl Fields for Plan {
    texts_of!(diagnoses, goals, actions, evaluation_moments, duration, roles, agreed);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        if self.goals.is_empty() {
            violations.add(path.join("goals"), Reason::Empty);
        }
        if let Some(agreed) = &self.agreed {
            agreed.check(now, &path.join("agreed"), violations);
        }
    }
}

impl Fields for Evaluation {
    texts_of!(participants, findings, adjusted_goals, agreed, shared_with);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        if let Some(agreed) = &self.agreed {
            agreed.check(now, &path.join("agreed"), violations);
        }
        check_sendings(&self.shared_with, now, &path.join("shared_with"), violations);
    }
}

impl Fields for RiskAndMeasures {
    texts_of!(risk, measures, participants, network);
}

impl Texts for PlanRole {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.party.add_to(into);
        self.task.add_to(into);
    }
}
