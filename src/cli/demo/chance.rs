//! Chance with a seed: the same seed invents the same year. For content only; keys and ids always come from the operating system.

/// A sequence of numbers that its seed fixes (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The sequence of one matter under a seed. Another matter's draws do not shift it.
    pub fn of(seed: u64, matter: u64) -> Chance {
        let mut chance = Chance(seed);
        let mixed = chance.next() ^ matter.wrapping_mul(0xd134_2543_de82_ef95);
        Chance(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` up to and including `to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        let width = u64::from(to.saturating_sub(from)) + 1;
        from.saturating_add(u32::try_from(self.next() % width).unwrap_or(0))
    }

    /// Whether something that happens so many times in a hundred happens now.
    pub fn in_hundred(&mut self, times: u32) -> bool {
        self.between(1, 100) <= times
    }

    /// One of these; the default where there are none.
    pub fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let last = u32::try_from(of.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let index = self.between(0, last) as usize;
        of.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(seed: u64, matter: u64) -> Vec<u32> {
        let mut chance = Chance::of(seed, matter);
        (0..20).map(|_| chance.between(1, 1000)).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_or_matter_does_not() {
        assert_eq!(draws(7, 1), draws(7, 1));
        assert_ne!(draws(7, 1), draws(8, 1));
        assert_ne!(draws(7, 1), draws(7, 2));
    }

    #[test]
    fn both_ends_of_a_range_are_drawn_and_nothing_outside() {
        let mut chance = Chance::of(1, 1);
        let drawn: std::collections::BTreeSet<u32> =
            (0..200).map(|_| chance.between(3, 5)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
    }
}
