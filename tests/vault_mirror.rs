//! What a mirror promises: it can stand in for the vault, it forgets what the vault forgot, and it never leads.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use std::path::PathBuf;

use griffie::chain::{KeyId, LedgerId};
use griffie::vault::{
    CreateError, MirrorError, MirrorState, NewMirror, NewVault, Purpose, RootSecret, Rotation,
    Shred, Vault,
};
use vault_given::{House, LEDGER, copy_folder, files_with, reader, stream};

/// A vault with one mirror.
struct Mirrored {
    house: House,
    data: PathBuf,
    folder: PathBuf,
    root: RootSecret,
}

impl Mirrored {
    fn new() -> (Self, Vault) {
        let (house, vault) = House::with_vault();
        let folder = house.path().join("mirror");
        let root = RootSecret::generate().unwrap();
        let this = Self { data: house.data_folder(), house, folder, root };
        vault.create_mirror(&this.new_mirror()).unwrap();
        (this, vault)
    }

    fn new_mirror(&self) -> NewMirror<'_> {
        NewMirror { folder: &self.folder, data_folder: &self.data, root: &self.root }
    }

    fn open(&self) -> (Vault, Result<MirrorState, MirrorError>) {
        let vault = self.house.open();
        let state = vault.attach_mirror(&self.folder, &self.root);
        (vault, state)
    }

    fn read(&self) -> reader::ReadVault {
        reader::read(&self.folder, &self.root.to_text(), *LEDGER.as_bytes())
    }

    fn keys(&self) -> Vec<([u8; 16], u8, Vec<u8>)> {
        let slots = self.read().slots.into_iter();
        slots.map(|slot| (slot.id, slot.state, slot.key)).collect()
    }

    fn vault_keys(&self) -> Vec<([u8; 16], u8, Vec<u8>)> {
        let slots = self.house.read().slots.into_iter();
        slots.map(|slot| (slot.id, slot.state, slot.key)).collect()
    }
}

fn shred(key: KeyId) -> Rotation {
    Rotation { shred: vec![Shred { key, decided_at: 41 }], keep: Vec::new() }
}

fn away(folder: &std::path::Path) -> PathBuf {
    folder.with_extension("away")
}

#[test]
fn a_mirror_follows_new_keys_and_destructions_under_secrets_of_its_own() {
    let (mirrored, vault) = Mirrored::new();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    assert!(vault.is_lagging());
    let reports = vault.follow_mirrors();
    assert_eq!(reports[0].state, MirrorState::Current { epoch: 1 });
    assert!(!vault.is_lagging());
    let before = mirrored.read();
    let slot = before.slot(keys[0].as_bytes()).clone();
    assert_eq!(files_with(mirrored.house.path(), &slot.wrapped), [mirrored.folder.join("keys")]);

    let rotated = vault.rotate(&shred(keys[0])).unwrap();
    assert_eq!(rotated.mirrors[0].state, MirrorState::Current { epoch: 2 });
    for secret in [&slot.wrapped, &slot.key, &before.wrapped_epoch, &before.epoch_key] {
        assert_eq!(files_with(mirrored.house.path(), secret), Vec::<PathBuf>::new());
    }
    drop(vault);
    assert_eq!(mirrored.keys(), mirrored.vault_keys());
    assert_eq!(mirrored.read().generation, mirrored.house.read().generation);
    assert_ne!(mirrored.read().epoch_key, mirrored.house.read().epoch_key);
}

#[test]
fn a_mirror_stands_in_for_a_vault_that_is_lost() {
    let (mirrored, vault) = Mirrored::new();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    let sealed = vault.seal(key, stream(1), b"text").unwrap();
    let verifier_key = vault.verifier_key();
    vault.follow_mirrors();
    drop(vault);
    std::fs::remove_dir_all(mirrored.house.vault_folder()).unwrap();
    let vault = Vault::open(&mirrored.folder, &mirrored.root).unwrap();
    let opened = vault.open_box(stream(1), sealed.commitment, &sealed.box_bytes).unwrap();
    assert_eq!(opened.payload(), b"text");
    assert_eq!(vault.verifier_key(), verifier_key);
}

