//! A backup from before a destruction, restored after it, beside what the demo left: everything comes back but what was destroyed.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use griffie_audit::{Options, Verdict, audit};

use crate::backup::Identity;
use crate::cli::backup::{Restored, Restoring, VaultRoot};
use crate::cli::clock_source::SystemClock;
use crate::cli::connect::Connection;
use crate::cli::failure::{Exit, Failure};
use crate::cli::folder::Folders;
use crate::cli::way_out::{Sealed, export};
use crate::grpc::pb;
use crate::private_file;

use super::destroyed::Gone;

/// Where the demo's backups lie, and what opens them.
pub struct Backups {
    folder: PathBuf,
    identity: PathBuf,
}

impl Backups {
    /// Makes an identity, as somebody outside would keep it, and tells the server where backups go.
    pub fn arrange(folders: &Folders) -> Result<Backups, Failure> {
        let folder = folders.data.join("backups");
        DirBuilder::new().mode(0o700).create(&folder)?;
        let identity = Identity::generate();
        let kept = folder.join("identity");
        private_file::write(&kept, identity.reveal().as_bytes())?;
        let config = format!(
            "[backup]\nfolder = {:?}\nrecipients = [\"{}\"]\n",
            folder.display().to_string(),
            identity.recipient()
        );
        private_file::write(&folders.data.join("griffie.toml"), config.as_bytes())?;
        Ok(Backups { folder, identity: kept })
    }

    /// Has the server make one.
    pub async fn make(&self, connection: &Connection) -> Result<String, Failure> {
        let made = connection.backup().make_backup(pb::MakeBackupRequest {}).await?.into_inner();
        let bytes = made.data.map_or(0, |it| it.bytes);
        Ok(format!(
            "{} records, sealed to an identity kept elsewhere, {} KB, while it served",
            made.size,
            bytes / 1_000
        ))
    }

    /// Restores it into a folder of its own, under a copy of the vault as it is now, and looks whether what went is gone there too.
    pub async fn come_back(&self, folders: &Folders, gone: &Gone) -> Result<String, Failure> {
        let beside = Folders::new(&folders.data.join("restored"), None, None);
        copy_vault(&folders.vault, &beside.vault)?;
        let restoring = Restoring {
            folders: beside.clone(),
            backup: self.newest()?,
            keys: None,
            identity: Identity::read(&self.identity)
                .map_err(|error| Failure::because("the identity cannot be read", &error))?,
            newest: Vec::new(),
            nothing_newer: false,
            root: VaultRoot::OfFolders,
            clock: Arc::new(SystemClock::new()),
        };
        let running = tokio::task::spawn_blocking(move || restoring.run());
        let restored = running
            .await
            .unwrap_or_else(|_| Err(Failure::new(Exit::Failed, "the restore failed")))?;
        let audited = Self::audited(&beside, &restored).await?;
        gone.search(&beside)?;
        fs::remove_dir_all(&beside.data)?;
        fs::remove_dir_all(&beside.vault)?;
        Ok(audited)
    }

    async fn audited(beside: &Folders, restored: &Restored) -> Result<String, Failure> {
        let connection = Connection::open(beside).await?;
        let bundle = beside.data.join("bundle");
        let exported = export(&connection, &bundle, Sealed::Boxes).await;
        connection.close().await;
        exported?;
        let report = audit(&bundle, &Options::default());
        let states = &report.states;
        if report.verdict != Verdict::Reservation || states.unexplained > 0 || states.lost == 0 {
            let message = format!("the restored ledger is {:?}", report.verdict);
            return Err(Failure::new(Exit::Failed, message));
        }
        let left = restored.abandoned.map_or(0, |it| it.size.saturating_sub(restored.size));
        Ok(format!(
            "{} records back, {left} later ones named as left behind, {} of what was destroyed lost for good, 0 without explanation",
            restored.size, states.lost
        ))
    }

    fn newest(&self) -> Result<PathBuf, Failure> {
        let mut found: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|it| it == "age") {
                found.push(path);
            }
        }
        found.sort();
        found.pop().ok_or_else(|| Failure::new(Exit::Failed, "there is no backup"))
    }
}

fn copy_vault(from: &Path, to: &Path) -> Result<(), Failure> {
    DirBuilder::new().recursive(true).mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        // The keys of the network's door are no part of the vault.
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
