//! The reasoned judgement (oordeel; Wkkgz 17(1)): what the inquiry led to, the decisions, and within which term measures are
//! carried out. Knows when it counts as received, not which clock that meets.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::provenance::{Moment, check_past_day, is_before_1900};
use crate::domain::sending::Means;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// A measure that was decided upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// What will be done.
    pub measure: Text,
    /// Who sees to it.
    pub owner: Line,
    /// By when.
    pub due: NaiveDate,
}

/// Within which term measures are carried out: the third part that Wkkgz 17(1) asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Execution {
    /// No measure was decided upon.
    NoMeasures {},
    /// Measures, all of them carried out by a day.
    Measures {
        /// The last day of the term that was told.
        by: NaiveDate,
        /// Each of them.
        measures: Vec<Decided>,
    },
}

/// The judgement was sent; it happened when it was sent.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The judgement the inquiry led to, with its reasons.
    pub conclusion: Text,
    /// The decisions taken on and because of the complaint.
    pub decisions: Text,
    /// Within which term measures are carried out.
    pub execution: Execution,
    /// How it was sent.
    pub means: Means,
    /// When the complainant received it, if that is known.
    pub received: Option<Moment>,
}

/// The complainant received the judgement that was sent before; it happened when they received it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgementReceived {}

impl Judgement {
    /// Notes what is wrong with it; `sent` is when it was sent.
    pub fn check(
        &self,
        sent: Moment,
        now: DateTime<Utc>,
        at: &FieldPath,
        violations: &mut Violations,
    ) {
        if let Some(received) = self.received {
            let field = at.join("received");
            check_past_day(received.day(), now, field.clone(), violations);
            if received.day() < sent.day() {
                violations.add(field.clone(), Reason::BeforeItsStart);
            }
            if self.means == Means::HandedOver && received.day() != sent.day() {
                violations.add(field, Reason::Contradiction);
            }
        }
        if let Execution::Measures { by, measures } = &self.execution {
            let field = at.join("execution");
            if is_before_1900(*by) {
                violations.add(field.join("by"), Reason::TimeOutOfRange);
            }
            let list = field.join("measures");
            if measures.is_empty() {
                violations.add(list.clone(), Reason::Missing);
            }
            // A measure that is due after the term that was told is told wrongly.
            for (index, _) in (0..).zip(measures).filter(|(_, measure)| measure.due > *by) {
                violations.add(list.index(index).join("due"), Reason::Contradiction);
            }
        }
    }
}
