//! A C2SP verifier key and strict Ed25519 (format.md §§1, 5). Knows no note and no ledger.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::spelling;

/// The algorithm byte of Ed25519 in C2SP signed notes.
const ED25519: u8 = 0x01;

/// `<name>+<key id>+<base64(0x01 ‖ public key)>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    public: VerifyingKey,
}

/// A text that is no verifier key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAVerifierKey {
    /// Not three parts joined by `+`, or the name is empty or holds white space.
    #[error("a verifier key reads <name>+<8 hex digits>+<base64>")]
    Form,
    /// Only Ed25519 (0x01) signs a griffie ledger.
    #[error("the key is not an Ed25519 key")]
    Algorithm,
    /// The id is not the hash of name and key: a typing error, most likely.
    #[error("the key id does not belong to this name and key")]
    Id,
    /// Not a point of the curve in its one encoding, or a point of small order, under which signatures prove nothing.
    #[error("the public key is not a sound Ed25519 key")]
    Point,
}

impl VerifierKey {
    /// The key's name; for a ledger its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over name and key.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// Whether `signature` is this key's over `message`, by the strict rules of format.md §1.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        // `verify_strict` compares R as bytes with the point it computes, so R is canonical too.
        self.public.verify_strict(message, &signature).is_ok()
    }
}

/// Whether a key or note name is allowed.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.contains(char::is_whitespace)
}

/// Decoders of points reduce y modulo p = 2^255 − 19 without complaint; the norm wants y < p.
fn is_reduced(point: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = point;
    !(high & 0x7f == 0x7f && middle.iter().all(|&byte| byte == 0xff) && *low >= 0xed)
}

impl FromStr for VerifierKey {
    type Err = NotAVerifierKey;

    fn from_str(text: &str) -> Result<Self, NotAVerifierKey> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAVerifierKey::Form);
        };
        let id = spelling::hex::<4>(id).filter(|_| is_name(name)).ok_or(NotAVerifierKey::Form)?;
        let key = spelling::base64(key).ok_or(NotAVerifierKey::Form)?;
        let [ED25519, public @ ..] = key.as_slice() else { return Err(NotAVerifierKey::Algorithm) };
        let public: [u8; 32] = public.try_into().map_err(|_| NotAVerifierKey::Form)?;
        let digest = Sha256::new()
            .chain_update(name)
            .chain_update(b"\n")
            .chain_update([ED25519])
            .chain_update(public)
            .finalize();
        if digest.first_chunk() != Some(&id) {
            return Err(NotAVerifierKey::Id);
        }
        let point = VerifyingKey::from_bytes(&public).map_err(|_| NotAVerifierKey::Point)?;
        if point.is_weak() || !is_reduced(&public) {
            return Err(NotAVerifierKey::Point);
        }
        Ok(Self { name: name.to_owned(), id, public: point })
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.public.as_bytes());
        write!(formatter, "{}+{}+{}", self.name, hex::encode(self.id), spelling::to_base64(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, algorithm: u8, public: [u8; 32]) -> String {
        let key = [&[algorithm][..], &public].concat();
        let id = Sha256::digest([name.as_bytes(), b"\n", &key].concat());
        format!("{name}+{}+{}", hex::encode(&id[..4]), spelling::to_base64(&key))
    }

    #[test]
    fn the_key_of_the_specification_reads_and_prints_as_itself() {
        let example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        assert_eq!(example.parse::<VerifierKey>().unwrap().to_string(), example);
    }

    #[test]
    fn a_key_under_which_anything_verifies_is_refused() {
        let y = |low: u8, high: u8| {
            let mut point = [if high & 0x7f == 0x7f { 0xff } else { 0 }; 32];
            point[0] = low;
            point[31] = high;
            point
        };
        let order_eight =
            hex::decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
        let mut points: Vec<[u8; 32]> = vec![order_eight.unwrap().try_into().unwrap()];
        for low in [0, 1] {
            points.extend([y(low, 0), y(low, 0x80)]);
        }
        points.extend((0xec..=0xff).flat_map(|low| [y(low, 0x7f), y(low, 0xff)]));
        for point in points {
            assert_eq!(text("x", 1, point).parse::<VerifierKey>(), Err(NotAVerifierKey::Point));
        }
    }

    #[test]
    fn name_algorithm_and_id_must_fit() {
        let key: [u8; 32] =
            hex::decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                .unwrap()
                .try_into()
                .unwrap();
        assert!(text("a", 1, key).parse::<VerifierKey>().is_ok());
        assert_eq!(text("a", 4, key).parse::<VerifierKey>(), Err(NotAVerifierKey::Algorithm));
        assert_eq!(text("a b", 1, key).parse::<VerifierKey>(), Err(NotAVerifierKey::Form));
        assert_eq!(text("", 1, key).parse::<VerifierKey>(), Err(NotAVerifierKey::Form));
        let other_name = text("a", 1, key).replacen('a', "b", 1);
        assert_eq!(other_name.parse::<VerifierKey>(), Err(NotAVerifierKey::Id));
    }
}
