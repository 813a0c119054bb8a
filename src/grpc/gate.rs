//! The door every call passes: token, ledger, policy table. Refuses by default; what it does not know is not reachable.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tonic::Status;
use tonic::body::Body;
use tonic::codegen::{Service, http};

use crate::access::{Caller, Operation, Token, allowed};

use super::hosted::Hosted;
use super::reading_log::refused;
use super::status;

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

    /// Judges a call by its path and headers. Nothing in a refusal tells what exists.
    fn admit(&self, path: &str, headers: &http::HeaderMap) -> Result<Admitted, Status> {
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
            .ok_or_else(|| {
                // Which ledger was meant, nobody can tell.
                let operation = Operation::of_path(path).map_or("", Operation::path);
                self.ledgers.iter().for_each(|it| it.strangers.refused(it, operation));
                status::token_invalid()
            })?;
        let operation = Operation::of_path(path).ok_or_else(status::unknown_operation)?;
        let may = caller.roles.iter().any(|role| allowed(role, operation).is_some());
        if !may {
            refused(hosted, caller.actor, operation);
            return Err(status::not_allowed());
        }
        Ok(Admitted { caller, operation, hosted: Arc::clone(hosted) })
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
        if !EXEMPT.iter().any(|exempt| path.starts_with(exempt)) {
            match self.gate.admit(path, request.headers()) {
                Ok(admitted) => request.extensions_mut().insert(admitted),
                Err(refusal) => {
                    let response = refusal.into_http();
                    return Box::pin(std::future::ready(Ok(response)));
                }
            };
        }
        Box::pin(self.inner.call(request))
    }
}

/// Who was let in to this call.
pub fn admitted<T>(request: &tonic::Request<T>) -> Result<Admitted, Status> {
    request.extensions().get::<Admitted>().cloned().ok_or_else(status::token_missing)
}
