//! What must hold after a power cut, given all facts and how many of them came before it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use griffie::chain::KeyId;
use griffie::vault::{CreateError, MirrorState, NewVault, OpenBoxError, RootSecret, Vault};

use crate::fact::Fact;
use crate::live::rotation_of;
use crate::{LEDGER, payload, stream};

type Judgement = Result<(), Box<dyn Error>>;

/// A life up to the cut, sorted out.
struct Known<'a> {
    /// All facts, those after the cut, too.
    all: &'a [Fact],
    before: &'a [Fact],
}

/// A rotation that had begun.
struct Begun<'a> {
    number: u64,
    keys: &'a [u64],
    kept: &'a [u64],
    done: bool,
}

/// Fails with what is wrong.
pub fn check(image: &Path, all: &[Fact], known: usize) -> Judgement {
    let known = Known { all, before: all.get(..known).ok_or("more is known than was told")? };
    let Some((secret, mirror_secret)) = known.roots() else { return Ok(()) };
    known.judge_erased(image)?;
    let vault = known.open(image, &secret)?;
    known.judge_witness(&vault)?;
    known.judge_keys(&vault)?;
    known.finish_rotations(&vault)?;
    if known.before.iter().any(|fact| matches!(fact, Fact::Mirrored)) {
        let state = vault.attach_mirror(&image.join("mirror"), &mirror_secret)?;
        if !matches!(state, MirrorState::Current { .. }) {
            return Err(format!("the mirror is {state:?}").into());
        }
    }
    drop(vault);
    // What was finished above is finished for good, and opens once more.
    let vault = Vault::open(&image.join("vault"), &secret)?;
    known.judge_keys_after(&vault)
}

impl<'a> Known<'a> {
    fn roots(&self) -> Option<(RootSecret, RootSecret)> {
        let (vault, mirror) = self.before.iter().find_map(|fact| match fact {
            Fact::Roots { vault, mirror } => Some((vault, mirror)),
            _ => None,
        })?;
        RootSecret::from_text(vault).zip(RootSecret::from_text(mirror))
    }

    /// Opens the vault; creates it where creation had not come to its end.
    fn open(&self, image: &Path, secret: &RootSecret) -> Result<Vault, Box<dyn Error>> {
        let folder = image.join("vault");
        if self.before.iter().any(|fact| matches!(fact, Fact::Created)) {
            return Ok(Vault::open(&folder, secret)?);
        }
        let data_folder = image.join("data");
        let again = NewVault {
            folder: &folder,
            data_folder: &data_folder,
            ledger: LEDGER,
            root: secret,
            keep_root: false,
        };
        match Vault::create(&again) {
            Err(CreateError::Exists(_)) => Ok(Vault::open(&folder, secret)?),
            created => Ok(created?),
        }
    }

