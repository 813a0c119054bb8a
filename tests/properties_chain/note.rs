//! Signed notes and checkpoints against C2SP's own test data and an independent implementation.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use griffie::chain::{
    Checkpoint, CheckpointRejected, LedgerId, Note, NoteRejected, SigningKeys, TreeHash,
    VerifierKey, origin,
};
use proptest::prelude::*;

const LEDGER: LedgerId = LedgerId::from_bytes([0xab; 16]);

/// A ledger's key, from a seed no ledger would use.
struct Signer {
    pair: Ed25519KeyPair,
    key: VerifierKey,
}

impl Signer {
    fn new(seed: u8) -> Signer {
        Signer::named(&origin(LEDGER), seed)
    }

    fn named(name: &str, seed: u8) -> Signer {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let public_key = pair.public_key().as_ref().try_into().unwrap();
        Signer { pair, key: VerifierKey::new(name, public_key).unwrap() }
    }

    fn sign(&self, note: &mut Note) {
        note.sign(&self.key, |text| self.pair.sign(text).as_ref().try_into().unwrap()).unwrap();
    }
}

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint { ledger: LEDGER, size, root: TreeHash::from_bytes([5; 32]) }
}

fn signed(size: u64, signers: &[&Signer]) -> Note {
    let mut note = checkpoint(size).note();
    for signer in signers {
        signer.sign(&mut note);
    }
    note
}

#[test]
fn the_note_of_the_specification_verifies() {
    let key: VerifierKey =
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    let text = "This is an example message.\n\n\u{2014} example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.verify([&key]), Ok(()));
    assert_eq!(note.to_string(), text);
    let altered = Note::parse(text.replace("an example", "no example").as_bytes()).unwrap();
    assert_eq!(altered.verify([&key]), Err(NoteRejected::SignatureFails));
}

#[test]
fn a_verifier_key_has_one_spelling_and_its_own_id() {
    let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assert_eq!(text.parse::<VerifierKey>().unwrap().to_string(), text);
    for other in [
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "",
    ] {
        assert!(other.parse::<VerifierKey>().is_err(), "{other}");
    }
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb"] {
        assert!(VerifierKey::new(name, [1; 32]).is_err(), "{name:?}");
    }
}

#[test]
fn a_signature_that_is_not_the_named_keys_never_enters_a_note() {
    let (mine, other) = (Signer::new(1), Signer::new(2));
    let mut note = checkpoint(3).note();
    let sign = |text: &[u8]| other.pair.sign(text).as_ref().try_into().unwrap();
    assert!(note.sign(&mine.key, sign).is_err());
    assert_eq!(note.signatures(), []);
}

#[test]
fn a_rotation_at_record_9_has_the_checkpoint_of_size_10_signed_by_both_keys() {
    let (old, new) = (Signer::new(1), Signer::new(2));
    let mut keys = SigningKeys::new(old.key.clone());
    keys.rotate(9, new.key.clone()).unwrap();
    let verdict = |size, signers: &[&Signer]| keys.verify(&signed(size, signers)).map(|_| ());
    let refused = Err(CheckpointRejected::Note(NoteRejected::NotSigned));
    assert_eq!(verdict(9, &[&old]), Ok(()));
    assert_eq!(verdict(9, &[&new]), refused);
    assert_eq!(verdict(10, &[&old, &new]), Ok(()));
    assert_eq!(verdict(10, &[&new, &old]), Ok(()), "the order of lines says nothing");
    assert_eq!(verdict(10, &[&old]), refused);
    assert_eq!(verdict(10, &[&new]), refused);
    assert_eq!(verdict(11, &[&new]), Ok(()));
    assert_eq!(verdict(11, &[&old]), refused);
    assert_eq!(keys.newest(), &new.key);
    assert!(keys.rotate(9, old.key.clone()).is_err());
}

#[test]
fn a_checkpoint_of_another_ledger_is_refused() {
    let other = LedgerId::from_bytes([1; 16]);
    let signer = Signer::new(1);
    let mut note = Checkpoint { ledger: other, ..checkpoint(1) }.note();
    signer.sign(&mut note);
    assert_eq!(
        SigningKeys::new(signer.key).verify(&note),
        Err(CheckpointRejected::OtherLedger { ledger: other })
    );
}

