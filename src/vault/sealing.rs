//! Sealing payloads into boxes and opening them (docs/format.md §3).
//!
//! `open_box` is the only function of griffie that returns a plaintext, and only after comparing the commitment.

use std::fmt;

use zeroize::Zeroizing;

use super::Vault;
use super::cipher::{self, Cipher, Key, NONCE, NoRandomness, TAG};
use super::keyring::NoKey;
use super::slot::Purpose;
use crate::chain::{
    self, Commitment, KeyId, MalformedBox, PAYLOAD_BYTES_MAX, SALT_BYTES, SealedBox, StreamId,
    box_aad, box_key_id,
};

/// A payload that was sealed: what the header carries and what is stored beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPayload {
    /// Salted hash of the payload, for the header.
    pub commitment: Commitment,
    /// The box.
    pub box_bytes: Vec<u8>,
}

impl fmt::Debug for SealedPayload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SealedPayload({}, {} bytes)", self.commitment, self.box_bytes.len())
    }
}

/// Why a payload was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key cannot be used.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// Nothing to seal: a payload has at least one byte.
    #[error("an empty payload")]
    Empty,
    /// Longer than 64 KiB.
    #[error("a payload of {length} bytes is longer than 65,536")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// No random bytes for salt and nonce.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The cipher refused; not expected of any payload.
    #[error("the cipher failed")]
    Cipher,
}

/// Why a box was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenBoxError {
    /// Neither the data key nor a kept box key is there.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// A box version this griffie does not know: newer, not broken.
    #[error("unsupported box version {0}")]
    Unsupported(u8),
    /// Too short to be a box.
    #[error("malformed box")]
    Malformed,
    /// Key, header and box do not belong together, or the box was altered.
    #[error("the box does not open")]
    DoesNotOpen,
    /// It opens, but holds something else than what the header committed to.
    #[error("the box holds another payload than the header commits to")]
    CommitmentDiffers,
}

/// An opened box: salt and payload in memory that is wiped.
pub struct Opened(Zeroizing<Vec<u8>>);

impl Opened {
    /// The payload, exactly as it was recorded.
    pub fn payload(&self) -> &[u8] {
        self.0.get(SALT_BYTES..).unwrap_or_default()
    }

    /// The salt of the commitment; given away with open payloads only.
    pub fn salt(&self) -> &[u8] {
        self.0.get(..SALT_BYTES).unwrap_or_default()
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Opened({} bytes)", self.payload().len())
    }
}

impl Vault {
    /// Seals a payload of a stream under one of the stream's keys, or under the house key if it has none.
    pub fn seal(
        &self,
        key: KeyId,
        stream: StreamId,
        payload: &[u8],
    ) -> Result<SealedPayload, SealError> {
        if payload.is_empty() {
            return Err(SealError::Empty);
        }
        if payload.len() > PAYLOAD_BYTES_MAX {
            return Err(SealError::TooLong { length: payload.len() });
        }
        let data_key = self.keyring.read().box_source(key, stream)?;
        // One request to the operating system for salt and nonce.
        let mut random = Zeroizing::new([0; SALT_BYTES + NONCE]);
        cipher::fill(random.as_mut_slice())?;
        let (salt, nonce) = random.split_first_chunk::<SALT_BYTES>().ok_or(SealError::Cipher)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError::Cipher)?;

        let commitment = chain::commitment(salt, payload);
        let box_key = chain::box_key(&data_key, self.ledger, stream, &commitment);
        let aad = box_aad(self.ledger, stream, &commitment);
        let mut bytes = Vec::with_capacity(SALT_BYTES + payload.len() + TAG);
        bytes.extend_from_slice(salt);
        bytes.extend_from_slice(payload);
        let tag = Cipher::new(&box_key)
            .and_then(|cipher| cipher.encrypt(nonce, &aad, &mut bytes))
            .map_err(|_| SealError::Cipher)?;
        bytes.extend_from_slice(&tag);
        let sealed = SealedBox { key_id: key, nonce, ciphertext: &bytes };
        Ok(SealedPayload { commitment, box_bytes: sealed.encode() })
    }

    /// Opens a box of a stream and compares it with the header's commitment.
    pub fn open_box(
        &self,
        stream: StreamId,
        commitment: Commitment,
        box_bytes: &[u8],
    ) -> Result<Opened, OpenBoxError> {
        let sealed = SealedBox::parse(box_bytes).map_err(|error| match error {
            MalformedBox::Unsupported { version } => OpenBoxError::Unsupported(version),
            MalformedBox::Size { .. } => OpenBoxError::Malformed,
        })?;
        let box_key = self.box_key(sealed.key_id, stream, commitment)?;
        let aad = box_aad(self.ledger, stream, &commitment);
        let mut bytes = Zeroizing::new(sealed.ciphertext.to_vec());
        let plain = Cipher::new(&box_key)
            .and_then(|cipher| cipher.decrypt(sealed.nonce, &aad, &mut bytes))
            .map_err(|_| OpenBoxError::DoesNotOpen)?;
        let length = plain.len();
        let (salt, payload) =
            plain.split_first_chunk::<SALT_BYTES>().ok_or(OpenBoxError::Malformed)?;
        if chain::commitment(salt, payload) != commitment {
            return Err(OpenBoxError::CommitmentDiffers);
        }
        bytes.truncate(length);
        Ok(Opened(bytes))
    }

    /// The key of one box, to disclose that record alone in an export: derived from the data key the box names, else a
    /// kept one.
    pub fn box_key(
        &self,
        data_key: KeyId,
        stream: StreamId,
        commitment: Commitment,
    ) -> Result<Key, NoKey> {
        let keyring = self.keyring.read();
        match keyring.box_source(data_key, stream) {
            Ok(key) => Ok(chain::box_key(&key, self.ledger, stream, &commitment)),
            Err(why) => {
                let kept = box_key_id(self.ledger, stream, &commitment);
                match keyring.live(kept) {
                    Ok((slot, key)) if slot.purpose == Purpose::Box && slot.stream == stream => {
                        Ok(key.as_ref().clone())
                    }
                    _ => Err(why),
                }
            }
        }
    }
}
