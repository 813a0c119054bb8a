//! What is on record of grants and tokens: written here, and folded into who may come in. Grants are open facts by pseudonym; what is
//! about tokens and emergencies is sealed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::{Grant, Grants, Role, TokenHash};
use crate::chain::{ActorId, StreamId, Visibility};
use crate::domain::text::Line;

use super::accept::ledger_fact;
use super::execute::{Call, ExecuteError};
use super::facts::{GRANT_GIVEN, GrantGiven, TOKEN_ISSUED, TokenIssued};
use super::payload::{self, MalformedPayload};
use super::proposal::{Acknowledgement, Draft, Proposal, Read, SubmitError};
use super::read::{PayloadRead, ReadFailure, Record};
use super::{Register, facts};

/// A role given over everything, or over named streams, from a day to a day. Open.
const GIVEN: &str = "grant.given/2";
/// A grant ended. Open.
const ENDED: &str = "grant.ended/1";
/// A token was issued, until a day. Sealed.
const ISSUED: &str = "grant.token_issued/2";
/// A token was revoked. Sealed.
const REVOKED: &str = "grant.token_revoked/1";
/// Why a grant was taken in an emergency. Sealed.
const EMERGENCY: &str = "grant.emergency_taken/1";
/// All of these that a ledger does not begin with.
pub(super) const KINDS: &[&str] = &[GIVEN, ENDED, ISSUED, REVOKED, EMERGENCY];

/// A fact about a grant; the grant's id is its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantFact {
    /// A role was given.
    Given(Given),
    /// A grant ended.
    Ended(Ended),
    /// A token was issued.
    Issued(Issued),
    /// A token was revoked.
    Revoked(Revoked),
    /// Why it was taken in an emergency.
    Emergency(Emergency),
}

/// A role, for a pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The grant; also its stream.
    pub grant: StreamId,
    /// Who holds it.
    pub actor: ActorId,
    /// The role's word.
    pub role: String,
    /// The dossiers or cases it is for; none: all that the role is for.
    pub streams: BTreeSet<StreamId>,
    /// The first day on which it holds.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds.
    pub until: Option<NaiveDate>,
}

/// The end of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Which.
    pub grant: StreamId,
}

/// A token's hash, and until when it lets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Hash of the token, hex.
    pub token_hash: String,
    /// The last day.
    pub until: NaiveDate,
}

/// A token that lets nobody in any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// The position of the record that issued it.
    pub token: u64,
}

/// What the emergency was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// In words.
    pub reason: Line,
}

/// Whether a record of this kind holds the hash of a token.
pub fn is_token_issued(kind: &str) -> bool {
    matches!(kind, TOKEN_ISSUED | ISSUED)
}

impl GrantFact {
    /// The kind for the header.
    pub fn kind(&self) -> &'static str {
        match self {
            GrantFact::Given(_) => GIVEN,
            GrantFact::Ended(_) => ENDED,
            GrantFact::Issued(_) => ISSUED,
            GrantFact::Revoked(_) => REVOKED,
            GrantFact::Emergency(_) => EMERGENCY,
        }
    }

    /// The body for the payload.
    pub fn to_body(&self) -> Result<String, MalformedPayload> {
        let body = match self {
            GrantFact::Given(fact) => serde_json::to_string(fact),
            GrantFact::Ended(fact) => serde_json::to_string(fact),
            GrantFact::Issued(fact) => serde_json::to_string(fact),
            GrantFact::Revoked(fact) => serde_json::to_string(fact),
            GrantFact::Emergency(fact) => serde_json::to_string(fact),
        };
        body.map_err(|_| MalformedPayload)
    }

    /// Whether anyone may be given its payload.
    pub fn is_open(&self) -> bool {
        matches!(self, GrantFact::Given(_) | GrantFact::Ended(_))
    }
}

