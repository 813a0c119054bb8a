//! `griffie backup …`: makes, lists, verifies and tries backups.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::backup::{DataReader, Identity, ReadBackupError, open};
use crate::chain::VerifierKey;
use crate::cli::clock_source::SystemClock;
use crate::cli::connect::Connection;
use crate::cli::failure::{Exit, Failure};
use crate::cli::folder::Folders;
use crate::cli::output::Output;
use crate::cli::settings::Place;
use crate::cli::way_out::RequestId;
use crate::grpc::pb;
use crate::private_file;
use crate::vault::RootSecret;

use super::restoring::{KeysFrom, Restoring, VaultRoot};

/// `griffie backup …`
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Make an identity, which opens backups, and show its recipient, to which they are sealed. Keep the identity elsewhere.
    Identity {
        /// The file to make (0600).
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Make a data backup and, in a folder of its own, a key backup: the folders and the recipient stand in griffie.toml.
    Create {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        output: Output,
    },
    /// The backups there are.
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        output: Output,
    },
    /// Follow a data backup from its first record to its checkpoint. Needs no ledger.
    Verify(Verify),
    /// Try a restore of both in a folder of its own, read every record, and put on record what came of it.
    Test(Test),
}

/// `griffie backup verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The data backup.
    backup: PathBuf,
    /// The file with the identity that opens it.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// The ledger's verifier key; without it the backup vouches for itself.
    #[arg(long, value_name = "KEY")]
    key: Option<VerifierKey>,
    #[command(flatten)]
    output: Output,
}

/// `griffie backup test`
#[derive(Debug, Args)]
pub struct Test {
    /// The data backup.
    backup: PathBuf,
    /// The key backup.
    #[arg(long, value_name = "FILE")]
    keys: PathBuf,
    /// The file with the identity that opens them.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Where to try it; removed afterwards. The system's folder for temporary files if not said.
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    request: RequestId,
    #[command(flatten)]
    output: Output,
}

impl Backup {
    /// Does what the verb says.
    pub async fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Backup::Identity { to } => make_identity(&to, out),
            Backup::Create { place, output } => create(&place, output, out).await,
            Backup::List { place, output } => list(&place, output, out).await,
            Backup::Verify(verify) => verify.run(out).await,
            Backup::Test(test) => test.run(out).await,
        }
    }
}

fn make_identity(to: &Path, out: &mut impl Write) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::new(Exit::Usage, format!("{} exists already", to.display())));
    }
    let identity = Identity::generate();
    private_file::write(to, identity.reveal().as_bytes())?;
    writeln!(out, "{}", identity.recipient())?;
    // No part of the answer: the recipient alone may be piped into a configuration.
    eprint_line(
        "keep the identity off this machine: whoever has it and both backups reads everything",
    );
    Ok(())
}

fn eprint_line(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}"); // Nobody is there to read it.
}

async fn create(place: &Place, output: Output, out: &mut impl Write) -> Result<(), Failure> {
    let connection = Connection::open(&place.folders()?).await?;
    let made = connection.backup().make_backup(pb::MakeBackupRequest {}).await;
    connection.close().await;
    let made = made?.into_inner();
    let name = |backup: Option<&pb::Backup>| json!(backup.map_or("", |it| it.file.as_str()));
    output.one(
        out,
        &[
            ("data_file", name(made.data.as_ref())),
            ("keys_file", name(made.keys.as_ref())),
            ("size", json!(made.size)),
            ("boxes", json!(made.boxes)),
            ("bytes", json!(made.data.as_ref().map_or(0, |it| it.bytes))),
            ("destroyed", json!(made.destroyed)),
        ],
    )
}

async fn list(place: &Place, output: Output, out: &mut impl Write) -> Result<(), Failure> {
    let connection = Connection::open(&place.folders()?).await?;
    let found = connection.backup().list_backups(pb::ListBackupsRequest {}).await;
    connection.close().await;
    let rows: Vec<Vec<serde_json::Value>> = found?
        .into_inner()
        .backups
        .iter()
        .map(|it| {
            let sort = match it.sort() {
                pb::BackupSort::Data => "data",
                pb::BackupSort::Keys => "keys",
                pb::BackupSort::Unspecified => "unknown",
            };
            let made = it.made_at.map(|at| at.to_string()).unwrap_or_default();
            vec![json!(it.file), json!(sort), json!(made), json!(it.bytes), json!(it.until)]
        })
        .collect();
    output.many(out, &["file", "sort", "made_at", "bytes", "until"], &rows)
}

