//! Lives through a vault under the recorder, and judges what is left of it after a power cut (README.md).
//!
//! `vault_life live ROOT` tells what it does in ROOT/facts, one line a write: the recorder sees those, too, and so every fact has
//! its place among the changes. `vault_life check IMAGE FACTS KNOWN` is given all facts and how many came before the cut.

mod check;
mod fact;
mod live;

use std::error::Error;
use std::path::Path;

use griffie::chain::{LedgerId, StreamId};

/// Whose vault it is.
const LEDGER: LedgerId = LedgerId::from_bytes([7; 16]);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["live", root] => live::live(Path::new(root)),
        ["check", image, facts, known] => {
            let facts = fact::parse(&std::fs::read_to_string(facts)?)?;
            check::check(Path::new(image), &facts, known.parse()?)
        }
        _ => Err("usage: vault_life live ROOT | check IMAGE FACTS KNOWN".into()),
    }
}

/// The stream of the numbered key, a dossier of nobody.
fn stream(number: u64) -> StreamId {
    let mut bytes = [9; 16];
    bytes.iter_mut().zip(number.to_be_bytes()).for_each(|(byte, digit)| *byte = digit);
    StreamId::from_bytes(bytes)
}

/// What the numbered key seals.
fn payload(number: u64) -> String {
    format!("{{\"sealed_by\":{number}}}")
}
