//! The one writer of a ledger, and everything read from it: order, group commit, idempotency, as-of reads, subscriptions,
//! checkpoints, verification and damage. Knows no protobuf.

pub mod accept;
pub mod access_log;
pub mod arrange;
pub mod attach;
pub mod backups;
mod boxes;
pub mod clock;
pub mod create;
pub mod damage;
pub mod derived;
pub mod destruction;
pub mod execute;
mod export;
pub mod facts;
mod folded;
mod folded_streams;
pub mod grants;
pub mod index;
mod keeper;
pub mod kinds;
pub mod latency;
mod letters;
mod matter;
mod mirrors;
pub mod open;
pub mod payload;
pub mod proposal;
mod reach;
pub mod read;
mod rebuilt;
mod recordings;
pub mod restore;
mod shared;
pub mod signing;
pub mod subscribe;
mod together;
pub mod tree;
pub mod verify;
mod writer;

use std::sync::Arc;
use std::thread::JoinHandle;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::chain::{Checkpoint, Head, LedgerId, RequestId, StreamId, TreeHash};
use crate::vault::Vault;

pub use execute::{Call, ExecuteError, Step};
pub use folded::Folded;
pub use matter::{Command, Matter, Refusal};
pub use proposal::{Acknowledgement, Draft, Proposal, Read, Recorded, SubmitError};
pub use read::{PayloadRead, ReadFailure, Record};
pub use rebuilt::Rebuilt;
pub use shared::{Cause, Condition, Damage, Published, Verified};
pub use together::{Recording, RunOutcome};
pub use writer::FREE_BYTES_MIN;

use shared::{Nudge, Shared};
use tree::TreeError;
use writer::Envelope;

/// A handle on one ledger's register; clones share it.
#[derive(Clone)]
pub struct Register {
    shared: Arc<Shared>,
    commands: mpsc::Sender<Envelope>,
    folded_streams: Arc<folded_streams::FoldedStreams>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

/// How a register stands.
#[derive(Clone, Debug)]
pub struct Status {
    /// Whose ledger.
    pub ledger: LedgerId,
    /// What is on the disk.
    pub head: Head,
    /// Size of the latest published checkpoint.
    pub published: u64,
    /// How far verification has come, and what it found.
    pub verified: Verified,
    /// Whether it can be written.
    pub condition: Condition,
    /// Free bytes where records lie.
    pub free_bytes: Option<u64>,
    /// Commands waiting.
    pub queue_length: usize,
}

impl Register {
    /// Whose ledger this is.
    pub fn ledger(&self) -> LedgerId {
        self.shared.ledger
    }

    /// The vault it seals with.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.shared.vault
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.shared.folder
    }

    /// The key the ledger's next checkpoint is signed with.
    pub fn verifier_key(&self) -> crate::chain::VerifierKey {
        self.shared.signing_keys.read().newest().clone()
    }

    /// The ledger's signing keys as they were at a size.
    pub fn keys_below(&self, size: u64) -> signing::Crossings {
        let first = self.shared.signing_keys.read().first().to_string();
        signing::Crossings { first, rotations: self.crossings(size).cloned().collect() }
    }

    /// Each change of the signing key below a size, with the checkpoint that two keys signed.
    pub fn crossings(&self, size: u64) -> impl Iterator<Item = &signing::Crossing> {
        self.shared.crossings.iter().filter(move |it| it.position < size)
    }

    /// Whether the ledger can be written.
    pub fn condition(&self) -> Condition {
        *self.shared.condition.read()
    }

    /// The register's time now, microseconds UTC.
    pub fn now(&self) -> i64 {
        self.shared.clock.now()
    }

    /// Records on the disk.
    pub fn size(&self) -> u64 {
        self.shared.synced.borrow().size
    }

    /// How many records a stream has: the revision its next one gets.
    pub fn next_revision(&self, stream: StreamId) -> u64 {
        self.shared.index.read().next_revision(stream)
    }

    /// The stream of the practice: the ledger's own id, since there is one practice a ledger.
    pub fn practice_stream(&self) -> StreamId {
        StreamId::from_bytes(*self.shared.ledger.as_bytes())
    }

    /// Reads the index of streams, requests and kinds.
    pub fn with_index<T>(&self, look: impl FnOnce(&index::Index) -> T) -> T {
        look(&self.shared.index.read())
    }

