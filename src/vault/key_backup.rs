//! The vault's content as a key backup holds it (docs/vault.md, "Key backups"): every key, how far the log had come, the last signed
//! checkpoint. In the clear: it is only ever written inside an envelope that somebody else closes.

use std::path::Path;

use zeroize::Zeroizing;

use super::cipher::{Key, new_key};
use super::create::{CreateError, NewVault, check_outside, create_folder};
use super::fault::Place;
use super::folder::{CREATING, KEYS, KeyFolder, key_file_bytes};
use super::key_file::{EpochKeys, HEADER, Header, SLOTS_AT, read_slots};
use super::root::RootSecret;
use super::slot::{SLOT, Slot};
use super::{KeepError, KeyError, Vault, Witness};
use crate::chain::{LedgerId, RecordHash};

const MAGIC: [u8; 4] = *b"GRB1";
/// Nobody has more: a million keys.
const KEYS_BYTES_MAX: u64 = (SLOTS_AT + 1_000_000 * SLOT) as u64;

/// Why a vault was not made from a key backup.
#[derive(Debug, thiserror::Error)]
pub enum FromBackupError {
    /// Not a key backup, or cut short.
    #[error("not a key backup: {0}")]
    Malformed(&'static str),
    /// The vault could not be created.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// The checkpoint or the witness could not be kept.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The rotations could not be kept.
    #[error(transparent)]
    File(#[from] super::FileError),
}

/// What a key backup holds, read but not put anywhere yet.
pub struct KeyBackup {
    /// Whose keys they are.
    pub ledger: LedgerId,
    /// How far the log had come when it was made.
    pub witness: Option<Witness>,
    generation: u64,
    slots: Vec<Slot>,
    checkpoint: Vec<u8>,
    rotations: Vec<u8>,
}

impl Vault {
    /// Everything somebody needs to make this vault again. Wiped when it is dropped.
    pub fn key_backup(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (slots, generation) = {
            let keyring = self.keyring.read();
            (keyring.slots().to_vec(), keyring.generation())
        };
        let failed = |_| KeyError::Stopped(std::io::ErrorKind::Other);
        let epoch_key = new_key()?;
        let header = Header { ledger: self.ledger, epoch: 1, generation, used: slots.len() as u64 };
        let keys = EpochKeys::new(&epoch_key).map_err(failed)?;
        let file = key_file_bytes(&header, &slots, slots.len(), &keys)
            .map_err(|_| KeyError::Stopped(std::io::ErrorKind::Other))?;
        let checkpoint = self.checkpoint().unwrap_or_default();
        let rotations = self.rotations().unwrap_or_default();
        let mut bytes = Zeroizing::new(Vec::with_capacity(file.len() + checkpoint.len() + 256));
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(epoch_key.as_slice());
        let witness = self.witness();
        let (size, hash) = witness.map_or((0, RecordHash::ZERO), |it| (it.size, it.hash));
        bytes.extend_from_slice(&size.to_be_bytes());
        bytes.extend_from_slice(hash.as_bytes());
        for part in [file.as_slice(), &checkpoint, &rotations] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        Ok(bytes)
    }

    /// Makes a vault from a key backup, with a root secret of its own. Interrupted anywhere, it can be repeated in an empty folder.
    pub fn create_from_backup(
        new: &NewVault<'_>,
        backup: &KeyBackup,
    ) -> Result<Vault, FromBackupError> {
        check_outside(new.data_folder, new.folder)?;
        create_folder(
            new.folder,
            Place::Vault,
            backup.ledger,
            new.root,
            new.keep_root,
            backup.generation,
            &backup.slots,
        )?;
        let vault = Vault::open(new.folder, new.root).map_err(CreateError::from)?;
        if !backup.rotations.is_empty() {
            vault.keep_rotations(&backup.rotations)?;
        }
        if !backup.checkpoint.is_empty() {
            vault.keep_checkpoint(&backup.checkpoint)?;
        }
        if let Some(Witness { size, hash }) = backup.witness {
            vault.follow(size, hash)?;
        }
        Ok(vault)
    }
}

impl KeyBackup {
    /// Reads one.
    pub fn read(bytes: &[u8]) -> Result<KeyBackup, FromBackupError> {
        use FromBackupError::Malformed;
        let short = || Malformed("cut short");
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(Malformed("another magic"))?;
        let (epoch_key, rest) = rest.split_first_chunk::<32>().ok_or_else(short)?;
        let (size, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let (hash, rest) = rest.split_first_chunk::<32>().ok_or_else(short)?;
        let (file, rest) = part(rest)?;
        let (checkpoint, rest) = part(rest)?;
        let (rotations, rest) = part(rest)?;
        if !rest.is_empty() {
            return Err(Malformed("something follows"));
        }
        let epoch_key = Key::new(*epoch_key);
        let keys = EpochKeys::new(&epoch_key).map_err(|_| Malformed("its key is none"))?;
        let block = file.get(..HEADER).ok_or_else(short)?;
        let header = Header::authenticated(block, &keys).ok_or(Malformed("its header"))?;
        let slots = read_slots(file, &header, true, &keys).map_err(|_| Malformed("its keys"))?;
        let size = u64::from_be_bytes(*size);
        let witness = Witness { size, hash: RecordHash::from_bytes(*hash) };
        Ok(KeyBackup {
            ledger: header.ledger,
            witness: (size > 0).then_some(witness),
            generation: header.generation,
            slots: slots.used,
            checkpoint: checkpoint.to_vec(),
            rotations: rotations.to_vec(),
        })
    }

    /// The keys of a mirror: all of them, but not how far the log had come. The mirror stays as it is.
    pub fn of_mirror(folder: &Path, root: &RootSecret) -> Result<KeyBackup, FromBackupError> {
        let (mirror, slots, _) =
            KeyFolder::open(folder, Place::Mirror, root).map_err(CreateError::from)?;
        Ok(KeyBackup {
            ledger: mirror.header.ledger,
            witness: None,
            generation: mirror.header.generation,
            slots,
            checkpoint: Vec::new(),
            rotations: Vec::new(),
        })
    }

    /// The last signed checkpoint it remembers.
    pub fn checkpoint(&self) -> Option<&[u8]> {
        (!self.checkpoint.is_empty()).then_some(self.checkpoint.as_slice())
    }
}

impl std::fmt::Debug for KeyBackup {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeyBackup({}, {} keys)", self.ledger, self.slots.len())
    }
}

/// A part with its length before it.
fn part(bytes: &[u8]) -> Result<(&[u8], &[u8]), FromBackupError> {
    let short = FromBackupError::Malformed("cut short");
    let Some((length, rest)) = bytes.split_first_chunk() else { return Err(short) };
    let length = u64::from_be_bytes(*length);
    if length > KEYS_BYTES_MAX {
        return Err(FromBackupError::Malformed("a part is too long"));
    }
    let at = usize::try_from(length).unwrap_or(usize::MAX);
    rest.split_at_checked(at).ok_or(short)
}

/// Whether the vault in a folder was created to its end.
pub fn is_created(folder: &Path) -> bool {
    folder.join(KEYS).exists() && !folder.join(CREATING).exists()
}
