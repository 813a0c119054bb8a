//! Who works with the ledger: folded from their records. In memory only; nothing of it is ever written.

use std::collections::{BTreeMap, HashMap};

use crate::chain::StreamId;
use crate::domain::person::{Event, State, evolve};

use super::difference;

/// One person or system in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Their stream.
    pub person: StreamId,
    /// As they stand.
    pub state: State,
}

/// All of them, by the position that registered them.
#[derive(Debug, Default)]
pub struct People {
    next: u64,
    rows: BTreeMap<u64, Row>,
    registered: HashMap<StreamId, u64>,
}

impl People {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the list.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("person.")
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, person: StreamId, fact: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let registered = *self.registered.entry(person).or_insert(position);
        let row = self.rows.entry(registered);
        let row = row.or_insert_with(|| Row { person, state: State::default() });
        evolve(&mut row.state, fact);
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &People) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Those registered below a position, in that order.
    pub fn list(&self, below: u64) -> impl Iterator<Item = &Row> {
        self.rows.range(..below).map(|(_, row)| row)
    }
}
