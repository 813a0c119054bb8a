//! Damage to a vault's files: flipped, zeroed, cut short, deleted, at hundreds of places each.
//!
//! The vault is either not affected, or refuses, names the file, and has changed nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use std::collections::BTreeMap;
use std::path::Path;

use griffie::chain::{KeyId, RecordHash};
use griffie::vault::{
    MirrorState, NewMirror, OpenError, Purpose, RootSecret, Rotation, SealedPayload, Shred, Vault,
    Witness,
};
use vault_given::{House, stream};

/// Every file of a folder.
type Files = BTreeMap<String, Vec<u8>>;

fn read_files(folder: &Path) -> Files {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn write_files(folder: &Path, files: &Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// A vault that has been used: rotated, keys added, witness and checkpoint written more than once.
struct Used {
    house: House,
    files: Files,
    live: Vec<KeyId>,
    shredded: KeyId,
    sealed: SealedPayload,
}

fn hash(byte: u8) -> RecordHash {
    RecordHash::from_bytes([byte; 32])
}

impl Used {
    fn new() -> Self {
        let house = House::in_memory();
        let vault = house.create();
        let keys =
            vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
        let shred = vec![Shred { key: keys[1], decided_at: 41 }];
        vault.rotate(&Rotation { shred, keep: vec![] }).unwrap();
        let mut live = vec![keys[0]];
        for number in 3..6 {
            live.extend(vault.create_keys(&[(Purpose::Data, stream(number))]).unwrap());
        }
        let sealed = vault.seal(keys[0], stream(1), b"text").unwrap();
        for size in 1..4 {
            vault.follow(size, hash(9)).unwrap();
            vault.keep_checkpoint(&[b'0' + u8::try_from(size).unwrap()]).unwrap();
        }
        drop(vault);
        let files = read_files(&house.vault_folder());
        Self { house, files, live, shredded: keys[1], sealed }
    }

    /// Damages one file, opens, and judges what came of it. Returns whether it opened.
    #[track_caller]
    fn with(&self, name: &str, what: &str, damage: impl FnOnce(&mut Vec<u8>)) -> bool {
        let mut damaged = self.files.clone();
        damage(damaged.get_mut(name).unwrap());
        self.judge(name, what, &damaged)
    }

    #[track_caller]
    fn judge(&self, name: &str, what: &str, damaged: &Files) -> bool {
        let folder = self.house.vault_folder();
        write_files(&folder, damaged);
        match Vault::open(&folder, &self.house.root) {
            Err(error) => {
                let named = format!("data.vault/{name}");
                let text = error.to_string();
                assert!(text.contains(&named), "{name} {what}: {text}");
                assert!(
                    matches!(
                        error,
                        OpenError::Damaged { .. }
                            | OpenError::Missing(_)
                            | OpenError::WrongRootSecret(_)
                    ),
                    "{name} {what}: {error:?}"
                );
                assert!(read_files(&folder) == *damaged, "{name} {what}: refused, and changed");
                false
            }
            Ok(vault) => {
                self.is_unaffected(&vault, name, what);
                drop(vault);
                // And it stays so: nothing that matters was overwritten on the way.
                self.is_unaffected(&Vault::open(&folder, &self.house.root).unwrap(), name, what);
                true
            }
        }
    }

    #[track_caller]
    fn is_unaffected(&self, vault: &Vault, name: &str, what: &str) {
        for key in &self.live {
            assert_eq!(vault.key_state(*key), Ok(()), "{name} {what}");
        }
        assert!(vault.key_state(self.shredded).is_err(), "{name} {what}");
        let opened = vault.open_box(stream(1), self.sealed.commitment, &self.sealed.box_bytes);
        assert_eq!(opened.unwrap().payload(), b"text", "{name} {what}");
        // One block of these may be lost to a torn write; the other is one step behind, and that is said.
        let behind = |file: &str| vault.half_sound().iter().any(|path| path.ends_with(file));
        let (witness, checkpoint) = (vault.witness().unwrap(), vault.checkpoint().unwrap());
        let newest = Witness { size: 3, hash: hash(9) };
        let older = Witness { size: 2, hash: hash(9) };
        assert!(
            witness == newest || (name == "witness" && behind(name) && witness == older),
            "{name} {what}: {witness:?}"
        );
        assert!(
            checkpoint == b"3" || (name == "checkpoint" && behind(name) && checkpoint == b"2"),
            "{name} {what}: {checkpoint:?}"
        );
    }
}

/// Places worth hitting in a file: everything that is not a zero, and a sample of what is.
fn places(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let (filled, zeros): (Vec<usize>, Vec<usize>) =
        (0..bytes.len()).partition(|at| bytes[*at] != 0);
    filled.into_iter().step_by(3).chain(zeros.into_iter().step_by(997))
}

#[test]
fn a_flipped_bit_is_without_effect_or_refused_by_name() {
    let used = Used::new();
    let mut refused = BTreeMap::new();
    for (name, bytes) in &used.files {
        for (count, at) in places(bytes).enumerate() {
            let bit = 1 << (count % 8);
            let opened =
                used.with(name, &format!("bit {bit:#x} of byte {at}"), |bytes| bytes[at] ^= bit);
            *refused.entry(name.clone()).or_insert(0) += u32::from(!opened);
        }
    }
    // The positive control: damage that matters was hit, and what is only room was not refused.
    assert!(refused["keys"] > 150, "{refused:?}");
    assert!(refused["epoch"] > 25, "{refused:?}");
    assert_eq!((refused["witness"], refused["checkpoint"], refused["reserve"]), (0, 0, 0));
}

#[test]
fn every_byte_of_a_promised_slot_and_of_the_epoch_in_force_matters() {
    let used = Used::new();
    // House, signing, one live, one tombstone, three added later.
    for at in 8192..8192 + 7 * 128 {
        assert!(!used.with("keys", &format!("byte {at}"), |bytes| bytes[at] ^= 0x40), "byte {at}");
    }
    let epoch = &used.files["epoch"];
    let block = if epoch[..4096].iter().all(|byte| *byte == 0) { 4096 } else { 0 };
    for at in block..block + 104 {
        assert!(!used.with("epoch", &format!("byte {at}"), |bytes| bytes[at] ^= 0x40), "byte {at}");
    }
}

#[test]
fn both_headers_flipped_is_refused() {
    let used = Used::new();
    for at in 0..76 {
        let opened = used.with("keys", "both headers", |bytes| {
            bytes[at] ^= 1;
            bytes[4096 + at] ^= 1;
        });
        assert!(!opened, "byte {at} of both headers");
    }
}

#[test]
fn zeroed_stretches_are_without_effect_or_refused_by_name() {
    let used = Used::new();
    for (name, bytes) in &used.files {
        for length in [1, 16, 128, 512, 4096] {
            for at in (0..bytes.len()).step_by(length.max(bytes.len() / 40)) {
                let what = format!("{length} zeros at {at}");
                used.with(name, &what, |bytes| {
                    let to = bytes.len().min(at + length);
                    bytes[at..to].fill(0);
                });
            }
        }
    }
    for slot in 0..7 {
        let at = 8192 + slot * 128;
        assert!(!used.with("keys", "a slot zeroed", |bytes| bytes[at..at + 128].fill(0)));
    }
}

#[test]
fn a_file_cut_short_is_without_effect_or_refused_by_name() {
    let used = Used::new();
    for (name, bytes) in &used.files {
        let sample = (0..bytes.len()).step_by(bytes.len() / 60 + 1);
        let edges = [0, 1, 75, 76, 4095, 4096, 4097, 8191, 8192, 8193, 9087, 9088, 9089];
        for length in sample.chain(edges).filter(|length| *length < bytes.len()) {
            let opened =
                used.with(name, &format!("cut to {length}"), |bytes| bytes.truncate(length));
            if name == "keys" {
                assert_eq!(opened, length >= 8192 + 7 * 128, "cut to {length}");
            }
        }
    }
}

#[test]
fn a_deleted_file_is_missed_by_name_and_the_reserve_is_made_anew() {
    let used = Used::new();
    for name in used.files.keys() {
        let mut damaged = used.files.clone();
        damaged.remove(name);
        let opened = used.judge(name, "deleted", &damaged);
        assert_eq!(opened, name == "reserve", "{name}");
    }
    let (reserve, keys) = (used.house.file("reserve"), used.house.file("keys"));
    write_files(&used.house.vault_folder(), &used.files);
    std::fs::remove_file(&reserve).unwrap();
    assert!(used.house.open().is_room_reserved());
    assert_eq!(reserve.metadata().unwrap().len(), keys.metadata().unwrap().len());
}

#[test]
fn files_of_another_vault_are_refused() {
    let used = Used::new();
    let other = Used::new();
    for name in ["keys", "epoch", "witness", "checkpoint"] {
        let mut damaged = used.files.clone();
        damaged.insert(name.to_owned(), other.files[name].clone());
        let folder = used.house.vault_folder();
        write_files(&folder, &damaged);
        Vault::open(&folder, &used.house.root).unwrap_err();
        assert!(read_files(&folder) == damaged, "{name}: refused, and changed");
    }
}

#[test]
fn an_epoch_in_doubt_is_never_zeroed() {
    // Given: a rotation that was cut off, so that both epochs lie there, and a key file that does not hold.
    let used = Used::new();
    let mut both = used.files.clone();
    let epoch = both.get_mut("epoch").unwrap();
    let (first, second) = epoch.split_at_mut(4096);
    if first.iter().all(|byte| *byte == 0) {
        first.copy_from_slice(second);
        first[27] ^= 3;
    } else {
        second.copy_from_slice(first);
        second[27] ^= 3;
    }
    for (name, at) in [("keys", 8192), ("keys", 8192 + 6 * 128 + 100), ("epoch", usize::MAX)] {
        let mut damaged = both.clone();
        let bytes = damaged.get_mut(name).unwrap();
        if at == usize::MAX {
            // The epoch in force itself: at the same place in both blocks.
            bytes[80] ^= 1;
            bytes[4096 + 80] ^= 1;
        } else {
            bytes[at] ^= 1;
        }
        // When it is opened, then it is refused, and both epochs are still there.
        assert!(!used.judge(name, "with two epochs", &damaged));
    }
    // With nothing in doubt the other one goes.
    assert!(used.judge("epoch", "with two epochs", &both));
    let epoch = read_files(&used.house.vault_folder()).remove("epoch").unwrap();
    assert!(epoch.chunks(4096).any(|block| block.iter().all(|byte| *byte == 0)));
}

#[test]
fn a_damaged_mirror_lags_and_says_why() {
    let house = House::in_memory();
    let vault = house.create();
    let folder = house.path().join("mirror");
    let root = RootSecret::generate().unwrap();
    let data = house.data_folder();
    vault.create_mirror(&NewMirror { folder: &folder, data_folder: &data, root: &root }).unwrap();
    vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap();
    vault.follow_mirrors();
    let files = read_files(&folder);
    for name in ["keys", "epoch"] {
        for at in places(&files[name]).collect::<Vec<_>>() {
            let mut damaged = files.clone();
            damaged.get_mut(name).unwrap()[at] ^= 4;
            write_files(&folder, &damaged);
            match &vault.follow_mirrors()[0].state {
                MirrorState::Current { .. } => {}
                MirrorState::Lagging { why } => {
                    assert!(why.contains(&format!("mirror/{name}")), "byte {at}: {why}");
                    assert!(read_files(&folder) == damaged, "byte {at}: refused, and changed");
                }
            }
        }
    }
}
