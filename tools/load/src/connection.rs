//! A connection to a running server with as little between a call and the socket as there can be: the load shares the machine
//! with what it measures, and a channel's queues and reconnecting would be measured too.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use griffie::cli::connect::ServerFile;
use griffie::grpc::gathered::Gathered;
use griffie::grpc::pb::dossier_service_client::DossierServiceClient;
use griffie::grpc::pb::ledger_service_client::LedgerServiceClient;
use hyper::body::Incoming;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use tonic::body::Body;
use tonic::codegen::Service;
use tonic::codegen::http::{HeaderValue, Request, Response, Uri, header};

/// The largest answer taken.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// One HTTP/2 connection with the caller's token; clones share it.
#[derive(Clone)]
pub struct Connection {
    sender: SendRequest<Body>,
    authorization: HeaderValue,
    origin: Uri,
}

impl Connection {
    /// Connects to a running server.
    pub async fn to(server: &ServerFile) -> Result<Connection, String> {
        let unreachable = |error: &dyn std::error::Error| format!("no server there: {error}");
        let socket = TcpStream::connect(&server.address).await.map_err(|it| unreachable(&it))?;
        socket.set_nodelay(true).map_err(|it| unreachable(&it))?;
        let sender = match &server.authority {
            None => begun(Gathered(socket)).await?,
            Some(authority) => begun(Gathered(encrypted(socket, authority).await?)).await?,
        };
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", server.token))
            .map_err(|_| "server.json holds no token".to_owned())?;
        authorization.set_sensitive(true);
        let scheme = if server.authority.is_some() { "https" } else { "http" };
        let origin = Uri::try_from(format!("{scheme}://{}", server.address))
            .map_err(|_| "server.json holds no address".to_owned())?;
        Ok(Connection { sender, authorization, origin })
    }

    /// Client of `DossierService`.
    pub fn dossier(&self) -> DossierServiceClient<Connection> {
        DossierServiceClient::with_origin(self.clone(), self.origin.clone())
            .max_decoding_message_size(ANSWER_BYTES_MAX)
    }

    /// Client of `LedgerService`.
    pub fn ledger(&self) -> LedgerServiceClient<Connection> {
        LedgerServiceClient::with_origin(self.clone(), self.origin.clone())
    }
}

async fn begun(
    socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<SendRequest<Body>, String> {
    let begun = handshake(TokioExecutor::new(), TokioIo::new(socket)).await;
    let (sender, connection) = begun.map_err(|error| format!("no server there: {error}"))?;
    // Whatever ends it shows in the calls.
    tokio::spawn(connection);
    Ok(sender)
}

/// TLS under the authority that the server's file names, and no other.
async fn encrypted(socket: TcpStream, authority: &str) -> Result<TlsStream<TcpStream>, String> {
    let unusable = |error: &dyn std::error::Error| format!("no TLS: {error}");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(authority.as_bytes()) {
        let certificate = certificate.map_err(|it| unusable(&it))?;
        roots.add(certificate).map_err(|it| unusable(&it))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| unusable(&it))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let name = ServerName::try_from(griffie::tls::OWN_NAME).map_err(|it| unusable(&it))?;
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name, socket).await.map_err(|it| unusable(&it))
}

impl Service<Request<Body>> for Connection {
    type Response = Response<Incoming>;
    type Error = hyper::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Incoming>, hyper::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), hyper::Error>> {
        self.sender.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        request.headers_mut().insert(header::AUTHORIZATION, self.authorization.clone());
        Box::pin(self.sender.send_request(request))
    }
}
