//! `IncidentService`: parse, execute, reply. Whatever role is stated, the policy table lets the incident officer in alone.

use std::sync::Arc;

use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::incident::{Command as Asked, Refusal};
use crate::domain::violation::FieldPath;
use crate::projection::incidents::Incidents;
use crate::register::{Command, ReadFailure, Step};

use super::call::{self, Write};
use super::case;
use super::catching_up::catch_up;
use super::convert::{self, Reader, incident as wire};
use super::fields::stated_role;
use super::gate::admitted;
use super::hosted::Hosted;
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::may_read;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncidentService;

/// A write that asks one thing of one incident.
async fn one<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<(StreamId, Asked)>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        let (stream, asked) = parse(request, reader)?;
        Some((stream, Step::new(stream, Command::Incident(asked))))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

#[tonic::async_trait]
impl pb::incident_service_server::IncidentService for IncidentService {
    async fn report_incident(
        &self,
        request: Request<pb::ReportIncidentRequest>,
    ) -> Result<Response<pb::ReportIncidentResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, wire::report(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Incident(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let incident_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::ReportIncidentResponse { acknowledgement, incident_id }))
    }

    async fn record_incident_step(
        &self,
        request: Request<pb::RecordIncidentStepRequest>,
    ) -> Result<Response<pb::RecordIncidentStepResponse>, Status> {
        let acknowledgement = Some(one(request, wire::record).await?);
        Ok(Response::new(pb::RecordIncidentStepResponse { acknowledgement }))
    }

    async fn correct_incident(
        &self,
        request: Request<pb::CorrectIncidentRequest>,
    ) -> Result<Response<pb::CorrectIncidentResponse>, Status> {
        let acknowledgement = Some(one(request, wire::correct).await?);
        Ok(Response::new(pb::CorrectIncidentResponse { acknowledgement }))
    }

    async fn get_incident(
        &self,
        request: Request<pb::GetIncidentRequest>,
    ) -> Result<Response<pb::GetIncidentResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let which = ("incident_id", request.incident_id.as_str());
        let asked = case::asked(&admitted, request.access_context, which, request.as_of).await?;
        let folded = asked.folded.lock();
        let state = folded.incident();
        let known = state.incident().ok_or_else(|| status::not_found("NO_SUCH_INCIDENT"))?;
        Ok(Response::new(pb::GetIncidentResponse {
            clocks: convert::clock::clocks(&folded.clocks, asked.now),
            records: convert::clock::history(&folded.history),
            revision: folded.next_revision,
            summary: wire::summary(asked.stream, state),
            report: Some((&known.report).into()),
            notes: known.notes.iter().map(Into::into).collect(),
            measure_ids: known.measures.iter().map(ToString::to_string).collect(),
            references: known.references.iter().map(|it| it.as_str().to_owned()).collect(),
        }))
    }

    async fn list_incidents(
        &self,
        request: Request<pb::ListIncidentsRequest>,
    ) -> Result<Response<pb::ListIncidentsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let wanted = wire::list(&request, &mut reader);
        let register = &admitted.hosted.register;
        let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(wanted).zip(page);
        let ((context, wanted), page) = reader.finish(read).map_err(status::invalid)?;
        let role = stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(register, context)?;
        let (register, sees) = (register.clone(), admitted.sees(role));
        let (incidents, next_page_token) = listed(&admitted.hosted, move |known| {
            let rows = known.list(page.below).filter(|(_, state)| wanted.holds(state));
            let rows = rows.filter(|(stream, _)| sees(&register, *stream));
            page.cut(rows.filter_map(|(stream, state)| wire::summary(stream, state)))
        })
        .await?;
        let told = Told::listed(incidents.iter().map(|it| &it.incident_id));
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListIncidentsResponse { incidents, next_page_token }))
    }
}

/// Looks at the list of incidents, caught up with the ledger.
async fn listed<T: Send + 'static>(
    hosted: &Arc<Hosted>,
    look: impl FnOnce(&Incidents) -> T + Send + 'static,
) -> Result<T, Status> {
    let hosted = Arc::clone(hosted);
    let looking = tokio::task::spawn_blocking(move || {
        let mut known = hosted.models.incidents.lock();
        catch_up(&hosted.register, &mut *known)?;
        Ok::<T, ReadFailure>(look(&known))
    });
    Ok(looking.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    use Refusal::{
        AlreadyClassified, AlreadyEstablished, AlreadyThere, Clock, Closed, DutyOpen,
        ExtensionAskedTooLate, Invalid, NoSuchIncident, NotClassified, NotClosed, NotInDoubt,
        NotNotified, NoteAlreadyLinked, NothingToNotify, OnlyInstitutions, WrongAuthority,
    };
    match refusal {
        Invalid(_) => Code::InvalidArgument,
        NoSuchIncident => Code::NotFound,
        AlreadyThere | AlreadyClassified | NoteAlreadyLinked => Code::AlreadyExists,
        Closed
        | NotClosed
        | AlreadyEstablished
        | NotInDoubt
        | NotClassified
        | OnlyInstitutions { .. }
        | NothingToNotify { .. }
        | WrongAuthority { .. }
        | NotNotified
        | ExtensionAskedTooLate { .. }
        | DutyOpen { .. }
        | Clock(_) => Code::FailedPrecondition,
    }
}
