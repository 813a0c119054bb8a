//! The facts of a breach and every stored version of them. Versions are added, never edited.

use serde::{Deserialize, Serialize};

use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;

facts! {
    "A fact about one breach.";
    /// A breach was reported to the practice.
    Reported = REPORTED, "breach.reported/1";
}

/// A breach was reported to the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Where this comes from.
    pub provenance: Provenance,
}
