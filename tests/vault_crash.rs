//! The process is killed between any two writes, in creation, new keys, rotation and the opening after it.
//!
//! This covers the death of the process, not of the machine: what was written and not synced is still there.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use griffie::chain::{KeyId, StreamId};
use griffie::vault::{
    FaultPoint, KeptBox, KeyError, MirrorState, NewMirror, NewVault, NoKey, OpenError, Purpose,
    RootSecret, RotateError, Rotation, SealedPayload, Shred, Vault,
};
use vault_given::{House, LEDGER, files_with, reader, stream};

/// Keys one round adds in these tests: more than a new key file has room for.
const MANY: usize = 1100;

/// Not a test of its own: the process the others start, and which dies where it is told to.
#[test]
fn the_process_that_is_killed() {
    let Ok(task) = std::env::var("GRIFFIE_TEST_TASK") else { return };
    let folder = PathBuf::from(std::env::var("GRIFFIE_TEST_FOLDER").unwrap());
    let root = |name: &str| RootSecret::read(&folder.join(name)).unwrap();
    let (vault_folder, data) = (folder.join("data.vault"), folder.join("data"));
    let (root, mirror_root) = (root("root"), root("mirror.root"));
    let open = || Vault::open(&vault_folder, &root).unwrap();
    match task.as_str() {
        "create" => {
            let new = NewVault {
                folder: &vault_folder,
                data_folder: &data,
                ledger: LEDGER,
                root: &root,
                keep_root: true,
            };
            Vault::create(&new).unwrap();
        }
        "create mirror" => {
            let mirror = folder.join("mirror");
            let new = NewMirror { folder: &mirror, data_folder: &data, root: &mirror_root };
            open().create_mirror(&new).unwrap();
        }
        "open" => drop(open()),
        "append" => {
            let vault = open();
            vault.attach_mirror(&folder.join("mirror"), &mirror_root).unwrap();
            let many: Vec<_> = (0..MANY).map(|_| (Purpose::Data, stream(200))).collect();
            let created = vault.create_keys(&many);
            let follows = vault.follow_mirrors();
            if std::env::var("GRIFFIE_VAULT_FAULT").unwrap().ends_with("error") {
                judge_failed_append(&vault, &created, &follows[0].state);
            }
        }
        "rotate" => {
            let vault = open();
            vault.attach_mirror(&folder.join("mirror"), &mirror_root).unwrap();
            let gone = vault.data_key_id(stream(1)).unwrap();
            let rotated = vault.rotate(&rotation(&vault)).map(|rotated| rotated.mirrors);
            if std::env::var("GRIFFIE_VAULT_FAULT").unwrap().ends_with("error") {
                judge_failed_rotation(
                    &vault,
                    gone,
                    rotated.map(|mirrors| mirrors[0].state.clone()),
                );
            }
        }
        other => panic!("unknown task {other}"),
    }
}

/// What a caller sees when the disk refuses in the middle of adding keys.
fn judge_failed_append(
    vault: &Vault,
    created: &Result<Vec<KeyId>, KeyError>,
    mirror: &MirrorState,
) {
    if created.is_ok() {
        assert!(matches!(mirror, MirrorState::Lagging { .. }), "the fault was in the mirror");
        return;
    }
    assert!(matches!(created, Err(KeyError::Stopped(_))), "{created:?}");
    let again = vault.create_keys(&[(Purpose::Data, stream(201))]);
    assert!(matches!(again, Err(KeyError::Stopped(_))), "a stopped vault takes no keys");
    vault.seal(vault.data_key_id(stream(2)).unwrap(), stream(2), b"still sealing").unwrap();
}

