//! `ReplayService`: parse, execute, reply.

mod asked;
mod playing;
mod rebuilding;

use std::sync::Arc;

use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::convert;
use super::gate::admitted;
use super::pb;
use crate::replay::{Effect, Then, compare};
use asked::{Asked, Question};

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReplayService;

#[tonic::async_trait]
impl pb::replay_service_server::ReplayService for ReplayService {
    type ReplayStream = ReceiverStream<Result<pb::ReplayResponse, Status>>;

    async fn replay(
        &self,
        request: Request<pb::ReplayRequest>,
    ) -> Result<Response<Self::ReplayStream>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let (after, next_decision) = (request.after_position, request.until_next_decision);
        // A destruction decided from here on is seen, whatever was read before it.
        let destroying = admitted.hosted.destroying.subscribe();
        let question = Question {
            access_context: request.access_context,
            selection: request.selection,
            as_of: request.as_of,
            time: request.time,
            moments: [("from", request.from, false), ("until", request.until, false)],
        };
        let asked = Asked::read(&admitted, question).await?;
        let register = admitted.hosted.register.clone();
        playing::play(register, destroying, asked, after, next_decision).map(Response::new)
    }

    async fn compare_moments(
        &self,
        request: Request<pb::CompareMomentsRequest>,
    ) -> Result<Response<pb::CompareMomentsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let question = Question {
            access_context: request.access_context,
            selection: request.selection,
            as_of: request.as_of,
            time: request.time,
            moments: [("earlier", request.earlier, true), ("later", request.later, true)],
        };
        let asked = Asked::read(&admitted, question).await?;
        let [Some(earlier), Some(later)] = asked.moments else {
            return Err(super::status::internal("a required moment is absent"));
        };
        let found = compare(&asked.records, asked.time, earlier, later, asked.end);
        let shown = |clock: Option<&_>, then: &Then| {
            let clocks = &then.clocks;
            clock.map(|it| convert::clock::clock(it, &clocks.all, clocks.now))
        };
        let clocks = found.clocks().into_iter().map(|change| pb::ReplayClockChange {
            before: shown(change.before, &found.before),
            after: shown(change.after, &found.after),
        });
        Ok(Response::new(pb::CompareMomentsResponse {
            added: found.positions(Effect::Adds),
            corrected: found.positions(Effect::Corrects),
            withdrawn: found.positions(Effect::Withdraws),
            standing_before: found.before.standing.to_owned(),
            standing_after: found.after.standing.to_owned(),
            clocks: clocks.collect(),
            steps: found.steps.iter().map(convert::replay::step).collect(),
        }))
    }

    async fn rebuild(
        &self,
        request: Request<pb::RebuildRequest>,
    ) -> Result<Response<pb::RebuildResponse>, Status> {
        let hosted = Arc::clone(&admitted(&request)?.hosted);
        let rebuilding = tokio::task::spawn_blocking(move || rebuilding::rebuild(&hosted));
        let failed = || super::status::internal("the rebuilding was lost");
        let projections = rebuilding.await.map_err(|_| failed())??;
        Ok(Response::new(pb::RebuildResponse { projections }))
    }
}