#[test]
fn lines_of_unknown_keys_are_carried_and_ignored() {
    let (signer, witness) = (Signer::new(1), Signer::named("witness.example/w1", 9));
    let note = signed(4, &[&witness, &signer]);
    // As long as an ML-DSA-44 signature and its time stamp are.
    let line = griffie::chain::spelling::base64(&[0x5a; 4 + 8 + 2420]);
    let text = format!("{note}\u{2014} later.example {line}\n");
    let read = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(SigningKeys::new(signer.key).verify(&read), Ok(checkpoint(4)));
    assert_eq!(read.to_string(), text);
    assert_eq!(read.signatures().len(), 3);
}

#[test]
fn a_second_line_of_a_known_key_that_fails_rejects_the_note() {
    let signer = Signer::new(1);
    let (good, other) = (signed(4, &[&signer]).to_string(), signed(5, &[&signer]).to_string());
    let stray = other.rsplit_once("\n\n").unwrap().1;
    let both = Note::parse(format!("{good}{stray}").as_bytes()).unwrap();
    let rejected = CheckpointRejected::Note(NoteRejected::SignatureFails);
    assert_eq!(SigningKeys::new(signer.key).verify(&both), Err(rejected));
}

#[test]
fn a_key_or_signature_point_of_small_order_proves_nothing() {
    // The neutral point signs everything with S = 0 where a verifier is lax.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let key = VerifierKey::new("lax.example", neutral).unwrap();
    assert!(!key.verifies(b"anything", &signature));
    // The same point spelled with y = p + 1.
    let mut beyond = [0xff; 32];
    beyond[0] = 0xee;
    beyond[31] = 0x7f;
    assert!(!VerifierKey::new("lax.example", beyond).unwrap().verifies(b"anything", &signature));
}

#[test]
fn a_signature_with_s_beyond_the_group_order_is_refused() {
    let order =
        hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let signer = Signer::new(1);
    let mut signature: [u8; 64] = signer.pair.sign(b"text").as_ref().try_into().unwrap();
    assert!(signer.key.verifies(b"text", &signature));
    let mut carry = 0;
    for (byte, added) in signature[32..].iter_mut().zip(&order) {
        let sum = u16::from(*byte) + u16::from(*added) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
    assert!(!signer.key.verifies(b"text", &signature), "S + L signs the same to a lax verifier");
    assert!(!signer.key.verifies(b"text", &[]));
    assert!(!signer.key.verifies(b"text", &[0; 63]));
}

/// A checkpoint text with one thing changed.
#[test]
fn a_checkpoint_is_three_lines_with_one_spelling() {
    let text = checkpoint(12).text();
    assert_eq!(Checkpoint::parse(&text), Ok(checkpoint(12)));
    let hash = griffie::chain::spelling::base64(&[5; 32]);
    for other in [
        text.replace("\n12\n", "\n012\n"),
        text.replace("\n12\n", "\n+12\n"),
        text.replace("\n12\n", "\n-12\n"),
        text.replace("\n12\n", "\n12 \n"),
        text.replace("\n12\n", "\n\n"),
        text.replace("\n12\n", "\n99999999999999999999\n"),
        text.replace("\n12\n", "\n9223372036854775809\n"),
        text.replace("abab", "ABAB"),
        text.replace("abab", "ab"),
        text.replace("griffie/", "griffie"),
        text.replace(&hash, hash.trim_end_matches('=')),
        // The last character's two spare bits are not zero.
        text.replace(&hash, &hash.replace("U=", "V=")),
        text.replace('\n', "\r\n"),
        format!("{text}extension\n"),
        format!("{text}\n"),
        text.trim_end().to_owned(),
        String::new(),
    ] {
        assert_ne!(other, text);
        assert!(Checkpoint::parse(&other).is_err(), "{other:?}");
    }
}

#[test]
fn a_note_is_read_strictly() {
    let signer = Signer::new(1);
    let good = signed(4, &[&signer]).to_string();
    let line = good.rsplit_once("\n\n").unwrap().1;
    let parses =
        |text: &str| Note::parse(text.as_bytes()).map(|note| assert_eq!(note.to_string(), text));
    assert_eq!(parses(&good), Ok(()));
    assert_eq!(parses(&(good.clone() + &line.repeat(63))), Ok(()), "64 lines");
    for (bad, why) in [
        (good.clone() + &line.repeat(64), "65 signature lines"),
        (good.trim_end().to_owned(), "no line feed at the end"),
        (good.clone() + "\n", "an empty line at the end"),
        (good.clone() + "later\n", "text behind the signatures"),
        (good.replace('\u{2014}', "--"), "no em dash"),
        (good.replace('\u{2014}', "\u{2013}"), "an en dash"),
        (good.replace("\u{2014} ", "\u{2014}  "), "two spaces"),
        (good.replace("\n\n", "\n"), "no empty line"),
        (good.replace("\n4\n", "\n4\r\n"), "a carriage return"),
        (good.replace("\n4\n", "\n4\0\n"), "a zero byte"),
        (good.replace("\n4\n", "\n4\u{85}\n"), "a C1 control"),
        (good.replace("\u{2014} g", "\u{2014} g+"), "a plus sign in a name"),
        (format!("{}\n\n\u{2014} name AAAAAA==\n", "text"), "a signature of no bytes"),
        (format!("{}\n\n\u{2014} name AAAA\n", "text"), "no room for a key id"),
        (format!("\n\n{line}"), "an empty text has a line feed all the same").clone(),
        (format!("\n{line}"), "no text"),
        ("a".repeat(16 * 1024) + "\n\n" + line, "too long"),
    ] {
        if why.starts_with("an empty text") {
            assert_eq!(parses(&bad), Ok(()), "{why}");
        } else {
            assert!(parses(&bad).is_err(), "{why}");
        }
    }
    assert!(Note::parse(&[b"\xff\n\n", line.as_bytes()].concat()).is_err(), "not UTF-8");
    let long = "a".repeat(16 * 1024) + "\n\n" + line;
    assert!(Note::parse_within(long.as_bytes(), usize::MAX).is_ok(), "a manifest may be longer");
}

#[test]
fn a_text_may_hold_an_empty_line() {
    let signer = Signer::named("example.com/notes", 3);
    let mut note = Note::unsigned("one\n\ntwo\n".to_owned()).unwrap();
    signer.sign(&mut note);
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read.text(), "one\n\ntwo\n");
    assert_eq!(read.verify([&signer.key]), Ok(()));
}