/// What a caller sees when the disk refuses in the middle of a rotation.
fn judge_failed_rotation(vault: &Vault, gone: KeyId, rotated: Result<MirrorState, RotateError>) {
    match rotated {
        Ok(mirror) => {
            assert!(matches!(mirror, MirrorState::Lagging { .. }), "the fault was in the mirror");
            assert!(matches!(vault.key_state(gone), Err(NoKey::Shredded { .. })));
        }
        Err(error) => {
            assert!(matches!(error, RotateError::Stopped(_)), "{error:?}");
            let again = vault.rotate(&rotation(vault)).unwrap_err();
            assert!(matches!(again, RotateError::Stopped(_)));
            vault.seal(vault.data_key_id(stream(2)).unwrap(), stream(2), b"sealing").unwrap();
        }
    }
}

/// Stream 1 is destroyed but for its one kept box.
fn rotation(vault: &Vault) -> Rotation {
    let commitment = SealedPayload::clone(&survivor_on_disk(vault)).commitment;
    let data_key = KeyId::from_bytes(
        std::fs::read(beside(vault, "key")).unwrap().as_slice().try_into().unwrap(),
    );
    Rotation {
        shred: vec![Shred { key: data_key, decided_at: 41 }],
        keep: vec![KeptBox { data_key, stream: stream(1), commitment }],
    }
}

fn beside(vault: &Vault, name: &str) -> PathBuf {
    vault.folder().parent().unwrap().join(name)
}

fn survivor_on_disk(vault: &Vault) -> SealedPayload {
    let bytes = std::fs::read(beside(vault, "survivor")).unwrap();
    let (commitment, box_bytes) = bytes.split_first_chunk().unwrap();
    SealedPayload {
        commitment: griffie::chain::Commitment::from_bytes(*commitment),
        box_bytes: box_bytes.to_vec(),
    }
}

/// A vault with a mirror and three dossiers, closed; and what must hold of it.
struct Practice {
    house: House,
    mirror: PathBuf,
    mirror_root: RootSecret,
    gone: SealedPayload,
    survivor: SealedPayload,
    stays: SealedPayload,
    slot: reader::ReadSlot,
    epoch: reader::ReadVault,
}

impl Practice {
    fn empty() -> House {
        let house = House::empty();
        house.root.write_new(&house.path().join("root")).unwrap();
        RootSecret::generate().unwrap().write_new(&house.path().join("mirror.root")).unwrap();
        house
    }

    fn new() -> Self {
        let house = Self::empty();
        let vault = house.create();
        let mirror = house.path().join("mirror");
        let mirror_root = RootSecret::read(&house.path().join("mirror.root")).unwrap();
        let data = house.data_folder();
        let new = NewMirror { folder: &mirror, data_folder: &data, root: &mirror_root };
        vault.create_mirror(&new).unwrap();
        let keys =
            vault.create_keys(&[(Purpose::Data, stream(1)), (Purpose::Data, stream(2))]).unwrap();
        vault.follow_mirrors();
        let gone = vault.seal(keys[0], stream(1), b"gone").unwrap();
        let survivor = vault.seal(keys[0], stream(1), b"survives").unwrap();
        let stays = vault.seal(keys[1], stream(2), b"stays").unwrap();
        std::fs::write(house.path().join("key"), keys[0].as_bytes()).unwrap();
        let kept = [survivor.commitment.as_bytes().as_slice(), &survivor.box_bytes].concat();
        std::fs::write(house.path().join("survivor"), kept).unwrap();
        drop(vault);
        let epoch = house.read();
        let slot = epoch.slot(keys[0].as_bytes()).clone();
        Self { house, mirror, mirror_root, gone, survivor, stays, slot, epoch }
    }

    /// Whatever happened: what was not to be destroyed opens, in the vault and in the mirror. Returns whether stream 1
    /// is still there in full.
    #[track_caller]
    fn survivors_open(&self, vault: &Vault) -> bool {
        assert!(opens(vault, stream(2), &self.stays));
        assert!(opens(vault, stream(1), &self.survivor));
        opens(vault, stream(1), &self.gone)
    }

