//! The arguments of the load generator.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// What a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// One entry.
    Single,
    /// Many entries of one dossier.
    Batch,
    /// Many entries in a client stream, each a command of its own.
    Stream,
    /// The inclusion proof of some published record.
    Proof,
    /// A dossier with all its entries, in pages of 200: those there are, each in its turn. After a start the first round is cold.
    Read,
}

/// Writes to a running server, or reads from it, and says how fast.
#[derive(Debug, Parser)]
#[command(name = "griffie-load", version)]
pub struct Arguments {
    /// The data folder of the running server.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Clients, each with a connection of its own.
    #[arg(long, default_value_t = 8)]
    pub clients: usize,
    /// Requests over all clients.
    #[arg(long, default_value_t = 10_000)]
    pub requests: u64,
    /// Bytes of text in an entry.
    #[arg(long, default_value_t = 256)]
    pub bytes: usize,
    /// Dossiers of each client; for reading, at most so many of those there are.
    #[arg(long, default_value_t = 4)]
    pub dossiers: usize,
    /// What a request is.
    #[arg(long, value_enum, default_value_t = Way::Single)]
    pub way: Way,
    /// Entries in a request or stream, if it holds many; for reading, the entries a dossier has at least.
    #[arg(long, default_value_t = 100)]
    pub batch: usize,
    /// Write each acknowledged record to this file: `<CLOCK_MONOTONIC ns> <position> <record hash>`.
    #[arg(long, value_name = "FILE")]
    pub acknowledged: Option<PathBuf>,
    /// A server that goes away is no failure.
    #[arg(long)]
    pub until_gone: bool,
}
