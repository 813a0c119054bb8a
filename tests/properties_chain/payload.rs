//! Payloads and boxes: what `serde_json` makes of the same bytes, and what the strict reader does not let pass.

use std::collections::BTreeMap;

use griffie::chain::{
    Commitment, KeyId, LedgerId, SealedBox, StreamId, box_aad, box_key, box_key_id, check_i_json,
    commitment,
};
use proptest::prelude::*;
use serde_json::Value;

/// A value as griffie's own payloads hold them.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1i64 << 53) + 1..1i64 << 53).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            members(inner).prop_map(Value::from_iter),
        ]
    })
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = BTreeMap<String, Value>> {
    prop::collection::btree_map(text(), value, 0..6)
}

fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| {
        let noncharacter = |code: u32| (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe;
        text.chars().filter(|character| !noncharacter(u32::from(*character))).collect()
    })
}

/// Bytes that are nearly JSON.
fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"", "\\", "\\u0061", "\\ud83c",
        "\\udf7c", "1", "-", "0", ".", "e", "true", "null", " ", "\n", "é", "\u{ffff}", "\u{feff}",
    ]);
    prop::collection::vec(token, 0..14)
        .prop_map(|tokens| format!("{{\"x\":{}}}", tokens.concat()).into_bytes())
}

proptest! {
    #[test]
    fn what_a_program_writes_as_json_of_whole_numbers_is_taken(members in members(value()), pretty in any::<bool>()) {
        let value = Value::from_iter(members);
        let bytes = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) };
        prop_assert_eq!(check_i_json(&bytes.unwrap()), Ok(()));
    }

    #[test]
    fn what_is_taken_is_json_that_means_one_thing(bytes in nearly_json()) {
        if check_i_json(&bytes).is_ok() {
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            prop_assert!(value.is_object());
            // serde_json keeps the last of two equal names, so a lost member would show here.
            let again = serde_json::to_vec(&value).unwrap();
            prop_assert_eq!(check_i_json(&again), Ok(()));
            let colons = |bytes: &[u8]| bytes.split(|byte| *byte == b':').count();
            if !bytes.windows(2).any(|pair| pair == b"\\u") {
                prop_assert_eq!(colons(&again), colons(&bytes));
            }
        }
    }

    #[test]
    fn what_another_reader_refuses_is_refused(bytes in nearly_json()) {
        if serde_json::from_slice::<Value>(&bytes).is_err() {
            prop_assert!(check_i_json(&bytes).is_err());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = check_i_json(&bytes);
    }

    #[test]
    fn a_commitment_binds_salt_and_payload(salt in any::<[u8; 32]>(), payload in prop::collection::vec(any::<u8>(), 1..80), bit in any::<prop::sample::Index>()) {
        let bound = commitment(&salt, &payload);
        let (mut other_salt, mut other_payload) = (salt, payload.clone());
        let at = bit.index(256);
        other_salt[at / 8] ^= 1 << (at % 8);
        prop_assert_ne!(commitment(&other_salt, &payload), bound);
        let at = bit.index(payload.len() * 8);
        other_payload[at / 8] ^= 1 << (at % 8);
        prop_assert_ne!(commitment(&salt, &other_payload), bound);
    }

    #[test]
    fn a_box_is_read_back_as_it_was_written(key_id in any::<[u8; 16]>(), nonce in any::<[u8; 12]>(), ciphertext in prop::collection::vec(any::<u8>(), 0..200)) {
        let sealed = SealedBox { key_id: KeyId::from_bytes(key_id), nonce, ciphertext: &ciphertext };
        let bytes = sealed.encode();
        let room_for_a_payload = ciphertext.len() > 32 + 16;
        prop_assert_eq!(SealedBox::parse(&bytes).ok(), room_for_a_payload.then_some(sealed));
    }

    #[test]
    fn every_part_of_a_place_makes_another_box_key(data_key in any::<[u8; 32]>(), place in any::<[[u8; 16]; 4]>()) {
        let [ledger, stream, first, second] = place;
        let bound = Commitment::from_bytes([first, second].concat().try_into().unwrap());
        let (ledger, stream) = (LedgerId::from_bytes(ledger), StreamId::from_bytes(stream));
        let key = box_key(&data_key, ledger, stream, &bound);
        let mut other_key = data_key;
        other_key[0] ^= 1;
        let other_ledger = LedgerId::from_bytes(ledger.as_bytes().map(|byte| byte ^ 1));
        let other_stream = StreamId::from_bytes(stream.as_bytes().map(|byte| byte ^ 1));
        let other_bound = Commitment::from_bytes(bound.as_bytes().map(|byte| byte ^ 1));
        prop_assert_ne!(&key, &box_key(&other_key, ledger, stream, &bound));
        for (ledger, stream, other) in [(other_ledger, stream, bound), (ledger, other_stream, bound), (ledger, stream, other_bound)] {
            prop_assert_ne!(&key, &box_key(&data_key, ledger, stream, &other));
            prop_assert_ne!(box_key_id(ledger, stream, &other), box_key_id(LedgerId::from_bytes(place[0]), StreamId::from_bytes(place[1]), &bound));
            prop_assert_ne!(box_aad(ledger, stream, &other), box_aad(LedgerId::from_bytes(place[0]), StreamId::from_bytes(place[1]), &bound));
        }
    }
}

#[test]
fn a_box_holds_one_byte_to_64_kib() {
    let parses = |payload: usize| {
        let ciphertext = vec![0; 32 + payload + 16];
        let sealed = SealedBox { key_id: KeyId::ZERO, nonce: [0; 12], ciphertext: &ciphertext };
        SealedBox::parse(&sealed.encode()).is_ok()
    };
    assert_eq!([0, 1, 65_536, 65_537].map(parses), [false, true, true, false]);
}

#[test]
fn a_box_tells_nothing_but_its_size_in_a_log_line() {
    let sealed = SealedBox { key_id: KeyId::ZERO, nonce: [0x77; 12], ciphertext: &[0x77; 50] };
    assert_eq!(format!("{sealed:?}"), format!("SealedBox({}, 50 bytes)", KeyId::ZERO));
}

#[test]
fn an_error_tells_where_and_never_what() {
    let error = check_i_json(r#"{"naam":"Fenna","naam":"Fenna"}"#.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "not I-JSON at byte 16: two members with one name");
}
