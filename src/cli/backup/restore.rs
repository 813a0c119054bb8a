//! `griffie restore`: a data backup into an empty folder, under the vault that is there or the one a key backup makes.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::cli::clock_source::SystemClock;
use crate::cli::failure::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::settings::Place;

use super::restoring::{KeysFrom, Restoring, VaultRoot};
use super::verbs::identity;

/// Brings a ledger back from a backup.
#[derive(Debug, Args)]
pub struct Restore {
    /// The data backup.
    backup: PathBuf,
    /// The file with the identity that opens it.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// The key backup, if the vault is gone. With the vault still there, leave it out: the vault is always the better one.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// A mirror of the vault, if the vault is gone; better than a key backup, which is older.
    #[arg(long, value_name = "DIR", requires = "mirror_secret", conflicts_with = "keys")]
    mirror: Option<PathBuf>,
    /// The file with the mirror's root secret.
    #[arg(long, value_name = "FILE")]
    mirror_secret: Option<PathBuf>,
    /// The newest checkpoint, receipt or certificate that anybody holds; several may be given.
    #[arg(long, value_name = "FILE")]
    newest: Vec<PathBuf>,
    /// Nobody holds anything newer than the backup.
    #[arg(long)]
    nothing_newer: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

impl Restore {
    /// Restores, and says what is left and what is not.
    pub async fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let mirror = self.mirror.zip(self.mirror_secret);
        let mirror = mirror.map(|(folder, secret)| KeysFrom::Mirror(folder, secret));
        let keys = self.keys.map(KeysFrom::Backup).or(mirror);
        let restoring = Restoring {
            folders: self.place.folders()?,
            identity: identity(&self.identity)?,
            backup: self.backup,
            keys,
            newest: self.newest,
            nothing_newer: self.nothing_newer,
            root: VaultRoot::OfFolders,
            clock: Arc::new(SystemClock::new()),
        };
        let output = self.output;
        let running = tokio::task::spawn_blocking(move || restoring.run());
        let restored = running
            .await
            .unwrap_or_else(|_| Err(Failure::new(Exit::Failed, "the restore failed")))?;
        output.one(
            out,
            &[
                ("size", json!(restored.size)),
                ("abandoned_size", json!(restored.abandoned.map(|it| it.size))),
                ("lost", json!(restored.lost)),
                ("verifier_key", json!(restored.verifier_key)),
            ],
        )
    }
}
