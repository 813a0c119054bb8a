//! A request as it came in: by which channel, from whom and in which capacity, about whom. Of an identity check method and result
//! are kept, never the document.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::right::{ITEMS_MAX, Item, Right};
use crate::domain::dossier::regime::Regime;
use crate::domain::dossier::representative::RepresentationGround;
use crate::domain::id::DossierId;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// By which channel a request came in. Any will do (AVG 12(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter.
    Letter,
    /// An e-mail.
    Email,
    /// A portal or another message.
    Portal,
    /// By telephone.
    Telephone,
    /// In person.
    InPerson,
}

impl Channel {
    /// Whether it is written or electronic, as BW 7:455(1) and Wmo 5.3.5 ask of a request for destruction.
    pub const fn is_written(self) -> bool {
        matches!(self, Channel::Letter | Channel::Email | Channel::Portal)
    }
}

/// In which capacity somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Capacity {
    /// The client.
    Client {},
    /// A representative, on a ground of BW 7:465.
    Representative {
        /// The ground.
        ground: RepresentationGround,
    },
    /// Next of kin (nabestaande) of a client who died, or whoever else asks then.
    NextOfKin {},
}

/// Who asks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requester {
    /// Name.
    pub name: Line,
    /// In which capacity.
    pub capacity: Capacity,
}

impl fmt::Debug for Requester {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Requester")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

/// The client cannot weigh this matter (wilsonbekwaam): who judged so, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incapacity {
    /// Who judged.
    pub by: Line,
    /// On which day.
    pub on: NaiveDate,
}

/// On what access after death rests (BW 7:458a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterDeathGround {
    /// The client consented in life, on record (1)(a).
    ConsentInLife,
    /// The requester was told of an incident under Wkkgz 10(3) (1)(b).
    IncidentNotice,
    /// A weighty interest that may be harmed (1)(c).
    WeightyInterest,
    /// Had authority over a client who died under 16 (2).
    AuthorityOverChild,
}

/// Access after death.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterDeath {
    /// On what it rests.
    pub ground: AfterDeathGround,
    /// What makes a weighty interest likely.
    pub explanation: Option<Text>,
}

/// A request came in; it happened when it was received.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The dossier, unless it is about something else, such as the file of a complaint.
    pub dossier: Option<DossierId>,
    /// The act under which that dossier is kept.
    pub regime: Option<Regime>,
    /// By which channel.
    pub channel: Channel,
    /// Who asks; two parents may ask together.
    pub requesters: Vec<Requester>,
    /// The client cannot weigh it.
    pub incapacity: Option<Incapacity>,
    /// For access after death.
    pub after_death: Option<AfterDeath>,
    /// What is asked.
    pub items: Vec<Item>,
}

impl Received {
    /// Notes what cannot be.
    pub(super) fn check(&self, at: &FieldPath, violations: &mut Violations) {
        let lists =
            [("requesters", self.requesters.len(), 10), ("items", self.items.len(), ITEMS_MAX)];
        for (field, length, most) in lists {
            if length == 0 {
                violations.add(at.join(field), Reason::Missing);
            } else if length > most {
                violations.add(at.join(field), Reason::TooMany);
            }
        }
        for (index, item) in self.items.iter().enumerate() {
            let at = at.join("items").index(index);
            if self.items.iter().take(index).any(|other| other == item) {
                violations.add(at.clone(), Reason::Duplicate);
            }
            if self.dossier.is_none() && !item.scope.is_whole() {
                violations.add(at.join("scope"), Reason::Contradiction);
            }
            item.scope.check(&at.join("scope"), violations);
        }
        let asks = |right| self.items.iter().any(|item| item.right == right);
        if asks(Right::AccessAfterDeath) != self.after_death.is_some() {
            violations.add(at.join("after_death"), Reason::Contradiction);
        }
        // A statement stands beside an entry or a dossier, and what is destroyed lies in one.
        let of_dossier = [Right::Statement, Right::Destruction, Right::AccessAfterDeath];
        if self.dossier.is_none() && of_dossier.into_iter().any(asks) {
            violations.add(at.join("dossier"), Reason::Missing);
        }
        let weighty = |after: &AfterDeath| after.ground == AfterDeathGround::WeightyInterest;
        if self.after_death.as_ref().is_some_and(|it| weighty(it) && it.explanation.is_none()) {
            violations.add(at.join("after_death").join("explanation"), Reason::Missing);
        }
    }
}
