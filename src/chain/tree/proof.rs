//! Makes roots and proofs of any size from the hashes of tiles (RFC 6962 §2.1).
//! Reads at most a few hundred hashes a proof, never a whole tree.

use super::{EMPTY_ROOT, TreeHash, node_hash};

/// A proof was asked of a tree that does not hold what it should show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{wanted} lies outside a tree of {size} leaves")]
pub struct OutOfTree {
    /// The index, or the earlier size.
    pub wanted: u64,
    /// Number of leaves.
    pub size: u64,
}

/// Why no proof could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError<E> {
    /// The tree does not hold what the proof should show.
    #[error(transparent)]
    OutOfTree(OutOfTree),
    /// A hash could not be read.
    #[error("a hash of the tree could not be read")]
    Read(E),
}

/// Root of the tree of the first `size` leaves. `read(level, index)` gives the root of the complete subtree of
/// 256^level leaves at that index.
pub fn root<E>(
    size: u64,
    mut read: impl FnMut(u8, u64) -> Result<TreeHash, E>,
) -> Result<TreeHash, E> {
    if size == 0 { Ok(EMPTY_ROOT) } else { range(0, size, &mut read) }
}

/// Proof that the leaf at `index` is in the tree of the first `size` leaves: the leaf's sibling first.
/// `read` as for [`root`].
pub fn inclusion_proof<E>(
    size: u64,
    index: u64,
    mut read: impl FnMut(u8, u64) -> Result<TreeHash, E>,
) -> Result<Vec<TreeHash>, ProofError<E>> {
    if index >= size {
        return Err(ProofError::OutOfTree(OutOfTree { wanted: index, size }));
    }
    let (mut from, mut to) = (0, size);
    let mut proof = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        let sibling = if index < middle {
            let sibling = (middle, to);
            to = middle;
            sibling
        } else {
            let sibling = (from, middle);
            from = middle;
            sibling
        };
        proof.push(range(sibling.0, sibling.1, &mut read).map_err(ProofError::Read)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Proof that the tree of the first `old` leaves is the beginning of that of the first `new`.
/// Empty when `old` is 0 or equals `new`. `read` as for [`root`].
pub fn consistency_proof<E>(
    old: u64,
    new: u64,
    mut read: impl FnMut(u8, u64) -> Result<TreeHash, E>,
) -> Result<Vec<TreeHash>, ProofError<E>> {
    if old > new {
        return Err(ProofError::OutOfTree(OutOfTree { wanted: old, size: new }));
    }
    let mut proof = Vec::new();
    if old == 0 || old == new {
        return Ok(proof);
    }
    let (mut from, mut to) = (0, new);
    while old < to {
        let middle = from + split(to - from);
        let sibling = if old <= middle {
            let sibling = (middle, to);
            to = middle;
            sibling
        } else {
            let sibling = (from, middle);
            from = middle;
            sibling
        };
        proof.push(range(sibling.0, sibling.1, &mut read).map_err(ProofError::Read)?);
    }
    // The subtree the old tree ends with; the verifier knows it already if it is the whole old tree.
    if from > 0 {
        proof.push(range(from, to, &mut read).map_err(ProofError::Read)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two below a number of leaves (at least 2).
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// Root of leaves `from..to`, where `from` is a multiple of the largest power of two in `to - from`.
fn range<E>(
    from: u64,
    to: u64,
    read: &mut impl FnMut(u8, u64) -> Result<TreeHash, E>,
) -> Result<TreeHash, E> {
    let leaves = to - from;
    if leaves.is_power_of_two() {
        return complete(leaves.ilog2(), from / leaves, read);
    }
    let middle = from + split(leaves);
    let left = range(from, middle, read)?;
    let right = range(middle, to, read)?;
    Ok(node_hash(&left, &right))
}

/// Root of the complete subtree of 2^height leaves at an index, made of at most 128 hashes of a tile.
fn complete<E>(
    height: u32,
    index: u64,
    read: &mut impl FnMut(u8, u64) -> Result<TreeHash, E>,
) -> Result<TreeHash, E> {
    if height.is_multiple_of(8) {
        // A size has 63 bits, so there are 8 levels.
        return read(u8::try_from(height / 8).unwrap_or(u8::MAX), index);
    }
    let left = complete(height - 1, index * 2, read)?;
    let right = complete(height - 1, index * 2 + 1, read)?;
    Ok(node_hash(&left, &right))
}
