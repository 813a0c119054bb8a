//! What is derived from keys without sealing anything: request ids, digests of requests, the key of derived files.

use super::Vault;
use super::cipher::Key;
use super::keyring::NoKey;
use crate::chain::{self, ActorId, Context, KeyId, RequestId, StreamId};

/// The actor that stands in the headers of a register in which nobody may be recognised: one for all who write in it.
pub(super) fn register_actor(house: &[u8; 32], register: &str) -> ActorId {
    let derived = Context::RegisterActor.derive(&[house.as_slice(), register.as_bytes()].concat());
    let (first, _) = derived.split_first_chunk().unwrap_or((&[0; 16], &[]));
    ActorId::from_bytes(*first)
}

impl Vault {
    /// The incident register's own actor (Wkkgz 9: who reported, and who handles a report, is not to be seen from outside).
    pub fn incident_actor(&self) -> ActorId {
        self.incident_actor
    }

    /// The id of a command, the same on each of its records and telling an outsider nothing (docs/format.md §2).
    ///
    /// `stream` is the one the command names; zeros if it creates one.
    pub fn request_id(
        &self,
        grant: &[u8; 16],
        caller_request: &[u8; 16],
        stream: StreamId,
    ) -> RequestId {
        chain::request_id(&self.request_key, grant, caller_request, Some(stream))
    }

    /// Digest of a request's body under a record's data key: recognises a repeat while that key exists.
    pub fn body_digest(&self, data_key: KeyId, body: &[u8]) -> Result<[u8; 32], NoKey> {
        let key = {
            let keyring = self.keyring.read();
            let (_, key) = keyring.live(data_key)?;
            chain::body_digest_key(key)
        };
        Ok(chain::body_digest(&key, body))
    }

    /// The id of the hold a case places of itself, the `opening`th time it is open: random to whoever holds no house key.
    pub fn case_hold(&self, case: StreamId, opening: u64) -> Result<StreamId, NoKey> {
        let keyring = self.keyring.read();
        let (_, house) = keyring.live(self.house_key)?;
        let mut hasher = Context::CaseHold.hasher();
        hasher.update(house.as_slice());
        hasher.update(case.as_bytes());
        hasher.update(&opening.to_be_bytes());
        let derived = *hasher.finalize().as_bytes();
        let (first, _) = derived.split_first_chunk().unwrap_or((&[0; 16], &[]));
        Ok(StreamId::from_bytes(*first))
    }

    /// The stream of a calendar year of the access log (docs/format.md §1): known to whoever holds the house key alone.
    pub fn access_stream(&self, year: i32) -> Result<StreamId, NoKey> {
        let year = u16::try_from(year).unwrap_or_default().to_be_bytes();
        let keyring = self.keyring.read();
        let (_, house) = keyring.live(self.house_key)?;
        let mut hasher = Context::AccessStream.hasher();
        hasher.update(house.as_slice());
        hasher.update(&year);
        let derived = *hasher.finalize().as_bytes();
        let (first, _) = derived.split_first_chunk().unwrap_or((&[0; 16], &[]));
        Ok(StreamId::from_bytes(*first))
    }

    /// The key that authenticates derived files, which can be rebuilt from records.
    pub fn derived_rows_key(&self) -> Key {
        self.derived_rows_key.clone()
    }
}
