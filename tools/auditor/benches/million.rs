//! How fast a bundle of one million records is audited: a bundle of headers of about 190 bytes, contents withheld, one with
//! boxes and keys, and one of clocks of the law. Prints the median of five runs. Without `--bench`, as in a test run, it only
//! does a small one.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use griffie_audit::{Options, audit};
use support::bundle::{EVERYTHING, Given, USUAL, bundle, write};
use support::ledger::Ledger;

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let size = if measured { 1_000_000 } else { 1_000 };
    measure("headers", entries(size), &USUAL);
    measure("headers, boxes and keys", entries(size / 10), &EVERYTHING);
    measure("clocks of the law", clocks(size / 10), &USUAL);
}

/// The stream of a dossier or case.
fn stream(number: usize) -> [u8; 16] {
    let mut stream = [0xd0; 16];
    stream[..4].copy_from_slice(&u32::try_from(number).unwrap_or(0).to_be_bytes());
    stream
}

/// 20,000 dossiers, each record in another one than the record before.
fn entries(size: usize) -> Ledger {
    let mut ledger = Ledger::create(1);
    for number in 1..size {
        let payload = br#"{"body":{"text":"a short note on a feed, as most are"}}"#;
        let stream = stream(number % 20_000);
        ledger.record(stream, "dossier.entry_recorded_in_full/1", 1, payload);
    }
    ledger
}

/// Half as many cases, each with one clock, which is met.
fn clocks(size: usize) -> Ledger {
    let mut ledger = Ledger::create(1);
    for number in 0..size / 2 {
        let started = br#"{"clock":0,"rule":"WKKGZ-JUDGEMENT","table":1,"calendar":1,"count":null,"start":"2026-02-20","nominal":"2026-04-03","due":"2026-04-07","target":null,"beside":null}"#;
        ledger.record(stream(number), "clock.started/1", 0, started);
        let met = br#"{"clock":0,"on":"2026-03-20","assumed":false}"#;
        ledger.record(stream(number), "clock.met/1", 0, met);
    }
    ledger
}

fn measure(what: &str, ledger: Ledger, given: &Given<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let size = ledger.records.len();
    write(folder.path(), &bundle(&ledger, given));
    drop(ledger);
    let mut times: Vec<Duration> = (0..5).map(|_| run(folder.path())).collect();
    times.sort();
    let median = times.get(2).map_or(f64::NAN, Duration::as_secs_f64);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = size as f64 / median;
    eprintln!("{what}: {size} records in {median:.3} s, {rate:.0} records/s (median of 5)");
}

fn run(folder: &Path) -> Duration {
    let begun = Instant::now();
    let report = audit(folder, &Options::default());
    assert_eq!(report.exit, 4, "{report:?}");
    begun.elapsed()
}
