//! A fact with where it comes from, and what its times must be. Knows no fact in particular.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::provenance::{Happened, Moment, Provenance};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What was told, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told<T> {
    /// The fact itself.
    pub what: T,
    /// When it happened and was learned, and on whose word it stands.
    pub provenance: Provenance,
}

/// The moment at which something happened; nothing for a period.
pub(in crate::domain) fn moment(happened: Happened) -> Option<Moment> {
    match happened {
        Happened::At(instant) => Some(Moment::At(instant)),
        Happened::On(day) => Some(Moment::On(day)),
        Happened::During { .. } => None,
    }
}

/// The path of the time at which a step happened.
pub(in crate::domain) fn happened() -> FieldPath {
    FieldPath::new("provenance").join("happened")
}

/// The moment of a fact that starts, meets or ends a term; notes a period, from which nothing can be counted. The value after a
/// note is only there to go on reading.
pub(in crate::domain) fn moment_of(provenance: &Provenance, violations: &mut Violations) -> Moment {
    moment(provenance.happened).unwrap_or_else(|| {
        violations.add(happened(), Reason::NotAMoment);
        Moment::On(provenance.happened.last_day())
    })
}

/// Notes a step that happened before what it follows on.
pub(in crate::domain) fn not_before(
    earliest: NaiveDate,
    step: Moment,
    violations: &mut Violations,
) {
    if step.day() < earliest {
        violations.add(happened(), Reason::BeforeItsStart);
    }
}
