//! What is recorded of holds and destructions, as open payloads (docs/format.md §7). Types of their own, so that no name, no
//! reason and no case can slip in.

use serde::{Deserialize, Serialize};

use crate::chain::{ActorId, KeyId, StreamId};
use crate::register::payload::MalformedPayload;

use super::order::Order;

/// A hold (bewaring) was placed: the kind of its record.
pub const HOLD_PLACED: &str = "hold.placed/1";
/// A hold was lifted.
pub const HOLD_LIFTED: &str = "hold.lifted/1";
/// A destruction was decided and approved.
pub const DESTRUCTION_DECIDED: &str = "destruction.decided/1";
/// A destruction was carried out.
pub const DESTRUCTION_EXECUTED: &str = "destruction.executed/1";
/// Whether the practice is one person, who approves what she decided.
pub const SOLO_DECLARED: &str = "ledger.solo_declared/1";

/// A destruction was proposed. Sealed: a proposal may point into a text.
pub const DESTRUCTION_PROPOSED: &str = "destruction.proposed/1";
/// A proposal was refused. Sealed.
pub const DESTRUCTION_REFUSED: &str = "destruction.refused/1";

/// All of these.
pub const KINDS: &[&str] = &[
    HOLD_PLACED,
    HOLD_LIFTED,
    DESTRUCTION_DECIDED,
    DESTRUCTION_EXECUTED,
    SOLO_DECLARED,
    DESTRUCTION_PROPOSED,
    DESTRUCTION_REFUSED,
];

/// How keys are destroyed: the only technique there is.
pub const TECHNIQUE: &str = "key_destruction";

/// Why something is destroyed (docs/format.md §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The client asked (BW 7:455, Jw 7.3.9, Wmo 5.3.5, AVG 17).
    ClientRequest,
    /// The term for keeping it is over (AVG 5(1)(e)).
    RetentionEnded,
    /// It was transferred to another practice (Uavg 30a).
    Transferred,
    /// It should never have been recorded (AVG 17(1)(d)).
    RecordedUnlawfully,
    /// A year of the access log is over for five years.
    LogYearEnded,
}

impl Ground {
    /// Every ground.
    pub const ALL: &'static [Ground] = &[
        Ground::ClientRequest,
        Ground::RetentionEnded,
        Ground::Transferred,
        Ground::RecordedUnlawfully,
        Ground::LogYearEnded,
    ];

    /// Its word in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Ground::ClientRequest => "client_request",
            Ground::RetentionEnded => "retention_ended",
            Ground::Transferred => "transferred",
            Ground::RecordedUnlawfully => "recorded_unlawfully",
            Ground::LogYearEnded => "log_year_ended",
        }
    }
}

/// A dossier may not be destroyed until the hold is lifted. Names no ground and no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldPlaced {
    /// The dossier.
    pub dossier: StreamId,
    /// The hold, by a random id.
    pub hold: StreamId,
}

/// The hold stands no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldLifted {
    /// The hold.
    pub hold: StreamId,
}

/// A stream up to a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeStream {
    /// The stream.
    pub stream: StreamId,
    /// The last revision that goes.
    pub through: u64,
}

/// What is to go, and on whose authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestructionDecided {
    /// Why.
    pub ground: Ground,
    /// Streams that go whole, in order of their ids.
    pub streams: Vec<WholeStream>,
    /// Ranges of positions that go, both ends included, ascending, not touching.
    pub positions: Vec<(u64, u64)>,
    /// For what goes in part: the position that goes, and the one that takes its place.
    pub replacements: Vec<(u64, u64)>,
    /// The keys that go, in order of their ids.
    pub keys: Vec<KeyId>,
    /// Who decided.
    pub decider: ActorId,
    /// Who approved.
    pub approver: ActorId,
    /// The request it grants.
    pub request: Option<StreamId>,
}

/// How a mirror of the vault stood when the keys were destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MirrorStanding {
    /// The keys are gone from it, too.
    Current,
    /// It could not be reached and still holds them.
    Lagging,
}

/// One mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MirrorReached {
    /// Which.
    pub mirror: StreamId,
    /// How it stood.
    pub state: MirrorStanding,
}

/// What was decided is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestructionExecuted {
    /// Position of the decision.
    pub decided: u64,
    /// The vault's epoch since.
    pub epoch: u64,
    /// How: [`TECHNIQUE`].
    pub technique: String,
    /// The vault's mirrors.
    pub mirrors: Vec<MirrorReached>,
    /// The day after which no backup of the keys that griffie wrote holds them any more, if there is one.
    pub key_backups_until: Option<chrono::NaiveDate>,
}

/// Whether one person may approve what she decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoloDeclared {
    /// Whether.
    pub solo: bool,
}

/// A destruction was proposed, by the actor in the record's header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestructionProposed {
    /// What is to go. Positions and spans, never what stands there.
    pub order: Order,
}

