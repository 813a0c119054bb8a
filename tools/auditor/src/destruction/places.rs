//! What every position is, as far as a decision to destroy asks: nine bytes a position.

use std::collections::{HashMap, HashSet};

use super::statement::Id;
use crate::entries::Record;

/// Families whose records are never destroyed.
const NEVER: [&str; 5] = ["destruction.", "ledger.", "grant.", "hold.", "damage."];

const IS_NEVER: u8 = 1;
const IS_ACCESS: u8 = 2;

/// What the spelling of a kind says of its destruction, for [`Record::fate`].
pub fn fate(kind: &str) -> u8 {
    if NEVER.iter().any(|family| kind.starts_with(family)) {
        IS_NEVER
    } else if kind.starts_with("access.") {
        IS_ACCESS
    } else {
        0
    }
}

/// Streams and kinds by position.
#[derive(Debug, Default)]
pub struct Places {
    numbers: HashMap<Id, u32>,
    streams: Vec<u32>,
    kinds: Vec<u32>,
    fates: Vec<u8>,
    /// Positions of lines of the access log, with their stamps.
    access: Vec<(u64, u64)>,
}

impl Places {
    /// The next record.
    pub fn push(&mut self, record: &Record) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(record.stream).or_insert(next);
        if record.fate == IS_ACCESS {
            self.access.push((self.streams.len() as u64, record.recorded_at));
        }
        self.streams.push(number);
        self.kinds.push(record.kind_sum);
        self.fates.push(record.fate);
    }

    /// The positions of each of these streams, ascending.
    pub fn of_streams(&self, wanted: &HashSet<Id>) -> HashMap<Id, Vec<u64>> {
        let by_number: HashMap<u32, Id> = wanted
            .iter()
            .filter_map(|stream| self.numbers.get(stream).map(|number| (*number, *stream)))
            .collect();
        let mut found: HashMap<Id, Vec<u64>> = HashMap::new();
        for (position, number) in (0..).zip(&self.streams) {
            if let Some(stream) = by_number.get(number) {
                found.entry(*stream).or_default().push(position);
            }
        }
        found
    }

    /// The number of a stream, if it has a record.
    pub fn number(&self, stream: &Id) -> Option<u32> {
        self.numbers.get(stream).copied()
    }

    /// The number of the stream of a position.
    pub fn stream(&self, position: u64) -> Option<u32> {
        self.streams.get(usize::try_from(position).ok()?).copied()
    }

    /// What stands for the kind of a position: two of the same kind have the same.
    pub fn kind(&self, position: u64) -> Option<u32> {
        self.kinds.get(usize::try_from(position).ok()?).copied()
    }

    /// Whether records of the kind at a position are never destroyed.
    pub fn is_never(&self, position: u64) -> bool {
        self.fate(position) == IS_NEVER
    }

    /// Whether a position is a line of the access log.
    pub fn is_access(&self, position: u64) -> bool {
        self.fate(position) == IS_ACCESS
    }

    fn fate(&self, position: u64) -> u8 {
        usize::try_from(position).ok().and_then(|it| self.fates.get(it)).copied().unwrap_or(0)
    }

    /// Stamp of a line of the access log.
    pub fn access_time(&self, position: u64) -> Option<u64> {
        let found = self.access.binary_search_by_key(&position, |(at, _)| *at).ok()?;
        self.access.get(found).map(|(_, time)| *time)
    }

    /// Positions from one on, up to before another, that are in one of these streams.
    pub fn in_streams(&self, from: u64, until: u64, numbers: &HashSet<u32>) -> Vec<u64> {
        let range = from..until.min(self.streams.len() as u64);
        range.filter(|at| self.stream(*at).is_some_and(|it| numbers.contains(&it))).collect()
    }

    /// How many positions there are.
    pub fn size(&self) -> u64 {
        self.streams.len() as u64
    }
}
