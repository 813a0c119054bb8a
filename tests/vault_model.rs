//! Any sequence of new keys, destructions, reaping, restarts and mirrors agrees with a model of three lines.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod vault_given;

use std::collections::BTreeMap;

use griffie::chain::{KeyId, StreamId, box_key_id};
use griffie::vault::{
    KeptBox, MirrorState, NewMirror, NoKey, Purpose, RootSecret, Rotation, SealedPayload, Shred,
    Vault,
};
use proptest::prelude::*;
use vault_given::{House, LEDGER, reader, stream};

#[derive(Clone, Debug)]
enum Step {
    /// New data keys for these streams, in one call.
    Create(Vec<u8>),
    /// A record in a stream, if it has a key.
    Seal(u8),
    /// The whole stream is destroyed.
    DestroyWhole(u8),
    /// One of the stream's boxes is destroyed, the others survive under a new data key.
    DestroyPart(u8, prop::sample::Index),
    /// Every decision so far once more, as at each open.
    Replay,
    /// Keys without records go.
    Reap,
    Reopen,
    /// The mirror is unplugged, or plugged in again.
    MirrorAway,
    MirrorBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let of = 0..4u8;
    let step = prop_oneof![
        3 => prop::collection::vec(of.clone(), 1..4).prop_map(Step::Create),
        4 => of.clone().prop_map(Step::Seal),
        1 => of.clone().prop_map(Step::DestroyWhole),
        2 => (of, any::<prop::sample::Index>()).prop_map(|(of, which)| Step::DestroyPart(of, which)),
        1 => Just(Step::Replay),
        1 => Just(Step::Reap),
        2 => Just(Step::Reopen),
        1 => Just(Step::MirrorAway),
        1 => Just(Step::MirrorBack),
    ];
    prop::collection::vec(step, 1..24)
}

/// What must hold: which boxes open, which keys are live.
#[derive(Default)]
struct Model {
    boxes: Vec<(StreamId, KeyId, SealedPayload, bool)>,
    keys: BTreeMap<KeyId, (StreamId, bool)>,
    sealing: BTreeMap<StreamId, KeyId>,
    decisions: Rotation,
    created_since_open: Vec<KeyId>,
}

struct World {
    house: House,
    vault: Option<Vault>,
    root: RootSecret,
    model: Model,
    position: u64,
}

impl World {
    fn new() -> Self {
        let house = House::in_memory();
        let vault = house.create();
        let root = RootSecret::generate().unwrap();
        let (folder, data) = (house.path().join("mirror"), house.data_folder());
        vault
            .create_mirror(&NewMirror { folder: &folder, data_folder: &data, root: &root })
            .unwrap();
        Self { house, vault: Some(vault), root, model: Model::default(), position: 0 }
    }

