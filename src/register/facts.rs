//! Facts about the ledger itself, as open payloads (docs/format.md §7). A type of their own, so that no name can slip in.

use serde::{Deserialize, Serialize};

use crate::chain::{ActorId, StreamId};

/// The first record of a ledger.
pub const LEDGER_CREATED: &str = "ledger.created/1";
/// Another key signs from here on.
pub const KEY_ROTATED: &str = "ledger.key_rotated/1";
/// The log goes on from a backup that was shorter than what there had been.
pub const LEDGER_RESTORED: &str = "ledger.restored/1";
/// A mirror of the vault caught up with a destruction that had not reached it.
pub const MIRROR_FOLLOWED: &str = "ledger.mirror_followed/1";
/// The clock was taken as right.
pub const CLOCK_ACCEPTED: &str = "ledger.clock_accepted/1";
/// A grant was given.
pub const GRANT_GIVEN: &str = "grant.given/1";
/// A token was issued for a grant. Sealed.
pub const TOKEN_ISSUED: &str = "grant.token_issued/1";

/// All of these.
pub(super) const KINDS: &[&str] = &[
    LEDGER_CREATED,
    KEY_ROTATED,
    LEDGER_RESTORED,
    MIRROR_FOLLOWED,
    CLOCK_ACCEPTED,
    GRANT_GIVEN,
    TOKEN_ISSUED,
];

/// Format and first verifier key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerCreated {
    /// Always `GRF1`.
    pub format: String,
    /// The verifier key's text.
    pub verifier_key: String,
}

/// The next signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRotated {
    /// The verifier key's text.
    pub verifier_key: String,
    /// Why: `scheduled`, `suspected` or `restored`.
    pub reason: String,
}

/// What a restore left behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerRestored {
    /// Records that were kept: this record's own position.
    pub size: u64,
    /// Records there had been, as far as anybody knew.
    pub abandoned_size: u64,
    /// Root of the abandoned branch at that size, base64; nothing if no checkpoint of that size was at hand.
    pub abandoned_root: Option<String>,
}

/// Which mirror, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MirrorFollowed {
    /// The mirror, by its id.
    pub mirror: StreamId,
    /// Its epoch since then.
    pub epoch: u64,
}

/// Somebody looked at the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockAccepted {
    /// The time taken as right, microseconds UTC.
    pub accepted_at: i64,
    /// Stamp of the record before this one, microseconds UTC.
    pub last_recorded_at: i64,
}

/// A role within a scope, for a pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantGiven {
    /// The grant; also its stream.
    pub grant: StreamId,
    /// Who holds it.
    pub actor: ActorId,
    /// The role's word.
    pub role: String,
    /// How far it reaches.
    pub scope: String,
}

/// A token's hash. Sealed all the same: who holds tokens is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenIssued {
    /// Hash of the token, hex.
    pub token_hash: String,
}
