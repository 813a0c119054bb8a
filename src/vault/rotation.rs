//! Destroying keys: which slots go, which stay, and the vault's state after it. The steps on disk are `key_rotation`.

use std::collections::{HashMap, HashSet};
use std::io;

use super::Vault;
use super::cipher::NoRandomness;
use super::folder::WriteError;
use super::keyring::Keyring;
use super::mirror::MirrorReport;
use super::slot::{Purpose, Slot, State};
use crate::chain::{Commitment, KeyId, LedgerId, StreamId, box_key, box_key_id};

/// A key to destroy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shred {
    /// Its id.
    pub key: KeyId,
    /// Position of the record that decided it; stays in the tombstone.
    pub decided_at: u64,
}

/// A box that survives the destruction of its data key: its own key is kept, the box is not sealed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptBox {
    /// The data key that goes.
    pub data_key: KeyId,
    /// The stream of the box.
    pub stream: StreamId,
    /// The commitment in its header.
    pub commitment: Commitment,
}

/// What one rotation does; it may serve many destructions.
#[derive(Clone, Debug, Default)]
pub struct Rotation {
    /// The keys that go.
    pub shred: Vec<Shred>,
    /// The boxes under them that stay readable.
    pub keep: Vec<KeptBox>,
}

/// What a rotation did.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// The vault's epoch after it.
    pub epoch: u64,
    /// Keys this call destroyed; empty when all were gone before.
    pub destroyed: Vec<KeyId>,
    /// Ids the vault never held: nothing of them can be read with this vault either.
    pub unknown: Vec<KeyId>,
    /// What became of each mirror.
    pub mirrors: Vec<MirrorReport>,
}

/// Why keys were not destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotateError {
    /// House and signing keys are never shredded by a destruction.
    #[error("key {key} is a {purpose:?} key; no destruction names it")]
    NotShreddable {
        /// The key.
        key: KeyId,
        /// What it is for.
        purpose: Purpose,
    },
    /// A box key would come into the vault while its data key stays.
    #[error("box {0} is to be kept, but its data key does not go")]
    KeptWithoutShred(KeyId),
    /// A box is to be kept whose key cannot be had any more.
    #[error("box {0} is to be kept, but neither its data key nor its own key is there")]
    KeptTooLate(KeyId),
    /// There is no next signing key to change to.
    #[error("there is no next signing key")]
    NoNextSigningKey,
    /// The disk is full and no room was reserved. Nothing was done; try again when there is room.
    #[error("no room for a new key file: the disk is full")]
    Full,
    /// A write or sync failed. Whether the keys are gone is known when the vault is opened anew.
    #[error("the vault stopped after a failed write ({0}); open it anew")]
    Stopped(io::ErrorKind),
    /// No random bytes; nothing was done.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl Vault {
    /// Destroys keys, in the vault first, then in its mirrors. Doing it again changes nothing.
    ///
    /// When it returns, nothing in the vault's folder can open what only these keys opened; the reports say the same of
    /// each mirror, or that it is lagging.
    pub fn rotate(&self, rotation: &Rotation) -> Result<Rotated, RotateError> {
        let mut destroyed = Vec::new();
        let mut unknown = Vec::new();
        let epoch = self.replace(|keyring| {
            let slots = after(keyring, rotation, self.ledger)?;
            destroyed = slots.destroyed;
            unknown = slots.unknown;
            Ok((!destroyed.is_empty()).then_some(slots.slots))
        })?;
        Ok(Rotated { epoch, destroyed, unknown, mirrors: self.follow_mirrors() })
    }

    /// Drops data, open and year keys whose stream has no record: left by a crash between a key and its first record.
    ///
    /// Only keys that were there at open are looked at; a newer one may be about to be used. Call only after the log is
    /// verified to its head, never with damage not accepted, never while restoring.
    pub fn reap(&self, has_records: &dyn Fn(StreamId) -> bool) -> Result<Vec<KeyId>, RotateError> {
        let mut reaped = Vec::new();
        self.replace(|keyring| {
            let mut slots = keyring.slots().to_vec();
            for slot in slots.iter_mut().take(self.slots_at_open) {
                let reapable =
                    matches!(slot.purpose, Purpose::Data | Purpose::Open | Purpose::Year);
                if reapable && slot.state == State::Live && !has_records(slot.stream) {
                    reaped.push(slot.id);
                    *slot = slot.tombstone(State::Reaped);
                }
            }
            Ok((!reaped.is_empty()).then_some(slots))
        })?;
        self.follow_mirrors();
        Ok(reaped)
    }

    /// Ids of every live key of a stream, kept box keys included: what goes when a whole dossier is destroyed.
    pub fn keys_of(&self, stream: StreamId) -> Vec<KeyId> {
        let found = self.keys_of_streams(&HashSet::from([stream])).remove(&stream);
        found.unwrap_or_default().into_iter().map(|(key, _)| key).collect()
    }

    /// The same for many streams with one look at the keys, and what each key is for.
    pub fn keys_of_streams(
        &self,
        streams: &HashSet<StreamId>,
    ) -> HashMap<StreamId, Vec<(KeyId, Purpose)>> {
        let keyring = self.keyring.read();
        let mut found: HashMap<StreamId, Vec<(KeyId, Purpose)>> = HashMap::new();
        for slot in keyring.slots().iter().filter(|slot| slot.state == State::Live) {
            let about_somebody = !matches!(slot.purpose, Purpose::House | Purpose::Signing);
            if about_somebody && streams.contains(&slot.stream) {
                found.entry(slot.stream).or_default().push((slot.id, slot.purpose));
            }
        }
        found
    }

    /// Replaces the keys by what `change` makes of them; none leaves them. Returns the epoch after it.
    pub(super) fn replace(
        &self,
        change: impl FnOnce(&Keyring) -> Result<Option<Vec<Slot>>, RotateError>,
    ) -> Result<u64, RotateError> {
        let mut writer = self.writer.lock();
        if let Some(kind) = writer.stopped {
            return Err(RotateError::Stopped(kind));
        }
        // Nobody else changes the keyring while the writer is held.
        let Some(slots) = change(&self.keyring.read())? else {
            return Ok(writer.folder.header.epoch);
        };
        let generation = writer.folder.header.generation + 1;
        writer.folder.rotate(&slots, generation).map_err(|error| match error {
            WriteError::NoRandomness(error) => RotateError::NoRandomness(error),
            WriteError::Full => RotateError::Full,
            error => RotateError::Stopped(writer.stopped_by(&error)),
        })?;
        *self.keyring.write() = Keyring::new(slots, generation);
        Ok(writer.folder.header.epoch)
    }
}

