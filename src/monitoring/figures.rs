//! The figures themselves, gathered when they are asked for. What cannot be had at the moment is left out, and the monitor sees that.

use chrono::DateTime;

use crate::grpc::hosted::Hosted;
use crate::grpc::tally::Tally;
use crate::register::latency::Latencies;
use crate::register::{Condition, FREE_BYTES_MIN, Status};
use crate::vault::MirrorState;

use super::exposition::Exposition;

const SECOND: i64 = 1_000_000;

/// Every figure of a ledger and of the calls on it.
pub fn figures(hosted: &Hosted, tally: &Tally) -> String {
    let register = &hosted.register;
    let (status, now) = (register.status(), register.now());
    let mut text = Exposition::default();
    records(&mut text, &status);
    condition(&mut text, &status);
    latency(&mut text, &register.commit_latency());
    if let Some(now) = DateTime::from_timestamp_micros(now)
        && let Ok(pressing) = hosted.pressing(now)
    {
        let name = "griffie_duties";
        text.family(name, "gauge", "Duties of all registers together that press.");
        text.sample(name, &[("due", "within_7_days")], pressing.soon);
        text.sample(name, &[("due", "overdue")], pressing.overdue);
    }
    text.gauge(
        "griffie_destructions_pending",
        "Destructions decided and not executed.",
        register.destructions_pending(),
    );
    backups(&mut text, hosted, now);
    calls(&mut text, tally);
    text.into_text()
}

fn records(text: &mut Exposition, status: &Status) {
    let size = status.head.size;
    text.gauge("griffie_records", "Records on the disk.", size);
    if let Some(head) = size.checked_sub(1) {
        text.gauge("griffie_head_position", "Position of the last record.", head);
    }
    let unpublished = size.saturating_sub(status.published);
    text.gauge(
        "griffie_unpublished_records",
        "Records not yet under a signed checkpoint.",
        unpublished,
    );
    text.gauge(
        "griffie_verified_up_to",
        "Every position below was verified since the start.",
        status.verified.up_to,
    );
    text.gauge("griffie_damaged_places", "Damaged places found.", status.verified.damage.len());
    text.gauge("griffie_queue_length", "Commands that wait for the writer.", status.queue_length);
    if let Some(free) = status.free_bytes {
        text.gauge("griffie_free_bytes", "Free bytes where records lie.", free);
    }
}

fn condition(text: &mut Exposition, status: &Status) {
    let is_full = status.free_bytes.is_some_and(|free| free < FREE_BYTES_MIN);
    let now = match status.condition {
        Condition::Writable if is_full => "disk_full",
        Condition::Writable => "writable",
        Condition::ClockRefused(_) => "clock_refused",
        Condition::Damaged { .. } => "damaged",
        Condition::Stopped => "stopped",
    };
    let name = "griffie_condition";
    text.family(name, "gauge", "Whether the ledger can be written: 1 for how it stands.");
    for state in ["writable", "disk_full", "clock_refused", "damaged", "stopped"] {
        text.sample(name, &[("state", state)], u8::from(state == now));
    }
}

fn latency(text: &mut Exposition, found: &Latencies) {
    let name = "griffie_commit_seconds";
    text.family(name, "histogram", "How long the disk took to take a commit, sync included.");
    for (bound, count) in &found.at_most {
        let bound = seconds(*bound);
        text.sample(&format!("{name}_bucket"), &[("le", &bound)], count);
    }
    text.sample(&format!("{name}_bucket"), &[("le", "+Inf")], found.count);
    text.sample(&format!("{name}_sum"), &[], seconds(found.micros));
    text.sample(&format!("{name}_count"), &[], found.count);
}

/// Microseconds as seconds, exactly.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn backups(text: &mut Exposition, hosted: &Hosted, now: i64) {
    let (data, keys) = hosted.register.with_backups(|it| (it.last_data, it.last_keys));
    let name = "griffie_backup_age_seconds";
    text.family(name, "gauge", "Age of the last backup on record; nothing if there was none.");
    for (of, at) in [("data", data), ("keys", keys)] {
        if let Some(at) = at {
            text.sample(name, &[("of", of)], now.saturating_sub(at).max(0) / SECOND);
        }
    }
    let mirrors = hosted.register.vault().mirrors();
    let lagging =
        mirrors.iter().filter(|it| matches!(it.state, MirrorState::Lagging { .. })).count();
    let name = "griffie_mirrors";
    text.family(name, "gauge", "Mirrors of the vault.");
    text.sample(name, &[("state", "current")], mirrors.len() - lagging);
    text.sample(name, &[("state", "lagging")], lagging);
}

fn calls(text: &mut Exposition, tally: &Tally) {
    let name = "griffie_calls_total";
    text.family(name, "counter", "Calls by operation and code; those of the registers as one.");
    for (operation, code, count) in tally.so_far() {
        text.sample(name, &[("operation", operation), ("code", code)], count);
    }
}
