//! `AttachmentService`: uploads staged, checked and recorded whole; downloads checked while they are sent.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

use prost::Message as _;

use crate::chain::StreamId;
use crate::domain::Event;
use crate::domain::dossier::attachment::PART_BYTES;
use crate::domain::dossier::{Attachment, Command as DossierCommand, Event as Fact};
use crate::domain::id::{AttachmentId, DossierId};
use crate::domain::violation::FieldPath;
use crate::register::attach::AttachError;
use crate::register::{Acknowledgement, Call, Command, PayloadRead, Register, Step, payload};
use crate::vault::Staging;

use super::convert::{self, AsOf, Reader, Upload};
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::page::Page;
use super::pb;
use super::pb::add_attachment_request::Piece;
use super::reading_log::{Told, written_down};
use super::record::{acknowledgement, judged_only, may_read};
use super::status;
use super::view::{as_of_size, viewed, viewed_below};

/// Uploads in progress at once; each may come to 25 MiB in memory when it is recorded.
const UPLOADS_MAX: usize = 4;
/// Parts a slow reader may be behind before its stream waits.
const BEHIND_MAX: usize = 4;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Debug)]
pub struct AttachmentService {
    uploads: Arc<Semaphore>,
}

impl Default for AttachmentService {
    fn default() -> Self {
        AttachmentService { uploads: Arc::new(Semaphore::new(UPLOADS_MAX)) }
    }
}

#[tonic::async_trait]
impl pb::attachment_service_server::AttachmentService for AttachmentService {
    async fn add_attachment(
        &self,
        request: Request<Streaming<pb::AddAttachmentRequest>>,
    ) -> Result<Response<pb::AddAttachmentResponse>, Status> {
        let admitted = admitted(&request)?;
        let full = "too many uploads at once";
        let _place =
            self.uploads.try_acquire().map_err(|_| status::exhausted("TOO_MANY_UPLOADS", full))?;
        let mut pieces = request.into_inner();
        let first = pieces.message().await?.and_then(|message| message.piece);
        let Some(Piece::Start(start)) = first else {
            return Err(status::upload("UPLOAD_WITHOUT_START", "the first message must be start"));
        };
        let (call, dossier, upload) = begin(&admitted, start)?;
        let register = admitted.hosted.register.clone();
        let staging = receive(&register, &upload, &mut pieces).await?;
        record(&register, call, dossier, upload, staging).await
    }

    type GetAttachmentStream = ReceiverStream<Result<pb::GetAttachmentResponse, Status>>;

