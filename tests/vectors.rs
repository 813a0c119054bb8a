//! The golden vectors of docs/format.md, which both auditors read too. They were made once by a program of its own,
//! written from that page alone; nothing here can write them. Lines are added, never changed.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "vectors/checkpoint.rs"]
mod checkpoint;
#[path = "vectors/receipt.rs"]
mod receipt;
#[path = "vectors/records.rs"]
mod records;
#[path = "vectors/tree.rs"]
mod tree;
#[path = "vectors/worked_example.rs"]
mod worked_example;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};

/// Reads a file of vectors; a member nobody reads is a mistake.
#[track_caller]
fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Bytes that stand as hex.
#[derive(Clone, PartialEq, Eq)]
struct Hex(Vec<u8>);

impl Hex {
    #[track_caller]
    fn array<const N: usize>(&self) -> [u8; N] {
        self.0.as_slice().try_into().unwrap()
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        hex::decode(String::deserialize(deserializer)?).map(Hex).map_err(D::Error::custom)
    }
}

impl std::fmt::Debug for Hex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&hex::encode(&self.0))
    }
}
