//! Texts with one spelling (docs/format.md §1): decimals and base64 that give the same text when written again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A number in decimal: no sign, no leading zero. `None` for any other spelling, and past 2^64 − 1.
pub fn parse_decimal(text: &str) -> Option<u64> {
    let number = text.parse().ok()?;
    // `parse` takes `+7` and `007` too.
    (decimal(number) == text).then_some(number)
}

/// A number as `parse_decimal` reads it.
pub fn decimal(number: u64) -> String {
    number.to_string()
}

/// Bytes from base64 (RFC 4648 §4) with padding and zero trailing bits. `None` for any other spelling.
pub fn parse_base64(text: &str) -> Option<Vec<u8>> {
    // The standard engine refuses missing padding, stray bits and line breaks.
    STANDARD.decode(text).ok()
}

/// A fixed number of bytes from base64.
pub fn parse_base64_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    parse_base64(text)?.try_into().ok()
}

/// Bytes as base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
