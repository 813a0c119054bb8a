//! The chain's bytes: record headers, hashes, the Merkle tree, checkpoints and receipts (docs/format.md).
//!
//! Pure: no I/O, no clock, no randomness, no keys of its own.

mod checkpoint;
mod context;
mod head;
mod header;
mod i_json;
mod id;
mod note;
mod payload;
mod receipt;
mod request;
mod sealed_box;
pub mod spelling;
pub mod tree;
mod verifier_key;

pub use checkpoint::{
    Checkpoint, CheckpointRejected, MalformedCheckpoint, RotationOutOfOrder, SigningKeys, origin,
};
pub use context::Context;
pub use head::{Broken, Facts, Head, verify};
pub use header::{Header, Kind, MalformedHeader, MalformedKind, Visibility};
pub use i_json::{DEPTH_MAX, JsonFault, NotIJson, check_i_json};
pub use id::{
    ActorId, Commitment, KeyId, LedgerId, MalformedId, RecordHash, RequestId, StreamId, TreeHash,
};
pub use note::{
    MalformedNote, NOTE_BYTES_MAX, NotOfThisKey, Note, NoteRejected, SIGNATURES_MAX, SignatureLine,
};
pub use payload::{MalformedPayload, PAYLOAD_BYTES_MAX, SALT_BYTES, check_payload, commitment};
pub use receipt::{MalformedReceipt, RECEIPT_BYTES_MAX, Receipt, ReceiptRejected};
pub use request::{body_digest, body_digest_key, request_id, request_key};
pub use sealed_box::{BOX_VERSION, MalformedBox, SealedBox, box_aad, box_key, box_key_id};
pub use verifier_key::{MalformedVerifierKey, VerifierKey};
