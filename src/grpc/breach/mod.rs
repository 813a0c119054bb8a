//! `BreachService`: parse, execute, reply. Reading lies in `reading`.

mod reading;

use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::breach::{Command as Asked, Refusal};
use crate::register::{Command, Step};

use super::call::{self, Write};
use super::case;
use super::convert::{Reader, breach as convert};
use super::gate::admitted;
use super::pb;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct BreachService;

/// A write that asks one thing of one breach.
async fn one<R: Write>(
    request: Request<R>,
    breach_id: impl FnOnce(&R) -> String,
    parse: impl FnOnce(R, &mut Reader) -> Option<Asked>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        let stream = case::stream(reader, "breach_id", &breach_id(&request));
        let command = parse(request, reader);
        let stream = stream?;
        Some((stream, Step::new(stream, Command::Breach(command?))))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

#[tonic::async_trait]
impl pb::breach_service_server::BreachService for BreachService {
    async fn report_breach(
        &self,
        request: Request<pb::ReportBreachRequest>,
    ) -> Result<Response<pb::ReportBreachResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, convert::report(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Breach(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let breach_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::ReportBreachResponse { acknowledgement, breach_id }))
    }

    async fn record_breach_step(
        &self,
        request: Request<pb::RecordBreachStepRequest>,
    ) -> Result<Response<pb::RecordBreachStepResponse>, Status> {
        let done = one(request, |request| request.breach_id.clone(), convert::step).await?;
        Ok(Response::new(pb::RecordBreachStepResponse { acknowledgement: Some(done) }))
    }

    async fn correct_breach(
        &self,
        request: Request<pb::CorrectBreachRequest>,
    ) -> Result<Response<pb::CorrectBreachResponse>, Status> {
        let done = one(request, |request| request.breach_id.clone(), convert::correct).await?;
        Ok(Response::new(pb::CorrectBreachResponse { acknowledgement: Some(done) }))
    }

    async fn get_breach(
        &self,
        request: Request<pb::GetBreachRequest>,
    ) -> Result<Response<pb::GetBreachResponse>, Status> {
        let shown = reading::breach(&admitted(&request)?, request.into_inner()).await?;
        Ok(Response::new(shown))
    }

    async fn list_breaches(
        &self,
        request: Request<pb::ListBreachesRequest>,
    ) -> Result<Response<pb::ListBreachesResponse>, Status> {
        let shown = reading::list(&admitted(&request)?, request.into_inner()).await?;
        Ok(Response::new(shown))
    }

    async fn get_breach_sheet(
        &self,
        request: Request<pb::GetBreachSheetRequest>,
    ) -> Result<Response<pb::GetBreachSheetResponse>, Status> {
        let shown = reading::sheet(&admitted(&request)?, request.into_inner()).await?;
        Ok(Response::new(shown))
    }
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::NoSuchBreach => Code::NotFound,
        Refusal::AlreadyThere
        | Refusal::AlreadyAware
        | Refusal::AlreadyApproved
        | Refusal::AlreadyNotified
        | Refusal::AlreadyDeclined => Code::AlreadyExists,
        Refusal::Ended
        | Refusal::NotEnded
        | Refusal::NotAware
        | Refusal::NotAssessed
        | Refusal::NotNotified
        | Refusal::RiskNotExcluded
        | Refusal::NotTheController { .. }
        | Refusal::NoHighRisk
        | Refusal::PersonsTold
        | Refusal::NoPrincipal
        | Refusal::NoticeStands
        | Refusal::Incomplete(_)
        | Refusal::Clock(_) => Code::FailedPrecondition,
    }
}
