//! `MeasureService`: parse, execute, reply.

use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::measure::{Command as Asked, Refusal};
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
pub struct MeasureService;

#[tonic::async_trait]
impl pb::measure_service_server::MeasureService for MeasureService {
    async fn open_measure(
        &self,
        request: Request<pb::OpenMeasureRequest>,
    ) -> Result<Response<pb::OpenMeasureResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, open(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Measure(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let measure_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::OpenMeasureResponse { acknowledgement, measure_id }))
    }

    async fn get_measure(
        &self,
        request: Request<pb::GetMeasureRequest>,
    ) -> Result<Response<pb::GetMeasureResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let stream = case::stream(&mut reader, "measure_id", &request.measure_id);
        let as_of = convert::AsOf::read_from(request.as_of, &mut reader);
        let read = context.zip(stream).zip(as_of);
        let ((context, stream), as_of) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        let register = &admitted.hosted.register;
        may_read(register, context)?;
        let folded = case::folded(register, stream, as_of).await?;
        let folded = folded.lock();
        if folded.measure().measure().is_none() {
            return Err(status::not_found("NO_SUCH_MEASURE"));
        }
        let now = case::now(register, as_of);
        Ok(Response::new(pb::GetMeasureResponse {
            clocks: convert::clock::clocks(&folded.clocks, now),
            records: convert::clock::history(&folded.history),
            revision: folded.next_revision,
        }))
    }
}

fn open(request: pb::OpenMeasureRequest, reader: &mut Reader) -> Option<Asked> {
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
