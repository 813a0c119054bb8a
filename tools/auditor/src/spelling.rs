//! The one spelling of numbers, base64 and hex (format.md §1). Whatever could be written in two ways is refused here,
//! so that a bundle has one text. Knows no record and no file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A decimal of at most 2^63, the largest size a tree may have: no sign, no leading zero.
pub fn decimal(text: &str) -> Option<u64> {
    let canonical = !text.is_empty()
        && text.len() <= 19
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if !canonical {
        return None;
    }
    text.parse().ok().filter(|&number: &u64| number <= 1 << 63)
}

/// RFC 4648 §4 with padding and zero trailing bits.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    // This engine demands padding and zero trailing bits, so each byte string has one text.
    STANDARD.decode(text).ok()
}

/// [`base64`] of exactly `N` bytes.
pub fn base64_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    base64(text)?.try_into().ok()
}

/// The base64 text of `bytes`.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Exactly `N` bytes in lowercase hex.
pub fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("9223372036854775808"), Some(1 << 63));
        for other in ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "9223372036854775809", "１"] {
            assert_eq!(decimal(other), None, "{other:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(base64("AA=="), Some(vec![0]));
        assert_eq!(base64(""), Some(vec![]));
        for other in ["AA", "AA=", "AB==", "AA==\n", "A A=", "AA===", "_-8="] {
            assert_eq!(base64(other), None, "{other:?}");
        }
        assert_eq!(base64_array::<2>("AA=="), None);
    }

    #[test]
    fn hex_is_lowercase_and_of_exact_length() {
        assert_eq!(hex::<2>("0aff"), Some([0x0a, 0xff]));
        for other in ["0AFF", "0aF", "0aff0", "0aff00", "", "0a f"] {
            assert_eq!(hex::<2>(other), None, "{other:?}");
        }
    }
}