    async fn get_attachment(
        &self,
        request: Request<pb::GetAttachmentRequest>,
    ) -> Result<Response<Self::GetAttachmentStream>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let context = reader.access_context(&at, request.access_context);
        let dossier = reader.text::<DossierId>(&at, "dossier_id", request.dossier_id);
        let id = reader.text::<AttachmentId>(&at, "attachment_id", request.attachment_id);
        let read = context.zip(dossier.zip(id));
        let (context, (dossier, id)) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        let register = admitted.hosted.register.clone();
        may_read(&register, context)?;
        let told = Told::of(StreamId::from_bytes(dossier.to_bytes())).object(&id);
        written_down(&admitted, context, told).await?;
        let folded = viewed(&register, dossier, AsOf::Now, context.purpose).await?;
        let (attachment, shown) = {
            let folded = folded.lock();
            let view = folded.dossier();
            let known = view.state().dossier().and_then(|it| it.attachments.get(&id));
            let known = known.ok_or_else(|| status::not_found("NO_SUCH_ATTACHMENT"))?;
            let shown = convert::attachment::attachment(dossier, known, view.attachment(id));
            (known.attachment.clone(), shown)
        };
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        let stream = StreamId::from_bytes(dossier.to_bytes());
        tokio::task::spawn_blocking(move || {
            let sent = send(&register, stream, &attachment, shown, |piece| {
                sender.blocking_send(Ok(piece)).map_err(|_| status::internal("the reader left"))
            });
            if let Err(failure) = sent {
                let _ = sender.blocking_send(Err(failure)); // The reader may have left.
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    async fn list_attachments(
        &self,
        request: Request<pb::ListAttachmentsRequest>,
    ) -> Result<Response<pb::ListAttachmentsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let context = reader.access_context(&at, request.access_context);
        let dossier = reader.text::<DossierId>(&at, "dossier_id", request.dossier_id);
        let as_of = AsOf::read_from(request.as_of, &mut reader);
        let register = admitted.hosted.register.clone();
        let page = Page::read(&register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(dossier).zip(as_of.zip(page));
        let ((context, dossier), (as_of, page)) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(&register, context)?;
        let told = Told::of(StreamId::from_bytes(dossier.to_bytes()));
        written_down(&admitted, context, told).await?;
        let size = as_of_size(&register, as_of)?.min(page.below);
        let folded = viewed_below(&register, dossier, size, context.purpose).await?;
        let folded = folded.lock();
        let view = folded.dossier();
        let known = view.state().dossier().ok_or_else(|| status::not_found("NO_SUCH_DOSSIER"))?;
        let mut attachments: Vec<_> = known
            .attachments
            .iter()
            .filter(|(_, known)| request.include_withdrawn || known.withdrawn.is_none())
            .map(|(id, known)| (view.attachment(*id), known))
            .collect();
        attachments.sort_by_key(|(place, _)| place.map(|place| place.position));
        let shown = attachments
            .into_iter()
            .map(|(place, known)| convert::attachment::attachment(dossier, known, place));
        let (attachments, next_page_token) = page.cut(shown);
        Ok(Response::new(pb::ListAttachmentsResponse { attachments, next_page_token }))
    }

    async fn withdraw_attachment(
        &self,
        request: Request<pb::WithdrawAttachmentRequest>,
    ) -> Result<Response<pb::WithdrawAttachmentResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let body = pb::WithdrawAttachmentRequest { request_id: String::new(), ..request.clone() };
        let request_id = reader.request_id(&at, &request.request_id);
        let context = reader.access_context(&at, request.access_context);
        let given = request.access_context;
        let (expected_revision, validate_only) = (request.expected_revision, request.validate_only);
        let read = convert::withdraw_attachment(request, &mut reader);
        let read = request_id.zip(context).zip(read);
        let ((request_id, context), (dossier, command)) =
            reader.finish(read).map_err(status::invalid)?;
        let role = stated_role(given.as_ref(), &admitted)?;
        let register = &admitted.hosted.register;
        let stream = StreamId::from_bytes(dossier.to_bytes());
        let call = Call {
            caller: admitted.caller,
            request_id,
            names: stream,
            expected_revision,
            context,
            body: body.encode_to_vec(),
            validate_only,
            reach: admitted.reach(role),
        };
        let step = Step::new(stream, Command::Dossier(command));
        let done = register.execute(&call, &[step]).await?;
        let acknowledgement = Some(
            done.map_or_else(|| judged_only(register), |done| acknowledgement(register, &done)),
        );
        Ok(Response::new(pb::WithdrawAttachmentResponse { acknowledgement }))
    }
}

/// What is announced, checked before a byte of it is taken.
fn begin(
    admitted: &Admitted,
    start: pb::AddAttachmentStart,
) -> Result<(Call, DossierId, Upload), Status> {
    let at = FieldPath::new("start");
    let mut reader = Reader::default();
    let body = pb::AddAttachmentStart { request_id: String::new(), ..start.clone() };
    let request_id = reader.request_id(&at, &start.request_id);
    let context = reader.access_context(&at, start.access_context);
    let given = start.access_context;
    let (expected_revision, validate_only) = (start.expected_revision, start.validate_only);
    let new_id = fresh_id()?;
    let read = convert::add_attachment(start, || new_id, &mut reader);
    let read = request_id.zip(context).zip(read);
    let ((request_id, context), (dossier, upload)) =
        reader.finish(read).map_err(status::invalid)?;
    let role = stated_role(given.as_ref(), admitted)?;
    let call = Call {
        caller: admitted.caller,
        request_id,
        names: StreamId::from_bytes(dossier.to_bytes()),
        expected_revision,
        context,
        body: body.encode_to_vec(),
        validate_only,
        reach: admitted.reach(role),
    };
    Ok((call, dossier, upload))
}

fn fresh_id() -> Result<AttachmentId, Status> {
    let mut bytes = [0; 16];
    let filled = getrandom::fill(&mut bytes);
    filled.map_err(|_| status::internal("the operating system gives no random bytes"))?;
    AttachmentId::from_bytes(bytes).map_err(|_| status::internal("an id of zeros"))
}

/// Takes the bytes in; size and hash must be as announced. Whatever goes wrong, nothing is left.
async fn receive(
    register: &Register,
    upload: &Upload,
    pieces: &mut Streaming<pb::AddAttachmentRequest>,
) -> Result<Staging, Status> {
    let unwritable = |_| status::internal("an upload could not be staged");
    let mut staging = Staging::begin(&register.staging_folder()).map_err(unwritable)?;
    let mut hasher = blake3::Hasher::new();
    let mut received = 0_u64;
    let part_bytes = usize::try_from(PART_BYTES).unwrap_or(usize::MAX);
    let mut waiting: Vec<u8> = Vec::with_capacity(part_bytes);
    while let Some(message) = pieces.message().await? {
        let Some(Piece::Part(bytes)) = message.piece else {
            return Err(status::upload("UPLOAD_STARTED_TWICE", "start comes once"));
        };
        received += bytes.len() as u64;
        if bytes.len() > part_bytes {
            return Err(status::upload("PART_TOO_LARGE", "a part is at most 64 KiB"));
        }
        if received > upload.size_bytes {
            return Err(status::upload("UPLOAD_TOO_LONG", "more came than was announced"));
        }
        hasher.update(&bytes);
        waiting.extend_from_slice(&bytes);
        if waiting.len() >= part_bytes {
            let rest = waiting.split_off(part_bytes);
            staging.append(&waiting).map_err(unwritable)?;
            waiting = rest;
        }
    }
    if !waiting.is_empty() {
        staging.append(&waiting).map_err(unwritable)?;
    }
    if received < upload.size_bytes {
        return Err(status::upload("UPLOAD_TOO_SHORT", "less came than was announced"));
    }
    if hasher.finalize().to_hex().as_str() != String::from(upload.blake3.clone()) {
        return Err(status::upload("UPLOAD_HASH_DIFFERS", "the bytes are not those announced"));
    }
    Ok(staging)
}

async fn record(
    register: &Register,
    call: Call,
    dossier: DossierId,
    upload: Upload,
    staging: Staging,
) -> Result<Response<pb::AddAttachmentResponse>, Status> {
    let id = upload.id;
    let parts = staging.parts() as u64;
    let before = if call.validate_only {
        Vec::new()
    } else {
        let sealed = register.seal_parts(call.names, Arc::new(staging)).await;
        sealed.map_err(|error| match error {
            AttachError::Staged(_) => status::internal("a staged part cannot be read"),
            AttachError::Execute(error) => error.into(),
        })?
    };
    let command = move |first_part| {
        let attachment = Attachment {
            id: upload.id,
            entry: upload.entry,
            name: upload.name.clone(),
            media_type: upload.media_type,
            size_bytes: upload.size_bytes,
            blake3: upload.blake3.clone(),
            first_part,
            parts,
        };
        let provenance = upload.provenance.clone();
        Command::Dossier(DossierCommand::Attach { attachment, provenance })
    };
    let stream = StreamId::from_bytes(dossier.to_bytes());
    let step = Step { stream, before, command: Box::new(command) };
    let Some(done) = register.execute(&call, &[step]).await? else {
        let acknowledgement = Some(judged_only(register));
        let attachment_id = String::new();
        return Ok(Response::new(pb::AddAttachmentResponse { acknowledgement, attachment_id }));
    };
    let attachment_id = recorded_id(register, &done)?.unwrap_or(id).to_string();
    let acknowledgement = Some(acknowledgement(register, &done));
    Ok(Response::new(pb::AddAttachmentResponse { acknowledgement, attachment_id }))
}

/// The id under which a repeated upload was recorded the first time.
fn recorded_id(
    register: &Register,
    done: &Acknowledgement,
) -> Result<Option<AttachmentId>, Status> {
    let Some(last) = done.records.last().filter(|_| done.replayed) else { return Ok(None) };
    let records = register.records(&[last.position], true)?;
    let Some(record) = records.first() else { return Ok(None) };
    let PayloadRead::Given(opened) = &record.payload else { return Ok(None) };
    let damaged = || status::internal("a recorded attachment cannot be read");
    let payload = payload::read(opened.payload()).map_err(|_| damaged())?;
    let event = Event::from_body(record.header.kind.as_str(), payload.body.get());
    match event.map_err(|_| damaged())? {
        Event::Dossier(fact) => match *fact {
            Fact::AttachmentRecorded(fact) => Ok(Some(fact.attachment.id)),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Sends what it is, then its parts. The hash of the whole was checked when it came in; each part is checked against its own
/// commitment now.
fn send(
    register: &Register,
    stream: StreamId,
    attachment: &Attachment,
    shown: pb::Attachment,
    mut send: impl FnMut(pb::GetAttachmentResponse) -> Result<(), Status>,
) -> Result<(), Status> {
    use pb::get_attachment_response::Piece;
    send(pb::GetAttachmentResponse { piece: Some(Piece::Attachment(shown)) })?;
    let positions =
        register.with_index(|index| index.positions(stream, attachment.first_part, u64::MAX));
    let parts = usize::try_from(attachment.parts).unwrap_or(usize::MAX);
    for position in positions.into_iter().take(parts) {
        for record in register.records(&[position], true)? {
            let part = match &record.payload {
                PayloadRead::Given(opened) => opened.payload().to_vec(),
                PayloadRead::Lost => return Err(status::not_found("ATTACHMENT_LOST")),
                PayloadRead::Destroyed(_) => {
                    return Err(status::not_found("ATTACHMENT_DESTROYED"));
                }
                PayloadRead::NotRequested
                | PayloadRead::Unreadable(_)
                | PayloadRead::Replaced(_)
                | PayloadRead::Replacement => {
                    return Err(crate::register::ReadFailure::Damaged { position }.into());
                }
            };
            send(pb::GetAttachmentResponse { piece: Some(Piece::Part(part)) })?;
        }
    }
    Ok(())
}
