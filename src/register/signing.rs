//! The ledger's signing keys, one after the other (docs/format.md §5): the vault keeps which key came when, with the checkpoint that
//! both signed. Each is judged by the signatures on it; the records that name the keys lie in the log.

use serde::{Deserialize, Serialize};

use crate::chain::{LedgerId, Note, SigningKeys, VerifierKey, origin};
use crate::vault::Vault;

use super::open::OpenError;

/// One change of key, as the vault keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// Position of the record that names the key.
    pub position: u64,
    /// The key from then on.
    pub verifier_key: String,
    /// The checkpoint of size `position + 1`, signed by the key before and by this one.
    pub checkpoint: String,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossings {
    /// The key of position 0.
    pub first: String,
    /// In order of position.
    pub rotations: Vec<Crossing>,
}

impl Crossings {
    /// What a vault keeps: its only key, if that was never changed.
    pub fn of(vault: &Vault) -> Result<Crossings, OpenError> {
        match vault.rotations() {
            Some(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| OpenError::First("the vault's list of signing keys is malformed")),
            None => Ok(Crossings { first: key_in_force(vault)?.to_string(), rotations: vec![] }),
        }
    }

    /// The keys by size, each tied to the one before by a checkpoint both signed.
    pub fn keys(&self, ledger: LedgerId) -> Result<SigningKeys, OpenError> {
        let refused = || OpenError::First("the vault's signing keys do not lead to each other");
        let parse = |text: &str| {
            let key: VerifierKey = text.parse().map_err(|_| refused())?;
            if key.name() == origin(ledger) { Ok(key) } else { Err(refused()) }
        };
        let mut keys = SigningKeys::new(parse(&self.first)?);
        for crossing in &self.rotations {
            keys.rotate(crossing.position, parse(&crossing.verifier_key)?)
                .map_err(|_| refused())?;
            let note = Note::parse(crossing.checkpoint.as_bytes()).map_err(|_| refused())?;
            let checkpoint = keys.verify(&note).map_err(|_| refused())?;
            if checkpoint.size != crossing.position + 1 {
                return Err(refused());
            }
        }
        Ok(keys)
    }
}

/// The verifier key of the signing key that the vault signs with.
pub fn key_in_force(vault: &Vault) -> Result<VerifierKey, OpenError> {
    VerifierKey::new(&origin(vault.ledger()), vault.verifier_key())
        .map_err(|_| OpenError::First("the vault's signing key is not one"))
}
