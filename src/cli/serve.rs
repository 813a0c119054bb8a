//! `griffie serve`: serves a ledger over gRPC until it is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tonic::transport::server::TcpIncoming;

use crate::access::Token;
use crate::grpc::hosted::Hosted;
use crate::grpc::serve::serve_counting;
use crate::grpc::tally::Tally;
use crate::monitoring;
use crate::private_file;
use crate::register::Register;
use crate::register::clock::Clock;
use crate::vault::{file_system, harden_process};

use super::clock_source::{RehearsalClock, SystemClock};
use super::connect::ServerFile;
use super::door;
use super::failure::{Exit, Failure};
use super::folder::{Folders, random};
use super::settings::{ConfigFile, Place};

/// Where a server listens if nobody says.
const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 50_443);

/// Connections as they come in.
enum Either<L, R> {
    Left(L),
    Right(R),
}

/// Serves a ledger.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen. Port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT", env = "GRIFFIE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Let a monitor scrape figures at this address of this machine alone, `/metrics` over HTTP. An address for the network
    /// stands in griffie.toml.
    #[arg(long, value_name = "ADDRESS:PORT", env = "GRIFFIE_METRICS")]
    metrics: Option<SocketAddr>,
    /// Without TLS: only on an address of this machine alone.
    #[arg(long)]
    plaintext: bool,
    /// Take the time from this file; only for a ledger that a demo made.
    #[arg(long, value_name = "FILE", hide = true)]
    rehearsal_clock: Option<PathBuf>,
}

impl Serve {
    /// Serves until SIGTERM or SIGINT, then drains.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        if let Err(error) = harden_process() {
            tracing::warn!(%error, "core dumps of this process cannot be switched off");
        }
        door::take_descriptors();
        let folders = self.place.folders()?;
        let config = ConfigFile::read(&folders.data)?;
        let listen = self.listen.or(config.listen).unwrap_or(LISTEN);
        if self.plaintext && !listen.ip().is_loopback() {
            let message = "--plaintext is for an address of this machine alone, such as 127.0.0.1";
            return Err(Failure::new(Exit::Usage, message));
        }
        if self.metrics.is_some_and(|address| !address.ip().is_loopback()) {
            let message = "--metrics is for an address of this machine alone, such as 127.0.0.1; another one stands in griffie.toml";
            return Err(Failure::new(Exit::Usage, message));
        }
        let plan = ConfigFile::backup_plan(&folders.data)?.map(Arc::new);
        let mut terminated = signal(SignalKind::terminate())?;
        let mut interrupted = signal(SignalKind::interrupt())?;
        let clock = self.clock(&folders)?;
        let opening = folders.clone();
        let register = tokio::task::spawn_blocking(move || opening.open(clock))
            .await
            .unwrap_or_else(|_| Err(Failure::new(Exit::Failed, "opening the ledger failed")))?;
        warn_of_file_systems(&folders);
        if folders.vault_opens_itself() {
            tracing::warn!("the root secret lies in the vault: whoever copies it can open it");
        }
        register.verify_in_background();
        let token = Token::from_random(random()?);
        let hosted = Hosted::new(register.clone(), Some(&token))
            .map_err(|error| Failure::because("the ledger cannot be read", &error))?
            .with_backups(plan.clone());
        let backing_up = plan.zip(hosted.owner()).map(|(plan, owner)| {
            tokio::spawn(crate::backup::daily(register.clone(), plan, owner.actor))
        });
        let following = tokio::spawn(follow_mirrors(register.clone()));
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        let (connections, authority) = if self.plaintext {
            tracing::warn!("serving without TLS, as was asked");
            // Small answers must not wait for an acknowledgement of the one before: that costs 40 ms each.
            (Either::Left(TcpIncoming::from(listener).with_nodelay(Some(true))), None)
        } else {
            let (now, name) = (SystemClock::new().now(), register.ledger().to_string());
            let issued = door::issue(&folders, &name, &config.tls, Some(listen), now)?;
            let (accepting, pinned) = door::encrypted(listener, &issued, &config.tls)?;
            (Either::Right(accepting), Some(pinned))
        };
        let hosted = Arc::new(hosted);
        let tally = Arc::<Tally>::default();
        let monitored = match self.metrics.or(config.metrics) {
            Some(at) => Some(TcpListener::bind(at).await?),
            None => None,
        };
        let server_file = ServerFile {
            address: address.to_string(),
            authority,
            token: token.reveal().to_string(),
            pid: std::process::id(),
        };
        let content = serde_json::to_vec(&server_file).map_err(std::io::Error::other)?;
        private_file::write(&folders.server_file(), &content)?;
        writeln!(out, "serving ledger {} on {address}", register.ledger())?;
        let monitored = match monitored {
            Some(listener) => {
                writeln!(out, "metrics on http://{}/metrics", listener.local_addr()?)?;
                let serving = monitoring::serve(listener, Arc::clone(&hosted), Arc::clone(&tally));
                Some(tokio::spawn(serving))
            }
            None => None,
        };
        out.flush()?;
        let shutdown = async move {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = interrupted.recv() => {}
            }
            tracing::info!("stopping: answering what is in progress");
        };
        let ledgers = vec![hosted];
        let served = match connections {
            Either::Left(bare) => serve_counting(ledgers, tally, bare, shutdown).await,
            Either::Right(encrypted) => serve_counting(ledgers, tally, encrypted, shutdown).await,
        };
        following.abort();
        if let Some(monitored) = monitored {
            monitored.abort();
            // It holds the ledger: its end is waited for.
            let _ = monitored.await;
        }
        if let Some(backing_up) = backing_up {
            backing_up.abort();
        }
        // A file that is gone already says the same.
        let _ = std::fs::remove_file(folders.server_file());
        let stopping = tokio::task::spawn_blocking(move || register.stop());
        stopping.await.map_err(|_| Failure::new(Exit::Failed, "the register did not stop well"))?;
        served.map_err(|error| Failure::because("serving failed", &error))
    }

    fn clock(&self, folders: &Folders) -> Result<Arc<dyn Clock>, Failure> {
        let Some(file) = &self.rehearsal_clock else { return Ok(Arc::new(SystemClock::new())) };
        if !folders.rehearsal().exists() {
            let message = "only a ledger that `griffie demo` made takes its time from a file";
            return Err(Failure::new(Exit::Usage, message));
        }
        Ok(Arc::new(RehearsalClock::open(file)?))
    }
}

/// How often mirrors are looked after.
const FOLLOW_EVERY: Duration = Duration::from_secs(5);

/// Brings mirrors up to date after new keys, and one that was away when it is there again.
async fn follow_mirrors(register: Register) {
    let mut every = tokio::time::interval(FOLLOW_EVERY);
    loop {
        every.tick().await;
        if register.vault().mirrors().is_empty() {
            return;
        }
        let following = register.clone();
        let followed = tokio::task::spawn_blocking(move || following.follow_mirrors()).await;
        if let Ok(Err(error)) = followed {
            tracing::error!(%error, "that a mirror caught up is not recorded yet");
        }
    }
}

/// Where overwriting leaves copies, a destroyed key could be found again: the operator must know before it matters.
fn warn_of_file_systems(folders: &Folders) {
    if let Ok(found) = file_system(&folders.vault)
        && !found.overwrites_in_place
    {
        tracing::warn!(
            file_system = found.name,
            "on this file system overwritten keys leave copies: put the vault on ext4 or xfs"
        );
    }
}
