//! One key: what it is for, how it lies in its 128-byte slot (docs/vault.md, `keys`). Knows no files.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::cipher::{Cipher, DoesNotOpen, Key, NONCE, TAG};
use crate::chain::{KeyId, LedgerId, StreamId};

/// Bytes of a slot.
pub(super) const SLOT: usize = 128;
/// Bytes of a slot that are bound to the wrapped key: everything before the nonce.
const BOUND: usize = 48;
/// Bytes of a slot that mean something; zeros follow.
const FILLED: usize = BOUND + NONCE + 32 + TAG;
const AAD: &[u8] = b"griffie vault slot v1";

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Content of one dossier, case or registered person.
    Data = 1,
    /// Open payloads of one dossier or case (its clocks).
    Open = 2,
    /// One kept box: a survivor of a destruction in part.
    Box = 3,
    /// What belongs to the ledger and is about nobody.
    House = 4,
    /// One calendar year of the access log.
    Year = 5,
    /// The ledger's Ed25519 seed.
    Signing = 6,
    /// Seals no box: pseudonyms of a session.
    Standalone = 7,
}

/// What has become of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// In use.
    Live,
    /// Destroyed by decision; the slot stays as a tombstone.
    Shredded {
        /// Position of the record that decided it.
        decided_at: u64,
    },
    /// Dropped because no record ever used it.
    Reaped,
    /// A signing key that is not in force yet.
    Next,
}

impl Purpose {
    const ALL: [Purpose; 7] = [
        Purpose::Data,
        Purpose::Open,
        Purpose::Box,
        Purpose::House,
        Purpose::Year,
        Purpose::Signing,
        Purpose::Standalone,
    ];

    fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| *purpose as u8 == byte)
    }
}

impl State {
    fn to_bytes(self) -> (u8, u64) {
        match self {
            State::Live => (1, 0),
            State::Shredded { decided_at } => (2, decided_at),
            State::Reaped => (3, 0),
            State::Next => (4, 0),
        }
    }

    fn from_bytes(byte: u8, decided_at: u64) -> Option<Self> {
        match (byte, decided_at) {
            (1, 0) => Some(State::Live),
            (2, decided_at) => Some(State::Shredded { decided_at }),
            (3, 0) => Some(State::Reaped),
            (4, 0) => Some(State::Next),
            _ => None,
        }
    }
}

/// A key with what is known about it. Its `Debug` does not show the key.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) id: KeyId,
    pub(super) purpose: Purpose,
    pub(super) state: State,
    /// The stream it belongs to; zeros for the house and for signing keys.
    pub(super) stream: StreamId,
    /// None once shredded or reaped.
    pub(super) key: Option<Arc<Key>>,
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Slot({} {:?} {:?})", self.id, self.purpose, self.state)
    }
}

/// Facts that two slots must share to be the same.
impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.purpose, self.state, self.stream, &self.key)
            == (other.id, other.purpose, other.state, other.stream, &other.key)
    }
}

impl Slot {
    /// A key in use.
    pub(super) fn live(id: KeyId, purpose: Purpose, stream: StreamId, key: Key) -> Self {
        Self { id, purpose, state: State::Live, stream, key: Some(Arc::new(key)) }
    }

    /// The same slot without its key.
    pub(super) fn tombstone(&self, state: State) -> Self {
        Self { state, key: None, ..self.clone() }
    }

    /// The 128 bytes at this index of a key file.
    pub(super) fn wrap(
        &self,
        cipher: &Cipher,
        ledger: LedgerId,
        index: u64,
        nonce: [u8; NONCE],
    ) -> Result<[u8; SLOT], DoesNotOpen> {
        let (state, decided_at) = self.state.to_bytes();
        let mut bytes = Vec::with_capacity(SLOT);
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&[self.purpose as u8, state, 0, 0, 0, 0, 0, 0]);
        bytes.extend_from_slice(self.stream.as_bytes());
        bytes.extend_from_slice(&decided_at.to_be_bytes());
        let aad = aad(ledger, index, &bytes);
        bytes.extend_from_slice(&nonce);
        let mut key = Zeroizing::new(self.key.as_ref().map_or([0; 32], |key| ***key));
        let tag = cipher.encrypt(nonce, &aad, key.as_mut_slice())?;
        bytes.extend_from_slice(key.as_slice());
        bytes.extend_from_slice(&tag);
        bytes.resize(SLOT, 0);
        bytes.try_into().map_err(|_| DoesNotOpen)
    }

    /// Reads the 128 bytes at this index of a key file. Strict: every byte is checked.
    pub(super) fn unwrap(
        bytes: &[u8; SLOT],
        cipher: &Cipher,
        ledger: LedgerId,
        index: u64,
    ) -> Result<Self, DoesNotOpen> {
        let (filled, spare) = bytes.split_at(FILLED);
        let (bound, rest) = filled.split_first_chunk::<BOUND>().ok_or(DoesNotOpen)?;
        let (nonce, wrapped) = rest.split_first_chunk::<NONCE>().ok_or(DoesNotOpen)?;
        let mut wrapped = Zeroizing::new(wrapped.to_vec());
        let plain = cipher.decrypt(*nonce, &aad(ledger, index, bound), &mut wrapped)?;
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(plain);

        let mut rest = bound.as_slice();
        let id = KeyId::from_bytes(take(&mut rest)?);
        let [purpose, state, unused @ ..] = take::<8>(&mut rest)?;
        let stream = StreamId::from_bytes(take(&mut rest)?);
        let decided_at = u64::from_be_bytes(take(&mut rest)?);
        let purpose = Purpose::from_byte(purpose).ok_or(DoesNotOpen)?;
        let state = State::from_bytes(state, decided_at).ok_or(DoesNotOpen)?;
        if unused != [0; 6] || spare.iter().any(|byte| *byte != 0) {
            return Err(DoesNotOpen);
        }
        let key = matches!(state, State::Live | State::Next).then(|| Arc::new(key));
        Ok(Self { id, purpose, state, stream, key })
    }
}

/// A wrapped key is bound to its ledger, to its place in the file and to all that is said about it.
fn aad(ledger: LedgerId, index: u64, bound: &[u8]) -> Vec<u8> {
    [AAD, ledger.as_bytes(), &index.to_be_bytes(), bound].concat()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], DoesNotOpen> {
    let (first, tail) = rest.split_first_chunk().ok_or(DoesNotOpen)?;
    *rest = tail;
    Ok(*first)
}
