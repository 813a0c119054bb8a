//! Stretches of headers or boxes as they come out of a store: one allocation for the bytes, one for the offsets.

/// Headers of neighbouring positions.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct HeaderRun {
    run: Run,
}

/// Boxes of neighbouring positions; some may not be held.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BoxRun {
    run: Run,
}

/// `ends[i]` is where the bytes of position `first + i` end; they begin where those before end.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Run {
    first: u64,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Run {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(self.bytes.len());
    }

    fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        (self.first..)
            .zip(starts.zip(self.ends.iter().copied()))
            .map(|(position, (start, end))| (position, self.bytes.get(start..end).unwrap_or(&[])))
    }
}

impl HeaderRun {
    /// An empty run; the first header pushed is that of `first`.
    pub fn starting_at(first: u64) -> HeaderRun {
        HeaderRun { run: Run { first, ..Run::default() } }
    }

    /// Adds the header of the next position.
    pub fn push(&mut self, header: &[u8]) {
        self.run.push(header);
    }

    /// Position of the first header.
    pub fn first(&self) -> u64 {
        self.run.first
    }

    /// How many headers.
    pub fn len(&self) -> usize {
        self.run.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.run.ends.is_empty()
    }

    /// Positions with their header bytes, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.run.iter()
    }
}

impl BoxRun {
    /// An empty run; the first box pushed is that of `first`.
    pub fn starting_at(first: u64) -> BoxRun {
        BoxRun { run: Run { first, ..Run::default() } }
    }

    /// Adds the box of the next position; `None` if it is not held.
    pub fn push(&mut self, sealed: Option<&[u8]>) {
        self.run.push(sealed.unwrap_or(&[]));
    }

    /// Position of the first box.
    pub fn first(&self) -> u64 {
        self.run.first
    }

    /// How many positions.
    pub fn len(&self) -> usize {
        self.run.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.run.ends.is_empty()
    }

    /// Positions with their box, ascending; `None` where it is not held.
    pub fn iter(&self) -> impl Iterator<Item = (u64, Option<&[u8]>)> {
        // A box is never empty, so nothing stands for "not held".
        self.run.iter().map(|(position, bytes)| (position, (!bytes.is_empty()).then_some(bytes)))
    }
}
