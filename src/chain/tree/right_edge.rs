//! The right edge of a growing tree: the roots of the complete subtrees it is made of, and nothing else.
//! Enough to add leaves and to tell the root; proofs need the tiles.

use super::{EMPTY_ROOT, TreeHash, node_hash};

/// The complete subtrees a tree of some size is made of, largest first: one for each one bit of the size.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RightEdge {
    size: u64,
    subtrees: Vec<TreeHash>,
}

/// Bytes that are not a right edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed right edge of the tree")]
pub struct MalformedRightEdge;

impl RightEdge {
    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: TreeHash) {
        self.push_noting(leaf, |_, _, _| ());
    }

    /// Adds a leaf, and tells every hash of the tiles it makes known: `(level, index, hash)`, the leaf itself
    /// first (level 0), then the root of each tile it fills.
    pub fn push_noting(&mut self, leaf: TreeHash, mut note: impl FnMut(u8, u64, TreeHash)) {
        note(0, self.size, leaf);
        let mut hash = leaf;
        // Each trailing one bit of the old size is a subtree as high as the one in hand.
        for height in 1..=self.size.trailing_ones() {
            let Some(left) = self.subtrees.pop() else { break };
            hash = node_hash(&left, &hash);
            if height.is_multiple_of(8) {
                // Levels stop at 7: a size has 63 bits.
                note(u8::try_from(height / 8).unwrap_or(u8::MAX), self.size >> height, hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The same tree seen from further down: each leaf of this one is the root of a complete subtree of 2^height leaves.
    #[must_use]
    pub fn raised(&self, height: u32) -> RightEdge {
        RightEdge { size: self.size << height, subtrees: self.subtrees.clone() }
    }

    /// Root of the tree as it stands.
    pub fn root(&self) -> TreeHash {
        let mut smallest_first = self.subtrees.iter().rev();
        let Some(smallest) = smallest_first.next() else { return EMPTY_ROOT };
        smallest_first.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// The size (8 bytes) and the subtrees' roots, largest first.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.subtrees.len() * TreeHash::SIZE);
        bytes.extend_from_slice(&self.size.to_be_bytes());
        for hash in &self.subtrees {
            bytes.extend_from_slice(hash.as_bytes());
        }
        bytes
    }

    /// Reads what `encode` wrote. That the hashes are right only shows when the root is compared.
    pub fn decode(bytes: &[u8]) -> Result<RightEdge, MalformedRightEdge> {
        let (size, hashes) = bytes.split_first_chunk().ok_or(MalformedRightEdge)?;
        let size = u64::from_be_bytes(*size);
        let (hashes, rest) = hashes.as_chunks::<{ TreeHash::SIZE }>();
        if size >= 1 << 63 || hashes.len() != size.count_ones() as usize || !rest.is_empty() {
            return Err(MalformedRightEdge);
        }
        Ok(RightEdge { size, subtrees: hashes.iter().copied().map(TreeHash::from_bytes).collect() })
    }
}
