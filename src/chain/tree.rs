//! The Merkle tree over header bytes: RFC 6962 with SHA-256 (docs/format.md §4).
//!
//! Reads hashes through a closure and keeps none: where they lie is the store's affair. The closure gives the root
//! of the complete subtree of 256^level leaves at an index, which is what C2SP tiles hold.

mod proof;
mod right_edge;
mod tile;
mod verification;

use sha2::{Digest as _, Sha256};

use super::TreeHash;

pub use proof::{OutOfTree, ProofError, consistency_proof, inclusion_proof, root};
pub use right_edge::{MalformedRightEdge, RightEdge};
pub use tile::{TILE_WIDTH, Tile, tile_index};
pub use verification::{verify_consistency, verify_inclusion};

/// Root of the tree without leaves: SHA-256 of the empty string.
pub const EMPTY_ROOT: TreeHash = TreeHash::from_bytes([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// `SHA-256(0x00 ‖ header)`, over the stored header bytes.
pub fn leaf_hash(header_bytes: &[u8]) -> TreeHash {
    let digest = Sha256::new().chain_update([0x00]).chain_update(header_bytes).finalize();
    TreeHash::from_bytes(digest.into())
}

/// `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    let digest = Sha256::new()
        .chain_update([0x01])
        .chain_update(left.as_bytes())
        .chain_update(right.as_bytes())
        .finalize();
    TreeHash::from_bytes(digest.into())
}
