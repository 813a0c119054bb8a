//! A ledger's folders on this machine: what lies where, how they are made, and how a register is opened from them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::access::Token;
use crate::chain::{ActorId, LedgerId, RequestId, StreamId, VerifierKey, origin};
use crate::private_file;
use crate::register::Register;
use crate::register::clock::Clock;
use crate::register::create::{Beginning, CreateError, create};
use crate::register::open::{Parts, open};
use crate::store::Store;
use crate::store::sled::{self as sled_store, SledOptions, SledStore};
use crate::store::space::{FolderRoom, Room as _};
use crate::tls;
use crate::vault::{
    MirrorState, NewVault, OpenError as VaultOpenError, RootPlaces, RootSecret, RootSource,
    Staging, Vault, default_folder,
};

use super::connect::ServerFile;
use super::failure::{Exit, Failure};
use super::settings::ConfigFile;

/// The folders of one ledger.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Records and what is derived from them.
    pub data: PathBuf,
    /// Keys; never inside the data folder.
    pub vault: PathBuf,
    /// Where the vault's root secret lies, if not in the vault or with the system's credentials.
    pub root_file: Option<PathBuf>,
    /// A server elsewhere that is called instead.
    pub remote: Option<ServerFile>,
}

/// What `init` made.
pub struct Made {
    /// The ledger.
    pub ledger: LedgerId,
    /// The ledger's verifier key: pin it.
    pub verifier_key: VerifierKey,
    /// The owner's token, shown once.
    pub token: Token,
}

impl Folders {
    /// The folders for a data folder, with the vault beside it unless it is said otherwise.
    pub fn new(data: &Path, vault: Option<PathBuf>, root_file: Option<PathBuf>) -> Folders {
        let vault = vault.unwrap_or_else(|| default_folder(data));
        Folders { data: data.to_owned(), vault, root_file, remote: None }
    }

    /// Where records lie.
    pub fn store(&self) -> PathBuf {
        self.data.join("store")
    }

    /// Where certificates and their keys lie.
    pub fn tls(&self) -> tls::Folders {
        tls::Folders { shown: self.data.join("tls"), secret: self.vault.join("tls") }
    }

    /// Stands while a restore is under way: until it is gone, what lies in the folder is no ledger.
    pub fn restoring(&self) -> PathBuf {
        self.data.join("restoring")
    }

    /// Makes the data folder.
    pub fn make_data(&self) -> Result<(), Failure> {
        if !self.data.is_dir() {
            private_file::make_folder(&self.data)?;
            private_file::sync_parent(&self.data)?;
        }
        Ok(())
    }

    /// Refuses a data folder that holds anything but a configuration.
    pub fn check_unused(&self) -> Result<(), Failure> {
        let entries = match fs::read_dir(&self.data) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        for entry in entries {
            if entry?.file_name() != "griffie.toml" {
                let message =
                    "is in use: move what lies there away, then restore into an empty folder";
                return Err(Failure::new(
                    Exit::Failed,
                    format!("{} {message}", self.data.display()),
                ));
            }
        }
        Ok(())
    }

