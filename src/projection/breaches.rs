//! Which breaches there are, and how they stand: folded from their records and those of their clocks. In memory only, since it
//! holds what people wrote; nothing of it is ever written.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::chain::StreamId;
use crate::domain::Event;
use crate::domain::breach::{Event as Fact, State, evolve};
use crate::domain::clock::Clocks;

use super::difference;

/// One breach in the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stream.
    pub breach: StreamId,
    /// How it stands.
    pub state: State,
    /// Its clocks.
    pub clocks: Clocks,
}

/// All breaches, by the position that entered them.
#[derive(Debug, Default)]
pub struct Breaches {
    next: u64,
    rows: BTreeMap<u64, Row>,
    entered: HashMap<StreamId, u64>,
}

impl Breaches {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind may change the list.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("breach.") || kind.starts_with("clock.")
    }

    /// Folds a fact in. One seen before is ignored, and so is the clock of another register's case.
    pub fn apply(&mut self, position: u64, stream: StreamId, event: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        if let Event::Breach(fact) = event
            && matches!(**fact, Fact::Reported(_))
            && !self.entered.contains_key(&stream)
        {
            let row = Row { breach: stream, state: State::Unknown, clocks: Clocks::default() };
            self.entered.insert(stream, position);
            self.rows.insert(position, row);
        }
        let row = self.entered.get(&stream).and_then(|position| self.rows.get_mut(position));
        let Some(row) = row else { return };
        match event {
            Event::Breach(fact) => evolve(&mut row.state, fact),
            Event::Clock(fact) => row.clocks.evolve(fact),
            _ => {}
        }
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Breaches) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Breaches entered below a position, in the order in which they were entered.
    pub fn list(&self, below: u64) -> impl Iterator<Item = &Row> {
        self.rows.range(..below).map(|(_, row)| row)
    }
}

impl Row {
    /// The day on which it was reported to the practice.
    pub fn reported_on(&self) -> Option<NaiveDate> {
        self.state.breach().map(|breach| breach.reported.provenance.happened.first_day())
    }
}
