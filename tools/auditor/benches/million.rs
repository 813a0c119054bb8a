//! How fast a bundle of one million records is audited: a bundle of headers of about 190 bytes, contents withheld, and one
//! with boxes and keys. Prints the median of five runs. Without `--bench`, as in a test run, it only does a small one.

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
    measure("headers", size, &USUAL);
    measure("headers, boxes and keys", size / 10, &EVERYTHING);
}

fn measure(what: &str, size: usize, given: &Given<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::create(1);
    for number in 1..size {
        // 20,000 dossiers, each record in another one than the record before.
        let mut stream = [0xd0; 16];
        stream[..4].copy_from_slice(&(u32::try_from(number % 20_000).unwrap_or(0)).to_be_bytes());
        let payload = br#"{"body":{"text":"a short note on a feed, as most are"}}"#;
        ledger.record(stream, "dossier.entry_recorded_in_full/1", 1, payload);
    }
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
