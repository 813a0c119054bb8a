//! What is derived from keys without sealing anything: request ids, digests of requests, the key of derived files.

use super::Vault;
use super::cipher::Key;
use super::keyring::NoKey;
use crate::chain::{self, KeyId, RequestId, StreamId};

impl Vault {
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

    /// The key that authenticates derived files, which can be rebuilt from records.
    pub fn derived_rows_key(&self) -> Key {
        self.derived_rows_key.clone()
    }
}
