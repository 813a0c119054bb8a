//! The steps of a restore. They may be cut off anywhere: a marker lies in the data folder until the end, nothing is served while it
//! does, and the same command begins anew.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::backup::{DataReader, FillError, Identity, fill};
use crate::chain::TreeHash;
use crate::cli::failure::{Exit, Failure};
use crate::cli::folder::Folders;
use crate::grpc::hosted::Hosted;
use crate::private_file;
use crate::register::clock::Clock;
use crate::register::restore::{Abandoned, change_signing_key, forget_unfinished};
use crate::register::signing::{Crossings, key_in_force};
use crate::store::Store as _;
use crate::vault::{KeyBackup, NewVault, RootSecret, Vault};

use super::fault::{FaultPoint, reached};
use super::kept::newest_known;
use super::verbs::{not_a_backup, opened};

/// What opens the vault.
pub(in crate::cli) enum VaultRoot {
    /// What the folders say.
    OfFolders,
    /// This one, which is kept nowhere.
    InMemory(RootSecret),
}

/// Where the keys come from, if the vault is gone.
#[derive(Clone, Debug)]
pub(in crate::cli) enum KeysFrom {
    /// A key backup.
    Backup(PathBuf),
    /// A mirror, with the file of its root secret.
    Mirror(PathBuf, PathBuf),
}

/// A restore to be done.
pub(in crate::cli) struct Restoring {
    pub(in crate::cli) folders: Folders,
    pub(in crate::cli) backup: PathBuf,
    pub(in crate::cli) keys: Option<KeysFrom>,
    pub(in crate::cli) identity: Identity,
    pub(in crate::cli) newest: Vec<PathBuf>,
    pub(in crate::cli) nothing_newer: bool,
    pub(in crate::cli) root: VaultRoot,
    pub(in crate::cli) clock: Arc<dyn Clock>,
}

/// What came of it.
pub(in crate::cli) struct Restored {
    /// Records that came back.
    pub(in crate::cli) size: u64,
    /// What was left behind; nothing if the backup was as long as the log had been.
    pub(in crate::cli) abandoned: Option<Abandoned>,
    /// Records that came back and cannot be read; nothing if an earlier run counted them.
    pub(in crate::cli) lost: Option<u64>,
    /// The verifier key from now on.
    pub(in crate::cli) verifier_key: String,
}

/// What lies in the marker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    abandoned_size: u64,
    abandoned_root: Option<String>,
    /// Whether the vault is made from a copy of its keys: then nobody knows what it signed later.
    vault_restored: bool,
}

impl Marker {
    fn of(known: Abandoned, vault_restored: bool) -> Marker {
        let abandoned_root = known.root.map(|root| STANDARD.encode(root.as_bytes()));
        Marker { abandoned_size: known.size, abandoned_root, vault_restored }
    }

    fn abandoned(&self) -> Abandoned {
        let root = self.abandoned_root.as_ref().and_then(|text| STANDARD.decode(text).ok());
        let root = root.and_then(|bytes| bytes.try_into().ok()).map(TreeHash::from_bytes);
        Abandoned { size: self.abandoned_size, root }
    }
}

impl Restoring {
    /// Does it. Blocks; call from a thread that may, within a runtime.
    pub(in crate::cli) fn run(self) -> Result<Restored, Failure> {
        let (vault, marker) = match self.marker()? {
            Some(begun) => self.take_up(begun)?,
            None => self.take_on()?,
        };
        forget_unfinished(&vault).map_err(|error| failed(&error))?;
        if let Some(done) = self.done_before(&vault, &marker)? {
            return Ok(done);
        }
        let reader = self.fill(&vault)?;
        reached(FaultPoint::RecordsPut);
        let head = reader.head();
        let witnessed = vault.witness();
        let same = witnessed.is_some_and(|it| it.size == head.size && it.hash == head.hash);
        // The marker, not the vault: one that was cut off may have made the vault forget.
        if same && !marker.vault_restored && marker.abandoned_size <= head.size {
            self.end()?;
            let verifier_key = key(&vault)?;
            let (size, lost) = (head.size, Some(0));
            return Ok(Restored { size, abandoned: None, lost, verifier_key });
        }
        let mut abandoned = marker.abandoned();
        if abandoned.size < head.size {
            abandoned = Abandoned { size: head.size, root: None };
        }
        vault.begin_anew_at(head.size, head.hash).map_err(|error| failed(&error))?;
        reached(FaultPoint::BegunAnew);
        vault.keep_checkpoint(reader.checkpoint().as_bytes()).map_err(|error| failed(&error))?;
        reached(FaultPoint::CheckpointKept);
        drop(vault);
        let lost = Some(self.record(abandoned)?);
        self.end()?;
        let verifier_key = key(&self.open_vault()?)?;
        Ok(Restored { size: head.size, abandoned: Some(abandoned), lost, verifier_key })
    }