    fn begun(&self) -> Vec<Begun<'a>> {
        let begun = self.before.iter().filter_map(|fact| match fact {
            Fact::Going { rotation, keys, kept } => {
                let done = self
                    .before
                    .iter()
                    .any(|fact| matches!(fact, Fact::Gone(gone) if gone == rotation));
                Some(Begun { number: *rotation, keys, kept, done })
            }
            _ => None,
        });
        begun.collect()
    }

    /// Which keys opened what they had sealed, by number.
    fn opened(&self, vault: &Vault) -> Result<BTreeMap<u64, bool>, Box<dyn Error>> {
        let mut opened = BTreeMap::new();
        for fact in self.before {
            let Fact::Key { number, commitment, sealed, .. } = fact else { continue };
            let opens = match vault.open_box(stream(*number), *commitment, sealed) {
                Ok(plain) if plain.payload() == payload(*number).as_bytes() => true,
                Ok(_) => return Err(format!("key {number} opened something else").into()),
                Err(OpenBoxError::NoKey(_)) => false,
                Err(error) => return Err(format!("key {number}: {error}").into()),
            };
            opened.insert(*number, opens);
        }
        Ok(opened)
    }

    /// No key is lost, none that had gone is there, and those of one rotation go together.
    fn judge_keys(&self, vault: &Vault) -> Judgement {
        let opened = self.opened(vault)?;
        let begun = self.begun();
        for (number, opens) in &opened {
            let rotation = begun.iter().find(|begun| begun.keys.contains(number));
            let must = match rotation {
                Some(begun) if begun.kept.contains(number) => true,
                Some(begun) if begun.done => false,
                Some(begun) => {
                    let others = begun.keys.iter().filter(|key| !begun.kept.contains(key));
                    let state: Vec<_> = others.filter_map(|key| opened.get(key)).collect();
                    if state.iter().any(|other| *other != opens) {
                        return Err(format!("rotation {} is half done", begun.number).into());
                    }
                    continue;
                }
                None => true,
            };
            if *opens != must {
                return Err(format!("key {number} opens: {opens}, must: {must}").into());
            }
        }
        Ok(())
    }

    /// A rotation that was cut off can be done again, and is then done.
    fn finish_rotations(&self, vault: &Vault) -> Judgement {
        let ids: BTreeMap<u64, KeyId> = self.before.iter().filter_map(Fact::key).collect();
        for begun in self.begun() {
            let going: Vec<(u64, KeyId)> =
                begun.keys.iter().filter_map(|key| ids.get(key).map(|id| (*key, *id))).collect();
            vault.rotate(&rotation_of(self.all, &going, begun.kept, begun.number))?;
        }
        self.judge_keys_after(vault)
    }

    /// After every rotation that had begun was finished.
    fn judge_keys_after(&self, vault: &Vault) -> Judgement {
        let begun = self.begun();
        for (number, opens) in self.opened(vault)? {
            let gone = begun
                .iter()
                .any(|begun| begun.keys.contains(&number) && !begun.kept.contains(&number));
            if opens == gone {
                return Err(format!(
                    "key {number} opens: {opens}, after all rotations were finished"
                )
                .into());
            }
        }
        Ok(())
    }

    /// The witness never lags behind what it was told, and was told nothing else.
    fn judge_witness(&self, vault: &Vault) -> Judgement {
        let told = self.before.iter().rev().find_map(|fact| match fact {
            Fact::Followed(size) => Some(*size),
            _ => None,
        });
        let telling = self.before.iter().rev().find_map(|fact| match fact {
            Fact::Follows(size) => Some(*size),
            _ => None,
        });
        let (least, most) = (told.unwrap_or(0), telling.unwrap_or(0));
        let witness = vault.witness().map_or(0, |witness| witness.size);
        let note = vault.checkpoint().map_or(Ok("checkpoint of 0".into()), String::from_utf8)?;
        let noted: u64 = note.trim_start_matches("checkpoint of ").parse()?;
        if !(least..=most).contains(&witness) || !(least..=most).contains(&noted) {
            return Err(format!(
                "witness {witness}, checkpoint {noted}; told {least}, telling {most}"
            )
            .into());
        }
        Ok(())
    }

    /// What wrapped the destroyed keys is in no file any more, once the rotation had come to its end; and it was there
    /// before, or this search finds nothing.
    fn judge_erased(&self, image: &Path) -> Judgement {
        for fact in self.all {
            let Fact::Erased { rotation, folder, bytes } = fact else { continue };
            let begun = self.begun();
            let last_done = begun.iter().rev().find(|begun| begun.done).map(|begun| begun.number);
            let in_force = match rotation.checked_sub(1) {
                Some(earlier) => last_done == Some(earlier),
                None => {
                    last_done.is_none()
                        && self.before.iter().any(|fact| matches!(fact, Fact::Mirrored))
                }
            } && begun.iter().all(|begun| begun.number != *rotation);
            let found = holds(&image.join(folder), bytes)?;
            if last_done >= Some(*rotation) && found.is_some() {
                return Err(format!(
                    "rotation {rotation} is done, and {found:?} still holds its epoch"
                )
                .into());
            }
            if in_force && found.is_none() {
                return Err(format!(
                    "the epoch before rotation {rotation} is not found in {folder}"
                )
                .into());
            }
        }
        Ok(())
    }
}

impl Fact {
    fn key(&self) -> Option<(u64, KeyId)> {
        match self {
            Fact::Key { number, id, .. } => Some((*number, *id)),
            _ => None,
        }
    }
}

/// The first file of a folder that holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> Result<Option<PathBuf>, Box<dyn Error>> {
    if bytes.len() < 16 {
        return Err("too few bytes to look for".into());
    }
    if !folder.exists() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if fs::read(&path)?.windows(bytes.len()).any(|window| window == bytes) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
