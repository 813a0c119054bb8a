//! Positions that records of damage name, merged as they come. Memory stays within what the ledger's size allows,
//! however often the same positions are named.

/// A growing set of positions.
#[derive(Debug, Default)]
pub struct Ranges {
    list: Vec<(u64, u64)>,
    merged: usize,
}

impl Ranges {
    /// Adds ranges, both ends included.
    pub fn add(&mut self, ranges: &[(u64, u64)]) {
        self.list.extend_from_slice(ranges);
        if self.list.len() > 2 * self.merged + 65_536 {
            self.merge();
        }
    }

    fn merge(&mut self) {
        self.list.sort_unstable();
        self.list.dedup_by(|(first, last), (_, kept)| {
            let joins = *first <= kept.saturating_add(1);
            if joins {
                *kept = (*kept).max(*last);
            }
            joins
        });
        self.merged = self.list.len();
    }

    /// All positions, ascending, as ranges that do not touch.
    pub fn into_sorted(mut self) -> Vec<(u64, u64)> {
        self.merge();
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_merge_where_they_touch() {
        let mut ranges = Ranges::default();
        ranges.add(&[(5, 9), (0, 1)]);
        ranges.add(&[(2, 2), (7, 8), (20, 20)]);
        for _ in 0..100_000 {
            ranges.add(&[(4, 6)]);
        }
        assert!(ranges.list.len() < 70_000);
        assert_eq!(ranges.into_sorted(), [(0, 2), (4, 9), (20, 20)]);
    }
}