    /// The first time: nothing is there yet. The marker is on the disk before anything else is made or forgotten.
    fn take_on(&self) -> Result<(Vault, Marker), Failure> {
        self.folders.check_unused()?;
        let is_there = crate::vault::is_created(&self.folders.vault);
        let Some(from) = &self.keys else {
            if !is_there {
                let message =
                    "there is no vault: give a key backup (--keys) or a mirror (--mirror)";
                return Err(Failure::new(Exit::Usage, message));
            }
            let vault = self.open_vault()?;
            let signed = vault.checkpoint();
            let (witness, signed) = (vault.witness(), signed.as_deref());
            let known = newest_known(vault.ledger(), witness, signed, &self.newest)?;
            let marker = self.begin(Marker::of(known, false))?;
            return Ok((vault, marker));
        };
        if is_there {
            let message = "a vault is there: restore without --keys and --mirror, or move it away first if it does not open";
            return Err(Failure::new(Exit::Usage, message));
        }
        if self.newest.is_empty() && !self.nothing_newer {
            let message = "neither a key backup nor a mirror knows how far the log had come: give the newest checkpoint, receipt or certificate \
                 that anybody holds (--newest FILE), or say --nothing-newer";
            return Err(Failure::new(Exit::Usage, message));
        }
        let backup = self.read_keys(from)?;
        let (witness, signed) = (backup.witness, backup.checkpoint());
        let known = newest_known(backup.ledger, witness, signed, &self.newest)?;
        let marker = self.begin(Marker::of(known, true))?;
        Ok((self.make_vault(&backup)?, marker))
    }

    /// Again, after it was cut off.
    fn take_up(&self, begun: Marker) -> Result<(Vault, Marker), Failure> {
        let vault = match &self.keys {
            _ if !begun.vault_restored => self.open_vault()?,
            _ if crate::vault::is_created(&self.folders.vault) => self.open_vault()?,
            Some(from) => self.make_vault(&self.read_keys(from)?)?,
            None => {
                let message = "the vault was not made yet: give --keys or --mirror again";
                return Err(Failure::new(Exit::Usage, message));
            }
        };
        let known = newest_known(vault.ledger(), None, None, &self.newest)?;
        let marker = if known.size > begun.abandoned_size {
            self.begin(Marker::of(known, begun.vault_restored))?
        } else {
            begun
        };
        Ok((vault, marker))
    }

