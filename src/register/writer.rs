//! The one thread that orders a ledger: drains the queue, arranges, commits, and only then answers.
//!
//! Nobody hears "yes" before the disk does. Any failure of the store ends the thread for good: what was being written is of
//! unknown outcome, and the next start looks at the disk to find out.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::chain::Head;
use crate::store::{Batch, CommitError, Committed, StoredHead};

use super::arrange::{Arrangement, arrange};
use super::clock::TimeRules;
use super::damage::DamageRecorded;
use super::proposal::{Acknowledgement, Proposal, SubmitError};
use super::shared::{Condition, Shared, Synced};

/// Proposals taken into one commit at most, and the bytes after which no more are taken.
const PROPOSALS_MAX: usize = 1_024;
const RECORDS_MAX: usize = 2_048;
const BYTES_MAX: usize = 4 << 20;
/// Below this much free disk nothing is written but destructions, for which the ballast file keeps room.
pub const FREE_BYTES_MIN: u64 = 64 << 20;
/// Below this much, not even a destruction.
const DESTRUCTION_BYTES_MIN: u64 = 16 << 20;

/// Answer to a proposal.
pub type Answer = Result<Acknowledgement, SubmitError>;

/// What lies in the queue.
pub enum Envelope {
    /// Records to write.
    Submit {
        /// The records.
        proposal: Proposal,
        /// Where the answer goes; the caller may have left.
        reply: oneshot::Sender<Answer>,
    },
    /// The clock was looked at and is right: believe it, and write that down.
    AcceptClock {
        /// Makes the record, given the last stamp and the time accepted.
        make: Box<dyn FnOnce(i64, i64) -> Option<Proposal> + Send>,
        /// Where the answer goes.
        reply: oneshot::Sender<Answer>,
    },
    /// Records that name the places of their own command: made when its turn has come, given the next position.
    Decide {
        /// Makes the proposal.
        make: Box<dyn FnOnce(u64) -> Option<Proposal> + Send>,
        /// Where the answer goes.
        reply: oneshot::Sender<Answer>,
    },
    /// Boxes are lost, and somebody stands for it: write that down, then go on.
    AcceptDamage {
        /// The records that name them.
        proposal: Proposal,
        /// What they name.
        lost: Vec<DamageRecorded>,
        /// Where the answer goes.
        reply: oneshot::Sender<Answer>,
    },
    /// Everything queued before this is answered, then the thread ends.
    Stop,
}

/// The writer's own state; nobody else has a head.
pub struct Writer {
    shared: Arc<Shared>,
    head: Head,
    rules: TimeRules,
    queue: mpsc::Receiver<Envelope>,
}

type Waiting = (Vec<Proposal>, Vec<oneshot::Sender<Answer>>);

impl Writer {
    /// A writer that continues at `head`.
    pub fn new(shared: Arc<Shared>, head: Head, queue: mpsc::Receiver<Envelope>) -> Self {
        let last = (head.size > 0).then_some(head.recorded_at);
        Writer { shared, head, rules: TimeRules::new(last), queue }
    }

    /// Runs until stopped, or until the store fails.
    pub fn run(mut self) {
        while let Some(first) = self.queue.blocking_recv() {
            let (waiting, stop) = self.drain(first);
            let fatal = !waiting.0.is_empty() && self.write(waiting).is_err();
            if fatal || stop {
                break;
            }
        }
        self.queue.close();
        while let Ok(envelope) = self.queue.try_recv() {
            if let Envelope::Submit { reply, .. } = envelope {
                let _ = reply.send(Err(SubmitError::Stopped)); // The caller may have left.
            }
        }
    }

