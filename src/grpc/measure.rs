//! `MeasureService`: parse, execute, reply.

use std::sync::Arc;

use chrono::NaiveDate;
use tonic::{Code, Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::measure::{Command as Asked, Refusal};
use crate::domain::violation::FieldPath;
use crate::projection::measures::Row;
use crate::register::{Command, ReadFailure, Step};

use super::call::{self, Write};
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
pub struct MeasureService;

/// A write that asks one thing of one measure.
async fn one<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<(StreamId, Asked)>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        let (stream, command) = parse(request, reader)?;
        Some((stream, Step::new(stream, Command::Measure(command))))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

#[tonic::async_trait]
impl pb::measure_service_server::MeasureService for MeasureService {
    async fn open_measure(
        &self,
        request: Request<pb::OpenMeasureRequest>,
    ) -> Result<Response<pb::OpenMeasureResponse>, Status> {
        let admitted = admitted(&request)?;
        let stream = case::new_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, convert::measure::open(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Measure(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let measure_id = case::opened(done.as_ref());
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::OpenMeasureResponse { acknowledgement, measure_id }))
    }

    async fn record_measure_step(
        &self,
        request: Request<pb::RecordMeasureStepRequest>,
    ) -> Result<Response<pb::RecordMeasureStepResponse>, Status> {
        let acknowledgement = Some(one(request, convert::measure::step).await?);
        Ok(Response::new(pb::RecordMeasureStepResponse { acknowledgement }))
    }

    async fn correct_measure(
        &self,
        request: Request<pb::CorrectMeasureRequest>,
    ) -> Result<Response<pb::CorrectMeasureResponse>, Status> {
        let acknowledgement = Some(one(request, convert::measure::correct).await?);
        Ok(Response::new(pb::CorrectMeasureResponse { acknowledgement }))
    }

    async fn get_measure(
        &self,
        request: Request<pb::GetMeasureRequest>,
    ) -> Result<Response<pb::GetMeasureResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let which = ("measure_id", request.measure_id.as_str());
        let asked = case::asked(&admitted, request.access_context, which, request.as_of).await?;
        let folded = asked.folded.lock();
        let measure = convert::measure::measure(folded.measure());
        let measure = Some(measure.ok_or_else(|| status::not_found("NO_SUCH_MEASURE"))?);
        Ok(Response::new(pb::GetMeasureResponse {
            clocks: convert::clock::clocks(&folded.clocks, asked.now),
            records: convert::clock::history(&folded.history),
            revision: folded.next_revision,
            measure,
        }))
    }

    async fn list_measures(
        &self,
        request: Request<pb::ListMeasuresRequest>,
    ) -> Result<Response<pb::ListMeasuresResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let wanted = request.standing();
        let mut reader = Reader::default();
        let at = FieldPath::whole();
        let context = reader.access_context(&at, request.access_context);
        let from = reader.optional_day(&at, "from", request.from);
        let until = reader.optional_day(&at, "until", request.until);
        let at_hand = &admitted.hosted.register;
        let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(from.zip(until)).zip(page);
        let ((context, (from, until)), page) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(at_hand, context)?;
        let hosted = Arc::clone(&admitted.hosted);
        let listing = tokio::task::spawn_blocking(move || {
            let mut known = hosted.models.measures.lock();
            catch_up(&hosted.register, &mut *known)?;
            let stands = |row: &&Row| {
                wanted == pb::MeasureStanding::Unspecified
                    || wanted == convert::measure::standing(&row.state)
            };
            let rows = known.list(page.below).filter(stands).filter(|row| within(row, from, until));
            Ok::<_, ReadFailure>(page.cut(rows.filter_map(convert::measure::summary)))
        });
        let listed = listing.await.unwrap_or(Err(ReadFailure::Unavailable));
        let (measures, next_page_token) = listed?;
        let told = Told::listed(measures.iter().map(|it| &it.measure_id));
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListMeasuresResponse { measures, next_page_token }))
    }
}

/// Whether a measure was decided upon in a period.
fn within(row: &Row, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
    let opened = row.state.measure().map(|it| it.opened.provenance.happened.first_day());
    opened.is_some_and(|day| {
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
    })
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::AlreadyThere => Code::AlreadyExists,
        Refusal::NoSuchMeasure => Code::NotFound,
        Refusal::AlreadyCarriedOut
        | Refusal::NotCarriedOut
        | Refusal::NotReviewed
        | Refusal::EffectUnknown
        | Refusal::MeasureClosed
        | Refusal::MeasureWithdrawn
        | Refusal::Clock(_) => Code::FailedPrecondition,
    }
}
