//! AES-256-GCM and random bytes, the only place of the vault that names their providers.
//! Knows no files and no layout.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::{Zeroize as _, Zeroizing};

use crate::chain::Context;

/// A 256-bit key in memory; wiped when dropped.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// Bytes of an AES-256-GCM tag.
pub(super) const TAG: usize = 16;
/// Bytes of an AES-256-GCM nonce.
pub(super) const NONCE: usize = 12;

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandomness;

/// Ciphertext, tag, key or associated data do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DoesNotOpen;

/// Fills a buffer with random bytes of the operating system.
pub(super) fn fill(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

/// Random bytes of the operating system: nonces and ids.
pub(super) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// A new key.
pub(super) fn new_key() -> Result<Key, NoRandomness> {
    let mut key = Zeroizing::new([0; 32]);
    fill(key.as_mut_slice())?;
    Ok(key)
}

/// A key derived from another one; what it passed through is wiped.
pub(super) fn derive_key(context: Context, secret: &Key) -> Key {
    let mut hasher = context.hasher();
    let mut hash = hasher.update(secret.as_slice()).finalize();
    let key = Zeroizing::new(*hash.as_bytes());
    hash.zeroize();
    hasher.zeroize();
    key
}

/// One AES-256-GCM key, ready for use.
pub(super) struct Cipher(LessSafeKey);

impl Cipher {
    /// Takes a key. The library refuses only keys of another length, which the type rules out.
    pub(super) fn new(key: &[u8; 32]) -> Result<Self, DoesNotOpen> {
        UnboundKey::new(&AES_256_GCM, key)
            .map(|key| Self(LessSafeKey::new(key)))
            .map_err(|_| DoesNotOpen)
    }

    /// Encrypts in place and returns the tag. A nonce must never be used twice under one key.
    pub(super) fn encrypt(
        &self,
        nonce: [u8; NONCE],
        aad: &[u8],
        bytes: &mut [u8],
    ) -> Result<[u8; TAG], DoesNotOpen> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), bytes)
            .map_err(|_| DoesNotOpen)?;
        tag.as_ref().try_into().map_err(|_| DoesNotOpen)
    }

    /// Decrypts ciphertext and tag in place; returns the plaintext.
    pub(super) fn decrypt<'a>(
        &self,
        nonce: [u8; NONCE],
        aad: &[u8],
        bytes: &'a mut [u8],
    ) -> Result<&'a mut [u8], DoesNotOpen> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.0.open_in_place(nonce, Aad::from(aad), bytes).map_err(|_| DoesNotOpen)
    }
}
