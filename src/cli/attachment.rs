//! `griffie attachment …`: files go in and come out byte for byte, checked against their hash on either side.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use tonic::{Response, Status};

use crate::grpc::pb;
use crate::grpc::pb::add_attachment_request::Piece;
use crate::grpc::pb::get_attachment_response::Piece as Given;

use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::provenance::Source;
use super::input::verb::{AsOf, Errand, Recording};

/// Bytes of one message of an upload.
const PART_BYTES: usize = 64 << 10;
/// The largest attachment, as the contract says; larger ones are not even read.
const BYTES_MAX: u64 = 25 << 20;

/// `griffie attachment …`
#[derive(Debug, Subcommand)]
pub enum Attachment {
    /// Add a file to a dossier.
    Add(Box<Add>),
    /// Give an attachment back, byte for byte.
    Get(Get),
    /// List the attachments of a dossier.
    List(List),
    /// Withdraw an attachment as recorded in error.
    Withdraw(Box<Withdraw>),
}

/// `griffie attachment add`
#[derive(Debug, Args)]
pub struct Add {
    /// The dossier's id.
    dossier: String,
    /// The file, at most 25 MiB.
    file: PathBuf,
    /// The entry it belongs to.
    #[arg(long, value_name = "ID")]
    entry: Option<String>,
    /// Its name in the dossier; the file's own if not said.
    #[arg(long)]
    name: Option<String>,
    /// Its type, like image/jpeg; by the ending of its name if not said.
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie attachment get`
#[derive(Debug, Args)]
pub struct Get {
    /// The dossier's id.
    dossier: String,
    /// The attachment's id.
    attachment: String,
    /// The file to make, for its owner's eyes only; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie attachment list`
#[derive(Debug, Args)]
pub struct List {
    /// The dossier's id.
    dossier: String,
    /// Also those withdrawn as recorded in error.
    #[arg(long)]
    withdrawn: bool,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie attachment withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The dossier's id.
    dossier: String,
    /// The attachment's id.
    attachment: String,
    /// Why: `wrong_client`, `recorded_twice`, other.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
    /// In words.
    #[arg(long, value_name = "TEXT")]
    explanation: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Attachment {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Attachment::Add(add) => add.run(out).await,
            Attachment::Get(get) => get.run(out).await,
            Attachment::List(list) => list.run(out).await,
            Attachment::Withdraw(withdraw) => withdraw.run(out).await,
        }
    }
}

impl Add {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let content = content(&self.file)?;
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("entry_id", self.entry.clone());
        form.set_some("name", self.name.clone());
        form.set_some("media_type", self.media_type.clone());
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned());
        form.set_missing("name", name.unwrap_or_default());
        if !form.has("media_type") {
            form.set("media_type", media_type(&self.file)?);
        }
        form.set("size_bytes", content.len());
        form.set("blake3", blake3::hash(&content).to_hex().as_str());
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, true, async |connection, start: pb::AddAttachmentStart| {
                upload(connection, start, content).await
            })
            .await
    }
}

async fn upload(
    connection: &Connection,
    start: pb::AddAttachmentStart,
    content: Vec<u8>,
) -> Result<Response<pb::AddAttachmentResponse>, Status> {
    let mut pieces = vec![Piece::Start(start)];
    pieces.extend(content.chunks(PART_BYTES).map(|part| Piece::Part(part.to_vec())));
    let pieces = pieces.into_iter().map(|piece| pb::AddAttachmentRequest { piece: Some(piece) });
    connection.attachment().add_attachment(tokio_stream::iter(pieces)).await
}

fn content(path: &Path) -> Result<Vec<u8>, Failure> {
    let unread = |error| Failure::because(&path.display().to_string(), &error);
    let mut content = Vec::new();
    // One byte more than allowed is enough to know.
    let mut file = File::open(path).map_err(unread)?.take(BYTES_MAX + 1);
    file.read_to_end(&mut content).map_err(unread)?;
    if content.len() as u64 > BYTES_MAX {
        return Err(Failure::new(Exit::Usage, "the file is larger than 25 MiB"));
    }
    Ok(content)
}

/// The types the contract allows, by the usual endings of their names.
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("heic", "image/heic"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
];

fn media_type(path: &Path) -> Result<&'static str, Failure> {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let known = MEDIA_TYPES.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known));
    known.map(|(_, media_type)| *media_type).ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "the file's name does not tell its type: say it with --media-type",
        )
    })
}

impl Get {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("attachment_id", self.attachment.clone());
        let ask = self.errand.ask(form, async |connection, request: pb::GetAttachmentRequest| {
            download(connection, request).await
        });
        let (attachment, content) = ask.await?;
        // Nothing is written before all of it is there and right.
        if blake3::hash(&content).to_hex().as_str() != attachment.blake3 {
            return Err(Failure::new(Exit::ChainBroken, "what came is not what was recorded"));
        }
        if self.to == Path::new("-") {
            out.write_all(&content)?;
            out.flush()?;
            return Ok(());
        }
        new_file(&self.to)?.write_all(&content)?;
        self.errand.show(out, &attachment)
    }
}

async fn download(
    connection: &Connection,
    request: pb::GetAttachmentRequest,
) -> Result<(pb::Attachment, Vec<u8>), Failure> {
    let (mut attachment, mut content) = (pb::Attachment::default(), Vec::new());
    let mut answers = connection.attachment().get_attachment(request).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        match answer.piece {
            Some(Given::Attachment(given)) => attachment = given,
            Some(Given::Part(part)) => content.extend_from_slice(&part),
            None => {}
        }
    }
    Ok((attachment, content))
}

/// A file that was not there, for its owner's eyes only.
pub(super) fn new_file(path: &Path) -> Result<File, Failure> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|error| Failure::because(&path.display().to_string(), &error))
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("include_withdrawn", self.withdrawn);
        self.as_of.fill(&mut form)?;
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListAttachmentsRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.attachment().list_attachments(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.attachments);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        let columns = [
            ("attachment", "attachment_id"),
            ("name", "name"),
            ("type", "media_type"),
            ("bytes", "size_bytes"),
            ("entry", "entry_id"),
            ("recorded", "place.recorded_time"),
            ("withdrawn", "withdrawal.reason"),
        ];
        self.errand.show_many(out, &ask.await?, &columns)
    }
}

impl Withdraw {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set("attachment_id", self.attachment.clone());
        form.set_some("withdrawal.reason", self.reason.clone());
        form.set_some("withdrawal.explanation", self.explanation.clone());
        self.source.fill(&mut form, "withdrawal.provenance");
        let given = self.reason.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::WithdrawAttachmentRequest| {
                connection.attachment().withdraw_attachment(request).await
            })
            .await
    }
}
