//! How a sealed payload lies beside its header (docs/format.md §3): layout, additional data and keys of a box.
//! Encrypts and decrypts nothing; that is the vault's.

use zeroize::{Zeroize as _, Zeroizing};

use super::payload::{PAYLOAD_BYTES_MAX, SALT_BYTES};
use super::{Commitment, Context, KeyId, LedgerId, StreamId};

/// Version of the layout and of AES-256-GCM.
pub const BOX_VERSION: u8 = 1;
const TAG_BYTES: usize = 16;
const AAD: &[u8; 14] = b"griffie box v1";

/// A box: salt and payload under AES-256-GCM.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SealedBox<'a> {
    /// The data key the box key is derived from.
    pub key_id: KeyId,
    /// GCM's nonce; random, and used with one box key only.
    pub nonce: [u8; 12],
    /// Encrypted salt and payload, the tag last.
    pub ciphertext: &'a [u8],
}

/// Bytes that are not a box of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedBox {
    /// Another layout or algorithm: newer than this griffie, not broken.
    #[error("unsupported box version {version}")]
    Unsupported {
        /// The version the box states.
        version: u8,
    },
    /// Too short or too long to hold a payload.
    #[error("box of {bytes} bytes cannot hold a payload")]
    Size {
        /// How many there are.
        bytes: usize,
    },
}

impl<'a> SealedBox<'a> {
    /// The bytes that are stored.
    pub fn encode(&self) -> Vec<u8> {
        [&[BOX_VERSION], self.key_id.as_bytes().as_slice(), &self.nonce, self.ciphertext].concat()
    }

    /// Reads a box; whether it opens is another matter.
    pub fn parse(bytes: &'a [u8]) -> Result<SealedBox<'a>, MalformedBox> {
        let size = MalformedBox::Size { bytes: bytes.len() };
        let (version, rest) = bytes.split_first().ok_or(size)?;
        if *version != BOX_VERSION {
            return Err(MalformedBox::Unsupported { version: *version });
        }
        let (key_id, rest) = rest.split_first_chunk().ok_or(size)?;
        let (nonce, ciphertext) = rest.split_first_chunk().ok_or(size)?;
        let around = SALT_BYTES + TAG_BYTES;
        if !(around + 1..=around + PAYLOAD_BYTES_MAX).contains(&ciphertext.len()) {
            return Err(size);
        }
        Ok(SealedBox { key_id: KeyId::from_bytes(*key_id), nonce: *nonce, ciphertext })
    }
}

impl std::fmt::Debug for SealedBox<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SealedBox({}, {} bytes)", self.key_id, self.ciphertext.len())
    }
}

/// What a box is bound to: `"griffie box v1" ‖ ledger ‖ stream ‖ commitment`. A box opens in no other place.
pub fn box_aad(ledger: LedgerId, stream: StreamId, commitment: &Commitment) -> [u8; 78] {
    let mut aad = [0; 78];
    let parts = [AAD.as_slice(), ledger.as_bytes(), stream.as_bytes(), commitment.as_bytes()];
    for (byte, value) in aad.iter_mut().zip(parts.into_iter().flatten()) {
        *byte = *value;
    }
    aad
}

/// The key of one box, from the data key of its matter; it can be disclosed or kept without opening any other box.
pub fn box_key(
    data_key: &[u8; 32],
    ledger: LedgerId,
    stream: StreamId,
    commitment: &Commitment,
) -> Zeroizing<[u8; 32]> {
    let mut hasher = Context::BoxKey.hasher();
    hasher.update(data_key);
    let mut hash = place(&mut hasher, ledger, stream, commitment).finalize();
    let key = Zeroizing::new(*hash.as_bytes());
    hash.zeroize();
    hasher.zeroize();
    key
}

/// Id of the slot a kept box key lies in: computable from the header alone.
pub fn box_key_id(ledger: LedgerId, stream: StreamId, commitment: &Commitment) -> KeyId {
    let mut hasher = Context::BoxKeyId.hasher();
    let mut id = [0; KeyId::SIZE];
    place(&mut hasher, ledger, stream, commitment).finalize_xof().fill(&mut id);
    KeyId::from_bytes(id)
}

fn place<'a>(
    hasher: &'a mut blake3::Hasher,
    ledger: LedgerId,
    stream: StreamId,
    commitment: &Commitment,
) -> &'a mut blake3::Hasher {
    hasher.update(ledger.as_bytes()).update(stream.as_bytes()).update(commitment.as_bytes())
}
