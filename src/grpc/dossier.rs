//! `DossierService`: parse, execute, reply. Reading entries and lists lies in `reading`.

use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

use crate::chain::StreamId;
use crate::domain::dossier::Command as DossierCommand;
use crate::domain::id::{DossierId, EntryId};
use crate::register::{Acknowledgement, Command, Register, Step};

use super::call::{self, Write};
use super::convert::{self, Reader};
use super::gate::admitted;
use super::pb;
use super::reading;
use super::status;
use super::streaming;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct DossierService;

/// The stream of a dossier.
pub(super) fn stream_of(dossier: DossierId) -> StreamId {
    StreamId::from_bytes(dossier.to_bytes())
}

pub(super) fn on(dossier: DossierId, command: DossierCommand) -> (StreamId, Step) {
    let stream = stream_of(dossier);
    (stream, Step::new(stream, Command::Dossier(command)))
}

/// A write that asks one thing of one dossier.
async fn one<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<(DossierId, DossierCommand)>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        parse(request, reader).map(|(dossier, command)| on(dossier, command))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

/// A write that asks something of two dossiers, recorded in both or in neither.
async fn both<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<[(DossierId, DossierCommand); 2]>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, steps) = call::read(&admitted, request.into_inner(), |request, reader| {
        let steps = parse(request, reader)?.map(|(dossier, command)| on(dossier, command));
        let names = steps.first().map(|(stream, _)| *stream)?;
        Some((names, steps.map(|(_, step)| step)))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &steps).await?.0)
}

pub(super) fn new_entry_id() -> EntryId {
    loop {
        // The operating system's random bytes do not run out; zeros are the one value that is no id.
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_ok()
            && let Ok(id) = EntryId::from_bytes(bytes)
        {
            return id;
        }
    }
}

