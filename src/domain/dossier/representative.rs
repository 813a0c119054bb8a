//! Who may act for the client, on which ground and from when to when (rule WGBO-REPRESENT).

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::regime::Regime;
use crate::domain::contact::{Email, Telephone};
use crate::domain::provenance::check_past_day;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// The ground on which someone acts for the client (BW 7:465).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepresentationGround {
    /// Parent with authority (ouder met gezag).
    ParentWithAuthority,
    /// Guardian (voogd).
    Guardian,
    /// Curator.
    Curator,
    /// Mentor.
    Mentor,
    /// Proxy in writing (schriftelijk gemachtigde).
    WrittenProxy,
    /// Spouse or partner.
    SpouseOrPartner,
    /// Parent of an adult.
    Parent,
    /// Child of the client.
    Child,
    /// Brother or sister.
    Sibling,
    /// Grandparent.
    Grandparent,
    /// Grandchild; not under the Jeugdwet (7.3.15).
    Grandchild,
}

/// A judgement that the client can or cannot decide something (wilsbekwaamheid).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityJudgement {
    /// Who judged.
    pub by: Line,
    /// On which day.
    pub on: NaiveDate,
    /// About which decision, and what the judgement was.
    pub about: Text,
}

/// A representative (vertegenwoordiger).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// Name.
    pub name: Line,
    /// Relation to the client, in words.
    pub relation: Option<Line>,
    /// On which ground they act.
    pub ground: RepresentationGround,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it has one.
    pub until: Option<NaiveDate>,
    /// What proof was seen; never a copy of it.
    pub proof_seen: Option<Line>,
    /// Limits to what they may decide.
    pub limits: Option<Text>,
    /// The judgement on the client's capacity, where the ground asks for one.
    pub capacity: Option<CapacityJudgement>,
    /// Telephone number.
    pub telephone: Option<Telephone>,
    /// E-mail address.
    pub email: Option<Email>,
}

impl Representative {
    /// Whether they may act on a day.
    pub fn acts_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    pub(super) fn check(
        &self,
        regime: Regime,
        now: DateTime<Utc>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        check_past_day(self.from, now, path.join("from"), violations);
        if self.until.is_some_and(|until| until < self.from) {
            violations.add(path.join("until"), Reason::PeriodReversed);
        }
        // Jeugdwet 7.3.15 has no grandchild in its list, unlike BW 7:465.
        if regime == Regime::Jeugdwet && self.ground == RepresentationGround::Grandchild {
            violations.add(path.join("ground"), Reason::RepresentationNotInRegime);
        }
        if let Some(capacity) = &self.capacity {
            check_past_day(capacity.on, now, path.join("capacity").join("on"), violations);
        }
    }
}

impl fmt::Debug for Representative {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Representative(…)")
    }
}
