//! Handshakes: each in a task of its own and with a limit of time, so that a caller who says nothing keeps nobody else waiting.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::server::ResolvesServerCert;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;
use tokio_stream::wrappers::ReceiverStream;

use super::certificate::Certificates;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes at once; more wait in the kernel's queue. Many, because one that is silent costs a few kilobytes and nobody else's turn.
const HANDSHAKES_MAX: usize = 4_096;
/// Finished handshakes that nobody took yet.
const WAITING_MAX: usize = 64;
/// How often the files of the certificate are looked at.
const REFRESH: Duration = Duration::from_secs(30);
/// After a failure to accept: the system has no descriptors left, and asking at once would burn a core.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection whose handshake is done.
pub type Accepted = TlsStream<TcpStream>;
/// All of them.
pub type Accepting = ReceiverStream<io::Result<Accepted>>;

/// Why TLS could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("TLS cannot be set up: {0}")]
pub struct BeginError(#[from] rustls::Error);

/// Accepts connections with these certificates until what it returns is dropped.
pub fn begin(
    listener: TcpListener,
    certificates: Arc<Certificates>,
) -> Result<Accepting, BeginError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(&certificates) as _;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (done, accepted) = mpsc::channel(WAITING_MAX);
    tokio::spawn(accept_all(listener, acceptor, done.clone()));
    tokio::spawn(refresh(certificates, done));
    Ok(ReceiverStream::new(accepted))
}

async fn accept_all(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<io::Result<Accepted>>,
) {
    let turns = Arc::new(Semaphore::new(HANDSHAKES_MAX));
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = done.closed() => return,
        };
        let Ok((socket, _)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Small answers must not wait for an acknowledgement of the one before: that costs 40 ms each.
        let _ = socket.set_nodelay(true); // Slower, not wrong.
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            let shaken = tokio::time::timeout(HANDSHAKE, acceptor.accept(socket)).await;
            drop(turn);
            // Who speaks no TLS, or does not trust the certificate, is gone already.
            if let Ok(Ok(connection)) = shaken {
                let _ = done.send(Ok(connection)).await; // The server ended meanwhile.
            }
        });
    }
}

async fn refresh(certificates: Arc<Certificates>, done: mpsc::Sender<io::Result<Accepted>>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(REFRESH) => {}
            () = done.closed() => return,
        }
        match certificates.refresh() {
            Ok(false) => {}
            Ok(true) => tracing::info!("the server's certificate was read anew"),
            Err(error) => tracing::error!(%error, "the certificate before goes on being shown"),
        }
    }
}
