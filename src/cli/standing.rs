//! `griffie status`, `griffie verify`, `griffie doctor`: how a ledger and its surroundings stand.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::backup::BACKUP_HOURS_MAX;
use crate::grpc::pb;
use crate::register::clock::Clock as _;
use crate::tls::valid_until;

use super::clock_source::SystemClock;
use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::output::Output;
use super::settings::{ConfigFile, Place};

/// Shows how a ledger stands.
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Verifies everything stored.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
    /// A file of acknowledgements, `… <position> <record hash, hex>` a line: each must be in the ledger with that hash.
    #[arg(long, value_name = "FILE")]
    acknowledged: Option<PathBuf>,
}

/// Looks at a ledger's surroundings.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

impl Status {
    /// Shows it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let connection = Connection::open(&self.place.folders()?).await?;
        let found = connection.ledger().get_status(pb::GetStatusRequest {}).await;
        connection.close().await;
        let found = found?.into_inner();
        let state = found.write_state();
        let damage: Vec<Value> = found
            .damage
            .iter()
            .map(|it| json!(format!("{} at position {}", it.cause, it.position)))
            .collect();
        self.output.one(
            out,
            &[
                ("ledger_id", json!(found.ledger_id)),
                ("verifier_key", json!(found.verifier_key)),
                ("size", json!(found.size)),
                ("head_hash", json!(hex::encode(&found.head_hash))),
                ("published_size", json!(found.published_size)),
                ("verified_up_to", json!(found.verified_up_to)),
                ("write_state", json!(word(state))),
                ("free_bytes", json!(found.free_bytes)),
                ("queue_length", json!(found.queue_length)),
                ("damage", Value::Array(damage)),
            ],
        )?;
        match state {
            pb::WriteState::Damaged => {
                Err(Failure::new(Exit::ChainBroken, "the ledger is damaged and cannot be written"))
            }
            _ => Ok(()),
        }
    }
}

impl Verify {
    /// Verifies, and fails with the chain's exit code where something is wrong.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let connection = Connection::open(&self.place.folders()?).await?;
        let verified = verify(&connection).await;
        let missing = match (&verified, &self.acknowledged) {
            (Ok(_), Some(file)) => compare(&connection, file).await,
            _ => Ok(0),
        };
        connection.close().await;
        let (records, damage) = verified?;
        let acknowledged = missing?;
        self.output.one(
            out,
            &[
                ("records", json!(records)),
                ("damage", json!(damage.len())),
                ("acknowledged_found", json!(acknowledged)),
            ],
        )?;
        match damage.first() {
            None => Ok(()),
            Some(first) => {
                let message = format!("{} at position {}", first.cause, first.position);
                Err(Failure::new(Exit::ChainBroken, message))
            }
        }
    }
}

async fn verify(connection: &Connection) -> Result<(u64, Vec<pb::Damage>), Failure> {
    let mut answers = connection.ledger().verify_ledger(pb::VerifyLedgerRequest {}).await?;
    let bar = progress("verified");
    while let Some(answer) = answers.get_mut().message().await? {
        bar.set_length(answer.total);
        bar.set_position(answer.verified);
        if answer.finished {
            bar.finish_and_clear();
            return Ok((answer.verified, answer.damage));
        }
    }
    Err(Failure::new(Exit::Failed, "the verification ended early"))
}

/// Looks for every acknowledged record; says how many there are, or which is missing.
async fn compare(connection: &Connection, file: &Path) -> Result<u64, Failure> {
    let mut wanted = BTreeMap::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let mut words = line.split_ascii_whitespace().rev();
        let hash = words.next().and_then(|word| hex::decode(word).ok());
        let position = words.next().and_then(|word| word.parse::<u64>().ok());
        let malformed = || Failure::new(Exit::Usage, "a line is not `<position> <record hash>`");
        let (hash, position) = (hash.ok_or_else(malformed)?, position.ok_or_else(malformed)?);
        wanted.insert(position, hash);
    }
    let found = wanted.len() as u64;
    let request = pb::ReadRecordsRequest::default();
    let mut records = connection.ledger().read_records(request).await?;
    while let Some(answer) = records.get_mut().message().await? {
        for record in answer.records {
            if wanted.get(&record.position).is_some_and(|hash| *hash == record.hash) {
                wanted.remove(&record.position);
            }
        }
    }
    match wanted.keys().next() {
        None => Ok(found),
        Some(position) => Err(Failure::new(
            Exit::ChainBroken,
            format!("the record acknowledged at position {position} is not in the ledger"),
        )),
    }
}

