//! `ComplaintService`: parse, execute, reply.

use std::sync::Arc;

use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::complaint::{Command as Asked, Refusal};
use crate::domain::violation::FieldPath;
use crate::projection::complaints::Wanted;
use crate::register::{Command, ReadFailure, Register, Step};

use super::call::{self, Write};
use super::case;
use super::catching_up::catch_up;
use super::convert::{self, Reader};
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
pub struct ComplaintService;

/// A write that begins a case: its acknowledgement, and the id of the case.
async fn begin<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<Asked>,
) -> Result<(pb::Acknowledgement, String), Status> {
    let admitted = admitted(&request)?;
    let stream = case::new_stream();
    let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
        Some((StreamId::ZERO, parse(request, reader)?))
    })?;
    let step = Step::new(stream, Command::Complaint(command));
    let register = &admitted.hosted.register;
    let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
    Ok((acknowledgement, case::opened(done.as_ref())))
}

/// A write on a case that is there.
async fn one<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<(StreamId, Asked)>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        let (stream, command) = parse(request, reader)?;
        Some((stream, Step::new(stream, Command::Complaint(command))))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

#[tonic::async_trait]
impl pb::complaint_service_server::ComplaintService for ComplaintService {
    async fn voice_dissatisfaction(
        &self,
        request: Request<pb::VoiceDissatisfactionRequest>,
    ) -> Result<Response<pb::VoiceDissatisfactionResponse>, Status> {
        let (acknowledgement, complaint_id) = begin(request, convert::complaint::voice).await?;
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::VoiceDissatisfactionResponse { acknowledgement, complaint_id }))
    }

    async fn file_complaint(
        &self,
        request: Request<pb::FileComplaintRequest>,
    ) -> Result<Response<pb::FileComplaintResponse>, Status> {
        let (acknowledgement, complaint_id) = begin(request, convert::complaint::file).await?;
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::FileComplaintResponse { acknowledgement, complaint_id }))
    }

    async fn submit_dispute(
        &self,
        request: Request<pb::SubmitDisputeRequest>,
    ) -> Result<Response<pb::SubmitDisputeResponse>, Status> {
        let (acknowledgement, complaint_id) = begin(request, convert::complaint::dispute).await?;
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::SubmitDisputeResponse { acknowledgement, complaint_id }))
    }

    async fn record_complaint_step(
        &self,
        request: Request<pb::RecordComplaintStepRequest>,
    ) -> Result<Response<pb::RecordComplaintStepResponse>, Status> {
        let acknowledgement = Some(one(request, convert::complaint::step).await?);
        Ok(Response::new(pb::RecordComplaintStepResponse { acknowledgement }))
    }

    async fn correct_complaint_date(
        &self,
        request: Request<pb::CorrectComplaintDateRequest>,
    ) -> Result<Response<pb::CorrectComplaintDateResponse>, Status> {
        let acknowledgement = Some(one(request, convert::complaint::correction).await?);
        Ok(Response::new(pb::CorrectComplaintDateResponse { acknowledgement }))
    }

    async fn get_complaint(
        &self,
        request: Request<pb::GetComplaintRequest>,
    ) -> Result<Response<pb::GetComplaintResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let which = ("complaint_id", request.complaint_id.as_str());
        let asked = case::asked(&admitted, request.access_context, which, request.as_of).await?;
        let folded = asked.folded.lock();
        let complaint = folded.complaint().complaint();
        let complaint = complaint.ok_or_else(|| status::not_found("NO_SUCH_COMPLAINT"))?;
        let (clocks, revision) = (&folded.clocks, folded.next_revision);
        Ok(Response::new(pb::GetComplaintResponse {
            complaint: Some(convert::complaint::summary(asked.stream, complaint, clocks, revision)),
            clocks: convert::clock::clocks(clocks, asked.now),
            records: convert::clock::history(&folded.history),
        }))
    }

    async fn list_complaints(
        &self,
        request: Request<pb::ListComplaintsRequest>,
    ) -> Result<Response<pb::ListComplaintsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let listing = convert::complaint::listing(&request, &mut reader);
        let register = &admitted.hosted.register;
        let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(listing).zip(page);
        let ((context, listing), page) = reader.finish(read).map_err(status::invalid)?;
        let role = stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(register, context)?;
        let (hosted, sees) = (Arc::clone(&admitted.hosted), admitted.sees(role));
        let looking = tokio::task::spawn_blocking(move || listed(&hosted, &listing, page, sees));
        let listed = looking.await.unwrap_or(Err(ReadFailure::Unavailable))?;
        let (complaints, next_page_token) = listed;
        let told = Told::listed(complaints.iter().map(|it| &it.complaint_id));
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListComplaintsResponse { complaints, next_page_token }))
    }
}

/// A page of the list, caught up with the ledger. Blocks.
fn listed(
    hosted: &Hosted,
    wanted: &Wanted,
    page: Page,
    sees: impl Fn(&Register, StreamId) -> bool,
) -> Result<(Vec<pb::ComplaintSummary>, String), ReadFailure> {
    let mut known = hosted.models.complaints.lock();
    catch_up(&hosted.register, &mut *known)?;
    let rows = known.list(page.below, wanted);
    let rows = rows.filter(|(row, _)| sees(&hosted.register, row.stream));
    let shown = rows.map(|(row, complaint)| {
        let revision = hosted.register.next_revision(row.stream);
        convert::complaint::summary(row.stream, complaint, &row.clocks, revision)
    });
    Ok(page.cut(shown))
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::NoSuchComplaint => Code::NotFound,
        Refusal::AlreadyThere
        | Refusal::AlreadyFiled
        | Refusal::AlreadyTakenUp
        | Refusal::OfficerAtWork
        | Refusal::AlreadyJudged
        | Refusal::AlreadyReceived
        | Refusal::AlreadyDisputed
        | Refusal::AlreadyRuled => Code::AlreadyExists,
        Refusal::Ended { .. }
        | Refusal::Clock(_)
        | Refusal::NotFiled
        | Refusal::NoOfficer
        | Refusal::NotJudged
        | Refusal::NotUnderWkkgz
        | Refusal::GroundNeedsJudgement
        | Refusal::NoDispute
        | Refusal::JudgementOwed
        | Refusal::DisputePending
        | Refusal::NotEnded => Code::FailedPrecondition,
    }
}
