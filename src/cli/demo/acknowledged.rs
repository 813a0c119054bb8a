//! What was acknowledged, as a client keeps it: position and hash of every record, to be asked for again after the server was killed.

use std::collections::BTreeMap;

use parking_lot::Mutex;
use tokio::sync::watch;

use super::super::connect::Connection;
use super::super::failure::{Exit, Failure};
use crate::grpc::pb;

/// Everything that was acknowledged so far.
#[derive(Debug)]
pub struct Acknowledged {
    kept: Mutex<Kept>,
    commands: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    records: BTreeMap<u64, Vec<u8>>,
    told_otherwise: u64,
    repeated: u64,
    recorded_before: u64,
}

/// What came of requests that were sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Requests that got no answer and were sent again.
    pub repeated: u64,
    /// Of those, how many turned out to be recorded already.
    pub recorded_before: u64,
}

/// How the ledger compares with what was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Acknowledged records found with their hash.
    pub found: u64,
    /// Acknowledged records that are not there, or are another record.
    pub missing: u64,
    /// Records of dossiers and practice that nobody was told of: the mark of a request that was recorded twice.
    pub unasked: u64,
}

impl Default for Acknowledged {
    fn default() -> Acknowledged {
        Acknowledged { kept: Mutex::default(), commands: watch::Sender::new(0) }
    }
}

impl Acknowledged {
    /// Keeps an acknowledgement. `repeated`: the request had been sent before.
    pub fn keep(&self, acknowledgement: &pb::Acknowledgement, repeated: bool) {
        let mut kept = self.kept.lock();
        for record in &acknowledgement.records {
            let before = kept.records.insert(record.position, record.hash.clone());
            let twice = before.is_some() && !acknowledgement.replayed;
            if twice || before.is_some_and(|hash| hash != record.hash) {
                kept.told_otherwise += 1;
            }
        }
        if repeated {
            kept.repeated += 1;
            kept.recorded_before += u64::from(acknowledgement.replayed);
        }
        drop(kept);
        self.commands.send_modify(|commands| *commands += 1);
    }

    /// How many commands were acknowledged.
    pub fn commands(&self) -> u64 {
        *self.commands.borrow()
    }

    /// How many records were acknowledged.
    pub fn records(&self) -> u64 {
        self.kept.lock().records.len() as u64
    }

    /// What came of repeats.
    pub fn repeats(&self) -> Repeats {
        let kept = self.kept.lock();
        Repeats { repeated: kept.repeated, recorded_before: kept.recorded_before }
    }

    /// Waits until so many commands were acknowledged.
    pub async fn reached(&self, commands: u64) {
        let mut count = self.commands.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count >= commands).await;
    }

    /// Reads the whole ledger and compares; every record from `from` on must be one that was acknowledged.
    pub async fn compare(&self, connection: &Connection, from: u64) -> Result<Comparison, Failure> {
        let (mut wanted, told_otherwise) = {
            let kept = self.kept.lock();
            (kept.records.clone(), kept.told_otherwise)
        };
        let total = wanted.len() as u64;
        let mut unasked = 0;
        let request = pb::ReadRecordsRequest::default();
        let mut records = connection.ledger().read_records(request).await?;
        while let Some(answer) = records.get_mut().message().await? {
            for record in answer.records {
                let same = wanted.get(&record.position).is_some_and(|hash| *hash == record.hash);
                if same {
                    wanted.remove(&record.position);
                } else if record.position >= from && !of_itself(&record.kind) {
                    unasked += 1;
                }
            }
        }
        let missing = wanted.len() as u64;
        Ok(Comparison { found: total - missing, missing: missing + told_otherwise, unasked })
    }
}

/// Whether the server records this of itself: about the ledger, and that somebody read.
fn of_itself(kind: &str) -> bool {
    kind.starts_with("ledger.") || kind.starts_with("access.")
}

impl Comparison {
    /// Fails unless everything is there, once.
    pub fn hold(self) -> Result<Comparison, Failure> {
        let Comparison { missing, unasked, .. } = self;
        if missing == 0 && unasked == 0 {
            return Ok(self);
        }
        let message = format!(
            "{missing} acknowledged records missing or changed, {unasked} recorded unasked"
        );
        Err(Failure::new(Exit::ChainBroken, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acknowledgement(position: u64, hash: u8, replayed: bool) -> pb::Acknowledgement {
        let record = pb::RecordedPosition { position, hash: vec![hash], ..Default::default() };
        pb::Acknowledgement { records: vec![record], replayed, ..Default::default() }
    }

    #[test]
    fn a_repeat_with_the_same_answer_is_fine_and_another_answer_is_noticed() {
        let acknowledged = Acknowledged::default();
        acknowledged.keep(&acknowledgement(4, 1, false), false);
        acknowledged.keep(&acknowledgement(4, 1, true), true);
        assert_eq!(acknowledged.kept.lock().told_otherwise, 0);
        acknowledged.keep(&acknowledgement(4, 2, true), true);
        assert_eq!(acknowledged.kept.lock().told_otherwise, 1);
        assert_eq!((acknowledged.records(), acknowledged.commands()), (1, 3));
        assert_eq!(acknowledged.repeats(), Repeats { repeated: 2, recorded_before: 2 });
    }

    #[test]
    fn a_record_that_is_missing_or_was_not_asked_for_does_not_hold() {
        let good = Comparison { found: 9, missing: 0, unasked: 0 };
        assert!(good.hold().is_ok());
        assert!(Comparison { missing: 1, ..good }.hold().is_err());
        assert!(Comparison { unasked: 1, ..good }.hold().is_err());
    }
}
