//! Follows the chain from file to file (format.md §2) and grows the tree along (§4). The one sequential part of an audit,
//! so it does as little as it can.

use std::collections::{BTreeMap, HashMap};

use crate::clock::Place;
use crate::destruction::Places;
use crate::entries::{Chunk, Stop};
use crate::finding::{Code, Findings};
use crate::kind::Kind;
use crate::tree::{Hash, RightEdge};

/// Where the chain and the tree stand.
#[derive(Debug, Default)]
pub struct Walk {
    ledger: Option<[u8; 16]>,
    last: Option<(u64, [u8; 32])>,
    revisions: HashMap<[u8; 16], u64>,
    stopped: Option<(u64, Stop)>,
    edge: RightEdge,
    tree_stopped: bool,
    tile_roots: Vec<Hash>,
    needed: Vec<(u64, Kind)>,
    clocks: Vec<Place>,
    places: Places,
    destruction_times: BTreeMap<u64, u64>,
    unknown_of_ledger: bool,
    unknown_kind: bool,
    times: Option<(u64, u64)>,
    /// Roots asked for, by size.
    pub roots: BTreeMap<u64, Option<Hash>>,
    /// Leaves asked for, by position.
    pub leaves: BTreeMap<u64, Option<Hash>>,
}

impl Walk {
    /// Follows the next file of headers.
    pub fn follow(&mut self, chunk: &Chunk, findings: &mut Findings) {
        self.grow(chunk);
        if self.stopped.is_some() {
            return;
        }
        if !chunk.records.is_empty() {
            self.join(chunk, findings);
        }
        for (position, record) in (chunk.first..).zip(&chunk.records) {
            let next = self.revisions.entry(record.stream).or_default();
            if record.revision != *next {
                findings.at(Code::RevisionGap, position);
            }
            *next = record.revision + 1;
            if record.kind.is_needed() {
                self.needed.push((position, record.kind));
            }
            self.places.push(record);
            if record.kind.is_of_destruction() {
                self.destruction_times.insert(position, record.recorded_at);
            }
            if record.kind.is_of_clock() {
                self.clocks.push((position, record.stream));
            }
            self.unknown_of_ledger |= record.kind == Kind::UnknownOfLedger;
            self.unknown_kind |= record.kind.is_unsupported();
        }
        if let Some(stop) = chunk.stop {
            self.stopped = Some((chunk.first + chunk.records.len() as u64, stop));
        }
    }

    /// The rules between the last record of one file and the first of the next.
    fn join(&mut self, chunk: &Chunk, findings: &mut Findings) {
        let (Some(first), Some(last)) = (chunk.records.first(), chunk.records.last()) else {
            return;
        };
        let (time, hash) = self.last.unwrap_or((0, [0; 32]));
        if *self.ledger.get_or_insert(chunk.ledger) != chunk.ledger {
            findings.at(Code::LedgerDiffers, chunk.first);
        }
        if first.recorded_at < time {
            findings.at(Code::TimeDecreases, chunk.first);
        }
        if chunk.previous != hash {
            findings.at(Code::PreviousDiffers, chunk.first);
        }
        self.last = Some((last.recorded_at, chunk.last_hash));
        let since = self.times.map_or(first.recorded_at, |(since, _)| since);
        self.times = Some((since, last.recorded_at));
    }

    fn grow(&mut self, chunk: &Chunk) {
        if self.tree_stopped || chunk.leaves.is_empty() {
            self.tree_stopped = true;
            return;
        }
        let end = chunk.first + chunk.leaves.len() as u64;
        for (index, wanted) in self.leaves.range_mut(chunk.first..end) {
            let offset = usize::try_from(index - chunk.first).unwrap_or(usize::MAX);
            *wanted = chunk.leaves.get(offset).copied();
        }
        let asked = self.roots.range(chunk.first..=end).next().is_some();
        if let (Some(root), false) = (chunk.tile_root, asked) {
            self.edge.push(8, root);
        } else {
            for (size, leaf) in (chunk.first..).zip(&chunk.leaves) {
                if let Some(wanted) = self.roots.get_mut(&size) {
                    *wanted = Some(self.edge.root());
                }
                self.edge.push(0, *leaf);
            }
            if let Some(wanted) = self.roots.get_mut(&end) {
                *wanted = Some(self.edge.root());
            }
        }
        self.tile_roots.extend(chunk.tile_root);
    }

    /// The root over all leaves so far; `None` if some could not be read.
    pub fn root(&self) -> Option<Hash> {
        (!self.tree_stopped).then(|| self.edge.root())
    }

    /// The ledger that position 0 names.
    pub fn ledger(&self) -> Option<[u8; 16]> {
        self.ledger
    }

    /// Where and why the chain ended early.
    pub fn stopped(&self) -> Option<(u64, Stop)> {
        self.stopped
    }

    /// Stamp of the last record followed.
    pub fn last_recorded_at(&self) -> u64 {
        self.last.map_or(0, |(time, _)| time)
    }

    /// First and last stamp.
    pub fn times(&self) -> Option<(u64, u64)> {
        self.times
    }

    /// Roots of the full tiles of level 0, once; they are many.
    pub fn take_tile_roots(&mut self) -> Vec<Hash> {
        std::mem::take(&mut self.tile_roots)
    }

    /// The records of clocks since this was asked last.
    pub fn take_clocks(&mut self) -> Vec<Place> {
        std::mem::take(&mut self.clocks)
    }

    /// What every position followed is.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Stamps of the records of holds and destructions.
    pub fn destruction_times(&self) -> &BTreeMap<u64, u64> {
        &self.destruction_times
    }

    /// Positions whose payload the verdict cannot do without.
    pub fn needed(&self) -> &[(u64, Kind)] {
        &self.needed
    }

    /// Positions at which the key was rotated.
    pub fn rotations(&self) -> impl Iterator<Item = u64> {
        let rotations = self.needed.iter().filter(|(_, kind)| *kind == Kind::KeyRotated);
        rotations.map(|(position, _)| *position)
    }

    /// Whether a record of an unknown kind was met that the verdict needs.
    pub fn met_unknown_kind(&self) -> bool {
        self.unknown_kind
    }

    /// Whether one of those was of the family `ledger.*`.
    pub fn met_unknown_of_ledger(&self) -> bool {
        self.unknown_of_ledger
    }
}
