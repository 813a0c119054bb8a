//! Keys on disk, sealing, signing and destruction (docs/vault.md). Knows ids and commitments, not what a record means.

mod alternating;
mod attested;
mod cipher;
mod create;
mod derived;
mod epoch;
mod erasing;
mod fault;
mod files;
mod folder;
mod key_backup;
mod key_file;
mod key_rotation;
mod keyring;
mod leftovers;
mod mirror;
mod new_keys;
mod opening;
mod process;
mod root;
mod rotation;
mod rotations_file;
mod sealing;
mod signing;
mod slot;
mod staging;
mod survey;

use std::fmt;
use std::path::{Path, PathBuf};

use parking_lot::{Mutex, RwLock};

use crate::chain::{ActorId, Context, KeyId, LedgerId, RecordHash, StreamId};
use attested::{CheckpointFile, WitnessFile};
use cipher::{Key, derive_key};
use folder::{KEYS, KeyFolder, RESERVE, WriteError};
use keyring::Keyring;
use mirror::Mirror;
use new_keys::{Waiting, Writer};
use signing::Signers;

pub use attested::{KeepError, Witness};
pub use cipher::NoRandomness;
pub use create::{CreateError, NewVault, check_outside, default_folder};
pub use erasing::{FileSystem, file_system};
#[doc(hidden)]
pub use fault::{FaultPoint, Place};
pub use files::FileError;
pub use key_backup::{FromBackupError, KeyBackup, is_created};
pub use keyring::NoKey;
pub use mirror::{MirrorError, MirrorReport, MirrorState, NewMirror};
pub use new_keys::KeyError;
pub use opening::OpenError;
pub use process::harden_process;
pub use root::{RootError, RootPlaces, RootSecret, RootSource};
pub use rotation::{KeptBox, RotateError, Rotated, Rotation, Shred};
pub use sealing::{OpenBoxError, Opened, SealError, SealedPayload};
pub use signing::{PublicKey, Signature};
pub use slot::{Purpose, State};
pub use staging::Staging;
pub use survey::{FileFormat, Survey, file_formats};

/// The open vault of one ledger. Every method takes `&self`; those that write block until the disk has it.
pub struct Vault {
    folder: PathBuf,
    ledger: LedgerId,
    house_key: KeyId,
    request_key: Key,
    incident_actor: ActorId,
    derived_rows_key: Key,
    /// Behind a lock that is only ever held for a look or a change in memory.
    keyring: RwLock<Keyring>,
    signers: RwLock<Signers>,
    /// Held while the signing key changes.
    signing_change: Mutex<()>,
    /// Keys that wait for the writer.
    waiting: Mutex<Vec<Waiting>>,
    /// The one lock that covers rotation and new keys.
    writer: Mutex<Writer>,
    witness: Mutex<WitnessFile>,
    checkpoint: Mutex<CheckpointFile>,
    mirrors: Mutex<Vec<Mirror>>,
    /// Keys after these were made by this process and may be about to be used.
    slots_at_open: usize,
    half_sound: Vec<PathBuf>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Vault({} at {})", self.ledger, self.folder.display())
    }
}

