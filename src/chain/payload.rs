//! What a record says: the bytes its header commits to (docs/format.md §3). Knows no kind's members.

use super::i_json::{NotIJson, check_i_json};
use super::{Commitment, Context, Kind};

/// Longest payload in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 65_536;

/// Bytes of a salt; random, one a record, so that nobody can guess a payload and check the guess.
pub const SALT_BYTES: usize = 32;

/// Bytes that may not be the payload of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedPayload {
    /// Empty, or longer than allowed.
    #[error("payload of {bytes} bytes; 1 to {PAYLOAD_BYTES_MAX} are allowed")]
    Size {
        /// How many there are.
        bytes: usize,
    },
    /// Not an object of I-JSON.
    #[error("payload is {0}")]
    NotIJson(#[from] NotIJson),
}

/// `derive("griffie 2026-11 payload v1", salt ‖ payload)`.
pub fn commitment(salt: &[u8; SALT_BYTES], payload: &[u8]) -> Commitment {
    let hash = Context::Payload.hasher().update(salt).update(payload).finalize();
    Commitment::from_bytes(*hash.as_bytes())
}

/// Holds when the bytes may be the payload of a record of this kind.
pub fn check_payload(kind: &Kind, payload: &[u8]) -> Result<(), MalformedPayload> {
    let bytes = payload.len();
    if !(1..=PAYLOAD_BYTES_MAX).contains(&bytes) {
        return Err(MalformedPayload::Size { bytes });
    }
    if kind.is_raw() { Ok(()) } else { Ok(check_i_json(payload)?) }
}
