//! The end of a restore that left something behind: it is put on record, with what can no longer be read, and another key signs from
//! there on. Under the old one two histories could be signed; under two keys anyone can tell which of them a checkpoint is of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::oneshot;

use crate::access::Caller;
use crate::chain::{Checkpoint, Note, TreeHash, VerifierKey, origin};
use crate::vault::{FileError, KeepError, KeyError, RotateError, Vault};

use super::accept::{AcceptError, ledger_fact};
use super::damage::{DAMAGE_RECORDED, DamageRecorded};
use super::execute::ExecuteError;
use super::facts::{KEY_ROTATED, KeyRotated, LEDGER_RESTORED, LedgerRestored};
use super::open::OpenError;
use super::payload::MalformedPayload;
use super::proposal::{Proposal, SubmitError};
use super::signing::{Crossing, Crossings};
use super::writer::Envelope;
use super::{Published, Register};

/// What there had been before the restore, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abandoned {
    /// Records.
    pub size: u64,
    /// Root of the tree at that size, if a checkpoint of it is at hand.
    pub root: Option<TreeHash>,
}

/// Why a restore was not ended. It can be done again from the start.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// What cannot be read could not be found or recorded.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// It could not be recorded.
    #[error(transparent)]
    Record(#[from] SubmitError),
    /// It could not be written down.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
    /// The next signing key could not be made.
    #[error("the next signing key cannot be made: {0}")]
    Key(#[from] KeyError),
    /// The next signing key could not be put into force.
    #[error("the next signing key cannot be put into force: {0}")]
    Rotate(#[from] RotateError),
    /// The vault could not keep what it must.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The vault could not keep the list of its signing keys.
    #[error(transparent)]
    File(#[from] FileError),
    /// The vault's signing keys are in disorder.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// No checkpoint of the restored log was made.
    #[error("the restored log was not attested")]
    NotAttested,
}

impl From<MalformedPayload> for RestoreError {
    fn from(error: MalformedPayload) -> RestoreError {
        RestoreError::Execute(error.into())
    }
}

impl Register {
    /// Records that the log goes on from here, what of it cannot be read any more, and the next signing key; says how many
    /// records are lost. The register must have been opened for a restore, and is to be stopped after this.
    pub async fn record_restored(
        &self,
        caller: Caller,
        abandoned: Abandoned,
    ) -> Result<u64, RestoreError> {
        let vault = self.vault();
        let stream = self.ledger_stream().map_err(ExecuteError::from)?;
        let lost = match self.find_losses(caller).await {
            Err(AcceptError::NothingDamaged) => Vec::new(),
            found => found?,
        };
        let restored = LedgerRestored {
            size: self.size(),
            abandoned_size: abandoned.size,
            abandoned_root: abandoned.root.map(|root| STANDARD.encode(root.as_bytes())),
        };
        let next = VerifierKey::new(&origin(self.ledger()), vault.prepare_signing_key()?)
            .map_err(|_| RestoreError::NotAttested)?;
        let rotated = KeyRotated { verifier_key: next.to_string(), reason: "restored".to_owned() };
        let mut drafts = vec![ledger_fact(vault, stream, LEDGER_RESTORED, &json(&restored)?)?];
        for fact in &lost {
            drafts.push(ledger_fact(vault, stream, DAMAGE_RECORDED, &json(fact)?)?);
        }
        drafts.push(ledger_fact(vault, stream, KEY_ROTATED, &json(&rotated)?)?);
        let mut own = [0; 16];
        own[..8].copy_from_slice(&restored.size.to_be_bytes());
        own[8..].copy_from_slice(&abandoned.size.to_be_bytes());
        let request = vault.request_id(RESTORED_GRANT, &own, stream);
        let count = lost.iter().map(DamageRecorded::count).sum();
        let proposal =
            Proposal { request, actor: caller.actor, reads: vec![], after: None, drafts };
        let (reply, answer) = oneshot::channel();
        self.command(Envelope::AcceptDamage { proposal, lost, reply })?;
        answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown))?;
        Ok(count)
    }
}

/// Puts the next signing key into force, once the restored log was stopped: first the checkpoint that both keys sign is durable,
/// then the old key is destroyed.
pub fn change_signing_key(vault: &Vault, published: &Published) -> Result<(), RestoreError> {
    let mut note = Note::parse(published.note.as_bytes()).map_err(|_| RestoreError::NotAttested)?;
    let checkpoint = Checkpoint::of_note(&note).map_err(|_| RestoreError::NotAttested)?;
    let next = vault.next_verifier_key().ok_or(RestoreError::NotAttested)?;
    let next =
        VerifierKey::new(&origin(vault.ledger()), next).map_err(|_| RestoreError::NotAttested)?;
    note.sign(&next, |text| vault.sign_next(text).unwrap_or([0; 64]))
        .map_err(|_| RestoreError::NotAttested)?;
    let text = note.to_string();
    let position = checkpoint.size.checked_sub(1).ok_or(RestoreError::NotAttested)?;
    let mut crossings = Crossings::of(vault)?;
    crossings.rotations.push(Crossing {
        position,
        verifier_key: next.to_string(),
        checkpoint: text.clone(),
    });
    crossings.keys(vault.ledger())?;
    vault.keep_checkpoint(text.as_bytes())?;
    vault.keep_rotations(&json(&crossings)?)?;
    vault.change_signing_key(position)?;
    Ok(())
}

/// Forgets a change of key that was listed and did not come into force: a restore was cut off there.
pub fn forget_unfinished(vault: &Vault) -> Result<(), RestoreError> {
    let mut crossings = Crossings::of(vault)?;
    let in_force = super::signing::key_in_force(vault)?.to_string();
    let last = crossings.rotations.last();
    if last.is_some_and(|last| last.verifier_key != in_force) {
        crossings.rotations.pop();
        vault.keep_rotations(&json(&crossings)?)?;
    }
    Ok(())
}

fn json(fact: &impl serde::Serialize) -> Result<Vec<u8>, MalformedPayload> {
    serde_json::to_vec(fact).map_err(|_| MalformedPayload)
}

/// In place of a grant in the request id of what a restore records of itself.
const RESTORED_GRANT: &[u8; 16] = b"ledger.restored.";
