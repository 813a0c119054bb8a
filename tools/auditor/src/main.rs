//! The command `griffie-audit`: arguments in, report out, exit code by format.md §9. Knows no rule.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use griffie_audit::{Options, VerifierKey, audit, certify, check_copy, words};

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
    /// Check a client's copy of a dossier, without trusting the page it stands in.
    #[command(after_help = EXIT_CODES)]
    Copy {
        /// The copy, as JSON or as a page.
        file: PathBuf,
        /// The ledger's verifier key, as somebody outside noted it down.
        #[arg(long, value_name = "VKEY")]
        key: Option<VerifierKey>,
    },
    /// Check a certificate of destruction, alone or against a later bundle.
    #[command(after_help = EXIT_CODES)]
    Certificate {
        /// The certificate, as JSON or as a page.
        file: PathBuf,
        /// The ledger's verifier key, as somebody outside noted it down.
        #[arg(long, value_name = "VKEY")]
        key: Option<VerifierKey>,
        /// A bundle of the ledger that must contain what is certified.
        #[arg(long, value_name = "DIR")]
        bundle: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Bundle { folder, key, also, json } => {
            let report = audit(&folder, &Options { key, also, progress: true, kept: vec![] });
            let text = if json { serde_json::to_string(&report).ok() } else { None };
            let text = text.map_or_else(|| words::tell(&report, &folder), |text| text + "\n");
            say(&text, report.exit)
        }
        Command::Copy { file, key } => match check_copy(&file, key.as_ref()) {
            Ok(checked) => say(&words::tell_copy(&checked, &file), checked.verdict.exit()),
            Err(unreadable) => say(&format!("COULD NOT READ. {unreadable}\n"), 1),
        },
        Command::Certificate { file, key, bundle } => certificate(&file, key, bundle.as_deref()),
    }
}

fn certificate(file: &Path, key: Option<VerifierKey>, bundle: Option<&Path>) -> ExitCode {
    let certified = match certify(file, key.as_ref(), bundle.is_some()) {
        Ok(certified) => certified,
        Err(unreadable) => return say(&format!("COULD NOT READ. {unreadable}\n"), 1),
    };
    let mut text = words::tell_certified(&certified, file);
    let mut exit = certified.verdict.exit();
    if let Some(bundle) = bundle {
        let (kept, progress) = (certified.receipts, true);
        let report = audit(bundle, &Options { key, also: vec![], progress, kept });
        text = format!("{text}\nAgainst the bundle: {}", words::tell(&report, bundle));
        // The worse of the two: could not read, broken, unsupported, with a reservation, sound.
        let worse = [1, 3, 6, 4].into_iter().find(|code| [exit, report.exit].contains(code));
        exit = worse.unwrap_or(0);
    }
    say(&text, exit)
}

fn say(text: &str, exit: u8) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        // Nobody reads on; the verdict still stands in the exit code.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(exit),
    }
}
