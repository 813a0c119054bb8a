//! `IncidentService`: parse, execute, reply.

use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::incident::{Command as Asked, Refusal};
use crate::domain::violation::FieldPath;
use crate::register::{Command, Step};

use super::call;
use super::case;
use super::convert::{self, Reader};
use super::fields::stated_role;
use super::gate::admitted;
use super::pb;
use super::record::may_read;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncidentService;

#[tonic::async_trait]
impl pb::incident_service_server::IncidentService for IncidentService {
    async fn open_incident(
        &self,
        request: Request<pb::OpenIncidentRequest>,
    ) -> Result<Response<pb::OpenIncidentResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, open(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Incident(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let incident_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::OpenIncidentResponse { acknowledgement, incident_id }))
    }

    async fn get_incident(
        &self,
        request: Request<pb::GetIncidentRequest>,
    ) -> Result<Response<pb::GetIncidentResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let stream = case::stream(&mut reader, "incident_id", &request.incident_id);
        let as_of = convert::AsOf::read_from(request.as_of, &mut reader);
        let read = context.zip(stream).zip(as_of);
        let ((context, stream), as_of) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        let register = &admitted.hosted.register;
        may_read(register, context)?;
        let folded = case::folded(register, stream, as_of).await?;
        let folded = folded.lock();
        if folded.incident().incident().is_none() {
            return Err(status::not_found("NO_SUCH_INCIDENT"));
        }
        let now = case::now(register, as_of);
        Ok(Response::new(pb::GetIncidentResponse {
            clocks: convert::clock::clocks(&folded.clocks, now),
            records: convert::clock::history(&folded.history),
            revision: folded.next_revision,
        }))
    }
}

fn open(request: pb::OpenIncidentRequest, reader: &mut Reader) -> Option<Asked> {
    let provenance = reader.message(&FieldPath::whole(), "provenance", request.provenance);
    Some(Asked::Open { provenance: provenance? })
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::AlreadyThere => Code::AlreadyExists,
    }
}
