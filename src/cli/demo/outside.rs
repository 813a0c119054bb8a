//! What a stranger can check: the bundle, audited by the independent auditor with the key and the checkpoints that were noted
//! before, every clock of the law recomputed; and copies of it with one byte or one due date changed, which must be refused.

use std::fs;
use std::path::{Path, PathBuf};

use griffie_audit::{Clocks, Options, Report, Verdict, audit};

use super::super::connect::{Authorised, Connection};
use super::super::failure::{Exit, Failure};
use super::super::way_out::{Sealed, export};
use super::altered;
use super::chance::Chance;
use crate::grpc::pb;
use crate::grpc::pb::ledger_service_client::LedgerServiceClient;
use crate::private_file;

/// The record with which a clock begins.
const CLOCK_STARTED: &str = "clock.started/1";

/// What somebody outside noted down.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The verifier key that `init` printed.
    pub key: String,
    /// The folder with the checkpoints.
    pub folder: PathBuf,
    /// The checkpoints.
    pub checkpoints: Vec<PathBuf>,
}

impl Noted {
    /// Notes the checkpoint over everything recorded so far.
    pub async fn checkpoint(
        &mut self,
        mut ledger: LedgerServiceClient<Authorised>,
    ) -> Result<u64, Failure> {
        let status = ledger.get_status(pb::GetStatusRequest {}).await?.into_inner();
        let request = pb::GetCheckpointRequest { wait_for_size: status.size };
        let found = ledger.get_checkpoint(request).await?.into_inner();
        let file = self.folder.join(format!("checkpoint-{}", found.size));
        private_file::write(&file, found.checkpoint.as_bytes())?;
        if !self.checkpoints.contains(&file) {
            self.checkpoints.push(file);
        }
        Ok(found.size)
    }

    fn options(&self) -> Result<Options, Failure> {
        let key = self.key.parse().map_err(|_| Failure::new(Exit::Failed, "the key is not one"))?;
        Ok(Options { key: Some(key), also: self.checkpoints.clone(), ..Options::default() })
    }
}

/// Exports the bundle with the boxes of all records, locked.
pub async fn export_to(connection: &Connection, bundle: &Path) -> Result<String, Failure> {
    let files = export(connection, bundle, Sealed::Boxes).await?;
    Ok(format!("{files} files in {}", bundle.display()))
}

/// What the auditor came to.
#[derive(Clone, Debug, Default)]
pub struct Audited {
    /// In words.
    pub told: String,
    /// How many clocks it recomputed.
    pub clocks: Clocks,
}

impl Audited {
    /// Fails unless every clock that the ledger has was recomputed; that none differs is in the verdict.
    pub fn recomputed_all(&self, started: u64) -> Result<String, Failure> {
        let Clocks { recomputed, stated, not_recomputed } = self.clocks;
        let all = recomputed + stated;
        if started > 0 && all == started && not_recomputed == 0 {
            return Ok(format!(
                "{all} clocks recomputed from the law ({stated} with an end that was agreed or set), none differing"
            ));
        }
        let message = format!("of {started} clocks only {all} were recomputed");
        Err(Failure::new(Exit::ChainBroken, message))
    }
}

/// How many clocks the ledger itself says it started.
pub async fn clocks_started(connection: &Connection) -> Result<u64, Failure> {
    let request = pb::ReadRecordsRequest::default();
    let mut records = connection.ledger().read_records(request).await?;
    let mut started = 0;
    while let Some(answer) = records.get_mut().message().await? {
        let clocks = answer.records.iter().filter(|record| record.kind == CLOCK_STARTED);
        started += clocks.count() as u64;
    }
    Ok(started)
}

/// Audits the bundle.
pub async fn audited(bundle: &Path, noted: &Noted, size: u64) -> Result<Audited, Failure> {
    let report = run_auditor(bundle.to_owned(), noted.options()?).await?;
    let states = &report.states;
    let told = format!(
        "{:?}: {} records, {} in the open, {} destroyed on recorded authority, {} sealed and not looked into, {} without explanation",
        report.verdict,
        report.size.unwrap_or(0),
        states.open,
        states.destroyed,
        states.sealed_unexamined,
        states.unexplained
    );
    let good = report.verdict == Verdict::Sound && report.size == Some(size);
    if good {
        return Ok(Audited { told, clocks: report.clocks });
    }
    Err(Failure::new(Exit::ChainBroken, named(&report, &told)))
}

/// Changes one bit of one byte in a copy of the bundle and audits that.
pub async fn refused(
    bundle: &Path,
    copy: &Path,
    noted: &Noted,
    chance: &mut Chance,
) -> Result<String, Failure> {
    copy_folder(bundle, copy)?;
    let told = change_a_byte(copy, chance);
    refused_with(copy, noted, told).await
}

/// Moves one due date by a day in a copy of the bundle and audits that.
pub async fn refused_due_date(
    bundle: &Path,
    copy: &Path,
    noted: &Noted,
) -> Result<String, Failure> {
    copy_folder(bundle, copy)?;
    let told = altered::move_a_due_date(&copy.join("open"));
    refused_with(copy, noted, told).await
}

fn change_a_byte(copy: &Path, chance: &mut Chance) -> Result<String, Failure> {
    let mut files = Vec::new();
    list(copy, &mut files)?;
    files.sort();
    // The largest holds the headers or the boxes: history itself.
    let size = |file: &PathBuf| fs::metadata(file).map_or(0, |found| found.len());
    let Some(file) = files.iter().max_by_key(|file| size(file)) else {
        return Err(Failure::new(Exit::Failed, "the bundle has no files"));
    };
    let mut bytes = fs::read(file)?;
    let last = u32::try_from(bytes.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let at = chance.between(0, last) as usize;
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    fs::write(file, &bytes)?;
    let name = file.strip_prefix(copy).unwrap_or(file).display().to_string();
    Ok(format!("byte {at} of {name} changed in a copy"))
}

/// Audits a copy that was changed, as told, and does away with it; fails unless it is refused.
async fn refused_with(
    copy: &Path,
    noted: &Noted,
    told: Result<String, Failure>,
) -> Result<String, Failure> {
    let report = run_auditor(copy.to_owned(), noted.options()?).await;
    fs::remove_dir_all(copy)?;
    let (told, report) = (told?, report?);
    let told = format!("{told}: {:?}", report.verdict);
    if report.verdict == Verdict::Broken {
        return Ok(named(&report, &told));
    }
    Err(Failure::new(Exit::Failed, format!("{told}, and that is not a refusal")))
}

/// The verdict with the first of what was found.
fn named(report: &Report, told: &str) -> String {
    let found = report.findings.first().map(|finding| format!(" ({})", finding.code.words()));
    format!("{told}{}", found.unwrap_or_default())
}

async fn run_auditor(folder: PathBuf, options: Options) -> Result<Report, Failure> {
    let auditing = tokio::task::spawn_blocking(move || audit(&folder, &options));
    auditing.await.map_err(|_| Failure::new(Exit::Failed, "the auditor broke off"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// All files below a folder.
pub(super) fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
