//! Addresses, telephone numbers and the like, of practices and of clients.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::text::{Line, is_digits, parsed_text};
use super::violation::{FieldPath, Reason, Violations};

parsed_text! {
    /// A telephone number: digits, spaces, hyphens and brackets, with an optional leading `+`.
    Telephone, telephone
}
parsed_text! {
    /// An e-mail address. Whether it exists only a message can tell; this checks its outline.
    Email, email
}
parsed_text! {
    /// A country by its two capital letters (ISO 3166-1): `NL`.
    Country, country
}
parsed_text! {
    /// A care provider's code in the Dutch register AGB, 8 digits, of a practice or a person.
    AgbCode, agb
}

/// A postal address.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street.
    pub street: Line,
    /// House number, digits only in the Netherlands.
    pub house_number: Line,
    /// Letter or addition (huisletter, toevoeging).
    pub addition: Option<Line>,
    /// Postcode; `1234AB` or `1234 AB` in the Netherlands.
    pub postcode: Line,
    /// Town.
    pub city: Line,
    /// Country.
    pub country: Country,
}

impl Address {
    /// Notes a postcode that cannot be one in the Netherlands.
    pub fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if self.country.as_str() == "NL" && !is_dutch_postcode(self.postcode.as_str()) {
            violations.add(path.join("postcode"), Reason::PostcodeInvalid);
        }
    }
}

/// A person or organisation one can turn to.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPoint {
    /// Name of the person, or of the organisation where no person is named.
    pub name: Line,
    /// The organisation they work for.
    pub organisation: Option<Line>,
    /// Telephone number.
    pub telephone: Option<Telephone>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Website.
    pub website: Option<Line>,
    /// Code in the register AGB, for care providers.
    pub agb: Option<AgbCode>,
}

fn is_dutch_postcode(text: &str) -> bool {
    let compact: String = text.chars().filter(|char| *char != ' ').collect();
    match compact.split_at_checked(4) {
        Some((digits, letters)) => {
            is_digits(digits, 4)
                && !digits.starts_with('0')
                && letters.len() == 2
                && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        }
        None => false,
    }
}

fn telephone(text: String) -> Result<String, Reason> {
    let rest = text.strip_prefix('+').unwrap_or(&text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let good = rest.bytes().all(|byte| byte.is_ascii_digit() || b" -()".contains(&byte));
    if good && (3..=15).contains(&digits) && text.len() <= 30 {
        Ok(text)
    } else {
        Err(Reason::TelephoneInvalid)
    }
}

fn email(text: String) -> Result<String, Reason> {
    let plain = !text.chars().any(|char| char.is_whitespace() || char.is_control());
    let parts = text.rsplit_once('@');
    let good = parts.is_some_and(|(local, host)| {
        !local.is_empty() && host.len() >= 3 && host.contains('.') && !host.starts_with('.')
    });
    if plain && good && text.len() <= 254 { Ok(text) } else { Err(Reason::EmailInvalid) }
}

fn country(text: String) -> Result<String, Reason> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text)
    } else {
        Err(Reason::CountryInvalid)
    }
}

fn agb(text: String) -> Result<String, Reason> {
    if is_digits(&text, 8) { Ok(text) } else { Err(Reason::AgbInvalid) }
}
