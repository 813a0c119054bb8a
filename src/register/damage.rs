//! Positions whose payload is lost by recorded damage. They stay lost for ever, whatever turns up again.

use serde::{Deserialize, Serialize};

use crate::chain::ActorId;

use super::read::{PayloadRead, ReadFailure};

/// The kind of the record that says so.
pub const DAMAGE_RECORDED: &str = "damage.recorded/1";

/// Most ranges one record names: at most 41 bytes each, and a payload has 64 KiB.
pub const RANGES_MAX: usize = 1_500;

/// What happened to the boxes (docs/format.md §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossCause {
    /// They are gone.
    BoxMissing,
    /// They do not open, or do not match.
    BoxUnreadable,
    /// Their keys are gone.
    KeyMissing,
}

/// An open payload: boxes were lost, and somebody stands for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DamageRecorded {
    /// Ranges of positions, both ends included, ascending, not touching.
    pub positions: Vec<(u64, u64)>,
    /// What happened to them.
    pub cause: LossCause,
    /// Who accepted it.
    pub approver: ActorId,
}

impl DamageRecorded {
    /// How many positions it names.
    pub fn count(&self) -> u64 {
        self.positions.iter().map(|(first, last)| last.saturating_sub(*first) + 1).sum()
    }
}

/// Lost positions, as ranges in order that do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    ranges: Vec<(u64, u64)>,
}

impl Lost {
    /// Adds what a record names.
    pub fn add(&mut self, recorded: &DamageRecorded) {
        self.ranges.extend_from_slice(&recorded.positions);
        self.ranges.sort_unstable();
        // Two may name the same: what was lost once is not lost twice.
        self.ranges.dedup_by(|next, kept| {
            let overlaps = next.0 <= kept.1;
            if overlaps {
                kept.1 = kept.1.max(next.1);
            }
            overlaps
        });
    }

    /// Whether a position is lost.
    pub fn contains(&self, position: u64) -> bool {
        let begun = self.ranges.partition_point(|(first, _)| *first <= position);
        let last_begun = begun.checked_sub(1).and_then(|index| self.ranges.get(index));
        last_begun.is_some_and(|(_, last)| position <= *last)
    }

    /// How many positions.
    pub fn count(&self) -> u64 {
        self.ranges.iter().map(|(first, last)| last - first + 1).sum()
    }
}

impl super::Register {
    /// Reads what earlier damage was recorded; done once, at open.
    pub(super) fn load_lost(&self) -> Result<(), ReadFailure> {
        self.read_lost(self.size(), |recorded| self.shared.lost.write().add(recorded))
    }

    /// Whether a position's payload is lost.
    pub fn is_lost(&self, position: u64) -> bool {
        self.shared.lost.read().contains(position)
    }

    /// What was lost by the damage recorded below a size: a loss recorded later is none to whoever reads only so far.
    pub fn lost_below(&self, size: u64) -> Result<Lost, ReadFailure> {
        let mut lost = Lost::default();
        self.read_lost(size, |recorded| lost.add(recorded))?;
        Ok(lost)
    }

    /// The newest record first: one that names losses may itself be lost, and then a later one says so. Read in the order
    /// of positions it would be taken for damage that nobody accepted, at every start anew.
    fn read_lost(
        &self,
        size: u64,
        mut take: impl FnMut(&DamageRecorded),
    ) -> Result<(), ReadFailure> {
        let positions = self.with_index(|index| {
            index.positions_of_kinds(size, |kind| kind.as_str() == DAMAGE_RECORDED)
        });
        for position in positions.into_iter().rev() {
            for record in self.records(&[position], true)? {
                let PayloadRead::Given(opened) = &record.payload else { continue };
                let recorded = serde_json::from_slice(opened.payload())
                    .map_err(|_| ReadFailure::Damaged { position })?;
                take(&recorded);
            }
        }
        Ok(())
    }
}

/// Ascending positions as ranges that do not touch.
pub fn ranges(positions: &[u64]) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for position in positions {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *position => *last = *position,
            _ => ranges.push((*position, *position)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), [(1, 3), (7, 7), (9, 10)]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn what_was_recorded_as_lost_is_lost_and_its_neighbours_are_not() {
        let mut lost = Lost::default();
        lost.add(&DamageRecorded {
            positions: vec![(4, 6)],
            cause: LossCause::BoxMissing,
            approver: ActorId::ZERO,
        });
        let found: Vec<u64> = (0..9).filter(|position| lost.contains(*position)).collect();
        assert_eq!(found, [4, 5, 6]);
        assert_eq!(lost.count(), 3);
    }

    #[test]
    fn what_two_records_name_is_lost_once() {
        let mut lost = Lost::default();
        for positions in [vec![(4, 9), (20, 21)], vec![(0, 1), (6, 12)], vec![(5, 5)]] {
            let cause = LossCause::BoxMissing;
            lost.add(&DamageRecorded { positions, cause, approver: ActorId::ZERO });
        }
        let found: Vec<u64> = (0..30).filter(|position| lost.contains(*position)).collect();
        assert_eq!(found, [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 21]);
        assert_eq!(lost.count(), 13);
    }
}