impl Verify {
    async fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let output = self.output;
        let reading = tokio::task::spawn_blocking(move || self.read());
        let read = reading
            .await
            .unwrap_or_else(|_| Err(Failure::new(Exit::Failed, "reading the backup failed")));
        let (reader, boxes) = read?;
        output.one(
            out,
            &[
                ("ledger_id", json!(reader.ledger.to_string())),
                ("size", json!(reader.size)),
                ("boxes", json!(boxes)),
                ("head_hash", json!(reader.head().hash.to_string())),
            ],
        )
    }

    fn read(&self) -> Result<(DataReader, u64), Failure> {
        let identity = identity(&self.identity)?;
        let input = opened(&self.backup, &identity)?;
        let mut boxes = 0;
        let reader = DataReader::read(input, |run| {
            boxes += run.records.iter().filter(|it| it.2.is_some()).count() as u64;
            Ok::<(), ReadBackupError>(())
        });
        let reader = reader.map_err(|error| not_a_backup(&error))?;
        if let Some(key) = &self.key {
            let (listed, key) = (reader.crossings(), key.to_string());
            if listed.first != key && listed.rotations.iter().all(|it| it.verifier_key != key) {
                return Err(Failure::new(Exit::ChainBroken, "it is not signed by that key"));
            }
        }
        Ok((reader, boxes))
    }
}

impl Test {
    async fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let folders = self.place.folders()?;
        let within = match &self.within {
            Some(folder) => tempfile::tempdir_in(folder),
            None => tempfile::tempdir(),
        }?;
        let (request_id, output) = (self.request.get(), self.output);
        let name =
            |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (data_file, keys_file) = (name(&self.backup), name(&self.keys));
        let restoring = Restoring {
            folders: Folders::new(&within.path().join("tried"), None, None),
            backup: self.backup,
            keys: Some(KeysFrom::Backup(self.keys)),
            identity: identity(&self.identity)?,
            newest: Vec::new(),
            nothing_newer: true,
            // Never on a disk: what is tried here must not leave keys behind.
            root: VaultRoot::InMemory(
                RootSecret::generate()
                    .map_err(|error| Failure::because("no root secret", &error))?,
            ),
            clock: std::sync::Arc::new(SystemClock::new()),
        };
        let trying = tokio::task::spawn_blocking(move || restoring.run());
        let tried = trying
            .await
            .unwrap_or_else(|_| Err(Failure::new(Exit::Failed, "the restore failed")))?;
        drop(within);
        let unreadable = tried.lost.unwrap_or_default();
        let connection = Connection::open(&folders).await?;
        let request = pb::RecordRestoreTestRequest {
            request_id,
            data_file,
            keys_file,
            size: tried.size,
            unreadable,
        };
        let recorded = connection.backup().record_restore_test(request).await;
        connection.close().await;
        recorded?;
        output.one(out, &[("size", json!(tried.size)), ("unreadable", json!(unreadable))])?;
        match unreadable {
            0 => Ok(()),
            _ => Err(Failure::new(Exit::ChainBroken, "some records did not come back")),
        }
    }
}

/// Reads an identity from its file.
pub(super) fn identity(file: &Path) -> Result<Identity, Failure> {
    Identity::read(file)
        .map_err(|error| Failure::new(Exit::Usage, format!("{}: {error}", file.display())))
}

/// A backup's content, as far as the identity opens it.
pub(super) fn opened(
    file: &Path,
    identity: &Identity,
) -> Result<impl std::io::Read + use<>, Failure> {
    let named = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Failed, format!("{}: {error}", file.display()))
    };
    let input = File::open(file).map_err(|error| named(&error))?;
    open(input, identity).map_err(|error| named(&error))
}

pub(super) fn not_a_backup(error: &ReadBackupError) -> Failure {
    let exit = match error {
        ReadBackupError::Unsupported => Exit::Failed,
        _ => Exit::ChainBroken,
    };
    Failure::new(exit, format!("the data backup is not sound: {error}"))
}
