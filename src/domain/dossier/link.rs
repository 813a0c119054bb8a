//! Links between dossiers: mother and child are two clients with two dossiers.
//! A link names the other dossier only by its random id, never by who it is about.

use serde::{Deserialize, Serialize};

/// What this dossier's client is to the client of the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The mother of the other.
    MotherOf,
    /// The child of the other.
    ChildOf,
    /// A brother or sister of the other, such as a twin.
    SiblingOf,
}

impl Relation {
    /// The same relation as the other dossier has it.
    #[must_use]
    pub fn inverse(self) -> Relation {
        match self {
            Relation::MotherOf => Relation::ChildOf,
            Relation::ChildOf => Relation::MotherOf,
            Relation::SiblingOf => Relation::SiblingOf,
        }
    }
}
