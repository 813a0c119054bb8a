//! How long the disk took to take commits: counts by bounds, kept since the start. Knows nothing of what was committed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds, microseconds, ascending: from a fast disk's sync to one that is dying.
const BOUNDS: [u64; 10] =
    [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 1_000_000, 10_000_000];

/// Commits by how long they took.
#[derive(Debug, Default)]
pub struct Latency {
    within: [AtomicU64; BOUNDS.len()],
    beyond: AtomicU64,
    micros: AtomicU64,
}

/// The same at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    /// How many took at most so many microseconds, ascending; each holds those before it.
    pub at_most: Vec<(u64, u64)>,
    /// How many there were.
    pub count: u64,
    /// Microseconds of all of them.
    pub micros: u64,
}

impl Latency {
    /// Notes one.
    pub fn note(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let place = BOUNDS.iter().position(|bound| micros <= *bound);
        let counted = place.and_then(|place| self.within.get(place)).unwrap_or(&self.beyond);
        counted.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// What there was so far. The sum may be a commit ahead of the counts.
    pub fn so_far(&self) -> Latencies {
        let mut count = 0;
        let at_most = BOUNDS.iter().zip(&self.within).map(|(bound, within)| {
            count += within.load(Ordering::Relaxed);
            (*bound, count)
        });
        let at_most: Vec<_> = at_most.collect();
        count += self.beyond.load(Ordering::Relaxed);
        Latencies { at_most, count, micros: self.micros.load(Ordering::Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_counts_under_its_bound_and_every_higher_one() {
        let latency = Latency::default();
        for micros in [250, 251, 20_000_000] {
            latency.note(Duration::from_micros(micros));
        }
        let found = latency.so_far();
        assert_eq!(found.at_most[..3], [(250, 1), (500, 2), (1_000, 2)]);
        assert_eq!((found.at_most[9], found.count, found.micros), ((10_000_000, 2), 3, 20_000_501));
    }
}
