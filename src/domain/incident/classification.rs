//! Assessment and classification: what the reported event is by law, who decided so, and why.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::report::Noticeable;
use crate::domain::text::{Line, Text};

/// A first assessment of the report (rule HANDBOOK-MIC-3D); it took place when its provenance says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Who assessed it.
    pub assessed_by: Line,
    /// What came of it.
    pub findings: Text,
    /// Whether effects are noticeable to the client, as it looks now.
    pub noticeable: Noticeable,
}

/// What the event is (Wkkgz 1(1), 11(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentClass {
    /// An incident that stays within the practice.
    Incident,
    /// A calamity: it led to death or a seriously harmful effect.
    Calamity,
    /// Violence in the care relation.
    Violence,
    /// A contract ended for serious shortcoming; of institutions only.
    Dismissal,
    /// In doubt whether it is a calamity: six weeks to find out.
    InDoubt,
    /// Found out what could be found, and still in doubt: notified as if it were one, the safe side.
    StillInDoubt,
}

impl IncidentClass {
    /// Whether it is a calamity, or treated as one.
    pub fn is_calamity(self) -> bool {
        matches!(self, IncidentClass::Calamity | IncidentClass::StillInDoubt)
    }

    /// Whether it settles what the event is, so that something follows or nothing does.
    pub fn settles(self) -> bool {
        self != IncidentClass::InDoubt
    }

    /// Whether an authority is to be notified.
    pub fn is_reportable(self) -> bool {
        self.settles() && self != IncidentClass::Incident
    }
}

/// How a municipality counts (decision 8 of the rule book: a setting per municipality).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipal {
    /// The municipality.
    pub municipality: Line,
    /// Its own number of working days; nothing for the three of rule WMO-CALAMITY.
    pub days: Option<u16>,
    /// Whether it counts from the event instead of from establishing it.
    pub counts_from_event: bool,
}

/// A classification; it was established when its provenance says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classification {
    /// What it is.
    pub class: IncidentClass,
    /// Who decided so.
    pub decided_by: Line,
    /// Why.
    pub grounds: Text,
    /// Whether the provider is an institution in the sense of the Wkkgz; asked for a dismissal.
    pub institution: bool,
    /// How the municipality counts; of care under the Wmo only.
    pub municipal: Option<Municipal>,
}
