//! What a vault promises about keys, boxes, signatures and what it remembers of the log.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use std::collections::HashSet;
use std::os::unix::fs::PermissionsExt;

use griffie::chain::{Commitment, KeyId, RecordHash};
use griffie::vault::{
    CreateError, KeepError, KeyError, NoKey, OpenBoxError, OpenError, Purpose, RootPlaces,
    RootSecret, RootSource, SealError, Vault, Witness, check_outside, default_folder,
};
use vault_given::{House, LEDGER, stream};

const PAYLOAD: &[u8] = br#"{"body":{"text":"De borst is pijnlijk."}}"#;

#[test]
fn what_was_sealed_opens_after_a_restart_and_a_stream_finds_its_key_again() {
    let (house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Open, stream(1))]).unwrap();
    let sealed = vault.seal(keys[0], stream(1), PAYLOAD).unwrap();
    drop(vault);

    let vault = house.open();
    let opened = vault.open_box(stream(1), sealed.commitment, &sealed.box_bytes).unwrap();
    assert_eq!(opened.payload(), PAYLOAD);
    assert_eq!(vault.data_key_id(stream(1)), Some(keys[0]));
    assert_eq!(vault.open_key_id(stream(1)), Some(keys[1]));
    assert_eq!(vault.data_key_id(stream(2)), None);
    assert_eq!(vault.ledger(), LEDGER);
}

#[test]
fn the_newest_data_key_of_a_stream_seals_and_the_older_one_still_opens() {
    let (house, vault) = House::with_vault();
    let first = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let old = vault.seal(first, stream(1), PAYLOAD).unwrap();
    let second = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    assert_eq!(vault.data_key_id(stream(1)), Some(second));
    drop(vault);
    let vault = house.open();
    assert_eq!(vault.data_key_id(stream(1)), Some(second));
    let opened = vault.open_box(stream(1), old.commitment, &old.box_bytes).unwrap();
    assert_eq!(opened.payload(), PAYLOAD);
}

#[test]
fn two_boxes_of_the_same_payload_share_nothing() {
    let (_house, vault) = House::with_vault();
    let key = vault.house_key_id();
    let first = vault.seal(key, stream(1), PAYLOAD).unwrap();
    let second = vault.seal(key, stream(1), PAYLOAD).unwrap();
    assert_ne!(first.commitment, second.commitment);
    assert_ne!(first.box_bytes[17..29], second.box_bytes[17..29], "nonces");
    assert_ne!(first.box_bytes[29..], second.box_bytes[29..], "ciphertexts");
}

#[test]
fn a_box_opens_for_its_own_stream_and_commitment_only() {
    let (_house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    let sealed = vault.seal(keys[0], stream(1), PAYLOAD).unwrap();
    let open = |stream, commitment, bytes: &[u8]| vault.open_box(stream, commitment, bytes);

    let other = Commitment::from_bytes([1; 32]);
    assert_eq!(
        open(stream(2), sealed.commitment, &sealed.box_bytes).unwrap_err(),
        OpenBoxError::NoKey(NoKey::OfAnotherStream(keys[0]))
    );
    assert_eq!(open(stream(1), other, &sealed.box_bytes).unwrap_err(), OpenBoxError::DoesNotOpen);
    for at in 0..sealed.box_bytes.len() {
        let mut altered = sealed.box_bytes.clone();
        altered[at] ^= 0x10;
        open(stream(1), sealed.commitment, &altered).unwrap_err();
    }
    for length in 0..sealed.box_bytes.len() {
        open(stream(1), sealed.commitment, &sealed.box_bytes[..length]).unwrap_err();
    }
    let mut newer = sealed.box_bytes.clone();
    newer[0] = 2;
    assert_eq!(
        open(stream(1), sealed.commitment, &newer).unwrap_err(),
        OpenBoxError::Unsupported(2)
    );
}

#[test]
fn no_content_is_sealed_under_the_key_of_another_stream() {
    let (_house, vault) = House::with_vault();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Standalone, stream(3))]).unwrap();
    let refused = |key, of| vault.seal(key, of, PAYLOAD).unwrap_err();
    assert_eq!(refused(keys[0], stream(2)), SealError::NoKey(NoKey::OfAnotherStream(keys[0])));
    assert_eq!(refused(keys[1], stream(3)), SealError::NoKey(NoKey::SealsNothing(keys[1])));
    // What is about somebody never goes under the house key.
    let of_the_house = vault.house_key_id();
    assert_eq!(
        refused(of_the_house, stream(1)),
        SealError::NoKey(NoKey::OfAnotherStream(of_the_house))
    );
    let unknown = KeyId::from_bytes([9; 16]);
    assert_eq!(refused(unknown, stream(1)), SealError::NoKey(NoKey::Unknown(unknown)));
}

