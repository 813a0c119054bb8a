//! The command line: `griffie <noun> <verb>`. Data goes to standard output, words to standard error.

mod access;
mod agenda;
mod attachment;
mod backup;
mod breach;
pub mod clock;
pub mod clock_source;
mod complaint;
pub mod connect;
mod demo;
mod destruction;
mod door;
mod dossier;
mod entry;
mod export;
pub mod failure;
mod figures;
pub mod folder;
mod grant;
mod hold;
mod incident;
mod init;
mod input;
mod letter;
mod log;
mod measure;
mod mirror;
mod output;
mod person;
mod practice;
mod replay;
mod request;
mod retention;
mod serve;
pub mod settings;
mod standing;
mod template;
mod token;
mod upgrade;
mod way_out;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::{Exit, Failure};

/// A records service for small Dutch care practices that can prove its own history.
#[derive(Debug, Parser)]
#[command(name = "griffie", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a practice's ledger, its vault and the owner's token.
    Init(init::Init),
    /// Serve a ledger over gRPC.
    Serve(serve::Serve),
    /// Show what griffie does, on a year of an invented practice.
    Demo(demo::Demo),
    /// Backups: make, list, verify, try.
    #[command(subcommand)]
    Backup(backup::Backup),
    /// Mirrors of the vault's keys.
    #[command(subcommand)]
    Mirror(mirror::Mirror),
    /// Bring a ledger back from a backup.
    Restore(backup::Restore),
    /// Show how a ledger stands.
    Status(standing::Status),
    /// Verify everything stored, record by record.
    Verify(standing::Verify),
    /// Look at a ledger's surroundings and say what to do.
    Doctor(standing::Doctor),
    /// Before another release takes over a ledger.
    #[command(subcommand)]
    Upgrade(upgrade::Upgrade),
    /// The ledger's checkpoint.
    #[command(subcommand)]
    Checkpoint(way_out::Checkpoint),
    /// The audit bundle.
    #[command(subcommand)]
    Bundle(way_out::Bundle),
    /// What leaves with a practice: all that it holds, readable without griffie.
    #[command(subcommand)]
    Export(export::Export),
    /// When a term ends and why; or, with `accept`, take the machine's clock as right.
    Clock(way_out::Clock),
    /// Damage, and the way out of it.
    #[command(subcommand)]
    Damage(way_out::Damage),
    /// The practice itself: name, numbers, to whom its clients may turn.
    #[command(subcommand)]
    Practice(practice::Practice),
    /// People and systems that work with the ledger.
    #[command(subcommand)]
    Person(person::Person),
    /// Grants: who may do what, over which dossiers, from when until when.
    #[command(subcommand)]
    Grant(grant::Grant),
    /// Tokens: what lets somebody in.
    #[command(subcommand)]
    Token(token::Token),
    /// Dossiers: all that is recorded about the care for one client.
    #[command(subcommand)]
    Dossier(dossier::Dossier),
    /// Entries of a dossier.
    #[command(subcommand)]
    Entry(Box<entry::Entry>),
    /// Attachments of a dossier: photo, PDF, letter.
    #[command(subcommand)]
    Attachment(attachment::Attachment),
    /// Destruction: proposed by one, approved by another, carried out at once.
    #[command(subcommand)]
    Destruction(destruction::Destruction),
    /// Retention: until when everything is kept, and what may go.
    #[command(subcommand)]
    Retention(retention::Retention),
    /// Holds: what keeps a dossier from being destroyed.
    #[command(subcommand)]
    Hold(hold::Hold),
    /// The access log: who looked at what, when and why.
    #[command(subcommand)]
    Access(access::Access),
    /// Complaints: from dissatisfaction to judgement, dispute and closing.
    #[command(subcommand)]
    Complaint(complaint::Complaint),
    /// Breaches: report, assessment, notification, register.
    #[command(subcommand)]
    Breach(breach::Breach),
    /// Incidents, up to calamities; for the incident officer alone.
    #[command(subcommand)]
    Incident(incident::Incident),
    /// Requests of clients: see, copy, correct, destroy, restrict; from receipt to answer.
    #[command(subcommand)]
    Request(request::Request),
    /// Measures, and whether they helped.
    #[command(subcommand)]
    Measure(measure::Measure),
    /// What must be done before the end of which day, over all registers.
    Agenda(Box<agenda::Agenda>),
    /// A matter again, step by step, as it was recorded or as it happened; or what lies between two moments.
    Replay(Box<replay::Replay>),
    /// Rebuild every projection from the records and hold it against what is served.
    Rebuild(replay::Rebuild),
    /// Counts over the cases of a register: how many, of which kind, in time or not.
    Figures(Box<figures::Figures>),
    /// Letters of complaints, breaches and incidents: draft, send, show.
    #[command(subcommand)]
    Letter(letter::Letter),
    /// Write shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Runs one command and says how it ended.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows which is which.
            let code = if error.use_stderr() { Exit::Usage.into() } else { ExitCode::SUCCESS };
            let _ = error.print(); // Nobody is there to read it.
            return code;
        }
    };
    log::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(Err(Failure::from(error))),
    };
    let done = runtime.block_on(cli.command.run());
    // Blocking reads of a closed standard input must not keep the process.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    end(done)
}

