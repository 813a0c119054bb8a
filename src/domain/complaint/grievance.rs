//! What a complaint is about and who complains (Wkkgz 14): the dissatisfaction that was voiced, the complaint that was filed in
//! writing. The client is a name here, and a dossier may be named: the link goes this way only.

use std::collections::BTreeSet;
use std::hash::Hash;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::dossier::Regime;
use crate::domain::id::DossierId;
use crate::domain::provenance::{Moment, check_past_day};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// In which capacity somebody complains (Wkkgz 14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// The client.
    Client,
    /// A next of kin (nabestaande) of a client who died.
    NextOfKin,
    /// A representative (vertegenwoordiger) of the client.
    Representative,
    /// Somebody who was wrongly not seen as representative (Wkkgz 14(2)).
    WronglyNotSeen,
}

/// What a complaint is about, in the kinds of the professional body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A financial dispute.
    Financial,
    /// A breach of privacy.
    Privacy,
    /// Insufficient communication.
    Communication,
    /// Wrong or incomplete advice.
    Advice,
    /// Insufficient reporting to the client or the referrer.
    Reporting,
    /// Damage to the health of mother or child.
    HealthDamage,
    /// Another breach of the code or the professional standard.
    CodeOther,
    /// Not having been seen as representative (Wkkgz 14(2)).
    Representation,
}

/// How a complaint was put in writing (Wkkgz 14; e-mail and form are writing too).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenForm {
    /// A letter.
    Letter,
    /// An e-mail or another digital message.
    Email,
    /// A form, on paper or on a website.
    Form,
}

/// Who complains.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complainant {
    /// Their name.
    pub name: Line,
    /// In which capacity.
    pub capacity: Capacity,
    /// How to reach them.
    pub reachable: Option<Line>,
}

/// Who complains about what.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grievance {
    /// Who complains.
    pub complainant: Complainant,
    /// The client, where that is somebody else.
    pub client: Option<Line>,
    /// The client's dossier, if the one who writes this down knows it. Nothing in the dossier points back.
    pub dossier_id: Option<DossierId>,
    /// The acts under which the care was given that it is about; more than one if it is mixed.
    pub regimes: Vec<Regime>,
    /// What it is about; a dissatisfaction may have no kind yet.
    pub kinds: Vec<Kind>,
    /// The conduct it is about.
    pub conduct: Text,
    /// The outcome that is wished for.
    pub wished: Option<Text>,
}

/// Dissatisfaction (onvrede) was voiced. It starts no clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dissatisfaction {
    /// Who is dissatisfied with what.
    pub grievance: Grievance,
}

/// The provider's own scheme for care under Wmo and Jeugdwet, as far as it differs from six weeks and four more.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Who judges under it.
    pub judged_by: Option<Line>,
    /// Weeks within which is judged.
    pub weeks: Option<u16>,
    /// The confidant (vertrouwenspersoon) that was pointed out.
    pub confidant: Option<Line>,
}

/// A written complaint was received; it happened when it was received.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// Who complains about what.
    pub grievance: Grievance,
    /// How it was put in writing.
    pub written: WrittenForm,
    /// When it was said aloud before.
    pub oral_at: Option<Moment>,
    /// The provider's own scheme, for care under Wmo or Jeugdwet.
    pub scheme: Option<Scheme>,
}

impl Grievance {
    /// Whether any of the care was given under this act.
    pub fn concerns(&self, regime: Regime) -> bool {
        self.regimes.contains(&regime)
    }

    /// Whether any of the care was given under Wmo or Jeugdwet: the provider's own scheme.
    pub fn concerns_scheme(&self) -> bool {
        self.concerns(Regime::Wmo) || self.concerns(Regime::Jeugdwet)
    }

    /// Notes what is wrong with it.
    pub fn check(&self, kinds_needed: bool, at: &FieldPath, violations: &mut Violations) {
        let own = self.complainant.capacity == Capacity::Client;
        match (&self.client, own) {
            (Some(_), true) => violations.add(at.join("client"), Reason::Contradiction),
            (None, false) => violations.add(at.join("client"), Reason::Missing),
            _ => {}
        }
        check_set(&self.regimes, true, &at.join("regimes"), violations);
        check_set(&self.kinds, kinds_needed, &at.join("kinds"), violations);
    }
}

impl Filing {
    /// Notes what is wrong with it.
    pub fn check(&self, now: DateTime<Utc>, at: &FieldPath, violations: &mut Violations) {
        self.grievance.check(true, &at.join("grievance"), violations);
        if let Some(oral) = self.oral_at {
            check_past_day(oral.day(), now, at.join("oral_at"), violations);
        }
        if self.scheme.is_some() && !self.grievance.concerns_scheme() {
            violations.add(at.join("scheme"), Reason::Contradiction);
        }
    }
}

/// Notes a list that is empty, or has something twice.
fn check_set<T: Copy + Eq + Hash + std::fmt::Debug>(
    list: &[T],
    needed: bool,
    at: &FieldPath,
    violations: &mut Violations,
) {
    if list.is_empty() && needed {
        violations.add(at.clone(), Reason::Missing);
    }
    let mut seen = std::collections::HashSet::new();
    let twice: BTreeSet<usize> =
        (0..).zip(list).filter(|(_, it)| !seen.insert(**it)).map(|(index, _)| index).collect();
    for index in twice {
        violations.add(at.index(index), Reason::Duplicate);
    }
}
