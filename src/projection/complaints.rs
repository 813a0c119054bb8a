//! Which complaints there are and how they stand: folded from their records and the facts of their clocks. In memory only, since it
//! holds names; nothing of it is ever written. Knows no other register.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::chain::StreamId;
use crate::domain::clock::Clocks;
use crate::domain::complaint::{Complaint, Standing, State, evolve};
use crate::domain::{Event, clock, complaint};

use super::difference;

/// One complaint in the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stream.
    pub stream: StreamId,
    /// How it stands.
    pub state: State,
    /// Its clocks.
    pub clocks: Clocks,
}

/// All complaints, by the position of their first record.
#[derive(Debug, Default)]
pub struct Complaints {
    next: u64,
    rows: BTreeMap<u64, Row>,
    begun: HashMap<StreamId, u64>,
}

/// Which of them are wanted; nothing in it means all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// That stand so.
    pub standings: Vec<Standing>,
    /// That began on this day or later.
    pub from: Option<NaiveDate>,
    /// That began on this day or earlier.
    pub until: Option<NaiveDate>,
}

impl Complaints {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind may change the list.
    pub fn concerns(kind: &str) -> bool {
        complaint::event::KINDS.contains(&kind) || clock::KINDS.contains(&kind)
    }

    /// Folds a fact in. One seen before is ignored, and so is the clock of another register's case.
    pub fn apply(&mut self, position: u64, stream: StreamId, fact: &Event) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let begun = self.begun.get(&stream).copied();
        let place = match (begun, fact) {
            (Some(begun), _) => begun,
            (None, Event::Complaint(_)) => {
                self.begun.insert(stream, position);
                position
            }
            (None, _) => return,
        };
        let row = self.rows.entry(place).or_insert_with(|| Row {
            stream,
            state: State::default(),
            clocks: Clocks::default(),
        });
        match fact {
            Event::Complaint(fact) => evolve(&mut row.state, fact),
            Event::Clock(fact) => row.clocks.evolve(fact),
            _ => {}
        }
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Complaints) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Complaints that began below a position of the ledger, in the order in which they did.
    pub fn list<'a>(
        &'a self,
        below: u64,
        wanted: &'a Wanted,
    ) -> impl Iterator<Item = (&'a Row, &'a Complaint)> {
        let rows = self.rows.range(..below).map(|(_, row)| row);
        rows.filter_map(|row| Some((row, row.state.complaint()?)))
            .filter(|(_, complaint)| wanted.admits(complaint))
    }
}

impl Wanted {
    fn admits(&self, complaint: &Complaint) -> bool {
        let standing = complaint.standing();
        (self.standings.is_empty() || self.standings.contains(&standing))
            && self.from.is_none_or(|from| complaint.began >= from)
            && self.until.is_none_or(|until| complaint.began <= until)
    }
}
