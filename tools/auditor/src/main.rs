//! The command `griffie-audit`: arguments in, report out, exit code by format.md §9. Knows no rule.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use griffie_audit::{Options, VerifierKey, audit, words};

/// Checks what griffie recorded, offline and without trusting griffie.
#[derive(Parser)]
#[command(name = "griffie-audit", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 sound, 1 could not read, 2 usage, 3 broken, 4 sound with a reservation, \
                          6 unsupported (made by a newer griffie)";

#[derive(Subcommand)]
enum Command {
    /// Check an exported bundle.
    #[command(after_help = EXIT_CODES)]
    Bundle {
        /// The bundle's folder.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The ledger's verifier key, as somebody outside noted it down.
        #[arg(long, value_name = "VKEY")]
        key: Option<VerifierKey>,
        /// Checkpoints and receipts that others kept.
        #[arg(long, value_name = "FILE", num_args = 1..)]
        also: Vec<PathBuf>,
        /// Print the report as JSON.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    let Command::Bundle { folder, key, also, json } = Arguments::parse().command;
    let report = audit(&folder, &Options { key, also, progress: true });
    let text = if json { serde_json::to_string(&report).ok() } else { None };
    let text = text.map_or_else(|| words::tell(&report, &folder), |text| text + "\n");
    match io::stdout().lock().write_all(text.as_bytes()) {
        // Nobody reads on; the verdict still stands in the exit code.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(report.exit),
    }
}