    fn marker(&self) -> Result<Option<Marker>, Failure> {
        let bytes = match fs::read(self.folders.restoring()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let malformed = |_| Failure::new(Exit::Failed, "the marker of a restore is malformed");
        serde_json::from_slice(&bytes).map(Some).map_err(malformed)
    }

    fn begin(&self, marker: Marker) -> Result<Marker, Failure> {
        self.folders.make_data()?;
        let bytes = serde_json::to_vec(&marker).map_err(std::io::Error::other)?;
        private_file::write(&self.folders.restoring(), &bytes)?;
        reached(FaultPoint::MarkerWritten);
        Ok(marker)
    }

    fn end(&self) -> Result<(), Failure> {
        fs::remove_file(self.folders.restoring())?;
        fs::File::open(&self.folders.data)?.sync_all()?;
        reached(FaultPoint::MarkerRemoved);
        Ok(())
    }

    fn read_keys(&self, from: &KeysFrom) -> Result<KeyBackup, Failure> {
        let backup = match from {
            KeysFrom::Backup(file) => {
                let mut bytes = Zeroizing::new(Vec::new());
                opened(file, &self.identity)?.read_to_end(&mut bytes)?;
                KeyBackup::read(&bytes)
            }
            KeysFrom::Mirror(folder, secret) => {
                let root = RootSecret::read(secret)
                    .map_err(|error| Failure::because("the mirror's root secret", &error))?;
                KeyBackup::of_mirror(folder, &root)
            }
        };
        backup.map_err(|error| failed(&error))
    }

    fn make_vault(&self, backup: &KeyBackup) -> Result<Vault, Failure> {
        let (root, keep_root) = match &self.root {
            VaultRoot::InMemory(root) => (root.clone(), false),
            VaultRoot::OfFolders => (self.folders.new_root()?, self.folders.root_file.is_none()),
        };
        let new = NewVault {
            folder: &self.folders.vault,
            data_folder: &self.folders.data,
            ledger: backup.ledger,
            root: &root,
            keep_root,
        };
        let made = Vault::create_from_backup(&new, backup).map_err(|error| failed(&error))?;
        reached(FaultPoint::VaultMade);
        Ok(made)
    }

    fn open_vault(&self) -> Result<Vault, Failure> {
        let root = match &self.root {
            VaultRoot::InMemory(root) => root.clone(),
            VaultRoot::OfFolders => self.folders.root()?.0,
        };
        Vault::open(&self.folders.vault, &root)
            .map_err(|error| Failure::because("the vault cannot be opened", &error))
    }

    /// Whether an earlier run came to its end but for the marker.
    fn done_before(&self, vault: &Vault, marker: &Marker) -> Result<Option<Restored>, Failure> {
        let crossings = Crossings::of(vault).map_err(|error| failed(&error))?;
        let Some(last) = crossings.rotations.last() else { return Ok(None) };
        let Some(witness) = vault.witness().filter(|it| it.size == last.position + 1) else {
            return Ok(None);
        };
        let Ok(store) = self.folders.open_store() else { return Ok(None) };
        let head = pollster::block_on(store.head()).map_err(|error| failed(&error))?;
        drop(store);
        if head.size != witness.size || head.hash != witness.hash {
            return Ok(None);
        }
        self.end()?;
        let (verifier_key, abandoned) = (key(vault)?, Some(marker.abandoned()));
        Ok(Some(Restored { size: head.size, abandoned, lost: None, verifier_key }))
    }

    /// Fills a new store. Whatever an earlier run left goes first.
    fn fill(&self, vault: &Vault) -> Result<DataReader, Failure> {
        let store = self.folders.new_store(vault.ledger())?;
        let input = opened(&self.backup, &self.identity)?;
        let ledger = vault.ledger();
        let reader = fill(&store, ledger, input).map_err(|error| match error {
            FillError::Read(error) => not_a_backup(&error),
            error => failed(&error),
        })?;
        if vault.rotations().is_none() {
            Self::learn_keys(vault, &reader)?;
        }
        let keys = Crossings::of(vault).and_then(|it| it.keys(ledger));
        let keys = keys.map_err(|error| failed(&error))?;
        if reader.verify_with(&keys).is_err() {
            let message = "the vault's keys did not sign the backup's checkpoint: the backup is older than their last change, \
                 or of another vault";
            return Err(Failure::new(Exit::ChainBroken, message));
        }
        Ok(reader)
    }

    /// A mirror does not keep which key came when: the backup tells, and signatures prove it.
    fn learn_keys(vault: &Vault, reader: &DataReader) -> Result<(), Failure> {
        let known = reader.keys().map_err(|error| not_a_backup(&error))?;
        let in_force = key_in_force(vault).map_err(|error| failed(&error))?;
        if *known.newest() == in_force && known.first() != known.newest() {
            let listed = serde_json::to_vec(reader.crossings()).map_err(std::io::Error::other)?;
            vault.keep_rotations(&listed).map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    /// Puts the restore on record and the next signing key into force.
    fn record(&self, abandoned: Abandoned) -> Result<u64, Failure> {
        let register =
            self.folders.open_for_restore(self.open_vault()?, Arc::clone(&self.clock))?;
        let hosted = Hosted::new(register.clone(), None).map_err(|error| failed(&error))?;
        let owner = hosted.owner().ok_or_else(|| {
            Failure::new(Exit::Failed, "the backup names no owner of the practice")
        })?;
        let recorded = pollster::block_on(register.record_restored(owner, abandoned));
        let attested = pollster::block_on(register.published_at_least(register.size()));
        register.stop();
        let lost = recorded.map_err(|error| failed(&error))?;
        reached(FaultPoint::Recorded);
        let vault = Arc::clone(register.vault());
        let published = attested.ok_or_else(|| {
            Failure::new(Exit::Failed, "the restored log was not attested; run it again")
        })?;
        change_signing_key(&vault, &published).map_err(|error| failed(&error))?;
        reached(FaultPoint::KeyChanged);
        Ok(lost)
    }
}

fn key(vault: &Vault) -> Result<String, Failure> {
    key_in_force(vault).map(|key| key.to_string()).map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::because("the restore failed", error)
}
