//! How often each operation was called and how the calls ended, counted before the door. Knows no caller and no message.
//!
//! The registers behind walls (complaints, breaches, incidents, their letters, requests of clients, measures) are counted as one: how
//! often somebody reported an incident is for its own officer alone.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use parking_lot::Mutex;
use tonic::Code;
use tonic::body::Body;
use tonic::codegen::{Service, http};

use crate::access::Operation;

/// Under which name calls of the registers are counted.
const REGISTERS: &str = "registers";
/// Under which name calls are counted that the contract does not have: health, reflection, what somebody made up.
const OTHER: &str = "other";
const OPEN_SERVICES: &[&str] = &[
    "AccessLogService",
    "AgendaService",
    "AttachmentService",
    "BackupService",
    "ClientRightsService",
    "DestructionService",
    "DossierService",
    "GrantService",
    "LedgerService",
    "PracticeService",
    "RetentionService",
];

/// Calls by operation and code.
#[derive(Debug, Default)]
pub struct Tally {
    calls: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
}

impl Tally {
    fn ended(&self, operation: &'static str, code: Code) {
        *self.calls.lock().entry((operation, word(code))).or_default() += 1;
    }

    /// What there was so far: operation, code, calls.
    pub fn so_far(&self) -> Vec<(&'static str, &'static str, u64)> {
        let calls = self.calls.lock();
        calls.iter().map(|((operation, code), count)| (*operation, *code, *count)).collect()
    }
}

/// Under which name a path is counted: one of a closed list.
fn operation(path: &str) -> &'static str {
    match Operation::of_path(path) {
        Some(operation) if OPEN_SERVICES.contains(&operation.service()) => {
            let path = operation.path();
            path.strip_prefix("griffie.v1.").unwrap_or(path)
        }
        Some(_) => REGISTERS,
        None => OTHER,
    }
}

/// The canonical name of a code.
const fn word(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// Counts the calls of what lies behind it.
#[derive(Clone)]
pub struct Counting(pub Arc<Tally>);

impl<S> tower::Layer<S> for Counting {
    type Service = Counted<S>;

    fn layer(&self, inner: S) -> Counted<S> {
        Counted { tally: Arc::clone(&self.0), inner }
    }
}

/// A service whose calls are counted.
#[derive(Clone)]
pub struct Counted<S> {
    tally: Arc<Tally>,
    inner: S,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S> Service<http::Request<Body>> for Counted<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        // Whoever leaves before the end has cancelled: then it is counted when it is dropped.
        let pending = Pending {
            tally: Arc::clone(&self.tally),
            operation: operation(request.uri().path()),
            open: true,
        };
        let answering = self.inner.call(request);
        Box::pin(async move {
            let mut pending = pending;
            let response = answering.await?;
            let (parts, body) = response.into_parts();
            pending.hear(&parts.headers);
            Ok(http::Response::from_parts(parts, Body::new(Ending { body, pending })))
        })
    }
}

/// A call that was not counted yet.
struct Pending {
    tally: Arc<Tally>,
    operation: &'static str,
    open: bool,
}

impl Pending {
    /// Counts it if these headers or trailers say how it ended.
    fn hear(&mut self, headers: &http::HeaderMap) {
        if let Some(code) = headers.get("grpc-status") {
            self.end(Code::from_bytes(code.as_bytes()));
        }
    }

    fn end(&mut self, code: Code) {
        if std::mem::take(&mut self.open) {
            self.tally.ended(self.operation, code);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.end(Code::Cancelled);
    }
}

/// An answer that is listened to for how it ends.
struct Ending {
    body: Body,
    pending: Pending,
}

impl HttpBody for Ending {
    type Data = Bytes;
    type Error = tonic::Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, tonic::Status>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(trailers) = frame.trailers_ref()
        {
            self.pending.hear(trailers);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_register_behind_a_wall_is_counted_apart() {
        for path in Operation::ALL.iter().map(|it| format!("/{}", it.path())) {
            let name = operation(&path).to_lowercase();
            for walled in ["complaint", "breach", "incident", "measure", "clientrequest"] {
                assert!(!name.contains(walled), "{name}");
            }
        }
        assert_eq!(operation("/griffie.v1.IncidentService/ReportIncident"), "registers");
        assert_eq!(operation("/griffie.v1.DossierService/GetEntry"), "DossierService/GetEntry");
        assert_eq!(operation("/somebody/made this up"), "other");
    }

    #[test]
    fn a_call_counts_once_by_the_code_it_ended_with() {
        let tally = Arc::<Tally>::default();
        let call = || Pending { tally: Arc::clone(&tally), operation: OTHER, open: true };
        let mut ended = call();
        ended.hear(&http::HeaderMap::from_iter([(
            http::HeaderName::from_static("grpc-status"),
            http::HeaderValue::from_static("5"),
        )]));
        drop((ended, call()));
        assert_eq!(tally.so_far(), [(OTHER, "CANCELLED", 1), (OTHER, "NOT_FOUND", 1)]);
    }
}
