//! The first records of a ledger: what it is, who owns it, and the owner's token. Written straight to the store, before there is
//! a register; a creation cut short can be done again.

use crate::access::{Role, TokenHash};
use crate::chain::{
    ActorId, Broken, Facts, Head, LedgerId, RequestId, StreamId, VerifierKey, Visibility,
};
use crate::store::{Batch, CommitError, Committed, NewRecord, Store, StoredHead};
use crate::vault::{SealError, Vault};

use super::destruction::fact::{SOLO_DECLARED, SoloDeclared};
use super::facts::{
    GRANT_GIVEN, GrantGiven, LEDGER_CREATED, LedgerCreated, TOKEN_ISSUED, TokenIssued,
};
use super::payload::{self, MalformedPayload};

/// Why the first records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The store holds records already.
    #[error("the ledger exists already")]
    Exists,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] CommitError),
    /// A payload could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A payload could not be written.
    #[error(transparent)]
    Payload(#[from] MalformedPayload),
    /// The records do not follow each other: a defect.
    #[error(transparent)]
    Chain(#[from] Broken),
}

/// The random ids of a new ledger's first records, and when they are written.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// The ledger's own stream.
    pub stream: StreamId,
    /// The owner's grant.
    pub grant: StreamId,
    /// The owner's pseudonym.
    pub owner: ActorId,
    /// In a solo practice: one more grant for each officer's role, which the owner holds too.
    pub officers: Option<[StreamId; 3]>,
    /// The command's id.
    pub request: RequestId,
    /// Microseconds UTC.
    pub recorded_at: i64,
}

/// Writes the first records of the vault's ledger into an empty store.
pub fn create(
    store: &dyn Store,
    vault: &Vault,
    verifier_key: &VerifierKey,
    beginning: Beginning,
    token: TokenHash,
) -> Result<(), CreateError> {
    let created =
        LedgerCreated { format: "GRF1".to_owned(), verifier_key: verifier_key.to_string() };
    let given = |grant: StreamId, role: Role| {
        let (actor, role, scope) = (beginning.owner, role.as_str().to_owned(), "ledger".to_owned());
        json(&GrantGiven { grant, actor, role, scope }).map(String::into_bytes)
    };
    let issued = json(&TokenIssued { token_hash: hex::encode(token.as_bytes()) })?;
    let owner = given(beginning.grant, Role::Owner)?;
    let issued = payload::write(&issued, None, None)?;
    let mut payloads = vec![
        (beginning.stream, 0, LEDGER_CREATED, Visibility::Open, json(&created)?.into_bytes()),
        (beginning.grant, 0, GRANT_GIVEN, Visibility::Open, owner),
        (beginning.grant, 1, TOKEN_ISSUED, Visibility::Sealed, issued),
    ];
    let officers = [Role::ComplaintsOfficer, Role::IncidentOfficer, Role::PrivacyOfficer];
    for (grant, role) in beginning.officers.into_iter().flatten().zip(officers) {
        payloads.push((grant, 0, GRANT_GIVEN, Visibility::Open, given(grant, role)?));
    }
    if beginning.officers.is_some() {
        let solo = json(&SoloDeclared { solo: true })?.into_bytes();
        payloads.push((beginning.stream, 1, SOLO_DECLARED, Visibility::Open, solo));
    }
    let ledger: LedgerId = vault.ledger();
    let mut head = Head::EMPTY;
    let mut records = Vec::new();
    for (stream, revision, kind, visibility, payload) in payloads {
        let sealed = vault.seal(vault.house_key_id(), stream, &payload)?;
        let (header, next) = head.extend(Facts {
            ledger,
            recorded_at: beginning.recorded_at,
            stream,
            revision,
            actor: beginning.owner,
            request: beginning.request,
            visibility,
            commitment: sealed.commitment,
            kind: kind.parse().map_err(|_| MalformedPayload)?,
        })?;
        records.push(NewRecord { header, sealed: sealed.box_bytes, access: false });
        head = next;
    }
    let batch = Batch {
        ledger,
        expected: StoredHead::default(),
        next: StoredHead { size: head.size, hash: head.hash },
        records,
        deletes: Vec::new(),
    };
    match pollster::block_on(store.commit(&batch))? {
        Committed::Committed => Ok(()),
        Committed::Stale(_) => Err(CreateError::Exists),
    }
}

fn json<T: serde::Serialize>(fact: &T) -> Result<String, MalformedPayload> {
    serde_json::to_string(fact).map_err(|_| MalformedPayload)
}
