//! The facts of a complaint and every stored version of them. Versions are added, never edited.

use serde::{Deserialize, Serialize};

use crate::domain::facts::facts;
use crate::domain::provenance::Provenance;

facts! {
    "A fact about one complaint.";
    /// A written complaint was received.
    Filed = FILED, "complaint.filed/1";
}

/// A written complaint was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// Where this comes from.
    pub provenance: Provenance,
}
