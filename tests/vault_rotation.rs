//! What destruction promises: what is decided upon is gone, what survives stays readable, doing it twice changes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use griffie::chain::{KeyId, StreamId, box_key_id};
use griffie::vault::{
    KeptBox, NoKey, OpenBoxError, Purpose, RotateError, Rotated, Rotation, SealedPayload, Shred,
    Vault,
};
use vault_given::{House, LEDGER, files_with, stream};

fn shred(keys: &[KeyId]) -> Rotation {
    let shred = keys.iter().map(|key| Shred { key: *key, decided_at: 41 }).collect();
    Rotation { shred, keep: Vec::new() }
}

fn seal(vault: &Vault, key: KeyId, of: StreamId, text: &str) -> SealedPayload {
    vault.seal(key, of, text.as_bytes()).unwrap()
}

fn text(vault: &Vault, of: StreamId, sealed: &SealedPayload) -> Result<String, OpenBoxError> {
    let opened = vault.open_box(of, sealed.commitment, &sealed.box_bytes)?;
    Ok(String::from_utf8(opened.payload().to_vec()).unwrap())
}

#[test]
fn a_destroyed_dossier_never_opens_again_and_every_other_one_does() {
    let (house, vault) = House::with_vault();
    let keys = vault
        .create_keys(&[
            (Purpose::Data, stream(1)),
            (Purpose::Open, stream(1)),
            (Purpose::Data, stream(2)),
        ])
        .unwrap();
    let gone = seal(&vault, keys[0], stream(1), "gone");
    let clock = seal(&vault, keys[1], stream(1), "clock");
    let stays = seal(&vault, keys[2], stream(2), "stays");
    let of_the_house = seal(&vault, vault.house_key_id(), stream(9), "house");
    assert_eq!(vault.keys_of(stream(1)), keys[..2]);

    let Rotated { epoch, destroyed, unknown, mirrors } = vault.rotate(&shred(&keys[..2])).unwrap();
    assert_eq!((epoch, destroyed), (2, keys[..2].to_vec()));
    assert_eq!((unknown, mirrors), (vec![], vec![]));

    let holds = |vault: &Vault| {
        for (key, sealed) in [(keys[0], &gone), (keys[1], &clock)] {
            let shredded = NoKey::Shredded { key, decided_at: 41 };
            assert_eq!(text(vault, stream(1), sealed), Err(OpenBoxError::NoKey(shredded)));
            assert_eq!(vault.key_state(key), Err(shredded));
        }
        assert_eq!(text(vault, stream(2), &stays).unwrap(), "stays");
        assert_eq!(text(vault, stream(9), &of_the_house).unwrap(), "house");
        assert_eq!(vault.data_key_id(stream(1)), None);
        assert_eq!(vault.keys_of(stream(1)), []);
    };
    holds(&vault);
    drop(vault);
    let vault = house.open();
    holds(&vault);
    // The vault goes on working after it.
    let key = vault.create_keys(&[(Purpose::Data, stream(3))]).unwrap()[0];
    let later = seal(&vault, key, stream(3), "later");
    drop(vault);
    assert_eq!(text(&house.open(), stream(3), &later).unwrap(), "later");
}

