//! The clocks of the law as the records tell them (format.md §7, "Clocks"): what each record says is compared with what the
//! rules give. Streams are followed as the chain is, so memory grows with clocks and not with records.

mod course;
mod statement;
mod stream;

use std::collections::{BTreeMap, HashMap};

use crate::finding::{Code, Findings};
use crate::report;
pub use statement::Statement;
use stream::Stream;

/// Position and stream of a `clock.*` record.
pub type Place = (u64, [u8; 16]);

/// All clocks of a ledger.
#[derive(Debug, Default)]
pub struct Clocks {
    streams: HashMap<[u8; 16], Stream>,
}

impl Clocks {
    /// Follows records of clocks on: all there are, in order, and what those that are given say.
    pub fn follow(
        &mut self,
        places: Vec<Place>,
        mut given: BTreeMap<u64, Statement>,
        findings: &mut Findings,
    ) {
        for (position, stream) in places {
            let stream = self.streams.entry(stream).or_default();
            let Some(statement) = given.remove(&position) else {
                stream.miss();
                continue;
            };
            if let Err(code) = stream.take(&statement) {
                findings.at(code, position);
            }
        }
    }

    /// How many clocks were recomputed.
    pub fn count(&self) -> report::Clocks {
        let mut counts = report::Clocks::default();
        self.streams.values().for_each(|stream| stream.count(&mut counts));
        counts
    }
}

/// Whether what must hold holds; else the breach of form, order or bounds.
fn need(holds: bool) -> Result<(), Code> {
    if holds { Ok(()) } else { Err(Code::ClockMalformed) }
}