    /// Carries the decision through and finds nothing of it left anywhere.
    #[track_caller]
    fn finishes(&self, vault: &Vault) {
        let state = vault.attach_mirror(&self.mirror, &self.mirror_root).unwrap();
        assert!(matches!(state, MirrorState::Current { .. }), "{state:?}");
        let rotated = vault.rotate(&rotation(vault)).unwrap();
        assert!(matches!(rotated.mirrors[0].state, MirrorState::Current { .. }));
        assert!(!self.survivors_open(vault));
        let secrets =
            [&self.slot.key, &self.slot.wrapped, &self.epoch.epoch_key, &self.epoch.wrapped_epoch];
        for secret in secrets {
            assert_eq!(files_with(self.house.path(), secret), Vec::<PathBuf>::new());
        }
        for folder in [self.house.vault_folder(), self.mirror.clone()] {
            assert!(!folder.join("keys.new").exists());
            let length = |name| std::fs::metadata(folder.join(name)).unwrap().len();
            assert_eq!(length("reserve"), length("keys"));
        }
    }

    fn mirror_keys(&self) -> Vec<[u8; 16]> {
        let mirror = reader::read(&self.mirror, &self.mirror_root.to_text(), *LEDGER.as_bytes());
        mirror.slots.iter().map(|slot| slot.id).collect()
    }
}

fn opens(vault: &Vault, of: StreamId, sealed: &SealedPayload) -> bool {
    vault.open_box(of, sealed.commitment, &sealed.box_bytes).is_ok()
}

/// Runs a task in a process of its own with a fault armed.
fn run(folder: &Path, task: &str, fault: &str) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_process_that_is_killed", "--nocapture"])
        .env("GRIFFIE_TEST_TASK", task)
        .env("GRIFFIE_TEST_FOLDER", folder)
        .env("GRIFFIE_VAULT_FAULT", fault)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap()
}

/// Runs a task that must die at its fault.
#[track_caller]
fn killed(folder: &Path, task: &str, place: &str, point: FaultPoint) {
    use std::os::unix::process::ExitStatusExt;
    let status = run(folder, task, &format!("{place}.{}=abort", point.name()));
    assert_eq!(status.signal(), Some(6), "{task} never came to {place}.{}", point.name());
}

fn points(of: &str) -> impl Iterator<Item = FaultPoint> {
    FaultPoint::ALL.iter().copied().filter(move |point| point.name().starts_with(of))
}

#[test]
fn creation_killed_anywhere_is_named_and_can_be_repeated() {
    for point in points("create_") {
        let house = Practice::empty();
        killed(house.path(), "create", "vault", point);
        let opened = Vault::open(&house.vault_folder(), &house.root).map(drop);
        match (point, opened) {
            (FaultPoint::CreateFolderMade, Err(OpenError::NoVault(_)))
            | (FaultPoint::CreateUnmarked, Ok(()))
            | (_, Err(OpenError::CreationUnfinished(_))) => {}
            (_, other) => panic!("{}: {other:?}", point.name()),
        }
        if point != FaultPoint::CreateUnmarked {
            assert!(run(house.path(), "create", "").success(), "{}", point.name());
        }
        let vault = house.open();
        let key = vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap()[0];
        vault.seal(key, stream(1), b"text").unwrap();
        drop(vault);
        assert_eq!(house.read().slots.len(), 3);
        assert_eq!(std::fs::read_to_string(house.file("root")).unwrap().len(), 65);
    }
}

#[test]
fn the_creation_of_a_mirror_killed_anywhere_leaves_the_vault_alone_and_can_be_repeated() {
    for point in points("create_") {
        let house = Practice::empty();
        drop(house.create());
        killed(house.path(), "create mirror", "mirror", point);
        let vault = house.open();
        vault.create_keys(&[(Purpose::Data, stream(1))]).unwrap();
        let mirror = house.path().join("mirror");
        let root = RootSecret::read(&house.path().join("mirror.root")).unwrap();
        let data = house.data_folder();
        let new = NewMirror { folder: &mirror, data_folder: &data, root: &root };
        if point == FaultPoint::CreateUnmarked {
            vault.attach_mirror(&mirror, &root).unwrap();
        } else {
            vault.create_mirror(&new).unwrap();
        }
        assert!(!vault.is_lagging());
        drop(vault);
        let read = reader::read(&mirror, &root.to_text(), *LEDGER.as_bytes());
        assert_eq!(read.slots.len(), 3);
    }
}

