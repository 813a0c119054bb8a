//! How far one call reaches: everything its role is for, or the dossiers and cases it was given. What lies outside does not exist
//! for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::chain::{ActorId, StreamId};

/// How far a call reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All that the role is for.
    #[default]
    Everything,
    /// What was given, and nothing else.
    Only(Arc<Only>),
}

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// Dossiers and cases that grants name.
    pub streams: BTreeSet<StreamId>,
    /// Whose own dossiers are in reach too: those that they opened.
    pub opened_by: Option<ActorId>,
}

impl Reach {
    /// Whether a stream is in reach; `opener` says who wrote its first record, and is asked only if that matters.
    pub fn covers(&self, stream: StreamId, opener: impl FnOnce() -> Option<ActorId>) -> bool {
        match self {
            Reach::Everything => true,
            Reach::Only(only) => {
                only.streams.contains(&stream)
                    || only.opened_by.is_some_and(|actor| opener() == Some(actor))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_or_opened_by_oneself_is_in_reach_and_nothing_else() {
        let (given, other) = (StreamId::from_bytes([1; 16]), StreamId::from_bytes([2; 16]));
        let (me, colleague) = (ActorId::from_bytes([3; 16]), ActorId::from_bytes([4; 16]));
        let only = |opened_by| Reach::Only(Arc::new(Only { streams: [given].into(), opened_by }));
        assert!(only(None).covers(given, || Some(colleague)));
        assert!(!only(None).covers(other, || Some(me)));
        assert!(only(Some(me)).covers(other, || Some(me)));
        assert!(!only(Some(me)).covers(other, || Some(colleague)));
        assert!(!only(Some(me)).covers(other, || None));
        assert!(Reach::Everything.covers(other, || None));
    }
}
