//! The report of an audit, as format.md §9 spells it in JSON. What the words for people need beyond it is not serialised.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::Finding;

/// What an audit comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything holds, and somebody outside attests it.
    Sound,
    /// Everything holds that could be checked; each reservation is named.
    Reservation,
    /// Something is altered, missing or unexplained.
    Broken,
    /// A newer auditor is needed.
    Unsupported,
    /// The disk failed, not the bundle.
    Unreadable,
}

impl Verdict {
    /// The exit code of the command.
    pub fn exit(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::Unreadable => 1,
            Self::Broken => 3,
            Self::Reservation => 4,
            Self::Unsupported => 6,
        }
    }
}

/// Why a sound bundle proves less than it might. In the order of their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reservation {
    /// An outside file is of a branch that a restore left behind.
    Abandoned,
    /// No `--key`.
    KeyUnproven,
    /// Recorded damage or restore.
    Lost,
    /// No `--also`.
    NothingOutsideAttests,
    /// An outside size is larger than the bundle's.
    OutsideBeyondBundle,
    /// The newest outside size is smaller than the bundle's.
    OutsideOlderThanBundle,
    /// The ledger was restored from a copy once.
    Restored,
}

/// How many positions are in which state; together they are all positions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct States {
    /// By a recorded decision, carried out.
    pub destroyed: u64,
    /// Decided and not yet carried out.
    pub destroying: u64,
    /// Named by recorded damage.
    pub lost: u64,
    /// Box opened, content matches.
    pub opened: u64,
    /// Content given, matches.
    pub open: u64,
    /// Box given, key not.
    pub sealed_unexamined: u64,
    /// Held by the exporter, not given.
    pub withheld: u64,
    /// Not held, and no record says why.
    pub unexplained: u64,
}

/// How many clocks of the law were recomputed; together they are all clocks that records given name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Clocks {
    /// Every end was computed and is the one recorded.
    pub recomputed: u64,
    /// The same, but the end now in force was agreed or set by an authority.
    pub stated: u64,
    /// Of another rule table, or with records that are not given.
    pub not_recomputed: u64,
}

/// All an audit has to say.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// `griffie audit v1`
    pub report: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// Its exit code.
    pub exit: u8,
    /// The ledger's id, hex.
    pub ledger: Option<String>,
    /// How many records.
    pub size: Option<u64>,
    /// Root of the tree, base64.
    pub root: Option<String>,
    /// States of all positions.
    pub states: States,
    /// How many positions nobody looked into.
    pub not_examined: u64,
    /// Clocks of the law.
    pub clocks: Clocks,
    /// Empty unless the verdict is a reservation.
    pub reservations: Vec<Reservation>,
    /// At most a hundred.
    pub findings: Vec<Finding>,
    /// For people.
    #[serde(skip)]
    pub details: Details,
}

/// What the words for people say beyond the documented report.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// The key in force, as text.
    pub key: Option<String>,
    /// Whether `--key` vouches for it.
    pub key_proven: bool,
    /// Positions at which the key was rotated.
    pub rotations: Vec<u64>,
    /// Stamps of the first and the last record, microseconds.
    pub times: Option<(u64, u64)>,
    /// Outside files, in the order given.
    pub attestations: Vec<Attestation>,
    /// Which of them are of a branch that a restore left behind, and at which position that stands.
    pub abandoned: BTreeMap<String, u64>,
    /// Why a file could not be read.
    pub unreadable: Option<String>,
}

/// What an outside file attests.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// As given.
    pub path: String,
    /// Its size.
    pub size: u64,
    /// The record it is a receipt of, if it is one.
    pub receipt: Option<u64>,
    /// Whether it is signed, or merely noted down.
    pub signed: bool,
}

impl Report {
    /// A report that knows nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            report: "griffie audit v1",
            verdict: Verdict::Broken,
            exit: Verdict::Broken.exit(),
            ledger: None,
            size: None,
            root: None,
            states: States::default(),
            not_examined: 0,
            clocks: Clocks::default(),
            reservations: Vec::new(),
            findings: Vec::new(),
            details: Details::default(),
        }
    }
}
