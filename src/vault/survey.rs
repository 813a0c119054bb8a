//! A look at a vault that changes no byte of it: in which format its files are, and what the next start would find. Gives no key
//! that opens a box.

use std::fs;
use std::path::Path;

use zeroize::Zeroizing;

use super::attested::{CHECKPOINT, CheckpointFile, WITNESS, Witness, WitnessFile};
use super::cipher::derive_key;
use super::epoch;
use super::fault::Place;
use super::folder::{KEYS, KEYS_NEW, KeyFolder};
use super::key_file;
use super::keyring::Keyring;
use super::opening::OpenError;
use super::root::RootSecret;
use super::slot::{Purpose, State};
use crate::chain::{Context, LedgerId};

/// The format of one file, by the first bytes of its blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFormat {
    /// The file's name.
    pub file: &'static str,
    /// What its used blocks begin with; nothing if none is used or the file is not there.
    pub found: Option<String>,
    /// What this program reads and writes.
    pub known: &'static str,
}

impl FileFormat {
    /// Whether it is a format of a newer griffie: marked as one, with another number.
    pub fn is_newer(&self) -> bool {
        let family = self.known.trim_end_matches(|letter: char| letter.is_ascii_digit());
        self.found.as_ref().is_some_and(|it| it != self.known && it.starts_with(family))
    }
}

/// What a start would find in a vault that opens.
#[derive(Debug)]
pub struct Survey {
    /// Whose keys these are.
    pub ledger: LedgerId,
    /// The epoch its keys are wrapped by.
    pub epoch: u64,
    /// Counts every change of its keys.
    pub generation: u64,
    /// Keys that can be used.
    pub live: usize,
    /// Keys that were destroyed or dropped: their tombstones.
    pub gone: usize,
    /// How far the log had come when the vault was last told.
    pub witness: Option<Witness>,
    /// The last signed checkpoint.
    pub checkpoint: Option<Vec<u8>>,
    /// Whether a start would finish or undo what was interrupted.
    pub interrupted: bool,
    /// Authenticates the derived files, which hold no content.
    pub derived_rows_key: Zeroizing<[u8; 32]>,
}

/// The format of each file of a vault's folder; needs no root secret.
pub fn file_formats(folder: &Path) -> Vec<FileFormat> {
    let known: [(&'static str, usize, &'static str); 4] = [
        (epoch::FILE, epoch::BLOCK, "GRE1"),
        (KEYS, key_file::HEADER, "GRK1"),
        (WITNESS.name, WITNESS.block, "GRW1"),
        (CHECKPOINT.name, CHECKPOINT.block, "GRC1"),
    ];
    let formats = known.into_iter().map(|(file, block, known)| {
        let bytes = fs::read(folder.join(file)).unwrap_or_default();
        let begin = bytes.chunks(block).take(2).filter_map(|block| block.first_chunk::<4>());
        let used = begin.filter(|begin| **begin != [0; 4]);
        // The newest of two blocks says what wrote last: a name with a higher number sorts behind.
        let found = used.map(|begin| String::from_utf8_lossy(begin).into_owned()).max();
        FileFormat { file, found, known }
    });
    formats.collect()
}

impl Survey {
    /// Opens everything a start would open, and changes nothing: the folder is locked meanwhile, so no server may run.
    pub fn of(folder: &Path, root: &RootSecret) -> Result<Survey, OpenError> {
        let (keys, slots, leftovers) = KeyFolder::open(folder, Place::Vault, root)?;
        let ledger = keys.header.ledger;
        let live = slots.iter().filter(|it| matches!(it.state, State::Live | State::Next)).count();
        let gone = slots.len() - live;
        let keyring = Keyring::new(slots, keys.header.generation);
        let house = keyring.only(Purpose::House).and_then(|slot| slot.key.clone());
        let house = house.ok_or_else(|| OpenError::Damaged {
            file: folder.join(KEYS),
            what: "it holds no house key".to_owned(),
        })?;
        let witness = WitnessFile::open(folder, ledger, &house)?;
        let checkpoint = CheckpointFile::open(folder, ledger, &house)?;
        let other_epoch = !keys.epochs.is_free(1 - keys.epoch_block)?;
        let interrupted = leftovers.residue
            || leftovers.header
            || other_epoch
            || folder.join(KEYS_NEW).exists()
            || witness.is_half()
            || checkpoint.is_half();
        Ok(Survey {
            ledger,
            epoch: keys.header.epoch,
            generation: keys.header.generation,
            live,
            gone,
            witness: witness.last(),
            checkpoint: checkpoint.last(),
            interrupted,
            derived_rows_key: derive_key(Context::DerivedRowsKey, &house),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_a_newer_format_is_told_from_damage() {
        let folder = tempfile::tempdir().unwrap();
        let keys = |begins: &[u8]| {
            let mut bytes = vec![0; 3 * key_file::HEADER];
            bytes[..4].copy_from_slice(b"GRK1");
            bytes[key_file::HEADER..key_file::HEADER + 4].copy_from_slice(begins);
            fs::write(folder.path().join(KEYS), bytes).unwrap();
            file_formats(folder.path()).into_iter().find(|it| it.file == KEYS).unwrap()
        };
        assert!(!keys(b"GRK1").is_newer());
        assert!(keys(b"GRK2").is_newer());
        assert!(!keys(b"\0\0\0\0").is_newer());
        assert!(!keys(b"xxxx").is_newer(), "that is damage, which a start names");
    }
}
