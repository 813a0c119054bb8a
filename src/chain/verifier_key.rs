//! Public keys that check notes (docs/format.md §5), and Ed25519 as strictly as §1 asks.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};

use super::spelling::{base64, parse_base64_array};

/// C2SP's type byte of an Ed25519 key.
const ED25519_TYPE: u8 = 0x01;

/// A named Ed25519 public key: `name+key id+base64(0x01 ‖ key)`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VerifierKey {
    name: Box<str>,
    key_id: [u8; 4],
    public_key: [u8; 32],
}

/// A text that is not a verifier key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a verifier key of the form name+key id+base64")]
pub struct MalformedVerifierKey;

impl VerifierKey {
    /// A key under a name; the name of a ledger's key is its origin.
    pub fn new(name: &str, public_key: [u8; 32]) -> Result<VerifierKey, MalformedVerifierKey> {
        if !is_key_name(name) {
            return Err(MalformedVerifierKey);
        }
        let digest = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(public_key)
            .finalize();
        let [a, b, c, d, ..]: [u8; 32] = digest.into();
        Ok(VerifierKey { name: name.into(), key_id: [a, b, c, d], public_key })
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First 4 bytes of SHA-256(name ‖ line feed ‖ type ‖ key).
    pub const fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// The Ed25519 public key.
    pub const fn public_key(&self) -> &[u8; 32] {
        &self.public_key
    }

    /// Whether the signature holds, by the strict rules of docs/format.md §1.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some(point) = signature.first_chunk() else { return false };
        // The provider checks the length, S < L and the cofactorless equation; whether it also refuses these points
        // is its own affair, and two auditors must not differ about it.
        is_sound_point(&self.public_key)
            && is_sound_point(point)
            && UnparsedPublicKey::new(&ED25519, &self.public_key).verify(message, signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [[ED25519_TYPE].as_slice(), &self.public_key].concat();
        write!(formatter, "{}+{}+{}", self.name, hex::encode(self.key_id), base64(&typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = MalformedVerifierKey;

    fn from_str(text: &str) -> Result<VerifierKey, MalformedVerifierKey> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(encoded)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(MalformedVerifierKey);
        };
        let [ED25519_TYPE, public_key @ ..] =
            parse_base64_array::<33>(encoded).ok_or(MalformedVerifierKey)?
        else {
            return Err(MalformedVerifierKey);
        };
        let key = VerifierKey::new(name, public_key)?;
        // One spelling, and a key id that is the key's own.
        if key.to_string() == text { Ok(key) } else { Err(MalformedVerifierKey) }
    }
}

/// C2SP: not empty, no space of any alphabet, no plus sign.
pub(super) fn is_key_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|character: char| {
            character.is_whitespace() || character.is_control() || character == '+'
        })
}

/// The y coordinates of the points of order 1, 2, 4 and 8, little-endian (RFC 8032 §5.1.2), sign bit clear.
const SMALL_ORDER: [[u8; 32]; 5] = [
    little_endian(0x01, 0x00, 0x00),
    little_endian(0xec, 0xff, 0x7f),
    little_endian(0x00, 0x00, 0x00),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// Whether an encoded point is written canonically (y < 2^255 − 19) and is not of small order.
/// The one other non-canonical spelling, x = 0 with its sign set, belongs to a point of small order.
fn is_sound_point(encoded: &[u8; 32]) -> bool {
    let mut y = *encoded;
    if let Some(last) = y.last_mut() {
        *last &= 0x7f;
    }
    let mut big_endian = y;
    big_endian.reverse();
    let mut prime = little_endian(0xed, 0xff, 0x7f);
    prime.reverse();
    big_endian < prime && !SMALL_ORDER.contains(&y)
}

/// A number from its lowest byte, 30 equal bytes and its highest byte.
const fn little_endian(lowest: u8, between: u8, highest: u8) -> [u8; 32] {
    let mut bytes = [between; 32];
    bytes[0] = lowest;
    bytes[31] = highest;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2^255 − 19 plus or minus a little, with or without the sign bit.
    fn near_prime(lowest: u8, sign: u8) -> [u8; 32] {
        little_endian(lowest, 0xff, 0x7f | sign)
    }

    // No signature can be made to show these through `verifies`: nobody knows the private half of such a key, and the
    // provider may refuse them too.
    #[test]
    fn a_point_has_one_spelling() {
        for sign in [0, 0x80] {
            assert!(is_sound_point(&near_prime(0xeb, sign)), "p - 2 is the largest of full order");
            for beyond in 0xed..=0xff {
                assert!(!is_sound_point(&near_prime(beyond, sign)), "p + {}", beyond - 0xed);
            }
        }
        assert!(is_sound_point(&[0x58; 32]));
    }

    #[test]
    fn no_point_of_small_order_is_sound() {
        for mut point in SMALL_ORDER {
            assert!(!is_sound_point(&point), "{}", hex::encode(point));
            point[31] |= 0x80;
            assert!(!is_sound_point(&point), "{}", hex::encode(point));
        }
    }
}