#[test]
fn new_keys_killed_anywhere_cost_no_earlier_key_and_leave_no_residue() {
    for place in ["vault", "mirror"] {
        for point in points("append_") {
            let practice = Practice::new();
            killed(practice.house.path(), "append", place, point);
            let vault = practice.house.open();
            assert!(practice.survivors_open(&vault));
            let state = vault.attach_mirror(&practice.mirror, &practice.mirror_root).unwrap();
            assert!(matches!(state, MirrorState::Current { .. }), "{}: {state:?}", point.name());
            let key = vault.create_keys(&[(Purpose::Data, stream(3))]).unwrap()[0];
            vault.follow_mirrors();
            drop(vault);
            // The second reader also checks that nothing lies behind the last promised key.
            let read = practice.house.read();
            let counted =
                point == FaultPoint::AppendHeaderWritten || point == FaultPoint::AppendDone;
            let created = if place == "mirror" || counted { MANY } else { 0 };
            assert_eq!(read.slots.len(), 4 + created + 1, "{place}.{}", point.name());
            assert_eq!(read.slots.last().unwrap().id, *key.as_bytes());
            let ids: Vec<_> = read.slots.iter().map(|slot| slot.id).collect();
            assert_eq!(practice.mirror_keys(), ids);
        }
    }
}

#[test]
fn a_rotation_killed_anywhere_is_undone_or_done_and_can_be_carried_through() {
    for place in ["vault", "mirror"] {
        for point in points("rotate_") {
            let practice = Practice::new();
            killed(practice.house.path(), "rotate", place, point);
            let vault = practice.house.open();
            let there = practice.survivors_open(&vault);
            // Up to the rename nothing has happened, from the rename on everything has.
            let renamed =
                FaultPoint::ALL.iter().position(|each| *each == FaultPoint::RotateRenamed);
            let reached = FaultPoint::ALL.iter().position(|each| *each == point);
            assert_eq!(there, place == "vault" && reached < renamed, "{place}.{}", point.name());
            practice.finishes(&vault);
        }
    }
}

#[test]
fn an_opening_killed_anywhere_after_a_killed_change_is_finished_by_the_next_one() {
    let changes = [
        ("append", FaultPoint::AppendSlotsWritten, FaultPoint::OpenResidueOverwritten),
        ("append", FaultPoint::AppendSlotsSynced, FaultPoint::OpenTidied),
        ("rotate", FaultPoint::RotateEpochWritten, FaultPoint::OpenEpochOverwritten),
        ("rotate", FaultPoint::RotateKeysWritten, FaultPoint::OpenEpochOverwritten),
        ("rotate", FaultPoint::RotateKeysSynced, FaultPoint::OpenLeftoverOverwritten),
        ("rotate", FaultPoint::RotateRenamed, FaultPoint::OpenEpochOverwritten),
        ("rotate", FaultPoint::RotateFolderSynced, FaultPoint::OpenTidied),
    ];
    for (task, point, at_open) in changes {
        let practice = Practice::new();
        killed(practice.house.path(), task, "vault", point);
        killed(practice.house.path(), "open", "vault", at_open);
        let vault = practice.house.open();
        practice.survivors_open(&vault);
        practice.finishes(&vault);
    }
}

#[test]
fn a_disk_that_refuses_stops_the_vault_and_opening_it_anew_goes_on() {
    for place in ["vault", "mirror"] {
        for (task, point) in points("append_")
            .map(|point| ("append", point))
            .chain(points("rotate_").map(|point| ("rotate", point)))
        {
            let practice = Practice::new();
            let fault = format!("{place}.{}=error", point.name());
            let status = run(practice.house.path(), task, &fault);
            assert!(status.success(), "{fault}: what the caller saw is wrong");
            let vault = practice.house.open();
            practice.survivors_open(&vault);
            practice.finishes(&vault);
        }
    }
}