    /// Takes what else is at hand, without a timer: a lone client pays no linger.
    fn drain(&mut self, first: Envelope) -> (Waiting, bool) {
        let (mut proposals, mut replies) = (Vec::new(), Vec::new());
        let (mut records, mut bytes) = (0, 0);
        let mut next = Some(first);
        while let Some(envelope) = next.take() {
            match envelope {
                Envelope::Submit { proposal, reply } => {
                    records += proposal.drafts.len();
                    bytes += proposal.drafts.iter().map(|draft| draft.sealed.len()).sum::<usize>();
                    proposals.push(proposal);
                    replies.push(reply);
                }
                Envelope::AcceptClock { make, reply } => {
                    let now = self.shared.clock.now();
                    self.rules.accept(now, self.shared.clock.monotonic());
                    self.shared.clear_clock_refusal();
                    // Written before anything else, so that it states the stamp right before it.
                    let written = match make(self.head.recorded_at, now) {
                        Some(proposal) => self.write((vec![proposal], vec![reply])),
                        None => Ok(()),
                    };
                    if written.is_err() {
                        return ((proposals, replies), true);
                    }
                }
                Envelope::Decide { make, reply } => {
                    // A commit of its own, so that nothing comes between.
                    let written = if let Some(proposal) = make(self.head.size) {
                        self.write((vec![proposal], vec![reply]))
                    } else {
                        // It could not be sealed: certainly not recorded. The caller may have left.
                        let _ = reply.send(Err(SubmitError::Stopped));
                        Ok(())
                    };
                    if written.is_err() {
                        return ((proposals, replies), true);
                    }
                }
                Envelope::AcceptDamage { proposal, lost, reply } => {
                    if self.write_accepting((vec![proposal], vec![reply]), &lost).is_err() {
                        return ((proposals, replies), true);
                    }
                }
                Envelope::Stop => return ((proposals, replies), true),
            }
            if proposals.len() < PROPOSALS_MAX && records < RECORDS_MAX && bytes < BYTES_MAX {
                next = self.next_at_hand();
            }
        }
        ((proposals, replies), false)
    }

    /// What else is queued; if that is nothing, what is queued after everybody who can run has had a turn.
    ///
    /// A commit costs the same processor time for one record as for many. Where callers compete for the processor, the turn
    /// lets them finish what they were about to hand in; where none is about to, it takes a microsecond.
    fn next_at_hand(&mut self) -> Option<Envelope> {
        let queued = self.queue.try_recv().ok();
        queued.or_else(|| {
            std::thread::yield_now();
            self.queue.try_recv().ok()
        })
    }

    /// One batch: judge time and room, arrange, commit, answer. `Err` means the store is gone.
    fn write(&mut self, waiting: Waiting) -> Result<(), ()> {
        self.write_accepting(waiting, &[])
    }

    /// The same for records that name losses. Those count as lost once that is on the disk, not before: a refusal would
    /// leave a ledger that is written on with damage nobody recorded.
    fn write_accepting(
        &mut self,
        (proposals, replies): Waiting,
        lost: &[DamageRecorded],
    ) -> Result<(), ()> {
        if let Err(refusal) = self.admit(!lost.is_empty()) {
            answer_all(replies, &refusal);
            return Ok(());
        }
        let (proposals, replies) = self.with_room((proposals, replies));
        if proposals.is_empty() {
            return Ok(());
        }
        let now = self.shared.clock.now();
        let stamp = match self.rules.stamp(now, self.shared.clock.monotonic()) {
            Ok(stamp) => stamp,
            Err(refusal) => {
                self.shared.refuse_clock(refusal);
                answer_all(replies, &SubmitError::Clock(refusal));
                return Ok(());
            }
        };
        let arranged = {
            let index = self.shared.index.read();
            let destructions = self.shared.destructions.read();
            arrange(self.shared.ledger, self.head, stamp, (&index, &destructions), proposals)
        };
        let Ok(arrangement) = arranged else {
            // The head refused its own next record: a defect, and no reason to write on.
            self.fail("the next record does not follow from the last");
            answer_all(replies, &SubmitError::Stopped);
            return Err(());
        };
        self.commit(arrangement, replies, lost)
    }

    fn admit(&self, despite_damage: bool) -> Result<(), SubmitError> {
        match *self.shared.condition.read() {
            Condition::Damaged { position } if !despite_damage => {
                Err(SubmitError::Damaged { position })
            }
            Condition::Stopped => Err(SubmitError::Stopped),
            Condition::Writable | Condition::ClockRefused(_) | Condition::Damaged { .. } => Ok(()),
        }
    }

