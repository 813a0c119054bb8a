//! A stream lasts no longer than the right to it: while one is open, its token is looked at again, by the ledger's own clock.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Interval, MissedTickBehavior, interval};
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http;

use crate::access::{Token, allowed};

use super::gate::Admitted;
use super::hosted::Hosted;
use super::status;

/// How often it is looked at: well within the second that is promised.
const EVERY: Duration = Duration::from_millis(400);

/// What keeps an eye on one call.
pub struct Watch {
    hosted: Arc<Hosted>,
    operation: crate::access::Operation,
    token: Token,
}

impl Watch {
    /// Over a call that was let in by this token.
    pub fn new(admitted: &Admitted, token: Token) -> Watch {
        let (hosted, operation) = (Arc::clone(&admitted.hosted), admitted.operation);
        Watch { hosted, operation, token }
    }

    /// Whether the call would be let in now.
    fn stands(&self) -> bool {
        let caller = self.hosted.caller(&self.token);
        caller.is_some_and(|it| it.roles.iter().any(|role| allowed(role, self.operation).is_some()))
    }

    /// Answers with what `answering` gives, for as long as the call stands: what it was about to take in is dropped, and what it sends
    /// ends with a refusal.
    pub async fn over<E>(
        self,
        answering: impl Future<Output = Result<http::Response<Body>, E>>,
    ) -> Result<http::Response<Body>, E> {
        let mut every = ticks();
        let mut answering = std::pin::pin!(answering);
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut answering => break answer?,
                _ = every.tick() => if !self.stands() {
                    return Ok(status::token_invalid().into_http());
                },
            }
        };
        Ok(answer.map(|body| Body::new(Watched { body, watch: self, every, ended: false })))
    }
}

fn ticks() -> Interval {
    let mut every = interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    every
}

/// The body of an answer that is watched.
struct Watched {
    body: Body,
    watch: Watch,
    every: Interval,
    ended: bool,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        while self.every.poll_tick(context).is_ready() {
            if !self.watch.stands() {
                self.ended = true;
                let mut trailers = http::HeaderMap::new();
                let told = status::token_invalid().add_header(&mut trailers);
                return Poll::Ready(Some(told.map(|()| Frame::trailers(trailers))));
            }
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
