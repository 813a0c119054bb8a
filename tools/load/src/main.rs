//! Load generator: durable writes over gRPC, one entry a request or many, proofs and dossiers read; and what was acknowledged when.

mod arguments;
mod client;
mod connection;
mod messages;
mod notes;
mod outcome;
mod reading;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use clap::Parser;
use griffie::cli::connect::ServerFile;
use griffie::grpc::pb;
use tokio::task::JoinSet;

use arguments::Arguments;
use client::Client;
use notes::Notes;
use outcome::Outcome;

/// What went wrong, in words for standard error.
type Failed = String;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One thread: more would only take turns with the server on the cores they share, and wake each other.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
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
    let mut sending = JoinSet::new();
    for client in clients {
        let (arguments, left) = (Arc::clone(&arguments), Arc::clone(&left));
        sending.spawn(async move { client.send(&arguments, &left).await });
    }
    let mut total = Outcome::new();
    while let Some(outcome) = sending.join_next().await {
        total.add(&outcome.map_err(|error| error.to_string())?);
    }
    let seconds = began.elapsed().as_secs_f64();
    notes.finish()?;
    total.report(&arguments, seconds)
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
