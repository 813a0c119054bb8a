//! How a command reaches its ledger: the running server if there is one, else a register in this very process. Either way it
//! speaks gRPC and passes the same door.

use std::path::Path;
use std::sync::Arc;

use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Uri};
use tonic::{Request, Status};

use crate::access::Token;
use crate::grpc::hosted::Hosted;
use crate::grpc::pb::access_log_service_client::AccessLogServiceClient;
use crate::grpc::pb::agenda_service_client::AgendaServiceClient;
use crate::grpc::pb::attachment_service_client::AttachmentServiceClient;
use crate::grpc::pb::backup_service_client::BackupServiceClient;
use crate::grpc::pb::breach_letter_service_client::BreachLetterServiceClient;
use crate::grpc::pb::breach_service_client::BreachServiceClient;
use crate::grpc::pb::client_request_service_client::ClientRequestServiceClient;
use crate::grpc::pb::client_rights_service_client::ClientRightsServiceClient;
use crate::grpc::pb::complaint_letter_service_client::ComplaintLetterServiceClient;
use crate::grpc::pb::complaint_service_client::ComplaintServiceClient;
use crate::grpc::pb::destruction_service_client::DestructionServiceClient;
use crate::grpc::pb::dossier_service_client::DossierServiceClient;
use crate::grpc::pb::export_service_client::ExportServiceClient;
use crate::grpc::pb::grant_service_client::GrantServiceClient;
use crate::grpc::pb::incident_letter_service_client::IncidentLetterServiceClient;
use crate::grpc::pb::incident_service_client::IncidentServiceClient;
use crate::grpc::pb::ledger_service_client::LedgerServiceClient;
use crate::grpc::pb::measure_service_client::MeasureServiceClient;
use crate::grpc::pb::practice_service_client::PracticeServiceClient;
use crate::grpc::pb::replay_service_client::ReplayServiceClient;
use crate::grpc::pb::retention_service_client::RetentionServiceClient;
use crate::grpc::serve::serve;
use crate::register::Register;
use crate::tls::OWN_NAME;

use super::clock_source::SystemClock;
use super::failure::{Exit, Failure};
use super::folder::{Folders, random};
use super::settings::ConfigFile;

/// The largest answer taken.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// How to reach a running server; lies in the data folder, for its owner's eyes only.
#[derive(Clone, Serialize, Deserialize)]
pub struct ServerFile {
    /// Host and port.
    pub address: String,
    /// The authority whose certificate it shows, PEM; nothing if it speaks plaintext.
    pub authority: Option<String>,
    /// A token that is valid while that server runs.
    pub token: String,
    /// Its process.
    pub pid: u32,
}

