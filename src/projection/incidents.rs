//! Which incidents there are, folded from their records. In memory only, for the incident register's own list: nothing of it is
//! ever written, and no other register asks it.

use std::collections::{BTreeMap, HashMap};

use crate::chain::StreamId;
use crate::domain::incident::event::{KINDS, REPORTED};
use crate::domain::incident::{Event, State, evolve};

use super::difference;

/// All incidents, by the position at which they were reported.
#[derive(Debug, Default)]
pub struct Incidents {
    next: u64,
    rows: BTreeMap<u64, (StreamId, State)>,
    reported: HashMap<StreamId, u64>,
}

impl Incidents {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the list.
    pub fn concerns(kind: &str) -> bool {
        KINDS.contains(&kind)
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, incident: StreamId, fact: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        if fact.kind() == REPORTED {
            self.reported.insert(incident, position);
            self.rows.insert(position, (incident, State::default()));
        }
        let row = self.reported.get(&incident).and_then(|position| self.rows.get_mut(position));
        if let Some((_, state)) = row {
            evolve(state, fact);
        }
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Incidents) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Incidents reported below a position, in the order in which they were reported.
    pub fn list(&self, below: u64) -> impl Iterator<Item = (StreamId, &State)> {
        self.rows.range(..below).map(|(_, (incident, state))| (*incident, state))
    }
}
