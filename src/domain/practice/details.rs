//! What is stated about a practice, whole, per version.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::number::{BranchNumber, KvkNumber, ProfessionalNumber};
use crate::domain::contact::{Address, AgbCode, ContactPoint, Email, Telephone};
use crate::domain::text::Line;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Everything stated about the practice. A version replaces the whole of the one before.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Name of the practice.
    pub name: Line,
    /// Where it is established.
    pub address: Address,
    /// Telephone number.
    pub telephone: Option<Telephone>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Website.
    pub website: Option<Line>,
    /// Number in the trade register (`KvK`).
    pub kvk: KvkNumber,
    /// Number of the branch (vestigingsnummer).
    pub branch: Option<BranchNumber>,
    /// The practice's own AGB code.
    pub agb: Option<AgbCode>,
    /// Numbers of the people who work for it, at most 200.
    pub professional_numbers: Vec<ProfessionalNumber>,
    /// The recognised dispute body it is affiliated with (geschilleninstantie; Wkkgz 18).
    pub dispute_body: Option<ContactPoint>,
    /// The complaints officer (klachtenfunctionaris; Wkkgz 15).
    pub complaints_officer: Option<ContactPoint>,
    /// The Wmo supervisor of each municipality it works for, at most 100.
    pub supervisors: Vec<Supervisor>,
}

/// The supervisor that a municipality appointed (toezichthouder; Wmo 6.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervisor {
    /// The municipality.
    pub municipality: Line,
    /// How to reach the supervisor.
    pub contact: ContactPoint,
}

impl Details {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        self.address.check(&path.join("address"), violations);
        let numbers = path.join("professional_numbers");
        for (index, number) in self.professional_numbers.iter().enumerate() {
            number.check(&numbers.index(index), violations);
        }
        if self.professional_numbers.len() > 200 {
            violations.add(numbers, Reason::TooMany);
        }
        let supervisors = path.join("supervisors");
        if self.supervisors.len() > 100 {
            violations.add(supervisors.clone(), Reason::TooMany);
        }
        for (index, supervisor) in self.supervisors.iter().enumerate() {
            let before = self.supervisors.iter().take(index);
            if before.clone().any(|other| other.municipality == supervisor.municipality) {
                let field = supervisors.index(index).join("municipality");
                violations.add(field, Reason::Duplicate);
            }
        }
    }
}
