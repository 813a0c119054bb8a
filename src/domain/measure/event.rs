//! The facts of a measure and every stored version of them. Versions are added, never edited.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::plan::{Plan, Source};
use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;
use crate::domain::text::Text;

facts! {
    "A fact about one measure.";
    /// A measure was decided upon.
    Opened = OPENED, "measure.opened/1";
    /// It was planned otherwise.
    Revised = REVISED, "measure.revised/1";
    /// It was carried out.
    CarriedOut = CARRIED_OUT, "measure.carried_out/1";
    /// Its effect was reviewed.
    Reviewed = REVIEWED, "measure.reviewed/1";
    /// A day was entered wrongly; this is the right one.
    Corrected = CORRECTED, "measure.corrected/1";
    /// It was closed.
    Closed = CLOSED, "measure.closed/1";
    /// It was given up, or recorded in error.
    Withdrawn = WITHDRAWN, "measure.withdrawn/1";
}

/// A measure was decided upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// What gave rise to it.
    pub source: Source,
    /// What is planned.
    pub plan: Plan,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// A measure was planned otherwise; the earlier plan stays in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revised {
    /// What is planned from now on.
    pub plan: Plan,
    /// Why.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// A measure was carried out, on the last day of what happened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    /// What was done, where it differs from the plan.
    pub account: Option<Text>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// What a review of the effect came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It helped.
    Effective,
    /// It helped in part: the next review falls due.
    PartlyEffective,
    /// It did not help: the next review falls due.
    NotEffective,
}

/// The effect of a measure was reviewed (rule HANDBOOK-EFFECT).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// What it came to.
    pub outcome: Outcome,
    /// What was found.
    pub findings: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Which day was entered wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrongDay {
    /// That of the carrying out.
    CarriedOut,
    /// That of the last review.
    LastReview,
}

/// A day was entered wrongly; what was recorded first stays in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// Which day.
    pub which: WrongDay,
    /// The right day.
    pub day: NaiveDate,
    /// Why.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// A measure was closed, its effect being known.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// What is left to say.
    pub remark: Option<Text>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Why a measure is not followed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalCause {
    /// The practice decided otherwise.
    GivenUp,
    /// Another measure took its place.
    Replaced,
    /// It should not have been recorded.
    RecordedInError,
}

/// A measure was given up, or recorded in error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Why it is not followed any more.
    pub cause: WithdrawalCause,
    /// In words.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}
