//! The vault's files are what docs/vault.md says: read by a reader that shares no code with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use griffie::chain::{RecordHash, box_key_id};
use griffie::vault::{KeptBox, OpenBoxError, Purpose, Rotation, Shred};
use vault_given::reader::derive;
use vault_given::{House, LEDGER, stream};

#[test]
fn a_second_reader_finds_every_key_witness_and_checkpoint() {
    let (house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Year, stream(2))]).unwrap();
    vault.follow(3, RecordHash::from_bytes([5; 32])).unwrap();
    vault.keep_checkpoint("griffie/07\n3\n".as_bytes()).unwrap();
    let verifier_key = vault.verifier_key();
    let house_key = vault.house_key_id();
    drop(vault);

    let read = house.read();
    assert_eq!(read.epoch, 1);
    assert_eq!(read.generation, 2, "creation and one round of new keys");
    let shown: Vec<_> = read
        .slots
        .iter()
        .map(|slot| (slot.purpose, slot.state, slot.stream, slot.decided_at))
        .collect();
    let zeros = [0; 16];
    assert_eq!(
        shown,
        [
            (4, 1, zeros, 0),
            (6, 1, zeros, 0),
            (1, 1, *stream(1).as_bytes(), 0),
            (5, 1, *stream(2).as_bytes(), 0),
        ]
    );
    assert_eq!(read.slots[0].id, *house_key.as_bytes());
    assert_eq!(read.slots[2].id, *keys[0].as_bytes());
    assert_eq!(read.slots[3].id, *keys[1].as_bytes());
    let seed = Ed25519KeyPair::from_seed_unchecked(&read.slots[1].key).unwrap();
    assert_eq!(seed.public_key().as_ref(), verifier_key);
    assert_eq!(read.witness, [3u64.to_be_bytes().as_slice(), &[5; 32]].concat());
    assert_eq!(read.checkpoint, b"griffie/07\n3\n");
}

#[test]
fn a_box_is_what_the_format_says_and_opens_without_the_vault() {
    let (house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let sealed = vault.seal(key, stream(1), b"{}").unwrap();
    let disclosed = vault.box_key(key, stream(1), sealed.commitment).unwrap();
    let request = vault.request_id(&[1; 16], &[2; 16], stream(1));
    let digest = vault.body_digest(key, b"body").unwrap();
    let rows = vault.derived_rows_key();
    drop(vault);

    let read = house.read();
    let data_key = &read.slot(key.as_bytes()).key;
    let place =
        [LEDGER.as_bytes().as_slice(), stream(1).as_bytes(), sealed.commitment.as_bytes()].concat();
    let box_key = derive("griffie 2026-11 box key v1", &[data_key, &place[..]].concat());
    assert_eq!(*disclosed, box_key);

    let bytes = &sealed.box_bytes;
    assert_eq!(bytes.len(), 1 + 16 + 12 + 32 + 2 + 16);
    assert_eq!(bytes[0], 1);
    assert_eq!(bytes[1..17], *key.as_bytes());
    let mut plain = bytes[29..].to_vec();
    let nonce = Nonce::try_assume_unique_for_key(&bytes[17..29]).unwrap();
    let plain = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &box_key).unwrap())
        .open_in_place(nonce, Aad::from([b"griffie box v1", &place[..]].concat()), &mut plain)
        .unwrap();
    assert_eq!(plain[32..], *b"{}");
    assert_eq!(derive("griffie 2026-11 payload v1", plain), *sealed.commitment.as_bytes());

    let house_key = &read.slots[0].key;
    let request_key = derive("griffie 2026-11 request key v1", house_key);
    let named = [[1; 16], [2; 16], *stream(1).as_bytes()].concat();
    assert_eq!(request.as_bytes()[..], blake3::keyed_hash(&request_key, &named).as_bytes()[..16]);
    let digest_key = derive("griffie 2026-11 body digest key v1", data_key);
    assert_eq!(digest, *blake3::keyed_hash(&digest_key, b"body").as_bytes());
    assert_eq!(*rows, derive("griffie 2026-11 derived rows key v1", house_key));
}

#[test]
fn a_box_that_opens_to_something_else_than_was_committed_to_is_not_given_out() {
    let (house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let sealed = vault.seal(key, stream(1), b"{\"dose\":1}").unwrap();
    drop(vault);
    // Given: somebody who has the keys seals another payload under the header's commitment.
    let data_key = house.read().slot(key.as_bytes()).key.clone();
    let place =
        [LEDGER.as_bytes().as_slice(), stream(1).as_bytes(), sealed.commitment.as_bytes()].concat();
    let box_key = derive("griffie 2026-11 box key v1", &[&data_key, &place[..]].concat());
    let mut bytes = [[3; 32].as_slice(), b"{\"dose\":9}"].concat();
    let nonce = Nonce::assume_unique_for_key([4; 12]);
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &box_key).unwrap())
        .seal_in_place_append_tag(
            nonce,
            Aad::from([b"griffie box v1", &place[..]].concat()),
            &mut bytes,
        )
        .unwrap();
    let forged = [[1].as_slice(), key.as_bytes(), &[4; 12], &bytes].concat();

    let vault = house.open();
    let opened = vault.open_box(stream(1), sealed.commitment, &forged);
    assert_eq!(opened.unwrap_err(), OpenBoxError::CommitmentDiffers);
}

#[test]
fn after_a_rotation_tombstones_and_kept_box_keys_lie_where_they_should() {
    let (house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    let survivor = vault.seal(keys[0], stream(1), b"{\"survives\":true}").unwrap();
    let before = house.read();
    vault
        .rotate(&Rotation {
            shred: vec![Shred { key: keys[0], decided_at: 41 }],
            keep: vec![KeptBox {
                data_key: keys[0],
                stream: stream(1),
                commitment: survivor.commitment,
            }],
        })
        .unwrap();
    drop(vault);

    let read = house.read();
    assert_eq!((read.epoch, read.generation), (2, before.generation + 1));
    let tombstone = read.slot(keys[0].as_bytes());
    assert_eq!((tombstone.state, tombstone.decided_at), (2, 41));
    assert_eq!(tombstone.stream, *stream(1).as_bytes());
    assert_eq!(tombstone.key, [0; 32]);
    assert_eq!(read.slot(keys[1].as_bytes()).key, before.slot(keys[1].as_bytes()).key);
    let place =
        [LEDGER.as_bytes().as_slice(), stream(1).as_bytes(), survivor.commitment.as_bytes()]
            .concat();
    let id = derive("griffie 2026-11 box key id v1", &place);
    assert_eq!(box_key_id(LEDGER, stream(1), &survivor.commitment).as_bytes()[..], id[..16]);
    let kept = read.slot(id[..16].try_into().unwrap());
    assert_eq!((kept.purpose, kept.state, kept.stream), (3, 1, *stream(1).as_bytes()));
    let data_key = &before.slot(keys[0].as_bytes()).key;
    assert_eq!(kept.key, derive("griffie 2026-11 box key v1", &[data_key, &place[..]].concat()));

    let reserve = std::fs::read(house.file("reserve")).unwrap();
    assert_eq!(reserve.len(), std::fs::read(house.file("keys")).unwrap().len());
    assert!(reserve.iter().all(|byte| *byte == 0));
}
