//! Creating keys: durable before anybody hears of them, many callers in one sync.

use std::sync::Arc;
use std::sync::OnceLock;

use super::Vault;
use super::cipher::{NoRandomness, new_key, random};
use super::folder::WriteError;
use super::slot::{Purpose, Slot};
use crate::chain::{KeyId, StreamId};

/// Why keys were not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Keys of this purpose are not made by asking for them.
    #[error("keys of purpose {0:?} are not created singly")]
    Purpose(Purpose),
    /// The disk is full. Nothing was created; try again when there is room.
    #[error("no room for more keys: the disk is full")]
    Full,
    /// A write or sync failed. Nothing was promised; the vault takes no more keys until it is opened anew.
    #[error("the vault stopped after a failed write ({0}); open it anew")]
    Stopped(std::io::ErrorKind),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// Keys somebody waits for, and where the answer goes.
pub(super) struct Waiting {
    slots: Vec<Slot>,
    answer: Arc<OnceLock<Result<(), KeyError>>>,
}

impl Vault {
    /// Creates keys and returns their ids in the same order; durable before it returns.
    ///
    /// Callers that arrive while another one syncs share the next sync.
    pub fn create_keys(&self, wanted: &[(Purpose, StreamId)]) -> Result<Vec<KeyId>, KeyError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut slots = Vec::with_capacity(wanted.len());
        for (purpose, stream) in wanted {
            match purpose {
                Purpose::Data | Purpose::Open | Purpose::Year | Purpose::Standalone => {}
                Purpose::Box | Purpose::House | Purpose::Signing => {
                    return Err(KeyError::Purpose(*purpose));
                }
            }
            let id = KeyId::from_bytes(random()?);
            slots.push(Slot::live(id, *purpose, *stream, new_key()?));
        }
        let ids = slots.iter().map(|slot| slot.id).collect();
        self.add(slots)?;
        Ok(ids)
    }

    /// Adds slots after the last, together with whatever others wait for.
    pub(super) fn add(&self, slots: Vec<Slot>) -> Result<(), KeyError> {
        let answer = Arc::new(OnceLock::new());
        self.waiting.lock().push(Waiting { slots, answer: Arc::clone(&answer) });
        let mut writer = self.writer.lock();
        // Whoever held the lock before may have written these, too.
        if answer.get().is_none() {
            let waiting = std::mem::take(&mut *self.waiting.lock());
            let slots: Vec<Slot> =
                waiting.iter().flat_map(|waiting| waiting.slots.iter().cloned()).collect();
            let result = writer.append(&slots);
            if result.is_ok() {
                self.keyring.write().extend(slots, writer.folder.header.generation);
            }
            for waiting in waiting {
                // Set once, here: a waiter leaves the queue only with its answer.
                let _ = waiting.answer.set(result);
            }
        }
        answer.get().copied().unwrap_or(Err(KeyError::Stopped(std::io::ErrorKind::Other)))
    }
}

/// The vault's files behind the one lock that covers rotation and new keys.
pub(super) struct Writer {
    pub(super) folder: super::folder::KeyFolder,
    /// Set by the first failed write: what lies on the disk is unknown from then on.
    pub(super) stopped: Option<std::io::ErrorKind>,
}

impl Writer {
    fn append(&mut self, slots: &[Slot]) -> Result<(), KeyError> {
        if let Some(kind) = self.stopped {
            return Err(KeyError::Stopped(kind));
        }
        if let Err(error) = self.folder.make_room(slots.len()) {
            return Err(match error {
                WriteError::Full => KeyError::Full,
                error => self.stop(&error),
            });
        }
        let generation = self.folder.header.generation + 1;
        self.folder.append(slots, generation).map_err(|error| match error {
            // Nothing was written yet.
            WriteError::NoRandomness(error) => KeyError::NoRandomness(error),
            error => self.stop(&error),
        })
    }

    fn stop(&mut self, error: &WriteError) -> KeyError {
        let kind = self.stopped_by(error);
        KeyError::Stopped(kind)
    }

    /// Takes no more writes after this one.
    pub(super) fn stopped_by(&mut self, error: &WriteError) -> std::io::ErrorKind {
        let kind = match error {
            WriteError::File(error) => error.source.kind(),
            WriteError::Full => std::io::ErrorKind::StorageFull,
            WriteError::NoRandomness(_) | WriteError::Cipher | WriteError::ReadBack => {
                std::io::ErrorKind::Other
            }
        };
        *self.stopped.get_or_insert(kind)
    }
}
