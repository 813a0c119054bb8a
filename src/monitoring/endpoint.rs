//! `GET /metrics` over HTTP/1: one answer a connection, few at once. Knows what to ask for, not what is in it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::grpc::hosted::Hosted;
use crate::grpc::tally::Tally;

use super::figures::figures;

/// Connections served at once; a monitor needs one.
const AT_ONCE: usize = 4;
/// How long a connection may take, from the first byte to the last.
const PATIENCE: Duration = Duration::from_secs(10);
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Serves a ledger's figures until it is dropped.
pub async fn serve(listener: TcpListener, hosted: Arc<Hosted>, tally: Arc<Tally>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((connection, _)) = listener.accept().await else {
            // Out of descriptors, perhaps: not a reason to spin.
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        };
        let (hosted, tally) = (Arc::clone(&hosted), Arc::clone(&tally));
        tokio::spawn(async move {
            let service =
                service_fn(move |request| answer(request, Arc::clone(&hosted), Arc::clone(&tally)));
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).keep_alive(false);
            let serving = http.serve_connection(TokioIo::new(connection), service);
            // A monitor that leaves early or dawdles asks again.
            let _ = tokio::time::timeout(PATIENCE, serving).await;
            drop(permit);
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    hosted: Arc<Hosted>,
    tally: Arc<Tally>,
) -> Result<Response<String>, Infallible> {
    let mut response = Response::new(String::new());
    if request.uri().path() != "/metrics" {
        *response.status_mut() = StatusCode::NOT_FOUND;
    } else if request.method() != Method::GET {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET"));
    } else if let Ok(text) = tokio::task::spawn_blocking(move || figures(&hosted, &tally)).await {
        *response.body_mut() = text;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
    } else {
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    }
    Ok(response)
}