impl std::fmt::Debug for ServerFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ServerFile").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Puts the token on every call.
#[derive(Clone)]
pub struct Bearer(MetadataValue<Ascii>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A channel with a token.
pub type Authorised = InterceptedService<Channel, Bearer>;

/// A way to a ledger.
pub struct Connection {
    channel: Channel,
    bearer: Bearer,
    register: Option<Register>,
    service: Option<Service>,
}

/// A server within this process.
struct Service {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Connection {
    /// Reaches the ledger of these folders.
    pub async fn open(folders: &Folders) -> Result<Connection, Failure> {
        if let Some(server) = &folders.remote {
            return Connection::at(server, &server.token).await;
        }
        if let Some(running) = running(&folders.server_file()).await {
            return Ok(running);
        }
        let plan = ConfigFile::backup_plan(&folders.data)?;
        let register = folders.open(Arc::new(SystemClock::new()))?;
        let token = Token::from_random(random()?);
        let hosted = Hosted::new(register.clone(), Some(&token))
            .map_err(|error| Failure::because("the ledger cannot be read", &error))?
            .with_backups(plan.map(Arc::new));
        let (channel, service) = in_process(Arc::new(hosted)).await?;
        let bearer = bearer(&token.reveal())?;
        Ok(Connection { channel, bearer, register: Some(register), service: Some(service) })
    }

    /// A connection to a server, with a token.
    pub async fn at(server: &ServerFile, token: &str) -> Result<Connection, Failure> {
        let scheme = if server.authority.is_some() { "https" } else { "http" };
        let mut endpoint = Endpoint::from_shared(format!("{scheme}://{}", server.address))
            .map_err(|error| Failure::because("not an address", &error))?
            .tcp_nodelay(true);
        if let Some(authority) = &server.authority {
            let pinned = Certificate::from_pem(authority);
            let tls = ClientTlsConfig::new().ca_certificate(pinned).domain_name(OWN_NAME);
            endpoint = endpoint
                .tls_config(tls)
                .map_err(|error| Failure::because("not a certificate", &error))?;
        }
        let channel = endpoint.connect().await.map_err(|error| {
            Failure::new(Exit::TryLater, format!("the server cannot be reached: {error}"))
        })?;
        Ok(Connection { channel, bearer: bearer(token)?, register: None, service: None })
    }

    /// The register, if it runs in this process.
    pub fn register(&self) -> Option<&Register> {
        self.register.as_ref()
    }

    /// Ends the connection; a register in this process answers what it has and stops. The ledger's folders are free again when
    /// this returns: a verb may open them a second time, after somebody wrote for an hour.
    pub async fn close(self) {
        let Connection { channel, register, service, .. } = self;
        drop(channel);
        if let Some(service) = service {
            // A service that ended by itself does not listen any more.
            let _ = service.stop.send(());
            let _ = service.task.await;
        }
        if let Some(register) = register {
            // Threads that panicked were reported when they did.
            let _ = tokio::task::spawn_blocking(move || register.stop()).await;
        }
    }
}

macro_rules! clients {
    ($($name:ident: $client:ident,)*) => {
        impl Connection {$(
            #[doc = concat!("Client of the service of `", stringify!($name), "`.")]
            pub fn $name(&self) -> $client<Authorised> {
                $client::with_interceptor(self.channel.clone(), self.bearer.clone())
                    .max_decoding_message_size(ANSWER_BYTES_MAX)
            }
        )*}
    };
}

clients! {
    access_log: AccessLogServiceClient,
    agenda: AgendaServiceClient,
    attachment: AttachmentServiceClient,
    backup: BackupServiceClient,
    breach: BreachServiceClient,
    breach_letter: BreachLetterServiceClient,
    client_request: ClientRequestServiceClient,
    client_rights: ClientRightsServiceClient,
    complaint: ComplaintServiceClient,
    complaint_letter: ComplaintLetterServiceClient,
    destruction: DestructionServiceClient,
    dossier: DossierServiceClient,
    grant: GrantServiceClient,
    export: ExportServiceClient,
    incident: IncidentServiceClient,
    incident_letter: IncidentLetterServiceClient,
    ledger: LedgerServiceClient,
    measure: MeasureServiceClient,
    practice: PracticeServiceClient,
    replay: ReplayServiceClient,
    retention: RetentionServiceClient,
}

/// The server that wrote this file, if it still answers. A file left by a killed server is nothing to go by.
async fn running(file: &Path) -> Option<Connection> {
    let found: ServerFile = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    let token = found.token.clone();
    Connection::at(&found, &token).await.ok()
}

fn bearer(token: &str) -> Result<Bearer, Failure> {
    let mut value = MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|_| Failure::new(Exit::Usage, "not a token"))?;
    value.set_sensitive(true);
    Ok(Bearer(value))
}

/// Serves a ledger to this process alone, over a pair of pipes.
async fn in_process(hosted: Arc<Hosted>) -> Result<(Channel, Service), Failure> {
    let (near, far) = tokio::io::duplex(1 << 20);
    let connections = tokio_stream::iter([Ok::<_, std::io::Error>(far)]);
    let connections = tokio_stream::StreamExt::chain(connections, tokio_stream::pending());
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        // Told to stop or forgotten: either way it stops. What fails here, the caller sees on the channel.
        let _ = serve(vec![hosted], connections, async { drop(stopped.await) }).await;
    });
    let mut near = Some(near);
    let channel = Endpoint::from_static("http://griffie.in-process")
        .connect_with_connector(tower::service_fn(move |_: Uri| {
            let pipe = near.take().map(TokioIo::new);
            std::future::ready(pipe.ok_or_else(|| std::io::Error::other("the pipe is taken")))
        }))
        .await
        .map_err(|error| Failure::because("the ledger cannot be served in this process", &error))?;
    Ok((channel, Service { stop, task }))
}