#[test]
fn no_file_holds_a_destroyed_key_plain_or_wrapped_nor_the_epoch_that_wrapped_it() {
    let (house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    // A first rotation, so that the second one works in a reserve that was used before.
    let first = vault.create_keys(&[(Purpose::Data, stream(3))]).unwrap();
    vault.rotate(&shred(&first)).unwrap();
    drop(vault);
    let before = house.read();
    let slot = before.slot(keys[0].as_bytes()).clone();

    // Given: before the decision, the wrapped key and epoch are found where they lie, and a plain key would be.
    assert_eq!(files_with(house.path(), &slot.wrapped), [house.file("keys")]);
    assert_eq!(files_with(house.path(), &before.wrapped_epoch), [house.file("epoch")]);
    let planted = house.data_folder().join("planted");
    std::fs::write(&planted, [b"before", slot.key.as_slice(), b"after"].concat()).unwrap();
    assert_eq!(files_with(house.path(), &slot.key), std::slice::from_ref(&planted));
    std::fs::remove_file(planted).unwrap();

    let vault = house.open();
    vault.rotate(&shred(&keys[..1])).unwrap();
    for of_vault_open_and_closed in 0..2 {
        for secret in [&slot.wrapped, &slot.key, &before.wrapped_epoch, &before.epoch_key] {
            assert_eq!(
                files_with(house.path(), secret),
                Vec::<std::path::PathBuf>::new(),
                "{of_vault_open_and_closed}"
            );
        }
        if of_vault_open_and_closed == 0 {
            assert_eq!(files_with(house.path(), keys[0].as_bytes()), [house.file("keys")]);
        }
    }
    drop(vault);
    assert_eq!(house.open().key_state(keys[1]), Ok(()));
}

#[test]
fn the_old_key_file_is_overwritten_where_it_lay_and_not_only_unlinked() {
    let (house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    // A second name for the same blocks: what a reader of the raw disk would find.
    let blocks = house.path().join("blocks of keys");
    std::fs::hard_link(house.file("keys"), &blocks).unwrap();
    let length = std::fs::metadata(&blocks).unwrap().len();
    vault.rotate(&shred(&[key])).unwrap();
    let left = std::fs::read(&blocks).unwrap();
    assert_eq!(left.len() as u64, length);
    assert!(left.iter().all(|byte| *byte == 0));
}

#[test]
fn the_survivors_of_a_destruction_in_part_open_by_their_own_keys_and_unsealed_anew() {
    let (house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let gone = seal(&vault, key, stream(1), "to be destroyed");
    let survivor = seal(&vault, key, stream(1), "survives");
    let replacement_key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let replacement = seal(&vault, replacement_key, stream(1), "what is left");
    let keep = KeptBox { data_key: key, stream: stream(1), commitment: survivor.commitment };
    let partial = Rotation { keep: vec![keep, keep], ..shred(&[key]) };
    let disclosed_before = vault.box_key(key, stream(1), survivor.commitment).unwrap();
    vault.rotate(&partial).unwrap();
    let epoch = vault.rotate(&partial).unwrap().epoch;
    assert_eq!(epoch, 2, "doing it again rotates nothing");
    drop(vault);

    let vault = house.open();
    assert_eq!(text(&vault, stream(1), &survivor).unwrap(), "survives");
    assert_eq!(text(&vault, stream(1), &replacement).unwrap(), "what is left");
    text(&vault, stream(1), &gone).unwrap_err();
    assert_eq!(vault.data_key_id(stream(1)), Some(replacement_key));
    assert_eq!(vault.box_key(key, stream(1), survivor.commitment), Ok(disclosed_before));
    let kept = box_key_id(LEDGER, stream(1), &survivor.commitment);
    assert_eq!(vault.keys_of(stream(1)), [replacement_key, kept]);

    // A later decision names the survivor, too.
    vault.rotate(&shred(&[kept])).unwrap();
    text(&vault, stream(1), &survivor).unwrap_err();
    // Every decision replayed together, as at each open: the survivor does not come back.
    let all = Rotation { keep: vec![keep], ..shred(&[key, kept]) };
    assert_eq!(vault.rotate(&all).unwrap().destroyed, []);
    text(&vault, stream(1), &survivor).unwrap_err();
}

#[test]
fn decisions_replayed_together_on_an_older_vault_keep_nothing_a_later_one_destroyed() {
    let (_house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let once_kept = seal(&vault, key, stream(1), "once kept, then destroyed");
    let kept = box_key_id(LEDGER, stream(1), &once_kept.commitment);
    let keep = KeptBox { data_key: key, stream: stream(1), commitment: once_kept.commitment };
    let rotated = vault.rotate(&Rotation { keep: vec![keep], ..shred(&[key, kept]) }).unwrap();
    assert_eq!((rotated.destroyed, rotated.unknown), (vec![key], vec![kept]));
    text(&vault, stream(1), &once_kept).unwrap_err();
}

#[test]
fn a_box_key_never_enters_before_its_data_key_goes_and_not_after() {
    let (_house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    let survivor = seal(&vault, keys[0], stream(1), "survives");
    let keep = KeptBox { data_key: keys[0], stream: stream(1), commitment: survivor.commitment };
    let id = box_key_id(LEDGER, stream(1), &survivor.commitment);
    let refused =
        |vault: &Vault, rotation: &Rotation| vault.rotate(rotation).map(|_| ()).unwrap_err();
    let early = Rotation { keep: vec![keep], ..shred(&[keys[1]]) };
    assert_eq!(refused(&vault, &early), RotateError::KeptWithoutShred(id));
    assert_eq!(vault.key_state(keys[1]), Ok(()), "a refused rotation destroys nothing");
    vault.rotate(&shred(&[keys[0]])).unwrap();
    let late = Rotation { keep: vec![keep], ..shred(&[keys[1]]) };
    assert_eq!(refused(&vault, &late), RotateError::KeptTooLate(id));
    assert_eq!(vault.key_state(keys[1]), Ok(()));
}

#[test]
fn house_and_signing_keys_are_never_shredded_and_an_unknown_key_is_reported() {
    let (house, vault) = House::with_vault();
    let house_key = vault.house_key_id();
    assert_eq!(
        vault.rotate(&shred(&[house_key])).unwrap_err(),
        RotateError::NotShreddable { key: house_key, purpose: Purpose::House }
    );
    let signing = KeyId::from_bytes(house_signing_key(&house, vault));
    let vault = house.open();
    assert_eq!(
        vault.rotate(&shred(&[signing])).unwrap_err(),
        RotateError::NotShreddable { key: signing, purpose: Purpose::Signing }
    );
    let unknown = KeyId::from_bytes([9; 16]);
    let rotated = vault.rotate(&shred(&[unknown])).unwrap();
    assert_eq!((rotated.unknown, rotated.epoch), (vec![unknown], 1));
}

fn house_signing_key(house: &House, vault: Vault) -> [u8; 16] {
    drop(vault);
    house.read().slots[1].id
}

#[test]
fn a_tombstone_keeps_its_first_decision() {
    let (_house, vault) = House::with_vault();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let once = Rotation { shred: vec![Shred { key, decided_at: 7 }], keep: vec![] };
    let again = Rotation { shred: vec![Shred { key, decided_at: 8 }], keep: vec![] };
    vault.rotate(&once).unwrap();
    assert_eq!(vault.rotate(&again).unwrap().destroyed, []);
    assert_eq!(vault.key_state(key), Err(NoKey::Shredded { key, decided_at: 7 }));
}

#[test]
fn only_keys_that_were_there_at_open_and_have_no_record_are_reaped() {
    let (house, vault) = House::with_vault();
    let old = vault
        .create_keys(&[
            (Purpose::Data, stream(1)),
            (Purpose::Data, stream(2)),
            (Purpose::Open, stream(2)),
            (Purpose::Year, stream(3)),
            (Purpose::Standalone, stream(4)),
        ])
        .unwrap();
    drop(vault);
    let vault = house.open();
    let new = vault.create_keys(&[(Purpose::Data, stream(5))]).unwrap()[0];
    let reaped = vault.reap(&|of| of == stream(1)).unwrap();
    assert_eq!(reaped, old[1..4]);
    let holds = |vault: &Vault| {
        assert_eq!(vault.key_state(old[0]), Ok(()));
        for key in &old[1..4] {
            assert_eq!(vault.key_state(*key), Err(NoKey::Reaped(*key)));
        }
        assert_eq!(vault.key_state(old[4]), Ok(()));
        assert_eq!(vault.key_state(new), Ok(()));
        vault.seal(vault.house_key_id(), stream(9), b"x").unwrap();
    };
    holds(&vault);
    assert_eq!(vault.reap(&|_| false).unwrap(), [old[0]]);
    drop(vault);
    assert_eq!(house.read().epoch, 3);
    assert_eq!(house.open().reap(&|_| true).unwrap(), []);
    assert_eq!(house.read().epoch, 3, "with nothing to reap nothing is rotated");
}

#[test]
fn the_signing_key_changes_by_way_of_a_next_one_that_survives_restarts() {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
    let (house, vault) = House::with_vault();
    let old = vault.verifier_key();
    assert_eq!(vault.next_verifier_key(), None);
    assert_eq!(vault.sign_next(b"checkpoint"), None);
    assert_eq!(vault.change_signing_key(4).unwrap_err(), RotateError::NoNextSigningKey);
    let next = vault.prepare_signing_key().unwrap();
    drop(vault);

    let vault = house.open();
    assert_eq!(vault.prepare_signing_key().unwrap(), next, "not a third one");
    assert_eq!((vault.verifier_key(), vault.next_verifier_key()), (old, Some(next)));
    let verify = |key: [u8; 32], signature: [u8; 64]| {
        UnparsedPublicKey::new(&ED25519, key).verify(b"checkpoint", &signature).unwrap();
    };
    verify(old, vault.sign(b"checkpoint"));
    verify(next, vault.sign_next(b"checkpoint").unwrap());

    vault.change_signing_key(4).unwrap();
    assert_eq!((vault.verifier_key(), vault.next_verifier_key()), (next, None));
    verify(next, vault.sign(b"checkpoint"));
    drop(vault);
    let read = house.read();
    assert_eq!((read.slots[1].state, read.slots[1].decided_at), (2, 4));
    assert_eq!(read.slots[1].key, [0; 32]);
    assert_eq!(house.open().verifier_key(), next);
}

#[test]
fn sealing_and_new_keys_go_on_while_keys_are_destroyed() {
    let (house, vault) = House::with_vault();
    let created: Vec<(KeyId, bool)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8u8)
            .map(|number| {
                let vault = &vault;
                scope.spawn(move || {
                    let mut mine = Vec::new();
                    for round in 0..12 {
                        let key = vault.create_keys(&[(Purpose::Data, stream(number))]).unwrap()[0];
                        let sealed = seal(vault, key, stream(number), "text");
                        let goes = round % 3 == 0;
                        if goes {
                            vault.rotate(&shred(&[key])).unwrap();
                        }
                        assert_eq!(text(vault, stream(number), &sealed).is_err(), goes);
                        mine.push((key, goes));
                    }
                    mine
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    drop(vault);
    let vault = house.open();
    for (key, gone) in created {
        assert_eq!(vault.key_state(key).is_err(), gone);
    }
    assert_eq!(house_epoch(&house, vault), 33);
}

fn house_epoch(house: &House, vault: Vault) -> u64 {
    drop(vault);
    house.read().epoch
}