#[tonic::async_trait]
impl pb::dossier_service_server::DossierService for DossierService {
    async fn open_dossier(
        &self,
        request: Request<pb::OpenDossierRequest>,
    ) -> Result<Response<pb::OpenDossierResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = stream_of(
            DossierId::from_bytes(new_entry_id().to_bytes())
                .map_err(|_| status::internal("an id of zeros"))?,
        );
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, convert::open_dossier(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Dossier(command));
        let (acknowledgement, done) =
            call::execute(&admitted.hosted.register, &call, &[step]).await?;
        let opened = done.as_ref().and_then(|done| done.records.first());
        let dossier_id = opened.map_or_else(String::new, |opened| opened.stream.to_string());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::OpenDossierResponse { acknowledgement, dossier_id }))
    }

    async fn change_client(
        &self,
        request: Request<pb::ChangeClientRequest>,
    ) -> Result<Response<pb::ChangeClientResponse>, Status> {
        let acknowledgement = Some(one(request, convert::change_client).await?);
        Ok(Response::new(pb::ChangeClientResponse { acknowledgement }))
    }

    async fn link_dossiers(
        &self,
        request: Request<pb::LinkDossiersRequest>,
    ) -> Result<Response<pb::LinkDossiersResponse>, Status> {
        let acknowledgement = Some(both(request, convert::link_dossiers).await?);
        Ok(Response::new(pb::LinkDossiersResponse { acknowledgement }))
    }

    async fn unlink_dossiers(
        &self,
        request: Request<pb::UnlinkDossiersRequest>,
    ) -> Result<Response<pb::UnlinkDossiersResponse>, Status> {
        let acknowledgement = Some(both(request, convert::unlink_dossiers).await?);
        Ok(Response::new(pb::UnlinkDossiersResponse { acknowledgement }))
    }

    async fn close_dossier(
        &self,
        request: Request<pb::CloseDossierRequest>,
    ) -> Result<Response<pb::CloseDossierResponse>, Status> {
        let acknowledgement = Some(one(request, convert::close_dossier).await?);
        Ok(Response::new(pb::CloseDossierResponse { acknowledgement }))
    }

    async fn reopen_dossier(
        &self,
        request: Request<pb::ReopenDossierRequest>,
    ) -> Result<Response<pb::ReopenDossierResponse>, Status> {
        let acknowledgement = Some(one(request, convert::reopen_dossier).await?);
        Ok(Response::new(pb::ReopenDossierResponse { acknowledgement }))
    }

    async fn record_entry(
        &self,
        request: Request<pb::RecordEntryRequest>,
    ) -> Result<Response<pb::RecordEntryResponse>, Status> {
        let admitted = admitted(&request)?;
        let made = new_entry_id();
        let mut given = None;
        let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
            let (dossier, command) = convert::record_entry(request, || made, reader)?;
            given = first_entry(&command);
            Some(on(dossier, command))
        })?;
        let register = &admitted.hosted.register;
        let done = register.execute(&call, &[step]).await;
        let done = done.map_err(|error| status::rebased(error, "entries[0]", "entry"))?;
        let (acknowledgement, done) = call::shown(register, done);
        let ids = recorded_ids(register, done.as_ref(), given.into_iter().collect())?;
        let entry_id = ids.first().map_or_else(String::new, ToString::to_string);
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::RecordEntryResponse { acknowledgement, entry_id }))
    }

    async fn record_entries(
        &self,
        request: Request<pb::RecordEntriesRequest>,
    ) -> Result<Response<pb::RecordEntriesResponse>, Status> {
        let admitted = admitted(&request)?;
        let mut given = Vec::new();
        let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
            let (dossier, command) = convert::record_entries(request, new_entry_id, reader)?;
            if let DossierCommand::Record { entries } = &command {
                given = entries.iter().map(|draft| draft.entry).collect();
            }
            Some(on(dossier, command))
        })?;
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let ids = recorded_ids(register, done.as_ref(), given)?;
        let entry_ids = ids.iter().map(ToString::to_string).collect();
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::RecordEntriesResponse { acknowledgement, entry_ids }))
    }

    async fn stream_entries(
        &self,
        request: Request<Streaming<pb::StreamEntriesRequest>>,
    ) -> Result<Response<pb::StreamEntriesResponse>, Status> {
        let admitted = admitted(&request)?;
        Ok(Response::new(streaming::entries(&admitted, request.into_inner()).await?))
    }

    async fn correct_entry(
        &self,
        request: Request<pb::CorrectEntryRequest>,
    ) -> Result<Response<pb::CorrectEntryResponse>, Status> {
        let acknowledgement = Some(one(request, convert::correct_entry).await?);
        Ok(Response::new(pb::CorrectEntryResponse { acknowledgement }))
    }

    async fn withdraw_entry(
        &self,
        request: Request<pb::WithdrawEntryRequest>,
    ) -> Result<Response<pb::WithdrawEntryResponse>, Status> {
        let acknowledgement = Some(one(request, convert::withdraw_entry).await?);
        Ok(Response::new(pb::WithdrawEntryResponse { acknowledgement }))
    }

    async fn get_dossier(
        &self,
        request: Request<pb::GetDossierRequest>,
    ) -> Result<Response<pb::GetDossierResponse>, Status> {
        Ok(Response::new(reading::dossier(&admitted(&request)?, request.into_inner()).await?))
    }

    async fn list_dossiers(
        &self,
        request: Request<pb::ListDossiersRequest>,
    ) -> Result<Response<pb::ListDossiersResponse>, Status> {
        Ok(Response::new(reading::dossiers(&admitted(&request)?, request.into_inner()).await?))
    }

    async fn find_dossiers(
        &self,
        request: Request<pb::FindDossiersRequest>,
    ) -> Result<Response<pb::FindDossiersResponse>, Status> {
        Ok(Response::new(reading::find(&admitted(&request)?, request.into_inner()).await?))
    }

    async fn get_entry(
        &self,
        request: Request<pb::GetEntryRequest>,
    ) -> Result<Response<pb::GetEntryResponse>, Status> {
        Ok(Response::new(reading::entry(&admitted(&request)?, request.into_inner()).await?))
    }

    async fn list_entries(
        &self,
        request: Request<pb::ListEntriesRequest>,
    ) -> Result<Response<pb::ListEntriesResponse>, Status> {
        Ok(Response::new(reading::entries(&admitted(&request)?, request.into_inner()).await?))
    }

    async fn search_entries(
        &self,
        request: Request<pb::SearchEntriesRequest>,
    ) -> Result<Response<pb::SearchEntriesResponse>, Status> {
        Ok(Response::new(reading::search(&admitted(&request)?, request.into_inner()).await?))
    }

    type GetTimelineStream = ReceiverStream<Result<pb::GetTimelineResponse, Status>>;

    async fn get_timeline(
        &self,
        request: Request<pb::GetTimelineRequest>,
    ) -> Result<Response<Self::GetTimelineStream>, Status> {
        Ok(Response::new(reading::timeline(&admitted(&request)?, request.into_inner()).await?))
    }
}

pub(super) fn first_entry(command: &DossierCommand) -> Option<EntryId> {
    match command {
        DossierCommand::Record { entries } => entries.first().map(|draft| draft.entry),
        _ => None,
    }
}

/// The ids the entries were recorded under: those of this call, or of the first time if it is a repeat.
pub(super) fn recorded_ids(
    register: &Register,
    done: Option<&Acknowledgement>,
    given: Vec<EntryId>,
) -> Result<Vec<EntryId>, Status> {
    match done {
        None => Ok(Vec::new()),
        Some(done) if done.replayed => call::entry_ids(register, done),
        Some(_) => Ok(given),
    }
}
