//! The facts of a measure and every stored version of them. Versions are added, never edited.

use serde::{Deserialize, Serialize};

use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;

facts! {
    "A fact about one measure.";
    /// A measure was decided upon.
    Opened = OPENED, "measure.opened/1";
}

/// A measure was decided upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Where this comes from.
    pub provenance: Provenance,
}
