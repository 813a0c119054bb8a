//! What one record says of a hold or a destruction: its members, as format.md §7 lists them. Judges their form alone.

use serde::Deserialize;

use crate::finding::Code;
use crate::kind::Kind;
use crate::spelling;

/// An id.
pub type Id = [u8; 16];

/// A record's statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// A hold was placed on a dossier.
    HoldPlaced {
        /// The dossier.
        dossier: Id,
        /// The hold.
        hold: Id,
    },
    /// A hold was lifted.
    HoldLifted {
        /// The hold.
        hold: Id,
    },
    /// Whether the practice is one person.
    Solo(bool),
    /// A destruction was decided.
    Decided(Decided),
    /// It was carried out.
    Executed {
        /// Position of the decision.
        decided: u64,
    },
}

/// What was decided.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Why, as its word.
    pub ground: String,
    /// Whole streams, each through a revision.
    pub streams: Vec<(Id, u64)>,
    /// Ranges of positions.
    pub positions: Vec<(u64, u64)>,
    /// Old position, new position.
    pub replacements: Vec<(u64, u64)>,
    /// Who decided.
    pub decider: Id,
    /// Who approved.
    pub approver: Id,
    /// Whether a client's request is named.
    pub requested: bool,
}

impl Statement {
    /// Reads a payload that is I-JSON.
    pub fn read(payload: &[u8], kind: Kind) -> Result<Statement, Code> {
        let read = match kind {
            Kind::HoldPlaced => placed(payload),
            Kind::HoldLifted => lifted(payload),
            Kind::SoloDeclared => solo(payload),
            Kind::DestructionDecided => decided(payload),
            _ => executed(payload),
        };
        read.ok_or(Code::OpenPayloadMalformed)
    }
}

fn placed(payload: &[u8]) -> Option<Statement> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Placed {
        dossier: String,
        hold: String,
    }
    let placed: Placed = serde_json::from_slice(payload).ok()?;
    let (dossier, hold) = (spelling::hex(&placed.dossier)?, spelling::hex(&placed.hold)?);
    Some(Statement::HoldPlaced { dossier, hold })
}

fn lifted(payload: &[u8]) -> Option<Statement> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lifted {
        hold: String,
    }
    let lifted: Lifted = serde_json::from_slice(payload).ok()?;
    Some(Statement::HoldLifted { hold: spelling::hex(&lifted.hold)? })
}

fn solo(payload: &[u8]) -> Option<Statement> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Declared {
        solo: bool,
    }
    let declared: Declared = serde_json::from_slice(payload).ok()?;
    Some(Statement::Solo(declared.solo))
}

fn decided(payload: &[u8]) -> Option<Statement> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        stream: String,
        through: u64,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Members {
        ground: String,
        streams: Vec<Whole>,
        positions: Vec<(u64, u64)>,
        replacements: Vec<(u64, u64)>,
        keys: Vec<String>,
        decider: String,
        approver: String,
        #[serde(deserialize_with = "Option::deserialize")]
        request: Option<String>,
    }
    let members: Members = serde_json::from_slice(payload).ok()?;
    let streams: Option<Vec<(Id, u64)>> = members
        .streams
        .iter()
        .map(|whole| Some((spelling::hex(&whole.stream)?, whole.through)))
        .collect();
    let keys: Option<Vec<Id>> = members.keys.iter().map(|key| spelling::hex(key)).collect();
    let keys = keys?;
    let request = members.request.as_deref().map(spelling::hex::<16>);
    let well_formed = keys.array_windows().all(|[before, next]| before < next)
        && request.is_none_or(|request| request.is_some());
    well_formed.then_some(Statement::Decided(Decided {
        ground: members.ground,
        streams: streams?,
        positions: members.positions,
        replacements: members.replacements,
        decider: spelling::hex(&members.decider)?,
        approver: spelling::hex(&members.approver)?,
        requested: request.is_some(),
    }))
}

fn executed(payload: &[u8]) -> Option<Statement> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Mirror {
        mirror: String,
        state: String,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Members {
        decided: u64,
        #[serde(rename = "epoch")]
        _epoch: u64,
        technique: String,
        mirrors: Vec<Mirror>,
        #[serde(deserialize_with = "Option::deserialize")]
        key_backups_until: Option<crate::law::Day>,
    }
    let members: Members = serde_json::from_slice(payload).ok()?;
    let _ = members.key_backups_until;
    let mirrors = members.mirrors.iter().all(|mirror| {
        spelling::hex::<16>(&mirror.mirror).is_some()
            && ["current", "lagging"].contains(&mirror.state.as_str())
    });
    let known = mirrors && members.technique == "key_destruction";
    known.then_some(Statement::Executed { decided: members.decided })
}
