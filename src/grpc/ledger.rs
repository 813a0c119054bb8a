//! `LedgerService`: checkpoints, proofs, receipts, records, subscriptions, export and the ways out.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use crate::access::{AccessContext, Role, may_open};
use crate::chain::StreamId;
use crate::domain::violation::FieldPath;
use crate::export::{BundleExport, BundlePiece, SealedContent};
use crate::register::accept::AcceptError;
use crate::register::destruction::Gone;
use crate::register::subscribe::Filter;
use crate::register::{PayloadRead, Record, Register};

use super::convert::Reader;
use super::fields::stated_role;
use super::following::{behind_a_wall, followed, subscribed};
use super::gate::{Admitted, admitted};
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::{acknowledgement, may_read, timestamp};
use super::standing::{damage, standing};
use super::status;

/// Records in one message of a stream.
const RECORDS_PER_MESSAGE: usize = 64;
/// Messages a slow reader may be behind before its stream waits.
const BEHIND_MAX: usize = 16;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct LedgerService;

type Streamed<T> = Response<ReceiverStream<Result<T, Status>>>;

#[tonic::async_trait]
impl pb::ledger_service_server::LedgerService for LedgerService {
    async fn get_status(
        &self,
        request: Request<pb::GetStatusRequest>,
    ) -> Result<Response<pb::GetStatusResponse>, Status> {
        let admitted = admitted(&request)?;
        Ok(Response::new(standing(&admitted.hosted.register, &admitted.caller)))
    }

    async fn get_checkpoint(
        &self,
        request: Request<pb::GetCheckpointRequest>,
    ) -> Result<Response<pb::GetCheckpointResponse>, Status> {
        let register = admitted(&request)?.hosted.register.clone();
        let wanted = request.into_inner().wait_for_size;
        if wanted > register.size() {
            return Err(status::not_found("NO_SUCH_POSITION"));
        }
        let published = if wanted == 0 {
            register.published()
        } else {
            register.published_at_least(wanted).await
        };
        let published = published.ok_or_else(|| status::not_found("NOTHING_PUBLISHED"))?;
        let checkpoint = published.note.to_string();
        Ok(Response::new(pb::GetCheckpointResponse { checkpoint, size: published.size }))
    }

    async fn get_inclusion_proof(
        &self,
        request: Request<pb::GetInclusionProofRequest>,
    ) -> Result<Response<pb::GetInclusionProofResponse>, Status> {
        let register = admitted(&request)?.hosted.register.clone();
        let request = request.into_inner();
        let size = request.size.unwrap_or_else(|| published_size(&register));
        let hashes = register.inclusion_proof(size, request.position)?;
        let record = one(&register, request.position, false)?;
        let leaf = crate::chain::tree::leaf_hash(&record.header_bytes);
        Ok(Response::new(pb::GetInclusionProofResponse {
            size,
            hashes: hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect(),
            leaf_hash: leaf.as_bytes().to_vec(),
            root_hash: register.checkpoint_at(size)?.root.as_bytes().to_vec(),
        }))
    }

    async fn get_consistency_proof(
        &self,
        request: Request<pb::GetConsistencyProofRequest>,
    ) -> Result<Response<pb::GetConsistencyProofResponse>, Status> {
        let register = admitted(&request)?.hosted.register.clone();
        let request = request.into_inner();
        let new_size = request.new_size.unwrap_or_else(|| published_size(&register));
        let hashes = register.consistency_proof(request.old_size, new_size)?;
        Ok(Response::new(pb::GetConsistencyProofResponse {
            new_size,
            hashes: hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect(),
            old_root_hash: register.checkpoint_at(request.old_size)?.root.as_bytes().to_vec(),
            new_root_hash: register.checkpoint_at(new_size)?.root.as_bytes().to_vec(),
        }))
    }

    async fn get_receipt(
        &self,
        request: Request<pb::GetReceiptRequest>,
    ) -> Result<Response<pb::GetReceiptResponse>, Status> {
        let register = admitted(&request)?.hosted.register.clone();
        let position = request.into_inner().position;
        if position >= register.size() {
            return Err(status::not_found("NO_SUCH_POSITION"));
        }
        register.published_at_least(position + 1).await;
        let receipt = crate::export::receipt::receipt(&register, position)?;
        Ok(Response::new(pb::GetReceiptResponse { receipt }))
    }

    type ReadRecordsStream = ReceiverStream<Result<pb::ReadRecordsResponse, Status>>;

