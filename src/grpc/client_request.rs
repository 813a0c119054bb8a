//! `ClientRequestService`: parse, execute, reply. What the dossier says of the client is looked up here and judged by the aggregate.

use std::sync::Arc;

use tonic::{Code, Request, Response, Status};

use crate::access::Reach;
use crate::chain::StreamId;
use crate::domain::id::DossierId;
use crate::domain::request::{About, Command as Asked, Refusal};
use crate::domain::violation::FieldPath;
use crate::projection::requests::Row;
use crate::register::{Command, Folded, ReadFailure, Register, Step};

use super::call;
use super::case;
use super::catching_up::catch_up;
use super::convert::{self, Reader};
use super::fields::stated_role;
use super::gate::admitted;
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::may_read;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientRequestService;

/// What a dossier says of its client; nothing if it was destroyed, for a request may name one that was.
async fn about(register: &Register, dossier: DossierId) -> Result<Option<About>, Status> {
    let stream = StreamId::from_bytes(dossier.to_bytes());
    if register.with_destructions(|state| state.whole(stream).is_some()) {
        return Ok(None);
    }
    let folded = register.folded(stream).await?;
    let folded = folded.lock();
    let about = folded.dossier().state().dossier().map(About::of);
    about.map(Some).ok_or_else(|| status::not_found("NO_SUCH_DOSSIER"))
}

/// The dossier a request is about.
fn dossier_of(folded: &Folded) -> Option<StreamId> {
    let dossier = folded.request().request()?.received.dossier?;
    Some(StreamId::from_bytes(dossier.to_bytes()))
}

