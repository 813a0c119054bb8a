//! The door every call passes: token, ledger, policy table. Refuses by default; what it does not know is not reachable.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tonic::Status;
use tonic::body::Body;
use tonic::codegen::{Service, http};

use crate::access::{Caller, Operation, Token, allowed};

use super::hosted::Hosted;
use super::reading_log::{refused, strangers_refused};
use super::status;
use super::watch::Watch;

/// Services without a token: whether the server lives, and what it speaks.
const EXEMPT: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection.v1.ServerReflection/"];

/// Who was let in, to which ledger; handlers find it in the request's extensions.
#[derive(Clone)]
pub struct Admitted {
    /// The acting identity.
    pub caller: Caller,
    /// What they call.
    pub operation: Operation,
    /// The ledger the token belongs to.
    pub hosted: Arc<Hosted>,
}

/// A call that is not let in, and how long it waits to be told so.
struct Refused {
    refusal: Status,
    after: Duration,
}

impl From<Status> for Refused {
    fn from(refusal: Status) -> Refused {
        Refused { refusal, after: Duration::ZERO }
    }
}

/// The ledgers behind the door.
#[derive(Clone)]
pub struct Gate {
    ledgers: Arc<[Arc<Hosted>]>,
}

impl Gate {
    /// A door before these ledgers.
    pub fn new(ledgers: Vec<Arc<Hosted>>) -> Gate {
        Gate { ledgers: ledgers.into() }
    }

    /// A token nobody knows came in: says how long its refusal waits. Which ledger was meant, nobody can tell.
    fn guessed(&self, operation: Option<Operation>) -> Duration {
        let mut longest = Duration::ZERO;
        for hosted in self.ledgers.iter() {
            let second = hosted.register.now().div_euclid(1_000_000);
            let answer = hosted.strangers.guess(second);
            if let Some(times) = answer.write {
                strangers_refused(hosted, operation.map_or("", Operation::path), times);
            }
            longest = longest.max(answer.delay);
        }
        longest
    }

    /// Judges a call by its path and headers, and says by what token it came. Nothing in a refusal tells what exists.
    fn admit(&self, path: &str, headers: &http::HeaderMap) -> Result<(Admitted, Token), Refused> {
        let token = headers
            .get(http::header::AUTHORIZATION)
            .ok_or_else(status::token_missing)?
            .to_str()
            .ok()
            .and_then(|value| value.strip_prefix("Bearer "))
            .and_then(|text| text.parse::<Token>().ok())
            .ok_or_else(status::token_invalid)?;
        let (caller, hosted) = self
            .ledgers
            .iter()
            .find_map(|hosted| Some((hosted.caller(&token)?, hosted)))
            .ok_or_else(|| Refused {
                refusal: status::token_invalid(),
                after: self.guessed(Operation::of_path(path)),
            })?;
        let operation = Operation::of_path(path).ok_or_else(status::unknown_operation)?;
        let may = caller.roles.iter().any(|role| allowed(role, operation).is_some());
        if !may {
            refused(hosted, caller.actor, operation);
            return Err(status::not_allowed().into());
        }
        Ok((Admitted { caller, operation, hosted: Arc::clone(hosted) }, token))
    }
}

impl<S> tower::Layer<S> for Gate {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { gate: self.clone(), inner }
    }
}

/// A service behind the door.
#[derive(Clone)]
pub struct Guarded<S> {
    gate: Gate,
    inner: S,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S> Service<http::Request<Body>> for Guarded<S>
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

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let path = request.uri().path();
        if EXEMPT.iter().any(|exempt| path.starts_with(exempt)) {
            return Box::pin(self.inner.call(request));
        }
        match self.gate.admit(path, request.headers()) {
            Ok((admitted, token)) => {
                let streams = admitted.operation.streams();
                let watch = streams.then(|| Watch::new(&admitted, token));
                request.extensions_mut().insert(admitted);
                let answering = self.inner.call(request);
                match watch {
                    Some(watch) => Box::pin(watch.over(answering)),
                    None => Box::pin(answering),
                }
            }
            Err(Refused { refusal, after }) => Box::pin(async move {
                tokio::time::sleep(after).await;
                Ok(refusal.into_http())
            }),
        }
    }
}

/// Who was let in to this call.
pub fn admitted<T>(request: &tonic::Request<T>) -> Result<Admitted, Status> {
    request.extensions().get::<Admitted>().cloned().ok_or_else(status::token_missing)
}