    fn vault(&self) -> &Vault {
        self.vault.as_ref().unwrap()
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Create(numbers) => self.create(numbers),
            Step::Seal(number) => {
                let of = stream(*number);
                if let Some(key) = self.model.sealing.get(&of).copied() {
                    let sealed = self.vault().seal(key, of, b"text").unwrap();
                    self.model.boxes.push((of, key, sealed, true));
                }
            }
            Step::DestroyWhole(number) => self.destroy_whole(stream(*number)),
            Step::DestroyPart(number, which) => self.destroy_part(stream(*number), *which),
            Step::Replay => {
                let rotated = self.vault().rotate(&self.model.decisions).unwrap();
                assert_eq!(rotated.destroyed, []);
            }
            Step::Reap => self.reap(),
            Step::Reopen => self.reopen(),
            Step::MirrorAway => {
                let _ = std::fs::rename(self.mirror(), self.house.path().join("away"));
            }
            Step::MirrorBack => {
                let _ = std::fs::rename(self.house.path().join("away"), self.mirror());
            }
        }
    }

    fn mirror(&self) -> std::path::PathBuf {
        self.house.path().join("mirror")
    }

    fn create(&mut self, numbers: &[u8]) {
        let wanted: Vec<_> = numbers.iter().map(|of| (Purpose::Data, stream(*of))).collect();
        let keys = self.vault().create_keys(&wanted).unwrap();
        for (key, (_, of)) in keys.into_iter().zip(wanted) {
            self.model.keys.insert(key, (of, true));
            self.model.sealing.insert(of, key);
            self.model.created_since_open.push(key);
        }
    }

    fn decide(&mut self, shred: &[KeyId], keep: Vec<KeptBox>) {
        self.position += 1;
        let decided_at = self.position;
        let shred = shred.iter().map(|key| Shred { key: *key, decided_at }).collect();
        let rotation = Rotation { shred, keep };
        self.vault().rotate(&rotation).unwrap();
        self.model.decisions.shred.extend(rotation.shred);
        self.model.decisions.keep.extend(rotation.keep);
    }

    fn destroy_whole(&mut self, of: StreamId) {
        let keys = self.vault().keys_of(of);
        for (key, (stream, live)) in &mut self.model.keys {
            assert_eq!(keys.contains(key), *stream == of && *live);
            *live &= *stream != of;
        }
        for (stream, _, _, opens) in &mut self.model.boxes {
            *opens &= *stream != of;
        }
        self.model.sealing.remove(&of);
        self.decide(&keys, Vec::new());
    }

    fn destroy_part(&mut self, of: StreamId, which: prop::sample::Index) {
        let readable: Vec<usize> = (0..self.model.boxes.len())
            .filter(|at| self.model.boxes[*at].0 == of && self.model.boxes[*at].3)
            .collect();
        if readable.is_empty() {
            return;
        }
        let gone = *which.get(&readable);
        let (_, data_key, sealed, _) = self.model.boxes[gone].clone();
        let kept = box_key_id(LEDGER, of, &sealed.commitment);
        self.model.boxes[gone].3 = false;
        if !self.model.keys[&data_key].1 {
            // It had survived an earlier one: only its own key goes.
            self.decide(&[kept], Vec::new());
            return;
        }
        let keep = self
            .model
            .boxes
            .iter()
            .filter(|(stream, key, _, opens)| *stream == of && *key == data_key && *opens);
        let keep = keep
            .map(|(stream, key, sealed, _)| KeptBox {
                data_key: *key,
                stream: *stream,
                commitment: sealed.commitment,
            })
            .collect();
        if self.model.sealing.get(&of) == Some(&data_key) {
            // The replacement lies under a new key.
            let number = of.as_bytes()[15];
            self.create(&[number]);
        }
        self.model.keys.insert(data_key, (of, false));
        self.decide(&[data_key], keep);
    }

    fn reap(&mut self) {
        let used: Vec<StreamId> = self.model.boxes.iter().map(|(of, ..)| *of).collect();
        let reaped = self.vault().reap(&|of| used.contains(&of)).unwrap();
        let mut expected = Vec::new();
        for (key, (of, live)) in &mut self.model.keys {
            if *live && !used.contains(of) && !self.model.created_since_open.contains(key) {
                *live = false;
                expected.push(*key);
                if self.model.sealing.get(of) == Some(key) {
                    self.model.sealing.remove(of);
                }
            }
        }
        assert_eq!(
            reaped.iter().copied().collect::<std::collections::BTreeSet<_>>(),
            expected.into_iter().collect()
        );
    }

    fn reopen(&mut self) {
        self.vault = None;
        let vault = self.house.open();
        vault.attach_mirror(&self.mirror(), &self.root).unwrap();
        self.vault = Some(vault);
        self.model.created_since_open.clear();
    }

    fn judge(&self) {
        let vault = self.vault();
        for (of, key, sealed, opens) in &self.model.boxes {
            let opened = vault.open_box(*of, sealed.commitment, &sealed.box_bytes);
            assert_eq!(opened.is_ok(), *opens, "box of {of} under {key}: {opened:?}");
        }
        for (key, (_, live)) in &self.model.keys {
            let state = vault.key_state(*key);
            assert_eq!(state.is_ok(), *live);
            assert!(!matches!(state, Err(NoKey::Unknown(_))), "a tombstone stays");
        }
        for number in 0..4 {
            assert_eq!(
                vault.data_key_id(stream(number)),
                self.model.sealing.get(&stream(number)).copied()
            );
        }
    }

    /// In the end the mirror is plugged in, and holds what the vault holds.
    fn judge_mirror(mut self) {
        self.take(&Step::MirrorBack);
        let reports = self.vault().follow_mirrors();
        assert!(matches!(reports[0].state, MirrorState::Current { .. }), "{reports:?}");
        self.vault = None;
        let mirror = reader::read(&self.mirror(), &self.root.to_text(), *LEDGER.as_bytes());
        let vault = self.house.read();
        let shown = |read: &reader::ReadVault| {
            let slots = read.slots.iter();
            slots.map(|slot| (slot.id, slot.state, slot.key.clone())).collect::<Vec<_>>()
        };
        assert_eq!(shown(&mirror), shown(&vault));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_history_of_keys_agrees_with_the_model(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            world.judge();
        }
        world.take(&Step::Reopen);
        world.judge();
        world.judge_mirror();
    }
}
