//! A second writer of bundles, from `docs/format.md` alone: it shares nothing with the auditor but the document, so that a
//! common misreading would have to be made twice. Writes sound bundles and, through public fields, forged ones.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared by several test crates"
)]

pub mod bundle;
pub mod cases;
pub mod clocks;
pub mod destructions;
pub mod forgeries;
pub mod ledger;
pub mod restores;
pub mod tree;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Base64 by format.md §1.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A member of a folder, by its path.
pub type Files = std::collections::BTreeMap<String, Vec<u8>>;
