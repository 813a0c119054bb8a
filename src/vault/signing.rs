//! The ledger's Ed25519 keys: the one in force, and during a rotation the next one.

use std::fmt;
use std::io;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};

use super::Vault;
use super::cipher::{Key, new_key, random};
use super::keyring::Keyring;
use super::mirror::MirrorReport;
use super::new_keys::KeyError;
use super::rotation::RotateError;
use super::slot::{Purpose, Slot, State};
use crate::chain::{KeyId, StreamId};

/// An Ed25519 public key; with a name it is a verifier key (docs/format.md §5).
pub type PublicKey = [u8; 32];
/// An Ed25519 signature.
pub type Signature = [u8; 64];

/// A key that signs.
pub(super) struct Signer {
    pub(super) id: KeyId,
    pair: Ed25519KeyPair,
    verifier: PublicKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signer({})", self.id)
    }
}

impl Signer {
    /// The signer a slot holds; none if its 32 bytes are no seed, which only damage could cause.
    fn of(slot: &Slot) -> Option<Self> {
        let seed: &Key = slot.key.as_ref()?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).ok()?;
        let verifier = pair.public_key().as_ref().try_into().ok()?;
        Some(Self { id: slot.id, pair, verifier })
    }

    pub(super) fn verifier_key(&self) -> PublicKey {
        self.verifier
    }

    /// Signs; deterministic by RFC 8032.
    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        let mut signature = [0; 64];
        for (to, from) in signature.iter_mut().zip(self.pair.sign(message).as_ref()) {
            *to = *from;
        }
        signature
    }
}

/// Both of them.
#[derive(Debug)]
pub(super) struct Signers {
    pub(super) current: Signer,
    pub(super) next: Option<Signer>,
}

impl Signers {
    /// Takes them from the keys; none if there is no signing key in force.
    pub(super) fn of(keyring: &Keyring) -> Option<Self> {
        let current = keyring.only(Purpose::Signing).and_then(Signer::of)?;
        let next = keyring.slots().iter().rfind(|slot| slot.state == State::Next);
        Some(Self { current, next: next.and_then(Signer::of) })
    }
}

impl Vault {
    /// The public key of the signing key in force.
    pub fn verifier_key(&self) -> PublicKey {
        self.signers.read().current.verifier_key()
    }

    /// Signs with the signing key in force.
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.signers.read().current.sign(message)
    }

    /// Prepares the next signing key and returns its public key; the same one again until it is in force.
    pub fn prepare_signing_key(&self) -> Result<PublicKey, KeyError> {
        let _one_at_a_time = self.signing_change.lock();
        if let Some(next) = &self.signers.read().next {
            return Ok(next.verifier_key());
        }
        let id = KeyId::from_bytes(random()?);
        let seed = new_key()?;
        let slot = Slot::live(id, Purpose::Signing, StreamId::ZERO, seed);
        self.add(vec![Slot { state: State::Next, ..slot }])?;
        self.renew_signers();
        let next = self.signers.read().next.as_ref().map(Signer::verifier_key);
        next.ok_or(KeyError::Stopped(io::ErrorKind::Other))
    }

    /// The public key of the next signing key, while there is one.
    pub fn next_verifier_key(&self) -> Option<PublicKey> {
        self.signers.read().next.as_ref().map(Signer::verifier_key)
    }

    /// Signs with the next signing key, while there is one: the checkpoint at a rotation is signed by both.
    pub fn sign_next(&self, message: &[u8]) -> Option<Signature> {
        self.signers.read().next.as_ref().map(|signer| signer.sign(message))
    }

    /// Puts the next signing key into force and destroys the old one.
    pub fn change_signing_key(&self, decided_at: u64) -> Result<Vec<MirrorReport>, RotateError> {
        let _one_at_a_time = self.signing_change.lock();
        let (current, next) = {
            let signers = self.signers.read();
            let next = signers.next.as_ref().ok_or(RotateError::NoNextSigningKey)?;
            (signers.current.id, next.id)
        };
        self.replace(|keyring| {
            let changed = |slot: &Slot| match slot.id {
                id if id == current => slot.tombstone(State::Shredded { decided_at }),
                id if id == next => Slot { state: State::Live, ..slot.clone() },
                _ => slot.clone(),
            };
            Ok(Some(keyring.slots().iter().map(changed).collect()))
        })?;
        self.renew_signers();
        Ok(self.follow_mirrors())
    }

    fn renew_signers(&self) {
        if let Some(signers) = Signers::of(&self.keyring.read()) {
            *self.signers.write() = signers;
        }
    }
}
