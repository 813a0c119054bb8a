//! What leaves the house (`griffie checkpoint print`, `griffie bundle export`) and the ways out when writing stopped
//! (`griffie clock accept`, `griffie damage accept`).

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use clap::{Args, Subcommand};

use crate::grpc::pb;
use crate::private_file;

use super::clock;
use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::settings::Place;
use super::standing::progress;

/// `griffie checkpoint …`
#[derive(Debug, Subcommand)]
pub enum Checkpoint {
    /// Print three lines for paper or mail: whoever keeps them can tell later whether history was changed.
    Print {
        #[command(flatten)]
        place: Place,
        /// Print the whole signed note.
        #[arg(long)]
        signed: bool,
    },
}

impl Checkpoint {
    /// Prints it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let Checkpoint::Print { place, signed } = self;
        let connection = Connection::open(&place.folders()?).await?;
        let status = connection.ledger().get_status(pb::GetStatusRequest {}).await;
        let found = match status {
            Ok(status) => {
                let wait_for_size = status.into_inner().size;
                connection.ledger().get_checkpoint(pb::GetCheckpointRequest { wait_for_size }).await
            }
            Err(error) => Err(error),
        };
        connection.close().await;
        let note = found?.into_inner().checkpoint;
        if *signed {
            write!(out, "{note}")?;
        } else {
            for line in note.lines().take(3) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

/// `griffie bundle …`
#[derive(Debug, Subcommand)]
pub enum Bundle {
    /// Export the audit bundle to a new folder.
    Export {
        #[command(flatten)]
        place: Place,
        /// The folder to make.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// What it holds of sealed records.
        #[arg(long, value_enum, default_value_t = Sealed::None)]
        sealed: Sealed,
    },
}

/// What a bundle holds of sealed records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sealed {
    /// Nothing: headers and open payloads.
    None,
    /// Their boxes, locked.
    Boxes,
    /// Boxes and keys: whoever holds the bundle reads everything.
    Opened,
}

impl Bundle {
    /// Exports it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let Bundle::Export { place, to, sealed } = self;
        let connection = Connection::open(&place.folders()?).await?;
        let exported = export(&connection, to, *sealed).await;
        connection.close().await;
        let files = exported?;
        writeln!(out, "{files} files in {}", to.display())?;
        Ok(())
    }
}

/// Exports a bundle through a connection into a new folder; says how many files it has.
pub async fn export(connection: &Connection, to: &Path, sealed: Sealed) -> Result<u64, Failure> {
    let sealed_content = match sealed {
        Sealed::None => pb::SealedContent::Unspecified,
        Sealed::Boxes => pb::SealedContent::Boxes,
        Sealed::Opened => pb::SealedContent::Opened,
    };
    let request = pb::ExportBundleRequest {
        access_context: Some(own_administration()),
        sealed_content: sealed_content.into(),
    };
    if to.exists() {
        return Err(Failure::new(Exit::Usage, format!("{} exists already", to.display())));
    }
    private_file::make_folder(to)?;
    let mut pieces = connection.ledger().export_bundle(request).await?;
    let bar = progress("exported");
    let mut open: Option<(String, File)> = None;
    let mut files = 0;
    while let Some(piece) = pieces.get_mut().message().await? {
        bar.set_length(piece.files_total);
        bar.set_position(piece.files_done);
        if open.as_ref().is_none_or(|(path, _)| *path != piece.path) {
            files += 1;
            let file = new_file(to, &piece.path)?;
            open = Some((piece.path.clone(), file));
        }
        if let Some((_, file)) = &mut open {
            file.write_all(&piece.content)?;
        }
    }
    bar.finish_and_clear();
    if files == 0 {
        return Err(Failure::new(Exit::Failed, "the server sent no files"));
    }
    Ok(files)
}

/// A file below a folder. A path that leads elsewhere is refused: it comes from the other side.
pub(super) fn new_file(folder: &Path, path: &str) -> Result<File, Failure> {
    let relative = Path::new(path);
    if path.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(Failure::new(Exit::Failed, "the server sent a path that leads elsewhere"));
    }
    let path = folder.join(relative);
    if let Some(parent) = path.parent() {
        private_file::make_folder(parent)?;
    }
    Ok(OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?)
}

/// The practice, for its own administration, as the owner: what the command line's technical verbs say of themselves.
pub fn own_administration() -> pb::AccessContext {
    pb::AccessContext {
        purpose: pb::Purpose::Administration.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: pb::Role::Owner.into(),
    }
}

/// The request id of a command that can be repeated.
#[derive(Clone, Debug, Args)]
pub struct RequestId {
    /// A UUID; repeating a command with the same one records nothing twice. Made up if not given.
    #[arg(long, value_name = "UUID")]
    request_id: Option<uuid::Uuid>,
}

impl RequestId {
    /// The id that was given, as text.
    pub fn given(&self) -> Option<String> {
        self.request_id.map(|id| id.to_string())
    }

    /// The id, as text.
    pub fn get(&self) -> String {
        self.request_id.unwrap_or_else(uuid::Uuid::new_v4).to_string()
    }
}

/// `griffie damage …`
#[derive(Debug, Subcommand)]
pub enum Damage {
    /// Record that the boxes that cannot be read are lost, so that the ledger can be written again. They stay lost for ever.
    Accept {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        request: RequestId,
    },
}

impl Damage {
    /// Accepts it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let Damage::Accept { place, request } = self;
        let connection = Connection::open(&place.folders()?).await?;
        let request = pb::AcceptDamageRequest { request_id: request.get() };
        let accepted = connection.ledger().accept_damage(request).await;
        connection.close().await;
        writeln!(out, "{} positions are recorded as lost", accepted?.into_inner().lost)?;
        Ok(())
    }
}

/// `griffie clock …`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Clock {
    #[command(subcommand)]
    verb: Option<ClockVerb>,
    #[command(flatten)]
    question: clock::Args,
}

/// What to do about the machine's clock.
#[derive(Debug, Subcommand)]
enum ClockVerb {
    /// Take the machine's clock as right after it was refused, and record that.
    Accept {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        request: RequestId,
    },
}

impl Clock {
    /// Answers the question, or accepts the clock.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        if let Some(ClockVerb::Accept { place, request }) = &self.verb {
            return accept_clock(place, request, out).await;
        }
        clock::run(&self.question, out).map_err(|error| {
            let exit = if error.exit_code() == 2 { Exit::Usage } else { Exit::Failed };
            Failure::new(exit, error.to_string())
        })
    }
}

/// Takes the server's clock as right, and records that.
async fn accept_clock(
    place: &Place,
    request: &RequestId,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let connection = Connection::open(&place.folders()?).await?;
    let request = pb::AcceptClockRequest { request_id: request.get() };
    let accepted = connection.ledger().accept_clock(request).await;
    connection.close().await;
    let acknowledgement = accepted?.into_inner().acknowledgement.unwrap_or_default();
    let position = acknowledgement.records.first().map_or(0, |recorded| recorded.position);
    writeln!(out, "the clock is accepted, as recorded at position {position}")?;
    Ok(())
}
