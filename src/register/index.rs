//! Where every stream's records lie, which request caused them, and of what kind they are: derived from the headers alone,
//! held in memory, rebuilt when in doubt. Holds ids and positions, never content.

use std::collections::HashMap;

use crate::chain::{Header, Kind, RequestId, StreamId};

/// What the index keeps of one header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The matter.
    pub stream: StreamId,
    /// The command.
    pub request: RequestId,
    /// What sort of fact.
    pub kind: Kind,
}

impl Row {
    /// The row of a header.
    pub fn of(header: &Header) -> Row {
        Row { stream: header.stream, request: header.request, kind: header.kind.clone() }
    }
}

/// A record's revision is not the number of records its stream has so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("revision gap: the stream has {expected} records")]
pub struct RevisionGap {
    /// What the revision should have been.
    pub expected: u64,
}

/// Positions by stream and revision, first positions by request, kinds by position.
#[derive(Debug, Default)]
pub struct Index {
    streams: HashMap<StreamId, Vec<u64>>,
    requests: HashMap<RequestId, u64>,
    last_request: Option<RequestId>,
    kinds: Kinds,
}

/// Kinds by position, two bytes each: there are a few dozen kinds and millions of positions.
#[derive(Debug, Default)]
struct Kinds {
    names: Vec<Kind>,
    by_position: Vec<u16>,
}

impl Kinds {
    fn push(&mut self, kind: &Kind) {
        let number = self.names.iter().position(|known| known == kind).unwrap_or_else(|| {
            self.names.push(kind.clone());
            self.names.len() - 1
        });
        self.by_position.push(u16::try_from(number).unwrap_or(u16::MAX));
    }
}

impl Index {
    /// How many positions are covered.
    pub fn size(&self) -> u64 {
        self.kinds.by_position.len() as u64
    }

    /// Adds the record at the next position.
    pub fn push(&mut self, row: &Row) {
        let position = self.size();
        self.streams.entry(row.stream).or_default().push(position);
        if self.last_request != Some(row.request) {
            self.requests.entry(row.request).or_insert(position);
            self.last_request = Some(row.request);
        }
        self.kinds.push(&row.kind);
    }

    /// Adds the record at the next position, if its revision is the one its stream expects.
    pub fn push_checked(&mut self, row: &Row, revision: u64) -> Result<(), RevisionGap> {
        let expected = self.next_revision(row.stream);
        if revision != expected {
            return Err(RevisionGap { expected });
        }
        self.push(row);
        Ok(())
    }

    /// How many records a stream has: the revision its next one gets.
    pub fn next_revision(&self, stream: StreamId) -> u64 {
        self.streams.get(&stream).map_or(0, |positions| positions.len() as u64)
    }

    /// Positions of a stream's records from a revision on, below a size of the ledger.
    pub fn positions(&self, stream: StreamId, from_revision: u64, below: u64) -> Vec<u64> {
        let Some(positions) = self.streams.get(&stream) else { return Vec::new() };
        let from = usize::try_from(from_revision).unwrap_or(usize::MAX).min(positions.len());
        let end = positions.partition_point(|position| *position < below);
        positions.get(from..end.max(from)).map_or_else(Vec::new, <[u64]>::to_vec)
    }

    /// Every stream with the positions of its records, in no order.
    pub fn streams(&self) -> impl Iterator<Item = (StreamId, &[u64])> {
        self.streams.iter().map(|(stream, positions)| (*stream, positions.as_slice()))
    }

    /// Position of a stream's last record.
    pub fn last(&self, stream: StreamId) -> Option<u64> {
        self.streams.get(&stream)?.last().copied()
    }

    /// Position of a stream's record by its revision.
    pub fn position_of(&self, stream: StreamId, revision: usize) -> Option<u64> {
        self.streams.get(&stream)?.get(revision).copied()
    }

    /// Position of the first record of a command, if it was recorded.
    pub fn request(&self, request: RequestId) -> Option<u64> {
        self.requests.get(&request).copied()
    }

    /// The kind at a position.
    pub fn kind(&self, position: u64) -> Option<&Kind> {
        let number = *self.kinds.by_position.get(usize::try_from(position).ok()?)?;
        self.kinds.names.get(usize::from(number))
    }

    /// Positions of the records whose kind is accepted, ascending, below a size of the ledger.
    pub fn positions_of_kinds(&self, below: u64, accept: impl Fn(&Kind) -> bool) -> Vec<u64> {
        self.positions_of_kinds_from(0, below, accept)
    }

    /// The same, from a position on.
    pub fn positions_of_kinds_from(
        &self,
        from: u64,
        below: u64,
        accept: impl Fn(&Kind) -> bool,
    ) -> Vec<u64> {
        let accepted: Vec<bool> = self.kinds.names.iter().map(accept).collect();
        let wanted = |number: &u16| accepted.get(usize::from(*number)).copied().unwrap_or(false);
        let skipped = usize::try_from(from).unwrap_or(usize::MAX);
        (from..below)
            .zip(self.kinds.by_position.iter().skip(skipped))
            .filter(|(_, number)| wanted(number))
            .map(|(position, _)| position)
            .collect()
    }

    /// Whether a stream has any record.
    pub fn knows(&self, stream: StreamId) -> bool {
        self.streams.contains_key(&stream)
    }

    /// How many streams there are.
    pub fn stream_count(&self) -> usize {
        self.streams.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stream: u8, request: u8, kind: &str) -> Row {
        Row {
            stream: StreamId::from_bytes([stream; 16]),
            request: RequestId::from_bytes([request; 16]),
            kind: kind.parse().unwrap(),
        }
    }

    fn three_records() -> Index {
        let mut index = Index::default();
        index.push(&row(1, 1, "dossier.opened/1"));
        index.push(&row(2, 2, "dossier.opened/1"));
        index.push(&row(1, 3, "dossier.entry_recorded/1"));
        index
    }

    #[test]
    fn a_streams_records_are_found_in_order_and_as_of_a_size() {
        let index = three_records();
        let stream = StreamId::from_bytes([1; 16]);
        assert_eq!(index.positions(stream, 0, 3), [0, 2]);
        assert_eq!(index.positions(stream, 1, 3), [2]);
        assert_eq!(index.positions(stream, 0, 2), [0]);
        assert_eq!(index.positions(stream, 2, 1), Vec::<u64>::new());
        assert_eq!(index.next_revision(stream), 2);
    }

    #[test]
    fn a_command_of_several_records_is_found_by_its_first() {
        let mut index = three_records();
        index.push(&row(1, 3, "dossier.entry_recorded/1"));
        assert_eq!(index.request(RequestId::from_bytes([3; 16])), Some(2));
        assert_eq!(index.request(RequestId::from_bytes([9; 16])), None);
    }

    #[test]
    fn a_revision_out_of_turn_is_refused() {
        let mut index = three_records();
        let gap = index.push_checked(&row(1, 4, "dossier.closed/1"), 3);
        assert_eq!(gap, Err(RevisionGap { expected: 2 }));
        assert_eq!(index.size(), 3);
    }

    #[test]
    fn kinds_are_found_by_position_and_positions_by_kind() {
        let index = three_records();
        assert_eq!(index.kind(2).unwrap().as_str(), "dossier.entry_recorded/1");
        let opened = index.positions_of_kinds(3, |kind| kind.as_str() == "dossier.opened/1");
        assert_eq!(opened, [0, 1]);
    }
}