impl Doctor {
    /// Shows what was looked at and what to do.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let folders = self.place.folders()?;
        let connection = Connection::open(&folders).await?;
        let found = connection.ledger().get_status(pb::GetStatusRequest {}).await;
        let backups = connection.backup().list_backups(pb::ListBackupsRequest {}).await;
        connection.close().await;
        let (found, backups) = (found?.into_inner(), backups?.into_inner());
        let mut rows = Vec::new();
        let mut look = |what: &str, good: bool, advice: &str| {
            let verdict = if good { "good" } else { "act" };
            let advice = if good { "" } else { advice };
            rows.push(vec![json!(what), json!(verdict), json!(advice)]);
            good
        };
        let mut good = look(
            "the ledger can be written",
            found.write_state() == pb::WriteState::Writable,
            "see `griffie status`; then `griffie clock accept` or `griffie damage accept`",
        );
        good &= look(
            "overwriting works where the vault lies",
            found.vault_overwrites_in_place,
            "move the vault to ext4 or xfs: here a destroyed key leaves copies",
        );
        good &= look(
            "the data folder is its owner's alone",
            is_private(&folders.data),
            "chmod 700 the data folder",
        );
        good &= look(
            "the vault folder is its owner's alone",
            is_private(&folders.vault),
            "chmod 700 the vault folder",
        );
        good &= look(
            "the root secret lies outside the vault",
            !folders.vault_opens_itself(),
            "keep it elsewhere with --root-file or as a systemd credential",
        );
        good &= look(
            "there is room on the disk",
            found.free_bytes > 1 << 30,
            "make room: below 64 MiB nothing is recorded",
        );
        good &= look(
            "the vault has a second copy",
            found.mirrors > 0 || backups.last_keys_at.is_some(),
            "griffie mirror add, or a keys_folder under [backup]: without its keys nothing recorded can be read",
        );
        good &= look(
            "every mirror of the vault is up to date",
            found.mirrors_lagging == 0,
            "plug it in or mount it: what was destroyed meanwhile may still be readable there",
        );
        let shown = ConfigFile::read(&folders.data)?.tls.certificate;
        let shown = shown.unwrap_or_else(|| folders.tls().shown.join("server.pem"));
        good &= look(
            "the server's certificate holds for two weeks more",
            valid_until(&shown).is_none_or(|until| until - now() > CERTIFICATE_SECONDS_MIN),
            "renew it; one of the ledger's own authority is renewed when the server starts",
        );
        for (what, is_so, advice) in looked_at_backups(&backups) {
            good &= look(what, is_so, advice);
        }
        self.output.many(out, &["looked_at", "verdict", "what_to_do"], &rows)?;
        if good { Ok(()) } else { Err(Failure::new(Exit::Failed, "something needs doing")) }
    }
}

/// Seconds a certificate should still hold: two weeks.
const CERTIFICATE_SECONDS_MIN: i64 = 14 * 24 * 3_600;

/// Seconds since 1970.
fn now() -> i64 {
    SystemClock::new().now() / 1_000_000
}

fn looked_at_backups(
    found: &pb::ListBackupsResponse,
) -> impl Iterator<Item = (&'static str, bool, &'static str)> {
    let now = now();
    let is_fresh = |at: Option<prost_types::Timestamp>| {
        at.is_some_and(|at| now - at.seconds <= BACKUP_HOURS_MAX * 3_600)
    };
    [
        (
            "backups are made",
            found.configured,
            "name a folder and a recipient under [backup] in griffie.toml (docs/backup.md)",
        ),
        (
            "a data backup is younger than 26 hours",
            is_fresh(found.last_data_at),
            "griffie backup create; set `at` under [backup] and let the server run at that hour",
        ),
        (
            "backups lie on another device than the data",
            found.on_another_device,
            "name a folder on another disk, stick or machine: one disk dies with all that is on it",
        ),
        (
            "a restore was tried and everything came back",
            found.last_test_sound,
            "griffie backup test DATA --keys KEYS --identity FILE",
        ),
    ]
    .into_iter()
}

fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(folder).is_ok_and(|found| found.permissions().mode().trailing_zeros() >= 6)
}

/// A bar on a terminal; nothing where nobody looks.
pub fn progress(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    let bar = ProgressBar::new(0).with_message(what.to_owned());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn word(state: pb::WriteState) -> &'static str {
    match state {
        pb::WriteState::Unspecified => "unknown",
        pb::WriteState::Writable => "writable",
        pb::WriteState::Damaged => "damaged",
        pb::WriteState::ClockRefused => "clock refused",
        pb::WriteState::DiskFull => "disk full",
        pb::WriteState::Stopped => "stopped",
    }
}
