//! The way to the dispute body (geschilleninstantie; Wkkgz 18-22) and the other ways that stand open beside it. Who decides is not
//! the practice; all of this is noted.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::grievance::Grievance;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// The ground on which a dispute is submitted (Wkkgz 21). It must be one of these, above all without a step at the provider first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The rules for complaints were broken, such as a term that passed (Wkkgz 21(1)(a)).
    RulesBroken,
    /// The judgement does not take the complaint away enough (Wkkgz 21(1)(b)).
    JudgementInsufficient,
    /// One cannot reasonably be asked to complain to the provider first (Wkkgz 21(1)(c)).
    NotReasonable,
    /// Submitted by an interest organisation.
    InterestOrganisation,
}

/// A dispute was submitted; it happened when it was submitted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// The dispute body.
    pub body: Line,
    /// On which ground.
    pub ground: Ground,
    /// In words.
    pub explanation: Option<Text>,
    /// The interest organisation, if one submitted it.
    pub organisation: Option<Line>,
    /// Who complains about what, where the case begins with the dispute.
    pub grievance: Option<Grievance>,
}

/// What the dispute body decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RulingOutcome {
    /// The complaint is well founded (gegrond).
    Upheld,
    /// Partly.
    PartlyUpheld,
    /// Unfounded (ongegrond).
    Dismissed,
    /// Not admissible (niet-ontvankelijk).
    NotAdmissible,
}

/// The dispute body gave its binding advice (Wkkgz 20); it happened on the day of the ruling.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// What it decided.
    pub outcome: RulingOutcome,
    /// In words.
    pub summary: Option<Text>,
    /// Compensation granted, in euro cents.
    pub compensation_cents: Option<u64>,
}

/// Another way that was taken or pointed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// IBLCE, for the code of lactation consultants.
    Iblce,
    /// The data protection authority (Autoriteit Persoonsgegevens).
    DataProtectionAuthority,
    /// The inspectorate (IGJ), by way of its desk for complaints (Landelijk Meldpunt Zorg).
    Inspectorate,
    /// A disciplinary court (tuchtcollege).
    DisciplinaryCourt,
    /// A civil court.
    CivilCourt,
    /// Another one, such as the body of a municipality.
    Other,
}

/// The complainant took another way, or was pointed to it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteNoted {
    /// Which.
    pub route: Route,
    /// Its name, where it is another one.
    pub named: Option<Line>,
    /// In words.
    pub note: Option<Text>,
}

impl Dispute {
    /// Notes what is wrong with it. Only a dispute that begins a case says who complains: else that is known.
    pub fn check(&self, begins: bool, at: &FieldPath, violations: &mut Violations) {
        match (&self.grievance, begins) {
            (Some(grievance), true) => {
                grievance.check(true, &at.join("grievance"), violations);
            }
            (None, false) => {}
            (Some(_), false) => violations.add(at.join("grievance"), Reason::Contradiction),
            (None, true) => violations.add(at.join("grievance"), Reason::Missing),
        }
        match (&self.organisation, self.ground == Ground::InterestOrganisation) {
            (None, true) => violations.add(at.join("organisation"), Reason::Missing),
            (Some(_), false) => violations.add(at.join("organisation"), Reason::Contradiction),
            _ => {}
        }
    }
}

/// More than this is no compensation but a slip: JSON's whole numbers end there (I-JSON).
const CENTS_MAX: u64 = (1 << 53) - 1;

impl Ruling {
    /// Notes what is wrong with it.
    pub fn check(&self, at: &FieldPath, violations: &mut Violations) {
        if self.compensation_cents.is_some_and(|cents| cents > CENTS_MAX) {
            violations.add(at.join("compensation_cents"), Reason::NumberOutOfBounds);
        }
    }
}

impl RouteNoted {
    /// Notes what is wrong with it.
    pub fn check(&self, at: &FieldPath, violations: &mut Violations) {
        if self.route == Route::Other && self.named.is_none() {
            violations.add(at.join("named"), Reason::Missing);
        }
    }
}