/// A proposal was refused, by the actor in the record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestructionRefused {
    /// Position of the proposal.
    pub proposed: u64,
}

/// Any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A hold was placed.
    HoldPlaced(HoldPlaced),
    /// A hold was lifted.
    HoldLifted(HoldLifted),
    /// A destruction was decided.
    Decided(Box<DestructionDecided>),
    /// It was carried out.
    Executed(Box<DestructionExecuted>),
    /// The practice is one person, or is no more.
    SoloDeclared(SoloDeclared),
    /// A destruction was proposed.
    Proposed(Box<DestructionProposed>),
    /// A proposal was refused.
    Refused(DestructionRefused),
}

impl Fact {
    /// The kind of its record.
    pub const fn kind(&self) -> &'static str {
        match self {
            Fact::HoldPlaced(_) => HOLD_PLACED,
            Fact::HoldLifted(_) => HOLD_LIFTED,
            Fact::Decided(_) => DESTRUCTION_DECIDED,
            Fact::Executed(_) => DESTRUCTION_EXECUTED,
            Fact::SoloDeclared(_) => SOLO_DECLARED,
            Fact::Proposed(_) => DESTRUCTION_PROPOSED,
            Fact::Refused(_) => DESTRUCTION_REFUSED,
        }
    }

    /// Whether its payload may be given to anyone. One that is not open lies in the envelope of sealed payloads.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Fact::Proposed(_) | Fact::Refused(_))
    }

    /// Whether it decides a destruction or says that one was carried out.
    pub const fn destroys(&self) -> bool {
        matches!(self, Fact::Decided(_) | Fact::Executed(_))
    }

    /// Whether records of a kind are one of these.
    pub fn is_kind(kind: &str) -> bool {
        KINDS.contains(&kind)
    }

    /// Its body: the whole payload of an open one.
    pub fn to_body(&self) -> Result<Vec<u8>, MalformedPayload> {
        let written = match self {
            Fact::HoldPlaced(fact) => serde_json::to_vec(fact),
            Fact::HoldLifted(fact) => serde_json::to_vec(fact),
            Fact::Decided(fact) => serde_json::to_vec(fact),
            Fact::Executed(fact) => serde_json::to_vec(fact),
            Fact::SoloDeclared(fact) => serde_json::to_vec(fact),
            Fact::Proposed(fact) => serde_json::to_vec(fact),
            Fact::Refused(fact) => serde_json::to_vec(fact),
        };
        written.map_err(|_| MalformedPayload)
    }

    /// Reads a body; nothing if the kind is none of these.
    pub fn from_body(kind: &str, body: &[u8]) -> Result<Option<Fact>, MalformedPayload> {
        fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, MalformedPayload> {
            serde_json::from_slice(bytes).map_err(|_| MalformedPayload)
        }
        Ok(Some(match kind {
            HOLD_PLACED => Fact::HoldPlaced(read(body)?),
            HOLD_LIFTED => Fact::HoldLifted(read(body)?),
            DESTRUCTION_DECIDED => Fact::Decided(Box::new(read(body)?)),
            DESTRUCTION_EXECUTED => Fact::Executed(Box::new(read(body)?)),
            SOLO_DECLARED => Fact::SoloDeclared(read(body)?),
            DESTRUCTION_PROPOSED => Fact::Proposed(Box::new(read(body)?)),
            DESTRUCTION_REFUSED => Fact::Refused(read(body)?),
            _ => return Ok(None),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_reads_as_the_format_has_it() {
        let fact = Fact::Decided(Box::new(DestructionDecided {
            ground: Ground::ClientRequest,
            streams: vec![WholeStream { stream: StreamId::from_bytes([0xd1; 16]), through: 4 }],
            positions: vec![],
            replacements: vec![],
            keys: vec![KeyId::from_bytes([0xee; 16])],
            decider: ActorId::from_bytes([1; 16]),
            approver: ActorId::from_bytes([2; 16]),
            request: None,
        }));
        let written = fact.to_body().unwrap();
        let d1 = "d1".repeat(16);
        let (ee, one, two) = ("ee".repeat(16), "01".repeat(16), "02".repeat(16));
        let expected = format!(
            r#"{{"ground":"client_request","streams":[{{"stream":"{d1}","through":4}}],"positions":[],"replacements":[],"keys":["{ee}"],"decider":"{one}","approver":"{two}","request":null}}"#
        );
        assert_eq!(String::from_utf8(written.clone()).unwrap(), expected);
        assert_eq!(Fact::from_body(DESTRUCTION_DECIDED, &written), Ok(Some(fact)));
    }

    #[test]
    fn a_member_nobody_knows_is_refused() {
        assert!(Fact::from_body(SOLO_DECLARED, br#"{"solo":true,"name":"x"}"#).is_err());
        assert_eq!(Fact::from_body("dossier.opened/1", b"{}"), Ok(None));
    }
}