impl Vault {
    /// Opens a vault. Checks everything before it changes anything; finishes or undoes a rotation that was interrupted.
    pub fn open(folder: &Path, root: &RootSecret) -> Result<Vault, OpenError> {
        let (mut keys, slots, leftovers) = KeyFolder::open(folder, Place::Vault, root)?;
        let ledger = keys.header.ledger;
        let absent = |what: &str| OpenError::Damaged {
            file: folder.join(KEYS),
            what: format!("it holds no {what}"),
        };
        let mut keyring = Keyring::new(slots, keys.header.generation);
        let slots_at_open = keyring.slots().len();
        let house_slot = keyring.only(Purpose::House).ok_or_else(|| absent("house key"))?;
        let house_key = house_slot.id;
        let house = house_slot.key.clone().ok_or_else(|| absent("house key"))?;
        let signers = Signers::of(&keyring).ok_or_else(|| absent("signing key"))?;
        let witness = WitnessFile::open(folder, ledger, &house)?;
        let checkpoint = CheckpointFile::open(folder, ledger, &house)?;
        let half_sound = [
            (KEYS, leftovers.header),
            (attested::WITNESS.name, witness.is_half()),
            (attested::CHECKPOINT.name, checkpoint.is_half()),
        ];
        let half_sound = half_sound.into_iter().filter(|(_, half)| *half);
        let half_sound = half_sound.map(|(name, _)| folder.join(name)).collect();
        keys.tidy(&leftovers).map_err(|error| match error {
            WriteError::File(error) => OpenError::File(error),
            WriteError::NoRandomness(error) => OpenError::NoRandomness(error),
            WriteError::Cipher | WriteError::ReadBack | WriteError::Full => absent("cipher"),
        })?;
        keyring.set_generation(keys.header.generation);
        Ok(Vault {
            folder: folder.into(),
            ledger,
            house_key,
            request_key: derive_key(Context::RequestKey, &house),
            incident_actor: derived::register_actor(&house, "incident"),
            derived_rows_key: derive_key(Context::DerivedRowsKey, &house),
            keyring: RwLock::new(keyring),
            signers: RwLock::new(signers),
            signing_change: Mutex::new(()),
            waiting: Mutex::new(Vec::new()),
            writer: Mutex::new(Writer { folder: keys, stopped: None }),
            witness: Mutex::new(witness),
            checkpoint: Mutex::new(checkpoint),
            mirrors: Mutex::new(Vec::new()),
            slots_at_open,
            half_sound,
        })
    }

    /// The ledger whose keys these are.
    pub fn ledger(&self) -> LedgerId {
        self.ledger
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The key of what belongs to the ledger and is about nobody.
    pub fn house_key_id(&self) -> KeyId {
        self.house_key
    }

    /// The key that seals new content of a stream; a year's key for a stream of the access log.
    pub fn data_key_id(&self, stream: StreamId) -> Option<KeyId> {
        self.keyring.read().data_key_id(stream)
    }

    /// The key that seals open payloads of a dossier or case.
    pub fn open_key_id(&self, stream: StreamId) -> Option<KeyId> {
        self.keyring.read().open_key_id(stream)
    }

    /// What a live key is for; nothing if it is not there, or gone.
    pub fn key_purpose(&self, key: KeyId) -> Option<slot::Purpose> {
        self.keyring.read().live(key).ok().map(|(slot, _)| slot.purpose)
    }

    /// Whether a key can be used, and if not, what has become of it.
    pub fn key_state(&self, key: KeyId) -> Result<(), NoKey> {
        self.keyring.read().live(key).map(|_| ())
    }

    /// Whether room for the next rotation is reserved; it could not be on a disk that was full when it was last tried.
    pub fn is_room_reserved(&self) -> bool {
        let length = |name| std::fs::metadata(self.folder.join(name)).map(|found| found.len());
        matches!((length(RESERVE), length(KEYS)), (Ok(reserve), Ok(keys)) if reserve >= keys)
    }

    /// Files of which one of two blocks did not hold at open and the other was used: torn by a crash, or damaged. Nothing
    /// is missing from `keys`; witness or checkpoint may be one step behind.
    pub fn half_sound(&self) -> &[PathBuf] {
        &self.half_sound
    }

    /// How far the log had come when the vault was last told.
    pub fn witness(&self) -> Option<Witness> {
        self.witness.lock().last()
    }

    /// Remembers how far the log has come, durable before it returns. Never ahead of the log: call after its sync.
    pub fn follow(&self, size: u64, hash: RecordHash) -> Result<(), KeepError> {
        self.witness.lock().follow(Witness { size, hash })
    }

    /// Remembers a log that is shorter, or another one, than was witnessed: for a restore alone, which puts that on record and
    /// takes another signing key.
    pub fn begin_anew_at(&self, size: u64, hash: RecordHash) -> Result<(), KeepError> {
        self.witness.lock().begin_anew(Witness { size, hash })
    }

    /// The last signed checkpoint, if there ever was one.
    pub fn checkpoint(&self) -> Option<Vec<u8>> {
        self.checkpoint.lock().last()
    }

    /// Keeps a signed checkpoint, durable before it returns; only then may anybody see it.
    pub fn keep_checkpoint(&self, note: &[u8]) -> Result<(), KeepError> {
        self.checkpoint.lock().keep(note)
    }
}
