//! Load generator: durable writes over gRPC, one entry a request or many, and what was acknowledged when.

mod arguments;
mod messages;
mod notes;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::pb;
use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tonic::Status;

use arguments::{Arguments, Way};
use notes::Notes;

/// What went wrong, in words for standard error.
type Failed = String;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(Arc::new(arguments))),
        Err(error) => Err(error.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("griffie-load: {failed}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arc<Arguments>) -> Result<(), Failed> {
    let file = std::fs::read(arguments.data.join("server.json"))
        .map_err(|error| format!("no running server at {}: {error}", arguments.data.display()))?;
    let server: ServerFile =
        serde_json::from_slice(&file).map_err(|_| "server.json is malformed".to_owned())?;
    let server = Arc::new(server);
    let notes = Notes::open(arguments.acknowledged.as_deref())?;
    let mut opening = JoinSet::new();
    for client in 0..arguments.clients {
        let (arguments, server) = (Arc::clone(&arguments), Arc::clone(&server));
        let notes = notes.clone();
        opening.spawn(async move { Client::open(client, &arguments, &server, notes).await });
    }
    let mut clients = Vec::new();
    while let Some(client) = opening.join_next().await {
        clients.push(client.map_err(|error| error.to_string())??);
    }
    let left = Arc::new(AtomicU64::new(arguments.requests));
    let began = Instant::now();
    let mut writing = JoinSet::new();
    for client in clients {
        let (arguments, left) = (Arc::clone(&arguments), Arc::clone(&left));
        writing.spawn(async move { client.write(&arguments, &left).await });
    }
    let mut total = Outcome::new();
    while let Some(outcome) = writing.join_next().await {
        total.add(&outcome.map_err(|error| error.to_string())?);
    }
    let seconds = began.elapsed().as_secs_f64();
    notes.finish()?;
    total.report(&arguments, seconds)
}

/// One client with a connection and dossiers of its own.
struct Client {
    connection: Connection,
    dossiers: Vec<(String, u64)>,
    notes: Notes,
}

/// What came of a client's requests.
struct Outcome {
    entries: u64,
    latency_micros: Histogram<u64>,
    gone: Option<Status>,
}

impl Outcome {
    fn new() -> Self {
        // Up to ten minutes; three digits are few.
        let latency_micros = Histogram::new_with_max(600_000_000, 3)
            .unwrap_or_else(|_| unreachable!("the bounds are in order"));
        Outcome { entries: 0, latency_micros, gone: None }
    }

    fn add(&mut self, other: &Outcome) {
        self.entries += other.entries;
        // Both have the same number of digits.
        let _ = self.latency_micros.add(&other.latency_micros);
        if self.gone.is_none() {
            self.gone.clone_from(&other.gone);
        }
    }

    #[expect(clippy::print_stdout, reason = "the result is this program's output")]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn report(&self, arguments: &Arguments, seconds: f64) -> Result<(), Failed> {
        println!(
            "{} clients, {} entries in {seconds:.2} s: {:.0} entries/s, p50 {} µs, p99 {} µs a request",
            arguments.clients,
            self.entries,
            self.entries as f64 / seconds,
            self.latency_micros.value_at_quantile(0.5),
            self.latency_micros.value_at_quantile(0.99),
        );
        match &self.gone {
            None => Ok(()),
            Some(status) if arguments.until_gone => {
                eprintln!("griffie-load: the server went away: {}", status.code());
                Ok(())
            }
            Some(status) => Err(format!("a request failed: {status}")),
        }
    }
}

impl Client {
    async fn open(
        number: usize,
        arguments: &Arguments,
        server: &ServerFile,
        notes: Notes,
    ) -> Result<Client, Failed> {
        let connection = Connection::at(&server.address, &server.token)
            .await
            .map_err(|failure| failure.message().to_owned())?;
        let mut dossiers = Vec::new();
        for dossier in 0..arguments.dossiers {
            let request = messages::open_dossier(&format!("Belasting{number}x{dossier}"));
            let opened = connection.dossier().open_dossier(request).await;
            let opened = opened.map_err(|status| status.to_string())?.into_inner();
            notes.note(opened.acknowledgement.as_ref());
            dossiers.push((opened.dossier_id, 1));
        }
        Ok(Client { connection, dossiers, notes })
    }

    async fn write(mut self, arguments: &Arguments, left: &AtomicU64) -> Outcome {
        let mut outcome = Outcome::new();
        let text = "x".repeat(arguments.bytes);
        let mut turn = 0;
        while take(left) {
            let dossier = turn % self.dossiers.len().max(1);
            turn += 1;
            let began = Instant::now();
            match self.request(arguments, dossier, &text).await {
                Ok(entries) => outcome.entries += entries,
                Err(status) => {
                    outcome.gone = Some(status);
                    break;
                }
            }
            let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            outcome.latency_micros.saturating_record(micros);
        }
        outcome
    }

    async fn request(
        &mut self,
        arguments: &Arguments,
        dossier: usize,
        text: &str,
    ) -> Result<u64, Status> {
        let mut client = self.connection.dossier();
        let Some((id, revision)) = self.dossiers.get_mut(dossier) else { return Ok(0) };
        let acknowledged = match arguments.way {
            Way::Single => {
                let request = messages::record_entry(id, *revision, text);
                client.record_entry(request).await?.into_inner().acknowledgement
            }
            Way::Batch => {
                let request = messages::record_entries(id, *revision, text, arguments.batch);
                client.record_entries(request).await?.into_inner().acknowledgement
            }
            Way::Stream => {
                let dossiers = &mut self.dossiers;
                let request = messages::stream_entries(dossiers, text, arguments.batch);
                let answer = client.stream_entries(tokio_stream::iter(request)).await?;
                answer.into_inner().acknowledgement
            }
        };
        self.notes.note(acknowledged.as_ref());
        let recorded = acknowledged.map_or(0, |it| it.records.len() as u64);
        if arguments.way != Way::Stream
            && let Some((_, revision)) = self.dossiers.get_mut(dossier)
        {
            *revision += recorded;
        }
        Ok(recorded)
    }
}

fn take(left: &AtomicU64) -> bool {
    let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    taken.is_ok()
}

/// The owner, caring for an invented client.
fn care() -> pb::AccessContext {
    pb::AccessContext {
        purpose: pb::Purpose::Care.into(),
        ground: pb::AccessGround::TreatmentContract.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: pb::Role::Owner.into(),
    }
}
