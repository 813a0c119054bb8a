//! Ids and hashes of the chain, each a type of its own with one spelling as text (lowercase hex).

use std::fmt;
use std::str::FromStr;

/// A text that is not the lowercase hex spelling of an id or hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {digits} lowercase hex digits")]
pub struct MalformedId {
    /// How many digits were expected.
    pub digits: usize,
}

macro_rules! bytes_type {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name([u8; $size]);

        impl $name {
            /// Length in bytes.
            pub const SIZE: usize = $size;
            /// All bytes zero.
            pub const ZERO: Self = Self([0; $size]);

            /// Takes the bytes as they are.
            pub const fn from_bytes(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let malformed = MalformedId { digits: $size * 2 };
                if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(malformed);
                }
                let mut bytes = [0; $size];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| malformed)?;
                Ok(Self(bytes))
            }
        }

        impl TryFrom<String> for $name {
            type Error = MalformedId;

            fn try_from(text: String) -> Result<Self, MalformedId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

bytes_type!(
    /// The practice's ledger: one chain, one data folder, one writer.
    LedgerId, 16);
bytes_type!(
    /// A sequence of records about one matter (a dossier, a complaint …); random, never derived from a person.
    StreamId, 16);
bytes_type!(
    /// Who acted, by pseudonym.
    ActorId, 16);
bytes_type!(
    /// A command, the same on each of its records; keyed, so that it tells an outsider nothing.
    RequestId, 16);
bytes_type!(
    /// A key slot in the vault.
    KeyId, 16);
bytes_type!(
    /// Salted hash of a payload.
    Commitment, 32);
bytes_type!(
    /// Hash of a record's header; the next record carries it as `previous`.
    RecordHash, 32);
bytes_type!(
    /// A hash of the Merkle tree (RFC 6962, SHA-256): a leaf, a node or a root.
    TreeHash, 32);
