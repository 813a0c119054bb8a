//! What is asked, of which records, and by which rule its term is counted. Knows no person.

use serde::{Deserialize, Serialize};

use crate::domain::dossier::regime::Regime;
use crate::domain::id::EntryId;
use crate::domain::part::Cut;
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::law::RuleId;

/// Things one request asks at most.
pub(super) const ITEMS_MAX: usize = 20;
/// Records and parts one thing asked names at most.
const NAMED_MAX: usize = 500;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// To see the dossier (inzage; BW 7:456, Jw 7.3.10, Wmo 5.3.2).
    Inspection,
    /// A copy of it (afschrift).
    Copy,
    /// To have a wrong fact corrected (AVG 16).
    Rectification,
    /// To have one's own statement put beside it (BW 7:454(2)).
    Statement,
    /// To have it destroyed (BW 7:455, Jw 7.3.9, Wmo 5.3.5, AVG 17).
    Destruction,
    /// To have its use restricted (AVG 18).
    Restriction,
    /// To carry it away for another controller (AVG 20).
    Portability,
    /// To object to its use (AVG 21).
    Objection,
    /// To know who looked at it.
    AccessOverview,
    /// Access to the dossier of somebody who died (BW 7:458a, Jw 7.3.12a).
    AccessAfterDeath,
}

/// What it is asked of. With nothing named: the whole dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Entries, by id.
    pub entries: Vec<EntryId>,
    /// Records, by position.
    pub positions: Vec<u64>,
    /// Places in records.
    pub parts: Vec<PartNamed>,
}

/// Places in one record: pointed at, never quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartNamed {
    /// The position of the record.
    pub position: u64,
    /// The places.
    pub cuts: Vec<Cut>,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What.
    pub right: Right,
    /// Of what.
    pub scope: Scope,
}

impl Right {
    /// Every right.
    pub const ALL: &'static [Right] = &[
        Right::Inspection,
        Right::Copy,
        Right::Rectification,
        Right::Statement,
        Right::Destruction,
        Right::Restriction,
        Right::Portability,
        Right::Objection,
        Right::AccessOverview,
        Right::AccessAfterDeath,
    ];

    /// Its word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Right::Inspection => "inspection",
            Right::Copy => "copy",
            Right::Rectification => "rectification",
            Right::Statement => "statement",
            Right::Destruction => "destruction",
            Right::Restriction => "restriction",
            Right::Portability => "portability",
            Right::Objection => "objection",
            Right::AccessOverview => "access_overview",
            Right::AccessAfterDeath => "access_after_death",
        }
    }

    /// The rule by which its term is counted (rule book, MASTER). `written`: on paper or by electronic means, as BW 7:455 and
    /// Wmo 5.3.5 ask of a request for destruction; one by word of mouth is a request under the AVG all the same.
    ///
    /// The acts set no term for access after death, and the AVG is not for the dead: no rule, no clock.
    pub const fn rule(self, regime: Option<Regime>, written: bool) -> Option<RuleId> {
        match (self, regime) {
            (Right::AccessAfterDeath, _) => None,
            (Right::Inspection | Right::Copy, Some(Regime::Wgbo)) => Some(RuleId::WgboAccess),
            (Right::Inspection | Right::Copy, Some(Regime::Jeugdwet)) => Some(RuleId::JwAccess),
            (Right::Inspection | Right::Copy, Some(Regime::Wmo)) => Some(RuleId::WmoAccess),
            (Right::Destruction, Some(Regime::Wgbo)) if written => Some(RuleId::WgboDestroy),
            (Right::Destruction, Some(Regime::Jeugdwet)) => Some(RuleId::JwDestroy),
            (Right::Destruction, Some(Regime::Wmo)) if written => Some(RuleId::WmoDestroy),
            (Right::Statement, Some(Regime::Wgbo)) => Some(RuleId::WgboStatement),
            _ => Some(RuleId::AvgRequest),
        }
    }
}

impl Scope {
    /// Whether nothing is named: it is about the whole dossier.
    pub fn is_whole(&self) -> bool {
        self.entries.is_empty() && self.positions.is_empty() && self.parts.is_empty()
    }

    /// Notes what cannot be.
    pub(super) fn check(&self, at: &FieldPath, violations: &mut Violations) {
        let lists = [
            ("entries", self.entries.len()),
            ("positions", self.positions.len()),
            ("parts", self.parts.len()),
        ];
        for (field, _) in lists.into_iter().filter(|(_, length)| *length > NAMED_MAX) {
            violations.add(at.join(field), Reason::TooMany);
        }
        for (index, part) in self.parts.iter().enumerate() {
            if part.cuts.is_empty() {
                violations.add(at.join("parts").index(index).join("cuts"), Reason::Missing);
            }
            let named = |other: &PartNamed| other.position == part.position;
            if self.parts.iter().take(index).any(named) {
                violations.add(at.join("parts").index(index), Reason::Duplicate);
            }
        }
    }
}
