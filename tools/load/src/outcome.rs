//! What came of a client's requests, and the line that says so.

use hdrhistogram::Histogram;
use tonic::Status;

use super::Failed;
use super::arguments::{Arguments, Way};

/// What came of a client's requests.
pub struct Outcome {
    /// Entries written or read, or proofs.
    pub entries: u64,
    /// How long each request took.
    pub latency_micros: Histogram<u64>,
    /// Why it stopped early, if it did.
    pub gone: Option<Status>,
}

impl Outcome {
    /// Nothing yet.
    pub fn new() -> Self {
        // Up to ten minutes; three digits are few.
        let latency_micros = Histogram::new_with_max(600_000_000, 3)
            .unwrap_or_else(|_| unreachable!("the bounds are in order"));
        Outcome { entries: 0, latency_micros, gone: None }
    }

    /// Adds what came of another client's.
    pub fn add(&mut self, other: &Outcome) {
        self.entries += other.entries;
        // Both have the same number of digits.
        let _ = self.latency_micros.add(&other.latency_micros);
        if self.gone.is_none() {
            self.gone.clone_from(&other.gone);
        }
    }

    /// Prints rate and latencies.
    #[expect(clippy::print_stdout, reason = "the result is this program's output")]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub fn report(&self, arguments: &Arguments, seconds: f64) -> Result<(), Failed> {
        let what = if arguments.way == Way::Proof { "proofs" } else { "entries" };
        println!(
            "{} clients, {} {what} in {seconds:.2} s: {:.0} {what}/s, p50 {} µs, p99 {} µs a request",
            arguments.clients,
            self.entries,
            self.entries as f64 / seconds,
            self.latency_micros.value_at_quantile(0.5),
            self.latency_micros.value_at_quantile(0.99),
        );
        match &self.gone {
            None => Ok(()),
            Some(status) if arguments.until_gone => {
                eprintln!("griffie-load: the server went away: {}", status.code());
                Ok(())
            }
            Some(status) => Err(format!("a request failed: {status}")),
        }
    }
}