#[test]
fn a_payload_is_at_most_64_kib() {
    let (_house, vault) = House::with_vault();
    let key = vault.house_key_id();
    let longest = vec![b'x'; 65_536];
    let sealed = vault.seal(key, stream(1), &longest).unwrap();
    let opened = vault.open_box(stream(1), sealed.commitment, &sealed.box_bytes).unwrap();
    assert_eq!(opened.payload(), longest);
    assert_eq!(
        vault.seal(key, stream(1), &vec![b'x'; 65_537]).unwrap_err(),
        SealError::TooLong { length: 65_537 }
    );
}

#[test]
fn house_box_and_signing_keys_are_not_made_by_asking() {
    let (_house, vault) = House::with_vault();
    for purpose in [Purpose::House, Purpose::Box, Purpose::Signing] {
        assert_eq!(vault.create_keys(&[(purpose, stream(1))]), Err(KeyError::Purpose(purpose)));
    }
}

#[test]
fn sixty_four_threads_creating_keys_each_get_their_own_durable_ones() {
    let (house, vault) = House::with_vault();
    let created: Vec<(u8, KeyId)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..64u8)
            .map(|number| {
                let vault = &vault;
                scope.spawn(move || {
                    let mut mine = Vec::new();
                    for _ in 0..40 {
                        let keys = vault
                            .create_keys(&[
                                (Purpose::Data, stream(number)),
                                (Purpose::Open, stream(number)),
                            ])
                            .unwrap();
                        assert_eq!(vault.data_key_id(stream(number)), Some(keys[0]));
                        mine.extend(keys.into_iter().map(|key| (number, key)));
                    }
                    mine
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    // Past the room of a new key file, so that growth was raced, too.
    assert_eq!(created.iter().map(|(_, key)| key).collect::<HashSet<_>>().len(), 64 * 80);
    drop(vault);
    let vault = house.open();
    for (number, key) in created {
        assert_eq!(vault.key_state(key), Ok(()));
        vault.seal(key, stream(number), PAYLOAD).unwrap();
    }
}

#[test]
fn the_signature_is_ed25519_under_the_verifier_key_and_survives_a_restart() {
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
    let (house, vault) = House::with_vault();
    let verifier_key = vault.verifier_key();
    let signature = vault.sign(b"griffie/0707\n1\nroot\n");
    drop(vault);
    let vault = house.open();
    assert_eq!(vault.verifier_key(), verifier_key);
    let public = UnparsedPublicKey::new(&ED25519, verifier_key);
    public.verify(b"griffie/0707\n1\nroot\n", &signature).unwrap();
    public.verify(b"griffie/0707\n2\nroot\n", &signature).unwrap_err();
}

#[test]
fn the_witness_follows_the_log_and_never_goes_back() {
    let (house, vault) = House::with_vault();
    let hash = |byte| RecordHash::from_bytes([byte; 32]);
    assert_eq!(vault.witness(), None);
    for size in 1..=5u8 {
        vault.follow(u64::from(size), hash(size)).unwrap();
    }
    drop(vault);
    let vault = house.open();
    assert_eq!(vault.witness(), Some(Witness { size: 5, hash: hash(5) }));
    assert!(matches!(vault.follow(4, hash(4)), Err(KeepError::Shrunk { size: 4, witnessed: 5 })));
    assert!(matches!(vault.follow(5, hash(9)), Err(KeepError::Forked { size: 5 })));
    vault.follow(5, hash(5)).unwrap();
}

#[test]
fn the_last_checkpoint_is_kept_up_to_16_kib() {
    let (house, vault) = House::with_vault();
    assert_eq!(vault.checkpoint(), None);
    vault.keep_checkpoint(b"first").unwrap();
    let longest = vec![b'n'; 16 * 1024];
    vault.keep_checkpoint(&longest).unwrap();
    assert!(matches!(
        vault.keep_checkpoint(&vec![b'n'; 16 * 1024 + 1]),
        Err(KeepError::TooLong { length: 16_385 })
    ));
    drop(vault);
    let vault = house.open();
    assert_eq!(vault.checkpoint(), Some(longest));
    vault.keep_checkpoint(b"third").unwrap();
    assert_eq!(vault.checkpoint(), Some(b"third".to_vec()));
}

#[test]
fn a_request_id_is_the_same_again_and_differs_by_grant_request_and_stream() {
    let (house, vault) = House::with_vault();
    let id = vault.request_id(&[1; 16], &[2; 16], stream(1));
    let others = [
        vault.request_id(&[9; 16], &[2; 16], stream(1)),
        vault.request_id(&[1; 16], &[9; 16], stream(1)),
        vault.request_id(&[1; 16], &[2; 16], stream(9)),
    ];
    assert!(!others.contains(&id));
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let digest = vault.body_digest(key, b"body").unwrap();
    let rows = vault.derived_rows_key();
    drop(vault);
    let vault = house.open();
    assert_eq!(vault.request_id(&[1; 16], &[2; 16], stream(1)), id);
    assert_eq!(vault.body_digest(key, b"body"), Ok(digest));
    assert_ne!(vault.body_digest(key, b"other"), Ok(digest));
    assert_ne!(vault.body_digest(vault.house_key_id(), b"body"), Ok(digest));
    assert_eq!(vault.derived_rows_key(), rows);
}

#[test]
fn another_root_secret_opens_nothing_and_changes_nothing() {
    let (house, vault) = House::with_vault();
    drop(vault);
    let other = RootSecret::generate().unwrap();
    let refused = Vault::open(&house.vault_folder(), &other).unwrap_err();
    assert!(matches!(&refused, OpenError::WrongRootSecret(file) if file.ends_with("epoch")));
    house.open();
}

#[test]
fn a_vault_is_open_in_one_process_at_a_time() {
    let (house, vault) = House::with_vault();
    let refused = Vault::open(&house.vault_folder(), &house.root).unwrap_err();
    assert!(matches!(refused, OpenError::InUse(_)));
    drop(vault);
    house.open();
}

#[test]
fn a_vault_never_lies_inside_the_data_folder_nor_over_something_else() {
    let house = House::empty();
    let data = house.data_folder();
    let inside = data.join("vault");
    let refused = Vault::create(&house.new_vault(&inside, &data)).unwrap_err();
    assert!(matches!(refused, CreateError::Inside { .. }));
    assert!(!inside.exists());

    let link = house.path().join("link");
    std::os::unix::fs::symlink(&data, &link).unwrap();
    let refused = Vault::create(&house.new_vault(&link.join("vault"), &data)).unwrap_err();
    assert!(matches!(refused, CreateError::Inside { .. }));

    assert_eq!(default_folder(&data), house.vault_folder());
    check_outside(&data, &default_folder(&data)).unwrap();
    std::fs::create_dir(house.vault_folder()).unwrap();
    std::fs::write(house.file("letter.txt"), "not a vault").unwrap();
    let refused = Vault::create(&house.new_vault(&house.vault_folder(), &data)).unwrap_err();
    assert!(matches!(refused, CreateError::Exists(_)));
    assert_eq!(std::fs::read_dir(house.vault_folder()).unwrap().count(), 1);
}

#[test]
fn nobody_but_the_owner_can_read_a_vault() {
    let (house, _vault) = House::with_vault();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&house.vault_folder()), 0o700);
    for entry in std::fs::read_dir(house.vault_folder()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn the_root_secret_is_taken_from_the_named_file_else_the_credential_else_the_vault() {
    let house = House::empty();
    let (folder, data) = (house.vault_folder(), house.data_folder());
    let new = griffie::vault::NewVault { keep_root: true, ..house.new_vault(&folder, &data) };
    drop(Vault::create(&new).unwrap());
    let credentials = house.path().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    let named = house.path().join("named");
    let (first, second) = (RootSecret::generate().unwrap(), RootSecret::generate().unwrap());
    first.write_new(&named).unwrap();

    let places = RootPlaces { file: None, credentials: Some(&credentials), vault: &folder };
    let (found, source) = RootSecret::find(&places).unwrap();
    assert_eq!(source, RootSource::Vault);
    Vault::open(&folder, &found).unwrap();

    second.write_new(&credentials.join("griffie-root")).unwrap();
    let (found, source) = RootSecret::find(&places).unwrap();
    assert_eq!((found.to_text(), source), (second.to_text(), RootSource::Credential));

    let (found, source) = RootSecret::find(&RootPlaces { file: Some(&named), ..places }).unwrap();
    assert_eq!((found.to_text(), source), (first.to_text(), RootSource::File));

    // A file that was named and is not there is an error, not a reason to look elsewhere.
    std::fs::remove_file(&named).unwrap();
    RootSecret::find(&RootPlaces { file: Some(&named), ..places }).unwrap_err();
}

#[test]
fn a_root_secret_everybody_can_read_is_refused() {
    let house = House::empty();
    let file = house.path().join("named");
    house.root.write_new(&file).unwrap();
    RootSecret::read(&file).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = RootSecret::read(&file).err().unwrap();
    assert!(matches!(refused, griffie::vault::RootError::TooOpen(_)));
}

#[test]
fn no_debug_text_shows_a_key() {
    let (_house, vault) = House::with_vault();
    let sealed = vault.seal(vault.house_key_id(), stream(1), PAYLOAD).unwrap();
    let opened = vault.open_box(stream(1), sealed.commitment, &sealed.box_bytes).unwrap();
    assert_eq!(format!("{opened:?}"), format!("Opened({} bytes)", PAYLOAD.len()));
    assert!(format!("{vault:?}").starts_with("Vault(07070707"));
    let root = RootSecret::from_text(&"5e".repeat(32)).unwrap();
    assert_eq!(format!("{root:?}"), "RootSecret");
}
