//! The bytes of `keys`: two header blocks and the slots after them (docs/vault.md, `keys`).
//!
//! Reads and writes byte strings; opens no files and decides nothing about what is destroyed.

use super::cipher::{Cipher, DoesNotOpen, Key, NONCE, NoRandomness, derive_key, fill};
use super::files::is_zeros;
use super::slot::{SLOT, Slot};
use crate::chain::{Context, LedgerId};

/// Each header has a block of its own, so that a torn write never reaches the other.
pub(super) const HEADER: usize = 4096;
/// Where the slots begin.
pub(super) const SLOTS_AT: usize = 2 * HEADER;
const MAGIC: [u8; 4] = *b"GRK1";
const FILLED: usize = 4 + 16 + 8 + 8 + 8;

/// What a key file says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) ledger: LedgerId,
    /// The epoch its slots are wrapped by.
    pub(super) epoch: u64,
    /// Counts every change, key creation and rotation alike; tells which of two copies is newer.
    pub(super) generation: u64,
    /// Slots somebody was promised; what lies after them was never acknowledged.
    pub(super) used: u64,
}

/// The two keys an epoch gives.
pub(super) struct EpochKeys {
    pub(super) cipher: Cipher,
    mac: Key,
}

impl EpochKeys {
    pub(super) fn new(epoch_key: &Key) -> Result<Self, DoesNotOpen> {
        let wrap = derive_key(Context::VaultWrapKey, epoch_key);
        let mac = derive_key(Context::VaultHeaderKey, epoch_key);
        Ok(Self { cipher: Cipher::new(&wrap)?, mac })
    }
}

impl Header {
    /// The 4 KiB of a header block.
    pub(super) fn encode(&self, keys: &EpochKeys) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(self.ledger.as_bytes());
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.used.to_be_bytes());
        let mac = blake3::keyed_hash(&keys.mac, &bytes);
        bytes.extend_from_slice(mac.as_bytes());
        bytes.resize(HEADER, 0);
        bytes
    }

    /// Reads a header block without its authentication: only to learn which epoch to look for.
    pub(super) fn claimed(block: &[u8]) -> Option<Self> {
        let mut rest = block.strip_prefix(MAGIC.as_slice())?;
        Some(Self {
            ledger: LedgerId::from_bytes(take(&mut rest)?),
            epoch: u64::from_be_bytes(take(&mut rest)?),
            generation: u64::from_be_bytes(take(&mut rest)?),
            used: u64::from_be_bytes(take(&mut rest)?),
        })
    }

    /// Reads a header block; none if it was not written under this epoch.
    pub(super) fn authenticated(block: &[u8], keys: &EpochKeys) -> Option<Self> {
        let (filled, mut rest) = block.split_at_checked(FILLED)?;
        let mac = blake3::Hash::from_bytes(take(&mut rest)?);
        if blake3::keyed_hash(&keys.mac, filled) != mac {
            return None;
        }
        Self::claimed(block)
    }
}

/// What was read from a key file's slots.
pub(super) struct Slots {
    /// Everything that was promised.
    pub(super) used: Vec<Slot>,
    /// Whether something unacknowledged lies after them, to be overwritten.
    pub(super) residue: bool,
}

/// Reads the slots under a header.
///
/// `both` says that both header blocks are sound. Then what lies beyond the count was never promised to anybody: the
/// machine stopped between the slots and the header that counts them. If one block is not sound, it may be the newest
/// one, and every slot that is there must open: it is taken in, or the file is refused; it is never overwritten.
pub(super) fn read_slots(
    bytes: &[u8],
    header: &Header,
    both: bool,
    keys: &EpochKeys,
) -> Result<Slots, String> {
    let area = bytes.get(SLOTS_AT..).unwrap_or_default();
    let (slots, tail) = area.as_chunks::<SLOT>();
    let counted = usize::try_from(header.used).map_err(|_| "impossible count".to_owned())?;
    if slots.len() < counted {
        return Err(format!("cut short: {} of {counted} keys are there", slots.len()));
    }
    let mut used = Vec::with_capacity(counted);
    let mut residue = !is_zeros(tail);
    for (index, slot) in slots.iter().enumerate() {
        if index >= counted && is_zeros(slot) {
            continue;
        }
        let promised = index < counted || !both;
        match Slot::unwrap(slot, &keys.cipher, header.ledger, index as u64) {
            Ok(slot) if promised && used.len() == index => used.push(slot),
            _ if promised => return Err(format!("key slot {index} does not open")),
            _ => residue = true,
        }
    }
    Ok(Slots { used, residue })
}

/// Wraps slots as they lie in a file from this index on.
pub(super) fn wrap_slots(
    slots: &[Slot],
    first: u64,
    ledger: LedgerId,
    keys: &EpochKeys,
) -> Result<Vec<u8>, WrapError> {
    let mut nonces = vec![0; slots.len() * NONCE];
    fill(&mut nonces)?;
    let (nonces, _) = nonces.as_chunks::<NONCE>();
    let mut bytes = Vec::with_capacity(slots.len() * SLOT);
    for ((slot, nonce), index) in slots.iter().zip(nonces).zip(first..) {
        let wrapped = slot.wrap(&keys.cipher, ledger, index, *nonce);
        bytes.extend_from_slice(&wrapped.map_err(|_| WrapError::Cipher)?);
    }
    Ok(bytes)
}

/// Why keys could not be wrapped.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(super) enum WrapError {
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("the cipher failed")]
    Cipher,
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*first)
}