#[tonic::async_trait]
impl pb::client_request_service_server::ClientRequestService for ClientRequestService {
    async fn receive_client_request(
        &self,
        request: Request<pb::ReceiveClientRequestRequest>,
    ) -> Result<Response<pb::ReceiveClientRequestResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, (mut received, provenance)) =
            call::read(&admitted, request.into_inner(), |request, reader| {
                Some((StreamId::ZERO, convert::client_request::receive(request, reader)?))
            })?;
        let register = &admitted.hosted.register;
        let dossier = received.dossier.map(|it| StreamId::from_bytes(it.to_bytes()));
        // Clients ask about their own dossier.
        admitted.within_reach(call.context.role, dossier.as_slice())?;
        if let Some(dossier) = received.dossier {
            received.regime = about(register, dossier).await?.map(|about| about.regime);
        }
        let command = Asked::Receive(Box::new(received), provenance);
        let step = Step::new(stream, Command::Request(command));
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let client_request_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::ReceiveClientRequestResponse { acknowledgement, client_request_id }))
    }

    async fn record_client_request_step(
        &self,
        request: Request<pb::RecordClientRequestStepRequest>,
    ) -> Result<Response<pb::RecordClientRequestStepResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, (stream, step, provenance)) =
            call::read(&admitted, request.into_inner(), |request, reader| {
                let (stream, step, provenance) = convert::client_request::step(request, reader)?;
                Some((stream, (stream, step, provenance)))
            })?;
        let register = &admitted.hosted.register;
        let dossier = {
            let folded = register.folded(stream).await?;
            let folded = folded.lock();
            folded.request().request().and_then(|request| request.received.dossier)
        };
        let about = match dossier {
            Some(dossier) => about(register, dossier).await?.map(Box::new),
            None => None,
        };
        let command = Asked::Take(step, provenance, about);
        let step = Step::new(stream, Command::Request(command));
        let acknowledgement = Some(call::execute(register, &call, &[step]).await?.0);
        Ok(Response::new(pb::RecordClientRequestStepResponse { acknowledgement }))
    }

    async fn correct_client_request(
        &self,
        request: Request<pb::CorrectClientRequestRequest>,
    ) -> Result<Response<pb::CorrectClientRequestResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
            let (stream, correction, provenance) =
                convert::client_request::correct(request, reader)?;
            let command = Command::Request(Asked::Correct(correction, provenance));
            Some((stream, Step::new(stream, command)))
        })?;
        let register = &admitted.hosted.register;
        let acknowledgement = Some(call::execute(register, &call, &[step]).await?.0);
        Ok(Response::new(pb::CorrectClientRequestResponse { acknowledgement }))
    }

    async fn get_client_request(
        &self,
        request: Request<pb::GetClientRequestRequest>,
    ) -> Result<Response<pb::GetClientRequestResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let which = ("client_request_id", request.client_request_id.as_str());
        let (context, as_of) = (request.access_context, request.as_of);
        let asked = case::asked_of(&admitted, context, which, as_of, dossier_of).await?;
        let folded = asked.folded.lock();
        let found = folded.request().request().map(convert::client_request::request);
        let client_request = Some(found.ok_or_else(|| status::not_found("NO_SUCH_REQUEST"))?);
        Ok(Response::new(pb::GetClientRequestResponse {
            clocks: convert::clock::clocks(&folded.clocks, asked.now),
            records: convert::clock::history(&folded.history),
            revision: folded.next_revision,
            client_request,
        }))
    }

    async fn list_client_requests(
        &self,
        request: Request<pb::ListClientRequestsRequest>,
    ) -> Result<Response<pb::ListClientRequestsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let wanted = request.standing();
        let mut reader = Reader::default();
        let at = FieldPath::whole();
        let context = reader.access_context(&at, request.access_context);
        let dossier = reader.optional_text::<DossierId>(&at, "dossier_id", request.dossier_id);
        let at_hand = &admitted.hosted.register;
        let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(dossier).zip(page);
        let ((context, dossier), page) = reader.finish(read).map_err(status::invalid)?;
        let role = stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(at_hand, context)?;
        let (hosted, sees) = (Arc::clone(&admitted.hosted), admitted.sees(role));
        let everything = admitted.reach(role) == Reach::Everything;
        let listing = tokio::task::spawn_blocking(move || {
            let mut known = hosted.models.requests.lock();
            catch_up(&hosted.register, &mut *known)?;
            let is_wanted = |row: &&Row| {
                row.state.request().is_some_and(|request| {
                    let standing: i32 = request.standing.into();
                    (wanted == pb::ClientRequestStanding::Unspecified
                        || standing == i32::from(wanted))
                        && dossier.is_none_or(|it| request.received.dossier == Some(it))
                        && (everything
                            || request.received.dossier.is_some_and(|it| {
                                sees(&hosted.register, StreamId::from_bytes(it.to_bytes()))
                            }))
                })
            };
            let rows = known.list(page.below).filter(is_wanted);
            Ok::<_, ReadFailure>(page.cut(rows.filter_map(convert::client_request::summary)))
        });
        let listed = listing.await.unwrap_or(Err(ReadFailure::Unavailable));
        let (client_requests, next_page_token) = listed?;
        let ids = client_requests.iter().flat_map(|it| [&it.client_request_id, &it.dossier_id]);
        let mut told = Told::listed(ids);
        if !everything {
            let dossiers = client_requests.iter().filter_map(|it| it.dossier_id.parse().ok());
            told = told.inside(dossiers.collect());
        }
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListClientRequestsResponse { client_requests, next_page_token }))
    }
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) | Refusal::NoSuchItem => Code::InvalidArgument,
        Refusal::AlreadyThere => Code::AlreadyExists,
        Refusal::NoSuchRequest => Code::NotFound,
        Refusal::RequestEnded
        | Refusal::AlreadyAnswered
        | Refusal::NotGranted
        | Refusal::AlreadyFulfilled
        | Refusal::NothingToAnswer
        | Refusal::NotAnswered
        | Refusal::ItemsOpen
        | Refusal::IdentityOpen
        | Refusal::IdentityAsked
        | Refusal::IdentityNotAsked
        | Refusal::IdentityNotEstablished
        | Refusal::NotEntitled(_)
        | Refusal::Clock(_) => Code::FailedPrecondition,
    }
}