#[test]
fn a_text_that_could_not_be_read_again_is_not_signed() {
    for text in ["", "no end", "a\r\n", "a\tb\n", "a\u{9b}\n"] {
        assert!(Note::unsigned(text.to_owned()).is_err(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn another_implementation_accepts_our_checkpoints(size in 0u64..1 << 62, root in any::<[u8; 32]>()) {
        let signer = Signer::new(7);
        let ours = Checkpoint { ledger: LEDGER, size, root: TreeHash::from_bytes(root) };
        let mut note = ours.note();
        signer.sign(&mut note);
        let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
        let verifier = signed_note::StandardVerifier::new(&signer.key.to_string()).unwrap();
        let verifiers = signed_note::VerifierList::new(vec![Box::new(verifier)]);
        let (verified, unverified) = theirs.verify(&verifiers).unwrap();
        prop_assert_eq!((verified.len(), unverified.len()), (1, 0));
        let text = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
        prop_assert_eq!(text.origin(), origin(LEDGER));
        prop_assert_eq!((text.size(), text.hash().0), (size, root));
        prop_assert_eq!(SigningKeys::new(signer.key).verify(&note), Ok(ours));
    }

    #[test]
    fn no_flipped_bit_of_a_note_is_accepted(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let signer = Signer::new(7);
        let mut bytes = signed(77, &[&signer]).to_string().into_bytes();
        let place = at.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let keys = SigningKeys::new(signer.key);
        let accepted = Note::parse(&bytes).ok().and_then(|note| keys.verify(&note).ok());
        prop_assert_eq!(accepted, None);
    }

    #[test]
    fn whatever_parses_is_written_back_byte_for_byte(text in "[a-c \u{2014}=\n+]{0,60}") {
        if let Ok(note) = Note::parse(text.as_bytes()) {
            prop_assert_eq!(note.to_string(), text);
        }
    }
}
