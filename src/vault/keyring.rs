//! The keys of an open vault in memory: which there are, which is used for what. Knows no files and no encryption.

use std::collections::HashMap;
use std::sync::Arc;

use super::cipher::Key;
use super::slot::{Purpose, Slot, State};
use crate::chain::{KeyId, StreamId};

/// Every slot, in the order of the file.
pub(super) struct Keyring {
    slots: Vec<Slot>,
    by_id: HashMap<KeyId, usize>,
    data: HashMap<StreamId, KeyId>,
    open: HashMap<StreamId, KeyId>,
    /// The generation of the key file these were read from or written to.
    generation: u64,
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKey {
    /// The vault never held it.
    #[error("key {0} is not in the vault")]
    Unknown(KeyId),
    /// It was destroyed.
    #[error("key {key} was destroyed, as position {decided_at} decided")]
    Shredded {
        /// The key.
        key: KeyId,
        /// Position of the decision.
        decided_at: u64,
    },
    /// It was dropped because no record used it.
    #[error("key {0} was dropped unused")]
    Reaped(KeyId),
    /// It belongs to another stream: content about two clients never lies under one key.
    #[error("key {0} belongs to another stream")]
    OfAnotherStream(KeyId),
    /// It seals no boxes.
    #[error("key {0} seals no boxes")]
    SealsNothing(KeyId),
}

impl Keyring {
    pub(super) fn new(slots: Vec<Slot>, generation: u64) -> Self {
        let count = slots.len();
        let mut ring = Self {
            slots: Vec::with_capacity(count),
            by_id: HashMap::with_capacity(count),
            data: HashMap::new(),
            open: HashMap::new(),
            generation,
        };
        ring.extend(slots, generation);
        ring
    }

    /// Adds slots after the last; a stream's newest data key is the one that seals.
    pub(super) fn extend(&mut self, slots: Vec<Slot>, generation: u64) {
        self.generation = generation;
        for slot in slots {
            if slot.state == State::Live {
                match slot.purpose {
                    Purpose::Data | Purpose::Year => {
                        self.data.insert(slot.stream, slot.id);
                    }
                    Purpose::Open => {
                        self.open.insert(slot.stream, slot.id);
                    }
                    Purpose::Box | Purpose::House | Purpose::Signing | Purpose::Standalone => {}
                }
            }
            self.by_id.insert(slot.id, self.slots.len());
            self.slots.push(slot);
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// The key file was written anew without a change to its keys.
    pub(super) fn set_generation(&mut self, generation: u64) {
        self.generation = generation;
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub(super) fn get(&self, id: KeyId) -> Option<&Slot> {
        self.by_id.get(&id).and_then(|index| self.slots.get(*index))
    }

    /// The key that seals new content of a stream.
    pub(super) fn data_key_id(&self, stream: StreamId) -> Option<KeyId> {
        self.data.get(&stream).copied()
    }

    /// The key that seals open payloads of a dossier or case.
    pub(super) fn open_key_id(&self, stream: StreamId) -> Option<KeyId> {
        self.open.get(&stream).copied()
    }

    /// The one live key of a purpose that exists once.
    pub(super) fn only(&self, purpose: Purpose) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.purpose == purpose && slot.state == State::Live)
    }

    /// A live key.
    pub(super) fn live(&self, id: KeyId) -> Result<(&Slot, &Arc<Key>), NoKey> {
        let slot = self.get(id).ok_or(NoKey::Unknown(id))?;
        match (slot.state, &slot.key) {
            (State::Shredded { decided_at }, _) => Err(NoKey::Shredded { key: id, decided_at }),
            (State::Reaped, _) => Err(NoKey::Reaped(id)),
            (State::Live | State::Next, None) => Err(NoKey::Unknown(id)),
            (State::Live | State::Next, Some(key)) => Ok((slot, key)),
        }
    }

    /// The data key behind a stream's boxes. The house key serves streams that have no key of their own.
    pub(super) fn box_source(&self, id: KeyId, stream: StreamId) -> Result<Arc<Key>, NoKey> {
        let (slot, key) = self.live(id)?;
        match slot.purpose {
            Purpose::Data | Purpose::Open | Purpose::Year if slot.stream == stream => {
                Ok(Arc::clone(key))
            }
            Purpose::House if !self.data.contains_key(&stream) => Ok(Arc::clone(key)),
            Purpose::Data | Purpose::Open | Purpose::Year | Purpose::House => {
                Err(NoKey::OfAnotherStream(id))
            }
            Purpose::Box | Purpose::Signing | Purpose::Standalone => Err(NoKey::SealsNothing(id)),
        }
    }
}