#[test]
fn a_mirror_out_of_reach_is_lagging_and_catches_up_when_it_reappears() {
    let (mirrored, vault) = Mirrored::new();
    let keys =
        vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
    vault.follow_mirrors();
    std::fs::rename(&mirrored.folder, away(&mirrored.folder)).unwrap();

    // Writing and destroying go on; the report says what is not reached.
    let later = vault.create_keys(&[(Purpose::Data, stream(3))]).unwrap()[0];
    let rotated = vault.rotate(&shred(keys[0])).unwrap();
    assert_eq!(rotated.destroyed, [keys[0]]);
    assert!(
        matches!(&rotated.mirrors[0].state, MirrorState::Lagging { why } if why.contains("no vault"))
    );
    assert!(vault.is_lagging());

    std::fs::rename(away(&mirrored.folder), &mirrored.folder).unwrap();
    assert_eq!(mirrored.read().slot(keys[0].as_bytes()).state, 1, "not yet destroyed here");
    assert_eq!(vault.follow_mirrors()[0].state, MirrorState::Current { epoch: 2 });
    assert!(!vault.is_lagging());
    assert_eq!(mirrored.read().slot(keys[0].as_bytes()).key, [0; 32]);
    assert_eq!(mirrored.read().slot(later.as_bytes()).state, 1);

    // Out of reach at the start: the start goes on.
    std::fs::rename(&mirrored.folder, away(&mirrored.folder)).unwrap();
    drop(vault);
    let (vault, state) = mirrored.open();
    assert!(matches!(state, Ok(MirrorState::Lagging { .. })));
    vault.rotate(&shred(keys[1])).unwrap();
    drop(vault);
    // Back at the next start: brought up to date before anything else.
    std::fs::rename(away(&mirrored.folder), &mirrored.folder).unwrap();
    let (_vault, state) = mirrored.open();
    assert_eq!(state.unwrap(), MirrorState::Current { epoch: 3 });
    assert_eq!(mirrored.keys(), mirrored.vault_keys());
}

#[test]
fn an_old_vault_put_back_is_found_out_by_its_mirror_and_nothing_is_changed() {
    let (mirrored, vault) = Mirrored::new();
    let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    vault.follow_mirrors();
    drop(vault);
    let backup = mirrored.house.path().join("backup");
    copy_folder(&mirrored.house.vault_folder(), &backup);
    let (vault, _) = mirrored.open();
    vault.rotate(&shred(key)).unwrap();
    drop(vault);
    std::fs::remove_dir_all(mirrored.house.vault_folder()).unwrap();
    std::fs::rename(&backup, mirrored.house.vault_folder()).unwrap();

    let before = mirrored.keys();
    let (vault, state) = mirrored.open();
    assert!(matches!(state, Err(MirrorError::Newer { .. })), "{state:?}");
    // Even when the old vault has since counted further than the mirror, the mirror saw what it did not.
    for number in 0..5 {
        vault.create_keys(&[(Purpose::Data, stream(number))]).unwrap();
    }
    let state = vault.attach_mirror(&mirrored.folder, &mirrored.root);
    assert!(
        matches!(&state, Err(MirrorError::Diverged { key: named, .. }) if *named == key),
        "{state:?}"
    );
    drop(vault);
    assert_eq!(mirrored.keys(), before);
}

#[test]
fn a_mirror_with_a_key_the_vault_never_had_stops_the_start() {
    let (mirrored, vault) = Mirrored::new();
    drop(vault);
    let backup = mirrored.house.path().join("backup");
    copy_folder(&mirrored.house.vault_folder(), &backup);
    let (vault, _) = mirrored.open();
    let lost = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
    vault.follow_mirrors();
    drop(vault);
    std::fs::remove_dir_all(mirrored.house.vault_folder()).unwrap();
    std::fs::rename(&backup, mirrored.house.vault_folder()).unwrap();
    let vault = mirrored.house.open();
    // As far as the mirror by count, but by another key.
    vault.create_keys(&[(Purpose::Data, stream(2))]).unwrap();
    let state = vault.attach_mirror(&mirrored.folder, &mirrored.root);
    assert!(matches!(&state, Err(MirrorError::Diverged { key, .. }) if *key == lost), "{state:?}");
}

#[test]
fn a_mirror_of_another_ledger_stops_the_start_and_a_wrong_root_secret_makes_it_lag() {
    let (mirrored, vault) = Mirrored::new();
    let (folder, data) = (mirrored.house.path().join("other"), mirrored.house.data_folder());
    let root = RootSecret::generate().unwrap();
    let ledger = LedgerId::from_bytes([8; 16]);
    let new =
        NewVault { folder: &folder, data_folder: &data, ledger, root: &root, keep_root: false };
    drop(Vault::create(&new).unwrap());
    let state = vault.attach_mirror(&folder, &root);
    assert!(
        matches!(&state, Err(MirrorError::OtherLedger { ledger: named, .. }) if *named == ledger)
    );
    let state = vault.attach_mirror(&mirrored.folder, &root).unwrap();
    assert!(
        matches!(&state, MirrorState::Lagging { why } if why.contains("root secret")),
        "{state:?}"
    );
}

#[test]
fn a_mirror_has_a_root_secret_of_its_own_and_lies_apart_from_vault_and_data() {
    let (mirrored, vault) = Mirrored::new();
    let data = mirrored.house.data_folder();
    let other = mirrored.house.path().join("second");
    let create = |folder: &std::path::Path, root: &RootSecret| {
        vault.create_mirror(&NewMirror { folder, data_folder: &data, root }).unwrap_err()
    };
    assert!(matches!(create(&other, &mirrored.house.root), CreateError::SharedRoot));
    let fresh = RootSecret::generate().unwrap();
    assert!(matches!(create(&data.join("mirror"), &fresh), CreateError::Inside { .. }));
    let in_vault = mirrored.house.file("mirror");
    assert!(matches!(create(&in_vault, &fresh), CreateError::Inside { .. }));
    assert!(matches!(create(&mirrored.folder, &fresh), CreateError::Exists(_)));
}
