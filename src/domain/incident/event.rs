//! The facts of an incident and every stored version of them. Versions are added, never edited.

use serde::{Deserialize, Serialize};

use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;

facts! {
    "A fact about one incident.";
    /// An incident was reported.
    Reported = REPORTED, "incident.reported/1";
}

/// An incident was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Where this comes from.
    pub provenance: Provenance,
}
