//! The life: created, mirrored, keys made by several hands at once, keys destroyed, opened anew.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::path::Path;

use griffie::chain::{KeyId, RecordHash};
use griffie::vault::{KeptBox, NewMirror, NewVault, Purpose, RootSecret, Rotation, Shred, Vault};

use crate::fact::{Fact, Facts};
use crate::{LEDGER, payload, stream};

const HANDS: u64 = 4;
const KEYS_EACH: u64 = 6;
const WITNESSED: u64 = 12;
const ROTATIONS: u64 = 3;

/// Everything a life is made of.
struct Life<'a> {
    root: &'a Path,
    facts: Facts,
    vault: Vault,
    /// Key ids by number.
    keys: Vec<(u64, KeyId)>,
}

/// Lives; every step is told before or after it, as its fact says.
pub fn live(root: &Path) -> Result<(), Box<dyn Error>> {
    let facts = OpenOptions::new().create(true).append(true).open(root.join("facts"))?;
    let facts = Facts(facts);
    let (secret, mirror_secret) = (RootSecret::generate()?, RootSecret::generate()?);
    facts.tell(&Fact::Roots {
        vault: secret.to_text().to_string(),
        mirror: mirror_secret.to_text().to_string(),
    })?;
    facts.tell(&Fact::Phase("creation".into()))?;
    let (folder, data) = (root.join("vault"), root.join("data"));
    let vault = Vault::create(&NewVault {
        folder: &folder,
        data_folder: &data,
        ledger: LEDGER,
        root: &secret,
        keep_root: false,
    })?;
    facts.tell(&Fact::Created)?;
    facts.tell(&Fact::Phase("mirror".into()))?;
    let mirror = root.join("mirror");
    vault.create_mirror(&NewMirror {
        folder: &mirror,
        data_folder: &data,
        root: &mirror_secret,
    })?;
    facts.tell(&Fact::Mirrored)?;

    let mut life = Life { root, facts, vault, keys: Vec::new() };
    life.make_keys(0)?;
    life.witness(0)?;
    for rotation in 0..ROTATIONS {
        life.destroy(rotation)?;
    }
    let Life { facts, vault, keys, .. } = life;
    drop(vault);
    facts.tell(&Fact::Phase("start-up".into()))?;
    let vault = Vault::open(&folder, &secret)?;
    vault.attach_mirror(&mirror, &mirror_secret)?;
    let mut life = Life { root, facts, vault, keys };
    life.make_keys(HANDS * KEYS_EACH)?;
    life.witness(WITNESSED)?;
    life.destroy(ROTATIONS)
}

impl Life<'_> {
    /// Several hands make keys at once, each sealing something.
    fn make_keys(&mut self, first: u64) -> Result<(), Box<dyn Error>> {
        self.facts.tell(&Fact::Phase("keys".into()))?;
        let (vault, facts) = (&self.vault, &self.facts);
        let made = std::thread::scope(|scope| {
            let hands = (0..HANDS).map(|hand| {
                let numbers = (first + hand * KEYS_EACH)..(first + (hand + 1) * KEYS_EACH);
                scope.spawn(move || numbers.map(|number| make_key(vault, facts, number)).collect())
            });
            let hands: Vec<std::thread::ScopedJoinHandle<'_, Result<Vec<_>, String>>> =
                hands.collect();
            let joined = hands
                .into_iter()
                .map(|hand| hand.join().map_err(|_| "a hand panicked".to_owned())?);
            joined.collect::<Result<Vec<_>, String>>()
        })?;
        self.keys.extend(made.into_iter().flatten());
        self.vault.follow_mirrors();
        Ok(())
    }

    fn witness(&self, before: u64) -> Result<(), Box<dyn Error>> {
        self.facts.tell(&Fact::Phase("witness".into()))?;
        for size in before + 1..=before + WITNESSED {
            self.facts.tell(&Fact::Follows(size))?;
            self.vault.follow(size, RecordHash::from_bytes([1; 32]))?;
            self.vault.keep_checkpoint(format!("checkpoint of {size}").as_bytes())?;
            self.facts.tell(&Fact::Followed(size))?;
        }
        Ok(())
    }

    /// Destroys three of the oldest keys; what the first of them sealed stays readable.
    fn destroy(&mut self, rotation: u64) -> Result<(), Box<dyn Error>> {
        self.facts.tell(&Fact::Phase("rotation".into()))?;
        let going: Vec<(u64, KeyId)> = self.keys.drain(..3).collect();
        let numbers: Vec<u64> = going.iter().map(|(number, _)| *number).collect();
        let kept: Vec<u64> = numbers.iter().copied().take(1).collect();
        let facts = crate::fact::parse(&fs::read_to_string(self.root.join("facts"))?)?;
        let before = [epoch(self.root, "vault")?, epoch(self.root, "mirror")?];
        self.facts.tell(&Fact::Going { rotation, keys: numbers, kept: kept.clone() })?;
        self.vault.rotate(&rotation_of(&facts, &going, &kept, rotation))?;
        self.facts.tell(&Fact::Gone(rotation))?;
        for (folder, before) in ["vault", "mirror"].into_iter().zip(before) {
            let bytes = erased(&before, &epoch(self.root, folder)?);
            self.facts.tell(&Fact::Erased { rotation, folder: folder.into(), bytes })?;
        }
        Ok(())
    }
}

fn make_key(vault: &Vault, facts: &Facts, number: u64) -> Result<(u64, KeyId), String> {
    let made =
        vault.create_keys(&[(Purpose::Data, stream(number))]).map_err(|error| error.to_string())?;
    let id = made.first().copied().ok_or("no key")?;
    let sealed = vault
        .seal(id, stream(number), payload(number).as_bytes())
        .map_err(|error| error.to_string())?;
    let fact = Fact::Key { number, id, commitment: sealed.commitment, sealed: sealed.box_bytes };
    facts.tell(&fact).map_err(|error| error.to_string())?;
    Ok((number, id))
}

/// The rotation in which these keys go and the boxes of those kept stay readable.
pub fn rotation_of(
    facts: &[Fact],
    going: &[(u64, KeyId)],
    kept: &[u64],
    decided_at: u64,
) -> Rotation {
    let shred = going.iter().map(|(_, key)| Shred { key: *key, decided_at }).collect();
    let keep = facts.iter().filter_map(|fact| match fact {
        Fact::Key { number, id, commitment, .. } if kept.contains(number) => {
            Some(KeptBox { data_key: *id, stream: stream(*number), commitment: *commitment })
        }
        _ => None,
    });
    Rotation { shred, keep: keep.collect() }
}

fn epoch(root: &Path, folder: &str) -> std::io::Result<Vec<u8>> {
    fs::read(root.join(folder).join("epoch"))
}

/// The end of what was overwritten with zeros: no two epochs have these bytes in common.
fn erased(before: &[u8], after: &[u8]) -> Vec<u8> {
    const LENGTH: usize = 32;
    let zeroed = before.iter().zip(after).rposition(|(old, new)| *old != 0 && *new == 0);
    let end = zeroed.map_or(0, |last| last + 1);
    before.get(end.saturating_sub(LENGTH)..end).unwrap_or_default().to_vec()
}