/// What a rotation leaves.
struct After {
    slots: Vec<Slot>,
    destroyed: Vec<KeyId>,
    unknown: Vec<KeyId>,
}

fn after(keyring: &Keyring, rotation: &Rotation, ledger: LedgerId) -> Result<After, RotateError> {
    let mut going = HashMap::new();
    let mut unknown = Vec::new();
    for Shred { key, decided_at } in &rotation.shred {
        match keyring.get(*key) {
            None => unknown.push(*key),
            Some(slot) => match slot.purpose {
                Purpose::House | Purpose::Signing => {
                    return Err(RotateError::NotShreddable { key: *key, purpose: slot.purpose });
                }
                _ if slot.state == State::Live => {
                    going.entry(*key).or_insert(*decided_at);
                }
                _ => {}
            },
        }
    }
    let mut slots = Vec::with_capacity(keyring.slots().len() + rotation.keep.len());
    let mut destroyed = Vec::new();
    for slot in keyring.slots() {
        match going.get(&slot.id) {
            Some(decided_at) => {
                destroyed.push(slot.id);
                slots.push(slot.tombstone(State::Shredded { decided_at: *decided_at }));
            }
            None => slots.push(slot.clone()),
        }
    }
    // Decisions replayed together: what one kept, a later one may have destroyed.
    let named: HashSet<KeyId> = rotation.shred.iter().map(|shred| shred.key).collect();
    let mut kept = HashSet::new();
    for keep in &rotation.keep {
        let KeptBox { data_key, stream, commitment } = *keep;
        let id = box_key_id(ledger, stream, &commitment);
        if keyring.get(id).is_some() || named.contains(&id) || !kept.insert(id) {
            continue;
        }
        let key = keyring.box_source(data_key, stream).map_err(|_| RotateError::KeptTooLate(id))?;
        if !going.contains_key(&data_key) {
            return Err(RotateError::KeptWithoutShred(id));
        }
        let key = box_key(&key, ledger, stream, &commitment);
        slots.push(Slot::live(id, Purpose::Box, stream, key));
    }
    Ok(After { slots, destroyed, unknown })
}
