//! Which positions still have their box: one bit each, in the order of the bundle's `held` file (docs/format.md §8).

/// One bit a position, from `first` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    first: u64,
    count: u64,
    bits: Vec<u8>,
}

impl Held {
    /// No position yet; the first bit pushed is that of `first`.
    pub fn starting_at(first: u64) -> Held {
        Held { first, count: 0, bits: Vec::new() }
    }

    /// Adds the next position.
    pub fn push(&mut self, held: bool) {
        let mask = mask(self.count);
        if self.count.is_multiple_of(8) {
            self.bits.push(0);
        }
        if held && let Some(last) = self.bits.last_mut() {
            *last |= mask;
        }
        self.count += 1;
    }

    /// How many positions.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether the box of this position is held; `None` outside the run.
    pub fn get(&self, position: u64) -> Option<bool> {
        let index = position.checked_sub(self.first).filter(|index| *index < self.count)?;
        let byte = self.bits.get(usize::try_from(index / 8).ok()?)?;
        Some(byte & mask(index) != 0)
    }

    /// The bits: that of `first + i` is `0x80 >> (i mod 8)` of byte `i / 8`; unused bits are 0.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bits
    }
}

fn mask(index: u64) -> u8 {
    0x80 >> (index % 8)
}
