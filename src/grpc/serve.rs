//! The server: every service behind the door, health and reflection beside it, drained before it ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::Stream;
use tonic::transport::Server;
use tonic::transport::server::Connected;

use super::attachment::AttachmentService;
use super::dossier::DossierService;
use super::gate::Gate;
use super::hosted::Hosted;
use super::ledger::LedgerService;
use super::pb;
use super::pb::attachment_service_server::AttachmentServiceServer;
use super::pb::dossier_service_server::DossierServiceServer;
use super::pb::ledger_service_server::LedgerServiceServer;
use super::pb::practice_service_server::PracticeServiceServer;
use super::practice::PracticeService;

/// The largest message taken: 500 entries of a page each, and nothing near what could fill the memory.
const MESSAGE_BYTES_MAX: usize = 32 << 20;
/// Calls one connection may have open at once.
const CALLS_PER_CONNECTION_MAX: u32 = 256;
/// How long calls in progress may take once the server was told to end.
const DRAIN: Duration = Duration::from_secs(10);

/// Why the server ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The transport failed.
    #[error("the server's transport failed")]
    Transport(#[from] tonic::transport::Error),
    /// The descriptors are not what the build made: a defect.
    #[error("reflection cannot be built")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// Serves the ledgers on these connections until `shutdown`, then answers what is in progress.
pub async fn serve<C>(
    ledgers: Vec<Arc<Hosted>>,
    connections: impl Stream<Item = std::io::Result<C>>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError>
where
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_serving::<PracticeServiceServer<PracticeService>>().await;
    health.set_serving::<DossierServiceServer<DossierService>>().await;
    health.set_serving::<AttachmentServiceServer<AttachmentService>>().await;
    health.set_serving::<LedgerServiceServer<LedgerService>>().await;
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(pb::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .build_v1()?;
    let watched = tokio::spawn(watch_health(ledgers.clone(), health.clone()));
    let (drained, draining) = tokio::sync::oneshot::channel::<()>();
    let ending = async move {
        shutdown.await;
        // Watchers hear it before the connections end.
        health.set_not_serving::<PracticeServiceServer<PracticeService>>().await;
        health.set_not_serving::<DossierServiceServer<DossierService>>().await;
        health.set_not_serving::<AttachmentServiceServer<AttachmentService>>().await;
        health.set_not_serving::<LedgerServiceServer<LedgerService>>().await;
        let _ = drained.send(()); // Nobody waits for it if serving has failed.
    };
    let serving = Server::builder()
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .max_concurrent_streams(CALLS_PER_CONNECTION_MAX)
        .layer(Gate::new(ledgers))
        .add_service(health_service)
        .add_service(reflection)
        .add_service(
            PracticeServiceServer::new(PracticeService)
                .max_decoding_message_size(MESSAGE_BYTES_MAX),
        )
        .add_service(
            DossierServiceServer::new(DossierService).max_decoding_message_size(MESSAGE_BYTES_MAX),
        )
        .add_service(AttachmentServiceServer::new(AttachmentService::default()))
        .add_service(LedgerServiceServer::new(LedgerService))
        .serve_with_incoming_shutdown(connections, ending);
    let served = tokio::select! {
        served = serving => served,
        // Streams that follow the ledger have no end of their own: they are cut when the time is up.
        () = async { let _ = draining.await; tokio::time::sleep(DRAIN).await } => Ok(()),
    };
    watched.abort();
    let _ = watched.await; // It holds the ledgers: whoever waits for the end waits for it too.
    Ok(served?)
}

/// Writes are reported as not serving while a ledger cannot be written; reading stays up.
async fn watch_health(ledgers: Vec<Arc<Hosted>>, health: tonic_health::server::HealthReporter) {
    use tonic_health::ServingStatus::{NotServing, Serving};
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        let writable = ledgers
            .iter()
            .all(|hosted| hosted.register.condition() == crate::register::Condition::Writable);
        let status = if writable { Serving } else { NotServing };
        health.set_service_status("griffie.v1.writes", status).await;
    }
}
