//! Opening a box (format.md §3). Another AES-GCM than the server's, on purpose.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::finding::Code;

/// version ‖ key id ‖ nonce ‖ salt ‖ payload of 1 byte ‖ tag
const BOX_BYTES_MIN: usize = 1 + 16 + 12 + 32 + 1 + 16;
/// The same with the longest payload.
const BOX_BYTES_MAX: usize = 1 + 16 + 12 + 32 + 65_536 + 16;

/// What binds a box to its record.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// The ledger's id.
    pub ledger: &'a [u8; 16],
    /// The record's stream.
    pub stream: &'a [u8; 16],
    /// The record's commitment.
    pub commitment: &'a [u8; 32],
}

/// Whether these bytes can be a box at all.
pub fn check_form(sealed: &[u8]) -> Result<(), Code> {
    match sealed.first() {
        Some(1) if (BOX_BYTES_MIN..=BOX_BYTES_MAX).contains(&sealed.len()) => Ok(()),
        None | Some(1) => Err(Code::BoxMalformed),
        Some(_) => Err(Code::BoxVersionUnknown),
    }
}

/// Decrypts a box with its own key: salt and payload, not yet compared with the commitment.
pub fn open(
    sealed: &[u8],
    key: &[u8; 32],
    binding: Binding<'_>,
) -> Result<([u8; 32], Vec<u8>), Code> {
    check_form(sealed)?;
    let fails = Code::BoxDoesNotOpen;
    let (_version_and_key_id, rest) = sealed.split_at_checked(17).ok_or(fails)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<12>().ok_or(fails)?;
    let mut aad = b"griffie box v1".to_vec();
    aad.extend_from_slice(binding.ledger);
    aad.extend_from_slice(binding.stream);
    aad.extend_from_slice(binding.commitment);
    let mut plaintext = Aes256Gcm::new(key.into())
        .decrypt(&Nonce::from(*nonce), Payload { msg: ciphertext, aad: &aad })
        .map_err(|_| fails)?;
    let payload = plaintext.split_off(32.min(plaintext.len()));
    Ok((plaintext.try_into().map_err(|_| fails)?, payload))
}