    /// An empty store for a restore; whatever an interrupted one left goes.
    pub fn new_store(&self, ledger: LedgerId) -> Result<SledStore, Failure> {
        for folder in [self.store(), self.data.join("derived")] {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        SledStore::create(&self.store(), ledger, &SledOptions::default())
            .map_err(|error| Failure::because("the store cannot be created", &error))
    }

    /// The store that is there.
    pub fn open_store(&self) -> Result<SledStore, Failure> {
        SledStore::open(&self.store(), &SledOptions::default())
            .map_err(|error| store_failure(&error))
    }

    /// Opens a register whose records were just brought back. Nothing is recorded or carried out by itself.
    pub fn open_for_restore(
        &self,
        vault: Vault,
        clock: Arc<dyn Clock>,
    ) -> Result<Register, Failure> {
        let store = self.open_store()?;
        open(Parts {
            folder: self.data.clone(),
            room: Arc::new(FolderRoom::of(&self.data)),
            store: Arc::new(store),
            vault: Arc::new(vault),
            clock,
            restoring: true,
        })
        .map_err(|error| Failure::because("the register cannot be opened", &error))
    }

    /// Marks a ledger whose time a demo sets.
    pub fn rehearsal(&self) -> PathBuf {
        self.data.join("rehearsal")
    }

    /// Where a running server says how to reach it.
    pub fn server_file(&self) -> PathBuf {
        self.data.join("server.json")
    }

    /// Makes a ledger: vault, store, first records. What an interrupted run left is taken up again.
    ///
    /// In a `solo` practice the owner holds every officer's role as well.
    pub fn create(&self, clock: &dyn Clock, solo: bool) -> Result<Made, Failure> {
        self.make_data()?;
        let vault = self.create_vault()?;
        let ledger = vault.ledger();
        let store = match SledStore::open(&self.store(), &SledOptions::default()) {
            Ok(store) => store,
            Err(sled_store::OpenError::NotAStore) => {
                SledStore::create(&self.store(), ledger, &SledOptions::default())
                    .map_err(|error| Failure::because("the store cannot be created", &error))?
            }
            Err(error) => return Err(store_failure(&error)),
        };
        let verifier_key = VerifierKey::new(&origin(ledger), vault.verifier_key())
            .map_err(|error| Failure::because("the signing key is not one", &error))?;
        let token = Token::from_random(random()?);
        let beginning = Beginning {
            stream: StreamId::from_bytes(random()?),
            grant: StreamId::from_bytes(random()?),
            owner: ActorId::from_bytes(random()?),
            officers: if solo { Some(random_streams()?) } else { None },
            request: RequestId::from_bytes(random()?),
            recorded_at: clock.now(),
        };
        create(&store, &vault, &verifier_key, beginning, token.hash()).map_err(
            |error| match error {
                CreateError::Exists => exists(&self.data),
                error => Failure::because("the first records cannot be written", &error),
            },
        )?;
        let head = pollster::block_on(store.head())
            .map_err(|error| Failure::because("the first records cannot be read", &error))?;
        vault
            .follow(head.size, head.hash)
            .map_err(|error| Failure::because("the vault's witness cannot be written", &error))?;
        Ok(Made { ledger, verifier_key, token })
    }

    /// A new vault, or the one an interrupted creation left: it has no witness, so nothing was ever recorded with it.
    fn create_vault(&self) -> Result<Vault, Failure> {
        if let Ok(root) = self.root()
            && let Ok(vault) = Vault::open(&self.vault, &root.0)
        {
            return if vault.witness().is_none() { Ok(vault) } else { Err(exists(&self.data)) };
        }
        let root = self.new_root()?;
        Vault::create(&NewVault {
            folder: &self.vault,
            data_folder: &self.data,
            ledger: LedgerId::from_bytes(random()?),
            root: &root,
            keep_root: self.root_file.is_none(),
        })
        .map_err(|error| Failure::because("the vault cannot be created", &error))
    }

    /// The root secret of a vault that is to be made: the one in the file that was named, or a new one.
    pub fn new_root(&self) -> Result<RootSecret, Failure> {
        let root = match &self.root_file {
            Some(file) if file.exists() => RootSecret::read(file),
            Some(file) => RootSecret::generate()
                .map_err(Into::into)
                .and_then(|root| root.write_new(file).map(|()| root)),
            None => RootSecret::generate().map_err(Into::into),
        };
        root.map_err(|error| Failure::because("no root secret", &error))
    }

    /// The root secret of the vault that is there, and where it was found.
    pub fn root(&self) -> Result<(RootSecret, RootSource), Failure> {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        RootSecret::find(&RootPlaces {
            file: self.root_file.as_deref(),
            credentials: credentials.as_deref(),
            vault: &self.vault,
        })
        .map_err(|error| Failure::because("the vault's root secret cannot be read", &error))
    }

    /// Whether the root secret lies in the vault, so that whoever copies the vault can open it.
    pub fn vault_opens_itself(&self) -> bool {
        self.root().is_ok_and(|(_, source)| source == RootSource::Vault)
    }

    /// Follows the mirrors that the configuration names. One that cannot be reached lags; one that is newer stops the start.
    fn attach_mirrors(&self, vault: &Vault) -> Result<(), Failure> {
        for mirror in ConfigFile::read(&self.data)?.mirror {
            let root = RootSecret::read(&mirror.root_file)
                .map_err(|error| Failure::because("a mirror's root secret", &error))?;
            let state = vault
                .attach_mirror(&mirror.folder, &root)
                .map_err(|error| Failure::because("a mirror of the vault", &error))?;
            if let MirrorState::Lagging { why } = state {
                tracing::warn!(
                    why,
                    "a mirror of the vault is not reached: what is destroyed stays there"
                );
            }
        }
        Ok(())
    }

    /// Opens the register. `serve` and all that works without a server go through here; it never creates anything that counts.
    pub fn open(&self, clock: Arc<dyn Clock>) -> Result<Register, Failure> {
        if self.restoring().exists() {
            let message = "a restore into this folder was cut off; run `griffie restore` again";
            return Err(Failure::new(Exit::Failed, message));
        }
        let (root, _) = self.root()?;
        let vault = Vault::open(&self.vault, &root).map_err(|error| match error {
            VaultOpenError::NoVault(_) if !self.data.exists() => Failure::new(
                Exit::NotFound,
                format!("there is no ledger at {}; `griffie init` makes one", self.data.display()),
            ),
            error => Failure::because("the vault cannot be opened", &error),
        })?;
        self.attach_mirrors(&vault)?;
        let witness = vault.witness();
        let store = SledStore::open(&self.store(), &SledOptions::default()).map_err(|error| {
            match error {
                sled_store::OpenError::NotAStore if witness.is_none() => Failure::new(
                    Exit::Failed,
                    "the ledger's creation was interrupted; run `griffie init` again",
                ),
                sled_store::OpenError::NotAStore => Failure::new(
                    Exit::ChainBroken,
                    "the vault has seen records, but there is no store: put back a backup of the data folder",
                ),
                error => store_failure(&error),
            }
        })?;
        Staging::clear(&self.data.join("staging"))?;
        let disk = FolderRoom::of(&self.data);
        if let Err(error) = disk.hold() {
            tracing::warn!(kind = ?error.kind(), "no room is set aside for destruction on a full disk");
        }
        open(Parts {
            folder: self.data.clone(),
            room: Arc::new(disk),
            store: Arc::new(store),
            vault: Arc::new(vault),
            clock,
            restoring: false,
        })
        .map_err(|error| Failure::because("the register cannot be opened", &error))
    }
}

fn exists(data: &Path) -> Failure {
    Failure::new(Exit::Failed, format!("{} holds a ledger already", data.display()))
}

fn store_failure(error: &sled_store::OpenError) -> Failure {
    let failure = Failure::because("the store cannot be opened", error);
    match error {
        sled_store::OpenError::DamagedFile { .. } | sled_store::OpenError::DamagedFrom { .. } => {
            Failure::new(Exit::ChainBroken, failure.message())
        }
        sled_store::OpenError::InUse => Failure::new(Exit::TryLater, failure.message()),
        _ => failure,
    }
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| Failure::new(Exit::Failed, "the operating system gives no random bytes"))?;
    Ok(bytes)
}

fn random_streams() -> Result<[StreamId; 3], Failure> {
    Ok([random()?, random()?, random()?].map(StreamId::from_bytes))
}