    /// What there is room for. On a full disk that is what carries out a destruction and nothing else: for that the ballast
    /// goes, and is set aside again when the destruction is done.
    fn with_room(&self, (proposals, replies): Waiting) -> Waiting {
        let is_below = |bytes: u64| self.shared.free_bytes().is_some_and(|free| free < bytes);
        if !is_below(FREE_BYTES_MIN) {
            return (proposals, replies);
        }
        let both = proposals.into_iter().zip(replies);
        let (going, waiting): (Vec<_>, Vec<_>) = both.partition(|(it, _)| it.destroys());
        if !going.is_empty()
            && let Err(error) = self.shared.room.release()
        {
            tracing::error!(kind = ?error.kind(), "the room set aside for destruction cannot be had");
        }
        let (going, refused) =
            if is_below(DESTRUCTION_BYTES_MIN) { (Vec::new(), going) } else { (going, Vec::new()) };
        let refused = waiting.into_iter().chain(refused).map(|(_, reply)| reply).collect();
        answer_all(refused, &SubmitError::DiskFull);
        going.into_iter().unzip()
    }

    fn commit(
        &mut self,
        arrangement: Arrangement,
        replies: Vec<oneshot::Sender<Answer>>,
        lost: &[DamageRecorded],
    ) -> Result<(), ()> {
        let Arrangement { records, rows, answers, facts, head } = arrangement;
        if !records.is_empty() {
            let batch = Batch {
                ledger: self.shared.ledger,
                expected: stored(self.head),
                next: stored(head),
                records,
                deletes: Vec::new(),
            };
            // The store blocks this thread, which is what this thread is for.
            let began = std::time::Instant::now();
            let outcome = pollster::block_on(self.shared.store.commit(&batch));
            self.shared.commit_latency.note(began.elapsed());
            if let Some(error) = failure(&outcome) {
                self.fail("the store failed");
                answer_all(replies, &error);
                return Err(());
            }
            {
                let mut index = self.shared.index.write();
                for (row, _) in &rows {
                    index.push(row);
                }
            }
            if !facts.is_empty() {
                let mut destructions = self.shared.destructions.write();
                for (position, fact) in &facts {
                    destructions.apply(*position, fact);
                }
            }
            self.shared.integrate(rows);
            self.head = head;
            if !lost.is_empty() {
                self.shared.accept_damage(lost);
            }
            self.shared.announce(Synced::of(head));
        }
        for (reply, answer) in replies.into_iter().zip(answers) {
            let acknowledged =
                answer.map(|records| Acknowledgement { records: records.into(), replayed: false });
            let _ = reply.send(acknowledged); // The caller may have left; the record stays.
        }
        Ok(())
    }

    fn fail(&self, what: &'static str) {
        tracing::error!(position = self.head.size, what, "the register stops");
        *self.shared.condition.write() = Condition::Stopped;
    }
}

fn stored(head: Head) -> StoredHead {
    StoredHead { size: head.size, hash: head.hash }
}

/// What the waiting are told when a commit did not happen as asked.
fn failure(outcome: &Result<Committed, CommitError>) -> Option<SubmitError> {
    match outcome {
        Ok(Committed::Committed) => None,
        // Somebody else wrote this log: certainly not recorded, and this writer's picture is wrong.
        Ok(Committed::Stale(_))
        | Err(
            CommitError::Unavailable { .. }
            | CommitError::Corrupt { .. }
            | CommitError::Malformed(_),
        ) => Some(SubmitError::Stopped),
        Err(CommitError::OutcomeUnknown { .. }) => Some(SubmitError::OutcomeUnknown),
    }
}

fn answer_all(replies: Vec<oneshot::Sender<Answer>>, error: &SubmitError) {
    for reply in replies {
        let _ = reply.send(Err(error.clone())); // The caller may have left.
    }
}