    /// Hands records to the writer and waits until they are on the disk.
    pub async fn submit(&self, proposal: Proposal) -> Result<Acknowledgement, SubmitError> {
        let (reply, answer) = oneshot::channel();
        self.command(Envelope::Submit { proposal, reply })?;
        // The writer answers all it takes; if it vanished instead, nobody knows how far it came.
        answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown))
    }

    fn command(&self, envelope: Envelope) -> Result<(), SubmitError> {
        self.commands.try_send(envelope).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => SubmitError::Busy,
            mpsc::error::TrySendError::Closed(_) => SubmitError::Stopped,
        })
    }

    /// The answer a command got when it was recorded from position `first` on, made again from the records themselves.
    pub fn acknowledgement_again(&self, first: u64) -> Result<Acknowledgement, ReadFailure> {
        let (bytes, header) = self.shared.header(first)?;
        let request: RequestId = header.request;
        let mut records = Vec::new();
        let mut next = Some((bytes, header));
        while let Some((bytes, header)) = next.take().filter(|(_, it)| it.request == request) {
            let position = header.position;
            records.push(Recorded {
                stream: header.stream,
                revision: header.revision,
                position,
                recorded_at: header.recorded_at,
                hash: crate::chain::Header::hash(&bytes),
            });
            if position + 1 < self.size() {
                next = Some(self.shared.header(position + 1)?);
            }
        }
        Ok(Acknowledgement { records: records.into(), replayed: true })
    }

    /// The latest published checkpoint, if there is one.
    pub fn published(&self) -> Option<Published> {
        self.shared.published.borrow().clone()
    }

    /// Waits until a checkpoint of at least this size is published. `None` if the register stops first.
    pub async fn published_at_least(&self, size: u64) -> Option<Published> {
        let mut published = self.shared.published.subscribe();
        let _ = self.shared.nudge.try_send(Nudge::Publish); // Full: it publishes within the second anyway.
        let found =
            published.wait_for(|it| it.as_ref().is_some_and(|it| it.size >= size)).await.ok();
        found.and_then(|found| found.clone())
    }

    /// The checkpoint text for a size, unsigned: what a signed one of that size must say.
    pub fn checkpoint_at(&self, size: u64) -> Result<Checkpoint, TreeError> {
        let root = self.shared.tree.read().root_at(size)?;
        Ok(Checkpoint { ledger: self.shared.ledger, size, root })
    }

    /// Inclusion proof of a position in the tree of a size.
    pub fn inclusion_proof(&self, size: u64, position: u64) -> Result<Vec<TreeHash>, TreeError> {
        self.shared.tree.read().inclusion(size, position)
    }

    /// Consistency proof between two sizes.
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<TreeHash>, TreeError> {
        self.shared.tree.read().consistency(old, new)
    }

    /// Reads the tree's tiles, for an export.
    pub fn with_tree<T>(&self, look: impl FnOnce(&tree::Tree) -> T) -> T {
        look(&self.shared.tree.read())
    }

    /// Which positions from `first` on have their box.
    pub fn held(&self, first: u64, count: u64) -> Result<crate::store::Held, ReadFailure> {
        self.shared.held(first, count)
    }

    /// The box at a position as it lies, if it is held.
    pub fn sealed(&self, position: u64) -> Result<Option<Vec<u8>>, ReadFailure> {
        let boxes = self.shared.boxes(&[position])?;
        Ok(boxes.into_iter().flatten().next().map(|sealed| sealed.to_vec()))
    }

    /// How the register stands.
    pub fn status(&self) -> Status {
        let synced = *self.shared.synced.borrow();
        Status {
            ledger: self.shared.ledger,
            head: Head {
                ledger: Some(self.shared.ledger),
                size: synced.size,
                hash: synced.hash,
                recorded_at: synced.recorded_at,
            },
            published: self.shared.published.borrow().as_ref().map_or(0, |it| it.size),
            verified: self.shared.verified.borrow().clone(),
            condition: *self.shared.condition.read(),
            free_bytes: self.shared.free_bytes(),
            queue_length: self.commands.max_capacity() - self.commands.capacity(),
        }
    }

    /// How long commits took since the start.
    pub fn commit_latency(&self) -> latency::Latencies {
        self.shared.commit_latency.so_far()
    }

    /// How many destructions are decided and not executed.
    pub fn destructions_pending(&self) -> usize {
        self.shared.destructions.read().pending().len()
    }

    /// A verification of everything stored, to be stepped by the caller.
    pub fn verification(&self) -> verify::Verification {
        verify::Verification::new(Arc::clone(&self.shared))
    }

    /// Verifies in the background, with a public "verified up to".
    pub fn verify_in_background(&self) {
        let shared = Arc::clone(&self.shared);
        let started = std::thread::Builder::new()
            .name("griffie-verify".to_owned())
            .spawn(move || verify::in_background(&shared));
        match started {
            Ok(thread) => self.threads.lock().push(thread),
            Err(error) => tracing::error!(%error, "nothing is verified in the background"),
        }
    }

    /// Answers what is queued, publishes a last checkpoint, and ends the threads. Blocks until they have.
    pub fn stop(&self) {
        let _ = self.commands.blocking_send(Envelope::Stop); // Closed: the writer ended before.
        let mut threads = std::mem::take(&mut *self.threads.lock()).into_iter();
        if let Some(writer) = threads.next() {
            let _ = writer.join(); // A panic there was answered as "outcome unknown".
        }
        let _ = self.shared.nudge.send(Nudge::Stop); // Closed: the keeper ended before.
        if let Some(keeper) = threads.next() {
            let _ = keeper.join();
        }
        *self.shared.condition.write() = Condition::Stopped;
        if self.vault().is_lagging() {
            self.vault().follow_mirrors();
        }
        for thread in threads {
            let _ = thread.join();
        }
    }
}
