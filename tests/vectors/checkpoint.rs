//! checkpoint.json: notes a verifier takes and notes it does not, before, at and after a rotation of the key.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use griffie::chain::{
    Checkpoint, CheckpointRejected, LedgerId, Note, SigningKeys, TreeHash, VerifierKey, origin,
};
use serde::Deserialize;

use crate::{Hex, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckpointVectors {
    #[serde(rename = "about")]
    _about: String,
    specification_note: SpecificationNote,
    ledger: LedgerId,
    origin: String,
    keys: Vec<Signer>,
    rotation: u64,
    good: Vec<Good>,
    bad: Vec<Bad>,
    bad_verifier_keys: Vec<BadVerifierKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecificationNote {
    verifier_key: String,
    text: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signer {
    verifier_key: String,
    public_key: Hex,
    key_id: Hex,
    seed: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Good {
    name: String,
    size: u64,
    root: TreeHash,
    note: String,
    verifier_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bad {
    reason: String,
    code: String,
    note: String,
    verifier_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BadVerifierKey {
    reason: String,
    verifier_key: String,
}

fn vectors() -> CheckpointVectors {
    read("checkpoint")
}

impl CheckpointVectors {
    fn keys(&self, only: Option<&String>) -> SigningKeys {
        if let Some(only) = only {
            return SigningKeys::new(only.parse().unwrap());
        }
        let mut keys = SigningKeys::new(self.keys[0].verifier_key.parse().unwrap());
        keys.rotate(self.rotation, self.keys[1].verifier_key.parse().unwrap()).unwrap();
        keys
    }
}

#[test]
fn the_note_of_the_specification_verifies() {
    let SpecificationNote { verifier_key, text, note } = vectors().specification_note;
    let read = Note::parse(note.as_bytes()).unwrap();
    assert_eq!(read.text(), text);
    assert_eq!(read.verify([&verifier_key.parse().unwrap()]), Ok(()));
    assert_eq!(read.to_string(), note);
}

#[test]
fn keys_are_spelled_one_way() {
    let vectors = vectors();
    assert_eq!(vectors.origin, origin(vectors.ledger));
    for key in &vectors.keys {
        let ours = VerifierKey::new(&vectors.origin, key.public_key.array()).unwrap();
        assert_eq!(ours.to_string(), key.verifier_key);
        assert_eq!(ours.key_id(), key.key_id.array());
        assert_eq!(key.verifier_key.parse(), Ok(ours));
        let pair = Ed25519KeyPair::from_seed_unchecked(&key.seed.0).unwrap();
        assert_eq!(pair.public_key().as_ref(), key.public_key.0);
    }
    for bad in vectors.bad_verifier_keys {
        assert!(bad.verifier_key.parse::<VerifierKey>().is_err(), "{}", bad.reason);
    }
}

#[test]
fn good_checkpoints_hold_under_the_keys_in_force() {
    let vectors = vectors();
    for good in &vectors.good {
        let note = Note::parse(good.note.as_bytes()).unwrap();
        let expected = Checkpoint { ledger: vectors.ledger, size: good.size, root: good.root };
        let keys = vectors.keys(good.verifier_key.as_ref());
        assert_eq!(keys.verify(&note), Ok(expected), "{}", good.name);
        assert_eq!(note.to_string(), good.note, "{}", good.name);
        assert_eq!(expected.text(), note.text(), "{}", good.name);
    }
}

#[test]
fn we_sign_the_checkpoints_another_program_signed() {
    let vectors = vectors();
    let pairs: Vec<(VerifierKey, Ed25519KeyPair)> = vectors
        .keys
        .iter()
        .map(|key| {
            let pair = Ed25519KeyPair::from_seed_unchecked(&key.seed.0).unwrap();
            (key.verifier_key.parse().unwrap(), pair)
        })
        .collect();
    let keys = vectors.keys(None);
    for good in vectors.good.iter().take(3) {
        let checkpoint = Checkpoint { ledger: vectors.ledger, size: good.size, root: good.root };
        let mut note = checkpoint.note();
        for key in keys.in_force(good.size) {
            let (_, pair) = pairs.iter().find(|(named, _)| named == key).unwrap();
            note.sign(key, |text| pair.sign(text).as_ref().try_into().unwrap()).unwrap();
        }
        assert_eq!(note.to_string(), good.note, "{}", good.name);
    }
}

#[test]
fn bad_checkpoints_are_refused_for_their_reason() {
    let vectors = vectors();
    assert!(vectors.bad.len() >= 60);
    for bad in &vectors.bad {
        let keys = vectors.keys(bad.verifier_key.as_ref());
        let code = match Note::parse(bad.note.as_bytes()).map(|note| keys.verify(&note)) {
            Ok(Ok(_)) => "accepted",
            Err(_) | Ok(Err(CheckpointRejected::Malformed(_))) => "checkpoint_malformed",
            Ok(Err(CheckpointRejected::OtherLedger { .. })) => "checkpoint_ledger",
            Ok(Err(CheckpointRejected::Note(_))) => "checkpoint_signature",
        };
        assert_eq!(code, bad.code, "{}", bad.reason);
    }
}
