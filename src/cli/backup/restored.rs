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

use crate::access::Token;
use crate::backup::{DataReader, FillError, Identity, fill};
use crate::chain::{Checkpoint, Note, Receipt, TreeHash};
use crate::cli::failure::{Exit, Failure};
use crate::cli::folder::{Folders, random, write_private};
use crate::grpc::hosted::Hosted;
use crate::register::clock::Clock;
use crate::register::restore::{Abandoned, change_signing_key, forget_unfinished};
use crate::register::signing::{Crossings, key_in_force};
use crate::store::Store as _;
use crate::vault::{KeyBackup, NewVault, RootSecret, Vault};

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
    /// Records that came back and cannot be read.
    pub(in crate::cli) lost: u64,
    /// The verifier key from now on.
    pub(in crate::cli) verifier_key: String,
}

/// What lies in the marker.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    abandoned_size: u64,
    abandoned_root: Option<String>,
    /// Whether the vault was made from a key backup: then nobody knows what it signed later.
    vault_restored: bool,
}

impl Restoring {
    /// Does it. Blocks; call from a thread that may, within a runtime.
    pub(in crate::cli) fn run(self) -> Result<Restored, Failure> {
        let begun = self.marker()?;
        if begun.is_none() {
            self.folders.check_unused()?;
        }
        let (vault, vault_restored) = self.vault(begun.as_ref())?;
        forget_unfinished(&vault).map_err(|error| failed(&error))?;
        let known = self.newest_known(&vault)?;
        let marker = match begun {
            Some(marker) => {
                Marker { abandoned_size: marker.abandoned_size.max(known.size), ..marker }
            }
            None => Marker {
                abandoned_size: known.size,
                abandoned_root: known.root.map(|root| STANDARD.encode(root.as_bytes())),
                vault_restored,
            },
        };
        self.begin(&marker)?;
        if let Some(done) = self.done_before(&vault, &marker)? {
            return Ok(done);
        }
        let reader = self.fill(&vault)?;
        let head = reader.head();
        let witnessed = vault.witness();
        let same = witnessed.is_some_and(|it| it.size == head.size && it.hash == head.hash);
        if same && !marker.vault_restored && known.size <= head.size {
            self.end()?;
            let verifier_key = key(&vault)?;
            return Ok(Restored { size: head.size, abandoned: None, lost: 0, verifier_key });
        }
        let abandoned = Abandoned {
            size: marker.abandoned_size.max(head.size),
            root: root_of(&marker).filter(|_| marker.abandoned_size >= head.size),
        };
        vault.begin_anew_at(head.size, head.hash).map_err(|error| failed(&error))?;
        vault.keep_checkpoint(reader.checkpoint().as_bytes()).map_err(|error| failed(&error))?;
        drop(vault);
        let lost = self.record(abandoned)?;
        self.end()?;
        let verifier_key = key(&self.open_vault()?)?;
        Ok(Restored { size: head.size, abandoned: Some(abandoned), lost, verifier_key })
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

    fn begin(&self, marker: &Marker) -> Result<(), Failure> {
        self.folders.make_data()?;
        let bytes = serde_json::to_vec(marker).map_err(std::io::Error::other)?;
        Ok(write_private(&self.folders.restoring(), &bytes)?)
    }

    fn end(&self) -> Result<(), Failure> {
        fs::remove_file(self.folders.restoring())?;
        Ok(fs::File::open(&self.folders.data)?.sync_all()?)
    }

    /// The vault that is there, or the one a key backup makes.
    fn vault(&self, begun: Option<&Marker>) -> Result<(Vault, bool), Failure> {
        let is_there = crate::vault::holds_keys(&self.folders.vault);
        let Some(from) = &self.keys else {
            if !is_there {
                let message =
                    "there is no vault: give a key backup (--keys) or a mirror (--mirror)";
                return Err(Failure::new(Exit::Usage, message));
            }
            return Ok((self.open_vault()?, begun.is_some_and(|it| it.vault_restored)));
        };
        if begun.is_some_and(|it| it.vault_restored) && is_there {
            return Ok((self.open_vault()?, true));
        }
        if is_there {
            let message = "a vault is there: restore without --keys and --mirror, or move it away first if it does not open";
            return Err(Failure::new(Exit::Usage, message));
        }
        if self.newest.is_empty() && !self.nothing_newer {
            let message = "neither a key backup nor a mirror knows how far the log had come: give the newest checkpoint, receipt or certificate \
                 that anybody holds (--newest FILE), or say --nothing-newer";
            return Err(Failure::new(Exit::Usage, message));
        }
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
        let backup = backup.map_err(|error| failed(&error))?;
        let (root, keep_root) = match &self.root {
            VaultRoot::InMemory(root) => (root.clone(), false),
            VaultRoot::OfFolders => (self.folders.new_root()?, self.folders.root_file.is_none()),
        };
        self.folders.make_data()?;
        let new = NewVault {
            folder: &self.folders.vault,
            data_folder: &self.folders.data,
            ledger: backup.ledger,
            root: &root,
            keep_root,
        };
        let vault = Vault::create_from_backup(&new, &backup).map_err(|error| failed(&error))?;
        Ok((vault, true))
    }

    fn open_vault(&self) -> Result<Vault, Failure> {
        let root = match &self.root {
            VaultRoot::InMemory(root) => root.clone(),
            VaultRoot::OfFolders => self.folders.root()?.0,
        };
        Vault::open(&self.folders.vault, &root)
            .map_err(|error| Failure::because("the vault cannot be opened", &error))
    }

    /// The longest log anybody knows of: the vault, or a file from outside.
    fn newest_known(&self, vault: &Vault) -> Result<Abandoned, Failure> {
        let signed = vault.checkpoint().and_then(|bytes| Note::parse(&bytes).ok());
        let signed = signed.and_then(|note| Checkpoint::of_note(&note).ok());
        let mut known = Abandoned { size: vault.witness().map_or(0, |it| it.size), root: None };
        let mut found: Vec<Checkpoint> = signed.into_iter().collect();
        for file in &self.newest {
            let text = fs::read_to_string(file)?;
            let checkpoint = checkpoint_of(&text).filter(|it| it.ledger == vault.ledger());
            found.push(checkpoint.ok_or_else(|| {
                let message = "holds no checkpoint, receipt or certificate of this ledger";
                Failure::new(Exit::Usage, format!("{}: {message}", file.display()))
            })?);
        }
        for checkpoint in found {
            if checkpoint.size >= known.size {
                known = Abandoned { size: checkpoint.size, root: Some(checkpoint.root) };
            }
        }
        Ok(known)
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
        let abandoned = Abandoned { size: marker.abandoned_size, root: root_of(marker) };
        let verifier_key = key(vault)?;
        Ok(Some(Restored { size: head.size, abandoned: Some(abandoned), lost: 0, verifier_key }))
    }

    /// Fills a new store. Whatever an earlier run left goes first.
    fn fill(&self, vault: &Vault) -> Result<DataReader, Failure> {
        let store = self.folders.new_store(vault.ledger())?;
        let input = opened(&self.backup, &self.identity)?;
        let ledger = vault.ledger();
        let reader = fill(&store, input, |reader| {
            if reader.ledger == ledger { Ok(()) } else { Err(FillError::OtherLedger) }
        })
        .map_err(|error| match error {
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
        let token = Token::from_random(random()?);
        let hosted = Hosted::new(register.clone(), Some(&token)).map_err(|error| failed(&error))?;
        let owner = hosted.owner().ok_or_else(|| {
            Failure::new(Exit::Failed, "the backup names no owner of the practice")
        })?;
        drop(hosted);
        let recorded = pollster::block_on(register.record_restored(owner, abandoned));
        let attested = pollster::block_on(register.published_at_least(register.size()));
        register.stop();
        let lost = recorded.map_err(|error| failed(&error))?;
        let vault = Arc::clone(register.vault());
        let published = attested.ok_or_else(|| {
            Failure::new(Exit::Failed, "the restored log was not attested; run it again")
        })?;
        change_signing_key(&vault, &published).map_err(|error| failed(&error))?;
        Ok(lost)
    }
}

fn key(vault: &Vault) -> Result<String, Failure> {
    key_in_force(vault).map(|key| key.to_string()).map_err(|error| failed(&error))
}

fn root_of(marker: &Marker) -> Option<TreeHash> {
    let bytes = STANDARD.decode(marker.abandoned_root.as_ref()?).ok()?;
    Some(TreeHash::from_bytes(bytes.try_into().ok()?))
}

/// The checkpoint in a file somebody kept.
fn checkpoint_of(text: &str) -> Option<Checkpoint> {
    if let Ok(receipt) = Receipt::parse(text.as_bytes()) {
        return Checkpoint::of_note(&receipt.checkpoint).ok();
    }
    if let Some(checkpoint) =
        Note::parse(text.as_bytes()).ok().and_then(|it| Checkpoint::of_note(&it).ok())
    {
        return Some(checkpoint);
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        return Some(checkpoint);
    }
    // A certificate, as JSON: the receipts of the records that say what was destroyed.
    let certificate: serde_json::Value = serde_json::from_str(text).ok()?;
    let records = ["decided", "executed"].into_iter().filter_map(|it| certificate.get(it));
    let receipts = records.filter_map(|it| it.get("receipt")?.as_str());
    let each = receipts.filter_map(|it| Receipt::parse(it.as_bytes()).ok());
    each.filter_map(|it| Checkpoint::of_note(&it.checkpoint).ok()).max_by_key(|it| it.size)
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::because("the restore failed", error)
}
