//! Which measures there are and how they stand: folded from their records. In memory only; nothing of it is ever written.

use std::collections::{BTreeMap, HashMap};

use crate::chain::StreamId;
use crate::domain::measure::{Event, State, evolve};

use super::difference;

/// One measure in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stream.
    pub measure: StreamId,
    /// As it stands.
    pub state: State,
}

/// All measures, by the position that opened them.
#[derive(Debug, Default)]
pub struct Measures {
    next: u64,
    rows: BTreeMap<u64, Row>,
    opened: HashMap<StreamId, u64>,
}

impl Measures {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the list.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("measure.")
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, measure: StreamId, fact: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let opened = *self.opened.entry(measure).or_insert(position);
        let row = self.rows.entry(opened);
        let row = row.or_insert_with(|| Row { measure, state: State::Unknown });
        evolve(&mut row.state, fact);
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Measures) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Measures opened below a position, in the order in which they were opened.
    pub fn list(&self, below: u64) -> impl Iterator<Item = &Row> {
        self.rows.range(..below).map(|(_, row)| row)
    }
}
