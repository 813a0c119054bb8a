//! The facts about somebody who works with the ledger, and every stored version of them. Versions are added, never edited.

use serde::{Deserialize, Serialize};

use super::{Details, Sort};
use crate::domain::facts::facts;
use crate::domain::id::ActorId;

facts! {
    "A fact about somebody who works with the ledger.";
    /// They were registered.
    Registered = REGISTERED, "person.registered/1";
    /// Something about them changed.
    Changed = CHANGED, "person.changed/1";
}

/// They were registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The pseudonym that stands for them everywhere else.
    pub actor: ActorId,
    /// Person or system.
    pub sort: Sort,
    /// What is stated.
    pub details: Details,
}

/// What is stated about them from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The whole of it.
    pub details: Details,
}

impl Event {
    pub(super) fn details(&self) -> &Details {
        match self {
            Event::Registered(registered) => &registered.details,
            Event::Changed(changed) => &changed.details,
        }
    }
}
