//! The numbers by which registers know a practice and the people who work for it.

use serde::{Deserialize, Serialize};

use crate::domain::text::{Line, is_digits, parsed_text};
use crate::domain::violation::{FieldPath, Reason, Violations};

parsed_text! {
    /// Number in the trade register (KvK-nummer), 8 digits.
    KvkNumber, kvk
}
parsed_text! {
    /// Number of a branch in the trade register (vestigingsnummer), 12 digits. The inspectorate
    /// asks for it with a calamity (rule WKKGZ-CALAMITY).
    BranchNumber, branch
}

/// The register that gave a professional's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// The register of health professions (BIG), 11 digits.
    Big,
    /// The personal AGB code, 8 digits.
    Agb,
    /// The quality register of maternity care (KCKZ).
    Kckz,
    /// The certificate of a lactation consultant (IBCLC).
    Ibclc,
    /// The quality register of youth care (SKJ).
    Skj,
    /// Another register, named in the holder's line.
    Other,
}

/// The number of one professional in one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfessionalNumber {
    /// Whose number it is.
    pub holder: Line,
    /// Which register.
    pub kind: NumberKind,
    /// The number as the register writes it.
    pub number: Line,
}

impl ProfessionalNumber {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        self.kind.check(&self.number, path, violations);
    }
}

impl NumberKind {
    /// Whether a number is one that this register gives.
    pub(in crate::domain) fn check(
        self,
        number: &Line,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        let number = number.as_str();
        match self {
            NumberKind::Big if !is_digits(number, 11) => {
                violations.add(path.join("number"), Reason::BigInvalid);
            }
            NumberKind::Agb if !is_digits(number, 8) => {
                violations.add(path.join("number"), Reason::AgbInvalid);
            }
            _ => {}
        }
    }
}

fn kvk(text: String) -> Result<String, Reason> {
    if is_digits(&text, 8) { Ok(text) } else { Err(Reason::KvkInvalid) }
}

fn branch(text: String) -> Result<String, Reason> {
    if is_digits(&text, 12) { Ok(text) } else { Err(Reason::BranchInvalid) }
}