impl Command {
    async fn run(self) -> Result<(), Failure> {
        let out = &mut std::io::stdout().lock();
        match self {
            Command::Init(init) => init.run(out),
            Command::Serve(serve) => serve.run(out).await,
            Command::Demo(demo) => demo.run(out).await,
            Command::Backup(backup) => backup.run(out).await,
            Command::Mirror(mirror) => mirror.run(out),
            Command::Restore(restore) => restore.run(out).await,
            Command::Status(status) => status.run(out).await,
            Command::Verify(verify) => verify.run(out).await,
            Command::Doctor(doctor) => doctor.run(out).await,
            Command::Upgrade(upgrade) => upgrade.run(out),
            Command::Checkpoint(checkpoint) => checkpoint.run(out).await,
            Command::Bundle(bundle) => bundle.run(out).await,
            Command::Export(export) => export.run(out).await,
            Command::Clock(clock) => clock.run(out).await,
            Command::Damage(damage) => damage.run(out).await,
            Command::Practice(practice) => practice.run(out).await,
            Command::Person(person) => person.run(out).await,
            Command::Grant(grant) => grant.run(out).await,
            Command::Token(token) => token.run(out).await,
            Command::Dossier(dossier) => dossier.run(out).await,
            Command::Entry(entry) => entry.run(out).await,
            Command::Attachment(attachment) => attachment.run(out).await,
            Command::Destruction(destruction) => destruction.run(out).await,
            Command::Retention(retention) => retention.run(out).await,
            Command::Hold(hold) => hold.run(out).await,
            Command::Access(access) => access.run(out).await,
            Command::Complaint(complaint) => complaint.run(out).await,
            Command::Breach(breach) => breach.run(out).await,
            Command::Incident(incident) => incident.run(out).await,
            Command::Request(request) => request.run(out).await,
            Command::Measure(measure) => measure.run(out).await,
            Command::Agenda(agenda) => agenda.run(out).await,
            Command::Figures(figures) => figures.run(out).await,
            Command::Replay(replay) => replay.run(out).await,
            Command::Rebuild(rebuild) => rebuild.run(out).await,
            Command::Letter(letter) => letter.run(out).await,
            Command::Completions { shell } => {
                let mut command = <Cli as clap::CommandFactory>::command();
                clap_complete::generate(shell, &mut command, "griffie", out);
                Ok(())
            }
        }
    }
}

fn end(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            use std::io::Write;
            // Nobody is there to read it.
            let _ = writeln!(std::io::stderr(), "griffie: {}", failure.message());
            failure.exit().into()
        }
    }
}
