//! The line to a server that may be killed: a request without an answer is sent again, under the same request id, to the server
//! that took its place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tonic::{Code, Response, Status};

use super::super::connect::Connection;
use super::super::failure::{Exit, Failure};
use super::acknowledged::Acknowledged;
use super::server::Server;
use crate::grpc::pb;

/// How long a client waits for a killed server's successor.
const PATIENCE: Duration = Duration::from_secs(90);
/// Uploads at once; a server takes four, and a place is free only a moment after its answer.
const UPLOADS_MAX: usize = 2;

/// The clients' connections to one run of the server.
struct Connections {
    run: u64,
    all: Vec<Connection>,
}

/// A number of clients, each with a connection of its own.
#[derive(Clone)]
pub struct Line {
    connections: watch::Sender<Arc<Connections>>,
    killed: Arc<AtomicBool>,
    /// What was acknowledged.
    pub acknowledged: Arc<Acknowledged>,
    /// A place for each client.
    pub clients: Arc<Semaphore>,
    /// A place for each upload.
    pub uploads: Arc<Semaphore>,
}

impl Line {
    /// Connects so many clients.
    pub async fn connect(server: &Server, clients: usize) -> Result<Line, Failure> {
        let connections = connections(server, clients, 0).await?;
        Ok(Line {
            connections: watch::Sender::new(Arc::new(connections)),
            killed: Arc::default(),
            acknowledged: Arc::default(),
            clients: Arc::new(Semaphore::new(clients)),
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
        })
    }

    /// From here on a broken connection is no surprise: the server is about to be killed.
    pub fn expect_kill(&self) {
        self.killed.store(true, Ordering::SeqCst);
    }

    /// Connects all clients to the server that took the place of the killed one.
    pub async fn reconnect(&self, server: &Server) -> Result<(), Failure> {
        let before = self.connections.borrow().clone();
        let now = connections(server, before.all.len(), before.run + 1).await?;
        self.killed.store(false, Ordering::SeqCst);
        self.connections.send_replace(Arc::new(now));
        Ok(())
    }

    /// Makes one call and keeps its acknowledgement; `client` chooses whose connection it goes over.
    pub async fn send<T, Call, Answer>(&self, client: usize, call: Call) -> Result<T, Failure>
    where
        Call: Fn(&Connection) -> Answer,
        Answer: Future<Output = Result<Response<T>, Status>>,
        T: HasAcknowledgement,
    {
        let mut repeated = false;
        loop {
            let connections = self.connections.borrow().clone();
            let connection = connections.all.get(client % connections.all.len().max(1));
            let connection = connection.ok_or_else(|| Failure::new(Exit::Usage, "no clients"))?;
            match call(connection).await {
                Ok(answer) => {
                    let answer = answer.into_inner();
                    if let Some(acknowledgement) = answer.acknowledgement() {
                        self.acknowledged.keep(acknowledgement, repeated);
                    }
                    return Ok(answer);
                }
                Err(status) if unanswered(&status) && self.is_over(connections.run) => {
                    self.await_successor(connections.run).await?;
                    repeated = true;
                }
                Err(status) => return Err(status.into()),
            }
        }
    }

    /// One of the connections, for reading.
    pub fn with<Answer>(
        &self,
        read: impl FnOnce(&Connection) -> Answer,
    ) -> Result<Answer, Failure> {
        let connections = self.connections.borrow().clone();
        let first = connections.all.first().map(read);
        first.ok_or_else(|| Failure::new(Exit::Usage, "no clients"))
    }

    /// Whether that run of the server was killed, or soon is.
    fn is_over(&self, run: u64) -> bool {
        self.killed.load(Ordering::SeqCst) || self.connections.borrow().run > run
    }

    async fn await_successor(&self, run: u64) -> Result<(), Failure> {
        let mut connections = self.connections.subscribe();
        let next = connections.wait_for(|connections| connections.run > run);
        match tokio::time::timeout(PATIENCE, next).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(Failure::new(Exit::TryLater, "no server took the place of the killed one")),
        }
    }
}

async fn connections(server: &Server, clients: usize, run: u64) -> Result<Connections, Failure> {
    let mut all = Vec::with_capacity(clients);
    for _ in 0..clients {
        all.push(server.connect().await?);
    }
    Ok(Connections { run, all })
}

/// Whether nobody can tell from this status if the request was recorded.
fn unanswered(status: &Status) -> bool {
    matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Internal | Code::Cancelled)
}

/// An answer to a command.
pub trait HasAcknowledgement {
    /// Its acknowledgement.
    fn acknowledgement(&self) -> Option<&pb::Acknowledgement>;
}

macro_rules! has_acknowledgement {
    ($($answer:ident),* $(,)?) => {
        $(impl HasAcknowledgement for pb::$answer {
            fn acknowledgement(&self) -> Option<&pb::Acknowledgement> {
                self.acknowledgement.as_ref()
            }
        })*
    };
}

has_acknowledgement!(
    AddAttachmentResponse,
    ChangeClientResponse,
    CloseDossierResponse,
    CorrectEntryResponse,
    DescribePracticeResponse,
    DraftBreachLetterResponse,
    DraftComplaintLetterResponse,
    DraftIncidentLetterResponse,
    FileComplaintResponse,
    LinkDossiersResponse,
    OpenDossierResponse,
    OpenMeasureResponse,
    RecordBreachLetterSentResponse,
    RecordBreachStepResponse,
    RecordComplaintLetterSentResponse,
    RecordComplaintStepResponse,
    RecordEntriesResponse,
    RecordEntryResponse,
    RecordIncidentLetterSentResponse,
    RecordIncidentStepResponse,
    RecordMeasureStepResponse,
    ReopenDossierResponse,
    ReportBreachResponse,
    ReportIncidentResponse,
    StreamEntriesResponse,
    SubmitDisputeResponse,
    VoiceDissatisfactionResponse,
    WithdrawEntryResponse,
);
