//! What the register itself derives from records, rebuilt from their stored headers and payloads and held against what it works with:
//! the index, the tree, and streams kept folded. Changes nothing.

use crate::chain::tree::leaf_hash;

use super::Register;
use super::index::{Index, Row};
use super::open::SCAN;
use super::read::ReadFailure;

/// What a rebuilding came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Records that were looked at.
    pub records: u64,
    /// The first position at which the two differ; nothing if they are equal.
    pub differs_at: Option<u64>,
}

/// Leaves of a tile of the tree.
const TILE: usize = 256;

impl Register {
    /// The index of streams, requests and kinds, rebuilt from every header. Blocks.
    pub fn rebuild_index(&self) -> Result<Rebuilt, ReadFailure> {
        let size = self.size();
        let mut rebuilt = Index::default();
        let mut differs_at = None;
        let mut next = 0;
        while next < size && differs_at.is_none() {
            let records = self.record_run(next, SCAN, false)?;
            for record in &records {
                let (header, row) = (&record.header, Row::of(&record.header));
                rebuilt.push(&row);
                let revision = usize::try_from(header.revision).unwrap_or(usize::MAX);
                let same = self.with_index(|index| {
                    index.kind(header.position) == Some(&header.kind)
                        && index.position_of(header.stream, revision) == Some(header.position)
                        && index.request(header.request) == rebuilt.request(header.request)
                });
                if !same {
                    differs_at = Some(header.position);
                    break;
                }
            }
            next += records.len() as u64;
        }
        Ok(Rebuilt { records: next, differs_at })
    }

    /// The leaves of the tree, rebuilt from every header. Blocks.
    pub fn rebuild_tree(&self) -> Result<Rebuilt, ReadFailure> {
        let size = self.with_tree(super::tree::Tree::size);
        let mut next = 0;
        while next < size {
            let count = usize::try_from(size - next).unwrap_or(TILE).min(TILE);
            let records = self.record_run(next, count, false)?;
            let leaves = self.with_tree(|tree| tree.leaves_of_tile(next / TILE as u64));
            let leaves = leaves.unwrap_or_default();
            let unlike = records
                .iter()
                .enumerate()
                .find(|(at, record)| leaves.get(*at) != Some(&leaf_hash(&record.header_bytes)));
            if let Some((_, record)) = unlike {
                let differs_at = Some(record.header.position);
                return Ok(Rebuilt { records: size, differs_at });
            }
            next += records.len() as u64;
        }
        Ok(Rebuilt { records: size, differs_at: None })
    }

    /// Every stream that is kept folded, folded anew up to the same record. Blocks.
    pub fn rebuild_streams(&self) -> Result<Rebuilt, ReadFailure> {
        let (mut records, mut differs_at) = (0, None);
        for (stream, kept) in self.folded_streams.all_kept() {
            let kept = kept.lock();
            let positions = self.with_index(|index| index.positions(stream, 0, u64::MAX));
            let folded = usize::try_from(kept.next_revision).unwrap_or(usize::MAX);
            let Some(last) = folded.checked_sub(1).and_then(|last| positions.get(last)) else {
                continue;
            };
            records += kept.next_revision;
            if self.folded_below(stream, last + 1)? != *kept {
                differs_at = differs_at.into_iter().chain(positions.first().copied()).min();
            }
        }
        Ok(Rebuilt { records, differs_at })
    }
}