    async fn read_records(
        &self,
        request: Request<pb::ReadRecordsRequest>,
    ) -> Result<Streamed<pb::ReadRecordsResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let role = role_of_reader(&admitted, request.include_payloads, request.access_context, &[])
            .await?;
        let size = register.size();
        let limit = if request.limit == 0 { u64::MAX } else { request.limit };
        let end = size.min(request.from_position.saturating_add(limit));
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        tokio::task::spawn_blocking(move || {
            let mut next = request.from_position;
            while next < end {
                let count = RECORDS_PER_MESSAGE.min(usize::try_from(end - next).unwrap_or(1));
                let read = register.record_run(next, count, true);
                next += count as u64;
                let message = read.map_err(Status::from).map(|records| pb::ReadRecordsResponse {
                    records: records
                        .into_iter()
                        .map(|record| ledger_record(record, role))
                        .collect(),
                });
                let failed = message.is_err();
                if sender.blocking_send(message).is_err() || failed {
                    return;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    type SubscribeStream = ReceiverStream<Result<pb::SubscribeResponse, Status>>;

    async fn subscribe(
        &self,
        request: Request<pb::SubscribeRequest>,
    ) -> Result<Streamed<pb::SubscribeResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let mut reader = Reader::default();
        let streams = reader.streams("stream_ids", &request.stream_ids);
        let kinds = reader.kinds("kinds", &request.kinds);
        let (streams, kinds) = reader.finish(streams.zip(kinds)).map_err(status::invalid)?;
        let (streams, walled) = followed(&admitted, &request, streams)?;
        let role =
            role_of_reader(&admitted, request.include_payloads, request.access_context, &streams)
                .await?;
        let filter = Filter {
            streams: streams.into_iter().collect(),
            kinds: kinds.into_iter().collect(),
            payloads: true,
        };
        let (messages, mut following) = mpsc::channel(BEHIND_MAX);
        tokio::spawn(register.clone().follow(request.from_position, filter, messages));
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        tokio::spawn(async move {
            while let Some(message) = following.recv().await {
                if behind_a_wall(&message, walled) {
                    continue;
                }
                let response = subscribed(message, role, register.now());
                let failed = response.is_err();
                if sender.send(response).await.is_err() || failed {
                    return;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    type ExportBundleStream = ReceiverStream<Result<pb::ExportBundleResponse, Status>>;

    async fn export_bundle(
        &self,
        request: Request<pb::ExportBundleRequest>,
    ) -> Result<Streamed<pb::ExportBundleResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let sealed = match request.sealed_content() {
            pb::SealedContent::Unspecified => SealedContent::None,
            pb::SealedContent::Boxes => SealedContent::Boxes,
            pb::SealedContent::Opened => SealedContent::Opened,
        };
        let with_content = sealed != SealedContent::None;
        let asked =
            with_content.then(|| reader_of(&admitted, request.access_context)).transpose()?;
        let role = asked.map(|(role, _)| role);
        register.published_at_least(register.size()).await;
        // The bundle's size is fixed before the line that it left is written: a checkpoint noted before still covers it.
        let export = BundleExport::start(&register, sealed)?;
        if let Some((_, context)) = asked {
            written_down(&admitted, context, Told::exported(Vec::new())).await?;
        }
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        tokio::task::spawn_blocking(move || {
            let sent = send_bundle(export, sealed, role, |piece| {
                sender.blocking_send(Ok(piece)).map_err(|_| status::internal("the reader left"))
            });
            if let Err(failure) = sent {
                let _ = sender.blocking_send(Err(failure)); // The reader may have left.
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    type VerifyLedgerStream = ReceiverStream<Result<pb::VerifyLedgerResponse, Status>>;

    async fn verify_ledger(
        &self,
        request: Request<pb::VerifyLedgerRequest>,
    ) -> Result<Streamed<pb::VerifyLedgerResponse>, Status> {
        let register = admitted(&request)?.hosted.register.clone();
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        tokio::task::spawn_blocking(move || {
            let mut verification = register.verification();
            loop {
                let step = verification.step();
                let finished = !matches!(step, Ok(true));
                let mut found = verification.found().to_vec();
                if finished {
                    for damage in register.status().verified.damage {
                        if !found.contains(&damage) {
                            found.push(damage);
                        }
                    }
                }
                let message = step.map_err(Status::from).map(|_| pb::VerifyLedgerResponse {
                    verified: verification.up_to(),
                    total: register.size(),
                    finished,
                    damage: if finished { damage(&found) } else { Vec::new() },
                });
                if sender.blocking_send(message).is_err() || finished {
                    return;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    async fn accept_clock(
        &self,
        request: Request<pb::AcceptClockRequest>,
    ) -> Result<Response<pb::AcceptClockResponse>, Status> {
        let admitted = admitted(&request)?;
        let request_id = request_id(&request.get_ref().request_id)?;
        let register = &admitted.hosted.register;
        let accepted = register.accept_clock(admitted.caller, request_id).await?;
        let acknowledgement = Some(acknowledgement(register, &accepted));
        Ok(Response::new(pb::AcceptClockResponse { acknowledgement }))
    }

    async fn accept_damage(
        &self,
        request: Request<pb::AcceptDamageRequest>,
    ) -> Result<Response<pb::AcceptDamageResponse>, Status> {
        let admitted = admitted(&request)?;
        let request_id = request_id(&request.get_ref().request_id)?;
        let register = &admitted.hosted.register;
        let accepted = register.accept_damage(admitted.caller, request_id).await;
        let (accepted, lost) = accepted.map_err(|error| match error {
            AcceptError::NothingDamaged => {
                status::precondition("NOTHING_DAMAGED", "nothing is damaged")
            }
            AcceptError::ChainDamaged { position } => status::chain_damaged(position),
            AcceptError::Execute(error) => error.into(),
        })?;
        let acknowledgement = Some(acknowledgement(register, &accepted));
        Ok(Response::new(pb::AcceptDamageResponse { acknowledgement, lost }))
    }
}

fn request_id(text: &str) -> Result<[u8; 16], Status> {
    let mut reader = Reader::default();
    let read = reader.request_id(&FieldPath::whole(), text);
    reader.finish(read).map_err(status::invalid)
}

/// In which role content is asked for, if it is.
async fn role_of_reader(
    admitted: &Admitted,
    content: bool,
    given: Option<pb::AccessContext>,
    streams: &[StreamId],
) -> Result<Option<Role>, Status> {
    if content { reading(admitted, given, streams).await.map(Some) } else { Ok(None) }
}

/// Content is about to leave: why, in which role, and may it now? Written down before it does.
async fn reading(
    admitted: &Admitted,
    given: Option<pb::AccessContext>,
    streams: &[StreamId],
) -> Result<Role, Status> {
    let (role, context) = reader_of(admitted, given)?;
    // Which records leave is not known before they do: of these streams, or of the whole ledger.
    written_down(admitted, context, Told::exported(streams.to_vec())).await?;
    Ok(role)
}

pub(super) fn reader_of(
    admitted: &Admitted,
    given: Option<pb::AccessContext>,
) -> Result<(Role, AccessContext), Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), given);
    let context = reader.finish(context).map_err(status::invalid)?;
    let role = stated_role(given.as_ref(), admitted)?;
    may_read(&admitted.hosted.register, context)?;
    Ok((role, context))
}

fn published_size(register: &Register) -> u64 {
    register.published().map_or(0, |published| published.size)
}

fn one(register: &Register, position: u64, payloads: bool) -> Result<Record, Status> {
    register
        .records(&[position], payloads)?
        .pop()
        .ok_or_else(|| status::not_found("NO_SUCH_POSITION"))
}

/// A record as a role may see it; without one, only what is open to anybody.
pub(super) fn ledger_record(record: Record, role: Option<Role>) -> pb::LedgerRecord {
    let open = record.header.visibility == crate::chain::Visibility::Open;
    let include_payload = role.is_some_and(|role| may_open(role, record.header.kind.as_str()));
    let (payload_state, payload) = match &record.payload {
        PayloadRead::Given(opened) if open || include_payload => {
            (pb::PayloadState::Given, opened.payload().to_vec())
        }
        PayloadRead::Given(_) | PayloadRead::NotRequested => {
            (pb::PayloadState::NotRequested, Vec::new())
        }
        PayloadRead::Lost => (pb::PayloadState::Lost, Vec::new()),
        PayloadRead::Destroyed(Gone { executed: true, .. }) => {
            (pb::PayloadState::Destroyed, Vec::new())
        }
        // The other two are for folds alone and are never read here.
        PayloadRead::Destroyed(_) | PayloadRead::Replaced(_) | PayloadRead::Replacement => {
            (pb::PayloadState::Destroying, Vec::new())
        }
        PayloadRead::Unreadable(_) => (pb::PayloadState::Unreadable, Vec::new()),
    };
    pb::LedgerRecord {
        position: record.header.position,
        hash: record.hash.as_bytes().to_vec(),
        kind: record.header.kind.to_string(),
        stream_id: record.header.stream.to_string(),
        revision: record.header.revision,
        recorded_time: Some(timestamp(record.header.recorded_at)),
        header: record.header_bytes,
        payload_state: payload_state.into(),
        payload,
    }
}

fn send_bundle(
    mut export: BundleExport,
    sealed: SealedContent,
    role: Option<Role>,
    mut send: impl FnMut(pb::ExportBundleResponse) -> Result<(), Status>,
) -> Result<(), Status> {
    if let Some(role) = role.filter(|_| sealed == SealedContent::Opened) {
        export = export.opening(move |kind| may_open(role, kind.as_str()));
    }
    while let Some(BundlePiece { path, content }) = export.next_piece()? {
        let (files_done, files_total) = (export.files_done(), export.files_total());
        send(pb::ExportBundleResponse { path, content, files_done, files_total })?;
    }
    Ok(())
}
