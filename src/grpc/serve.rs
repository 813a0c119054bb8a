//! The server: every service behind the door, health and reflection beside it, drained before it ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::{Stream, StreamExt};
use tonic::transport::Server;
use tonic::transport::server::Connected;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::access::Operation;

use super::access_log::AccessLogService;
use super::agenda::AgendaService;
use super::attachment::AttachmentService;
use super::backup::BackupService;
use super::breach::BreachService;
use super::client_request::ClientRequestService;
use super::client_rights::ClientRightsService;
use super::complaint::ComplaintService;
use super::destruction::DestructionService;
use super::dossier::DossierService;
use super::export::ExportService;
use super::gate::Gate;
use super::gathered::Gathered;
use super::grant::GrantService;
use super::hosted::Hosted;
use super::incident::IncidentService;
use super::ledger::LedgerService;
use super::letter::{BreachLetterService, ComplaintLetterService, IncidentLetterService};
use super::measure::MeasureService;
use super::pb;
use super::pb::access_log_service_server::AccessLogServiceServer;
use super::pb::agenda_service_server::AgendaServiceServer;
use super::pb::attachment_service_server::AttachmentServiceServer;
use super::pb::backup_service_server::BackupServiceServer;
use super::pb::breach_letter_service_server::BreachLetterServiceServer;
use super::pb::breach_service_server::BreachServiceServer;
use super::pb::client_request_service_server::ClientRequestServiceServer;
use super::pb::client_rights_service_server::ClientRightsServiceServer;
use super::pb::complaint_letter_service_server::ComplaintLetterServiceServer;
use super::pb::complaint_service_server::ComplaintServiceServer;
use super::pb::destruction_service_server::DestructionServiceServer;
use super::pb::dossier_service_server::DossierServiceServer;
use super::pb::export_service_server::ExportServiceServer;
use super::pb::grant_service_server::GrantServiceServer;
use super::pb::incident_letter_service_server::IncidentLetterServiceServer;
use super::pb::incident_service_server::IncidentServiceServer;
use super::pb::ledger_service_server::LedgerServiceServer;
use super::pb::measure_service_server::MeasureServiceServer;
use super::pb::practice_service_server::PracticeServiceServer;
use super::pb::replay_service_server::ReplayServiceServer;
use super::pb::retention_service_server::RetentionServiceServer;
use super::practice::PracticeService;
use super::replay::ReplayService;
use super::retention::RetentionService;
use super::tally::{Counting, Tally};

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
    serve_counting(ledgers, Arc::default(), connections, shutdown).await
}

/// The same, with every call counted.
pub async fn serve_counting<C>(
    ledgers: Vec<Arc<Hosted>>,
    tally: Arc<Tally>,
    connections: impl Stream<Item = std::io::Result<C>>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError>
where
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let (health, health_service) = tonic_health::server::health_reporter();
    set_all(&health, ServingStatus::Serving).await;
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(pb::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .build_v1()?;
    let watched = tokio::spawn(watch_health(ledgers.clone(), health.clone()));
    let (drained, draining) = tokio::sync::oneshot::channel::<()>();
    let ending = async move {
        shutdown.await;
        // Watchers hear it before the connections end.
        set_all(&health, ServingStatus::NotServing).await;
        let _ = drained.send(()); // Nobody waits for it if serving has failed.
    };
    let connections = connections.map(|connection| connection.map(Gathered));
    let serving = Server::builder()
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .max_concurrent_streams(CALLS_PER_CONNECTION_MAX)
        .layer(Counting(tally))
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
        .add_service(GrantServiceServer::new(GrantService))
        .add_service(AttachmentServiceServer::new(AttachmentService::default()))
        .add_service(LedgerServiceServer::new(LedgerService))
        .add_service(ExportServiceServer::new(ExportService))
        .add_service(BackupServiceServer::new(BackupService))
        .add_service(DestructionServiceServer::new(DestructionService))
        .add_service(ComplaintServiceServer::new(ComplaintService))
        .add_service(BreachServiceServer::new(BreachService))
        .add_service(IncidentServiceServer::new(IncidentService))
        .add_service(AccessLogServiceServer::new(AccessLogService))
        .add_service(ClientRightsServiceServer::new(ClientRightsService))
        .add_service(RetentionServiceServer::new(RetentionService))
        .add_service(ReplayServiceServer::new(ReplayService))
        .add_service(ClientRequestServiceServer::new(ClientRequestService))
        .add_service(MeasureServiceServer::new(MeasureService))
        .add_service(AgendaServiceServer::new(AgendaService))
        .add_service(ComplaintLetterServiceServer::new(ComplaintLetterService))
        .add_service(BreachLetterServiceServer::new(BreachLetterService))
        .add_service(IncidentLetterServiceServer::new(IncidentLetterService))
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

/// Every service of the contract says the same of itself; whether a ledger can be written is said apart.
async fn set_all(health: &HealthReporter, status: ServingStatus) {
    let mut services: Vec<&str> = Operation::ALL.iter().map(|it| it.service()).collect();
    services.dedup();
    for service in services {
        health.set_service_status(format!("griffie.v1.{service}"), status).await;
    }
}

/// Writes are reported as not serving while a ledger cannot be written; reading stays up.
async fn watch_health(ledgers: Vec<Arc<Hosted>>, health: HealthReporter) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        let writable = ledgers
            .iter()
            .all(|hosted| hosted.register.condition() == crate::register::Condition::Writable);
        let status = if writable { ServingStatus::Serving } else { ServingStatus::NotServing };
        health.set_service_status("griffie.v1.writes", status).await;
    }
}
