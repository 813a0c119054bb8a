//! Parsed text: what a value of these types holds was checked once, at the gate, also when it
//! is read back from a record. `Debug` never shows the text: almost all of it is about a person.

use super::violation::Reason;

/// Bytes a [`Line`] may have.
pub const LINE_BYTES_MAX: usize = 500;
/// Bytes a [`Text`] may have.
pub const TEXT_BYTES_MAX: usize = 50_000;

macro_rules! parsed_text {
    ($(#[$documentation:meta])* $name:ident, $parse:path) => {
        $(#[$documentation])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::domain::violation::Reason;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if text.chars().any($crate::domain::text::is_noncharacter) {
                    return Err($crate::domain::violation::Reason::Noncharacter);
                }
                $parse(text).map($name)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::domain::violation::Reason;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
pub(crate) use parsed_text;

parsed_text! {
    /// A name or short remark on one line, at most 500 bytes, no control characters.
    Line, line
}
parsed_text! {
    /// Running text, at most 50,000 bytes; line breaks and tabs are its only control characters.
    Text, running
}
parsed_text! {
    /// A decimal number as it was read off, with `.` before the fraction: `36.8`. Kept as text,
    /// because a body holds no fractions and because `3.50` says more than `3.5`.
    Decimal, decimal
}
parsed_text! {
    /// A language by its tag, such as `nl` or `pap-AW` (BCP 47).
    LanguageTag, language
}

/// Whether a code point is a noncharacter. I-JSON forbids them (RFC 7493, section 2.1), so that
/// a payload with one in it would count as broken with every auditor.
pub(crate) fn is_noncharacter(char: char) -> bool {
    matches!(char, '\u{fdd0}'..='\u{fdef}') || u32::from(char) & 0xfffe == 0xfffe
}

fn line(text: String) -> Result<String, Reason> {
    if text.chars().any(char::is_control) {
        return Err(Reason::ControlCharacter);
    }
    bounded(text, LINE_BYTES_MAX)
}

fn running(text: String) -> Result<String, Reason> {
    if text.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\r' | '\t')) {
        return Err(Reason::ControlCharacter);
    }
    bounded(text, TEXT_BYTES_MAX)
}

fn bounded(text: String, bytes_max: usize) -> Result<String, Reason> {
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    if text.len() > bytes_max { Err(Reason::TooLong) } else { Ok(text) }
}

fn decimal(text: String) -> Result<String, Reason> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    let good = match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    };
    if good && text.len() <= 30 { Ok(text) } else { Err(Reason::DecimalInvalid) }
}

fn language(text: String) -> Result<String, Reason> {
    let mut subtags = text.split('-');
    let primary = subtags.next().unwrap_or_default();
    let good = matches!(primary.len(), 2..=3)
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags.all(|tag| {
            matches!(tag.len(), 1..=8) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if good && text.len() <= 35 { Ok(text) } else { Err(Reason::LanguageInvalid) }
}

/// Whether `text` is exactly this many decimal digits.
pub(crate) fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