impl Register {
    /// Records facts about one grant, together. The same request records them once.
    pub async fn record_grant(
        &self,
        call: &Call,
        grant: StreamId,
        facts: &[GrantFact],
    ) -> Result<Option<Acknowledgement>, ExecuteError> {
        let request = self.request_of(call);
        if let Some(first) = self.with_index(|index| index.request(request)) {
            return Ok(Some(self.acknowledgement_again(first)?));
        }
        if call.validate_only {
            return Ok(None);
        }
        let drafts = facts.iter().map(|fact| self.grant_draft(call, grant, fact));
        let proposal = Proposal {
            request,
            actor: call.caller.actor,
            reads: vec![Read { stream: grant, next_revision: self.next_revision(grant) }],
            after: None,
            drafts: drafts.collect::<Result<_, _>>()?,
        };
        match self.submit(proposal).await {
            Ok(done) => Ok(Some(done)),
            Err(SubmitError::Duplicate { first }) => Ok(Some(self.acknowledgement_again(first)?)),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a call was recorded before.
    pub fn was_recorded(&self, call: &Call) -> bool {
        self.with_index(|index| index.request(self.request_of(call))).is_some()
    }

    /// Sealed like any fact of the ledger, under the house key.
    fn grant_draft(
        &self,
        call: &Call,
        grant: StreamId,
        fact: &GrantFact,
    ) -> Result<Draft, ExecuteError> {
        let body = fact.to_body()?;
        let (visibility, payload) = if fact.is_open() {
            (Visibility::Open, body.into_bytes())
        } else {
            (Visibility::Sealed, payload::write(&body, Some(&call.context), None)?)
        };
        let draft = ledger_fact(self.vault(), grant, fact.kind(), &payload)?;
        Ok(Draft { visibility, ..draft })
    }

    /// Folds what was recorded of grants from a position on; says up to where.
    pub fn fold_grants(&self, grants: &mut Grants, from: u64) -> Result<u64, ReadFailure> {
        let size = self.size();
        let positions = self.with_index(|index| {
            index.positions_of_kinds_from(from, size, |kind| kind.as_str().starts_with("grant."))
        });
        for record in self.records(&positions, true)? {
            let damaged = ReadFailure::Damaged { position: record.header.position };
            fold(grants, &record).map_err(|_| damaged)?;
        }
        Ok(size)
    }

    /// Why a grant was taken in an emergency; nothing if it was not.
    pub fn emergency_reason(&self, grant: StreamId) -> Result<Option<Line>, ReadFailure> {
        let positions = self.with_index(|index| index.positions(grant, 0, u64::MAX));
        for record in self.records(&positions, true)? {
            let PayloadRead::Given(opened) = &record.payload else { continue };
            if record.header.kind.as_str() == EMERGENCY {
                let damaged = ReadFailure::Damaged { position: record.header.position };
                let read = sealed::<Emergency>(opened.payload()).map_err(|_| damaged)?;
                return Ok(Some(read.reason));
            }
        }
        Ok(None)
    }
}

fn sealed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, MalformedPayload> {
    let payload = payload::read(bytes)?;
    serde_json::from_str(payload.body.get()).map_err(|_| MalformedPayload)
}

fn open<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, MalformedPayload> {
    serde_json::from_slice(bytes).map_err(|_| MalformedPayload)
}

fn fold(grants: &mut Grants, record: &Record) -> Result<(), MalformedPayload> {
    let PayloadRead::Given(opened) = &record.payload else { return Ok(()) };
    let (header, bytes) = (&record.header, opened.payload());
    match header.kind.as_str() {
        GRANT_GIVEN => {
            let GrantGiven { grant, actor, role, scope: _ } = open::<facts::GrantGiven>(bytes)?;
            let streams = BTreeSet::new();
            let given = Given { grant, actor, role, streams, from: None, until: None };
            give(grants, header.position, given);
        }
        GIVEN => give(grants, header.position, open(bytes)?),
        ENDED => grants.ended(open::<Ended>(bytes)?.grant, header.position),
        TOKEN_ISSUED => {
            let issued: TokenIssued = sealed(bytes)?;
            let hash = token_hash(&issued.token_hash)?;
            grants.issued(header.position, header.stream, hash, None);
        }
        ISSUED => {
            let issued: Issued = sealed(bytes)?;
            let hash = token_hash(&issued.token_hash)?;
            grants.issued(header.position, header.stream, hash, Some(issued.until));
        }
        REVOKED => grants.revoked(sealed::<Revoked>(bytes)?.token, header.position),
        _ => {} // Of a newer release, or for people.
    }
    Ok(())
}

/// A role this program does not know lets nobody in.
fn give(grants: &mut Grants, given_at: u64, given: Given) {
    let Given { grant, actor, role, streams, from, until } = given;
    if let Some(role) = Role::of_word(&role) {
        let given = Grant { actor, role, streams, from, until, given_at, ended_at: None };
        grants.given(grant, given);
    }
}

fn token_hash(text: &str) -> Result<TokenHash, MalformedPayload> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).map_err(|_| MalformedPayload)?;
    Ok(TokenHash::from_bytes(hash))
}
