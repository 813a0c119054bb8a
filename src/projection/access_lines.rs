//! Where the lines of the access log lie, by what was looked at and by who looked: positions only, in memory only.

use std::collections::HashMap;

use crate::chain::{ActorId, StreamId};

use super::difference;

/// The lines folded so far.
#[derive(Debug, Default)]
pub struct AccessLines {
    next: u64,
    about: HashMap<StreamId, Vec<u64>>,
    by: HashMap<ActorId, Vec<u64>>,
    all: Vec<u64>,
}

impl AccessLines {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind is a line.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("access.")
    }

    /// Folds a line in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, actor: ActorId, about: &[StreamId]) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        for stream in about {
            self.about.entry(*stream).or_default().push(position);
        }
        self.by.entry(actor).or_default().push(position);
        self.all.push(position);
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &AccessLines) -> Option<u64> {
        let lines = difference::of_lists(&self.all, &rebuilt.all, |at| *at);
        let (about, by) = (sorted(&self.about), sorted(&self.by));
        let (about_rebuilt, by_rebuilt) = (sorted(&rebuilt.about), sorted(&rebuilt.by));
        let about = difference::of_lists(&about, &about_rebuilt, |(at, _)| *at);
        let by = difference::of_lists(&by, &by_rebuilt, |(at, _)| *at);
        [lines, about, by].into_iter().flatten().min()
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Lines about a dossier or case below a position, newest first.
    pub fn about(&self, stream: StreamId, below: u64) -> Vec<u64> {
        newest_first(self.about.get(&stream), below)
    }

    /// Lines of one person, or of all, below a position, newest first.
    pub fn by(&self, actor: Option<ActorId>, below: u64) -> Vec<u64> {
        newest_first(actor.map_or(Some(&self.all), |actor| self.by.get(&actor)), below)
    }
}

/// All lines of a map by position.
fn sorted<K: Copy + Ord>(lines: &HashMap<K, Vec<u64>>) -> Vec<(u64, K)> {
    let mut sorted: Vec<(u64, K)> =
        lines.iter().flat_map(|(key, lines)| lines.iter().map(|at| (*at, *key))).collect();
    sorted.sort_unstable();
    sorted
}

fn newest_first(lines: Option<&Vec<u64>>, below: u64) -> Vec<u64> {
    let lines = lines.map(Vec::as_slice).unwrap_or_default();
    let end = lines.partition_point(|position| *position < below);
    lines.iter().take(end).rev().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_what_was_looked_at_and_by_who_looked() {
        let (one, other) = (StreamId::from_bytes([1; 16]), StreamId::from_bytes([2; 16]));
        let (ann, bob) = (ActorId::from_bytes([7; 16]), ActorId::from_bytes([8; 16]));
        let mut lines = AccessLines::default();
        lines.apply(4, ann, &[one]);
        lines.apply(6, bob, &[one, other]);
        lines.apply(6, bob, &[one, other]);
        lines.apply(9, ann, &[]);
        assert_eq!(lines.about(one, 100), [6, 4]);
        assert_eq!(lines.about(one, 6), [4]);
        assert_eq!(lines.about(other, 100), [6]);
        assert_eq!(lines.by(Some(ann), 100), [9, 4]);
        assert_eq!(lines.by(None, 100), [9, 6, 4]);
    }
}
