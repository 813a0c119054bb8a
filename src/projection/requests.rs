//! Which requests of clients there are and how they stand: folded from their records. In memory only; nothing of it is ever written.

use std::collections::{BTreeMap, HashMap};

use crate::chain::StreamId;
use crate::domain::request::{Event, State, evolve};

use super::difference;

/// One request in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stream.
    pub request: StreamId,
    /// As it stands.
    pub state: State,
}

/// All requests, by the position that received them.
#[derive(Debug, Default)]
pub struct Requests {
    next: u64,
    rows: BTreeMap<u64, Row>,
    received: HashMap<StreamId, u64>,
}

impl Requests {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the list.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("request.")
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, request: StreamId, fact: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let received = *self.received.entry(request).or_insert(position);
        let row = self.rows.entry(received);
        let row = row.or_insert_with(|| Row { request, state: State::Unknown });
        evolve(&mut row.state, fact);
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Requests) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Requests received below a position, in the order in which they were recorded.
    pub fn list(&self, below: u64) -> impl Iterator<Item = &Row> {
        self.rows.range(..below).map(|(_, row)| row)
    }
}
