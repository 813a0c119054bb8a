//! The thread beside the writer: lets the witness follow, signs checkpoints, folds derived rows to disk.
//!
//! Nothing here is ever ahead of the disk: it works from what the writer has synced. If this thread dies the ledger is as sound
//! as before, only less attested.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::chain::{Checkpoint, NotOfThisKey, TreeHash};
use crate::vault::KeepError;

use super::shared::{Nudge, Published, Shared};
use super::tree::TreeError;

/// A checkpoint at least this often while records come in.
const PUBLISH_EVERY: Duration = Duration::from_secs(1);
/// The witness follows this often: each step is a sync of its own, in competition with the log's.
const WITNESS_EVERY: Duration = Duration::from_millis(100);

/// Why the keeper could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The vault refused or failed.
    #[error("the vault failed")]
    Vault(#[from] KeepError),
    /// The tree could not be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The vault's signing key is not the one the ledger names.
    #[error("the signing key is not the ledger's")]
    Key(#[from] NotOfThisKey),
}

/// The keeper's own state.
pub struct Keeper {
    shared: Arc<Shared>,
    nudges: Receiver<Nudge>,
    witnessed: u64,
    published_at: Option<Instant>,
}

impl Keeper {
    /// A keeper that knows the witness to stand at `witnessed`.
    pub fn new(shared: Arc<Shared>, nudges: Receiver<Nudge>, witnessed: u64) -> Self {
        Keeper { shared, nudges, witnessed, published_at: None }
    }

    /// Runs until stopped.
    pub fn run(mut self) {
        let mut stop = false;
        while !stop {
            let nudge = self.wait();
            stop = nudge == Nudge::Stop;
            let due = self.published_at.is_none_or(|at| at.elapsed() >= PUBLISH_EVERY);
            if let Err(error) = self.step(due || nudge != Nudge::Recorded) {
                tracing::error!(%error, "the ledger is not attested further");
                *self.shared.condition.write() = super::shared::Condition::Stopped;
                return;
            }
        }
    }

    /// Sleeps while there is nothing to do, then gathers what comes in, so that one sync serves many records.
    fn wait(&self) -> Nudge {
        if !self.pending() {
            match self.nudges.recv() {
                Ok(Nudge::Recorded) => {}
                Ok(other) => return other,
                Err(_) => return Nudge::Stop,
            }
        }
        let until = Instant::now() + WITNESS_EVERY;
        loop {
            match self.nudges.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Nudge::Recorded) => {}
                Ok(other) => return other,
                Err(RecvTimeoutError::Timeout) => return Nudge::Recorded,
                Err(RecvTimeoutError::Disconnected) => return Nudge::Stop,
            }
        }
    }

    fn pending(&self) -> bool {
        let size = self.shared.synced.borrow().size;
        let published = self.shared.published.borrow().as_ref().map_or(0, |it| it.size);
        size > self.witnessed || size > published
    }

    fn step(&mut self, publish: bool) -> Result<(), KeeperError> {
        let synced = *self.shared.synced.borrow();
        if synced.size > self.witnessed {
            self.shared.vault.follow(synced.size, synced.hash)?;
            self.witnessed = synced.size;
        }
        let published = self.shared.published.borrow().as_ref().map_or(0, |it| it.size);
        if publish && synced.size > published {
            self.publish(synced.size)?;
            self.published_at = Some(Instant::now());
            if let Err(error) = self.shared.tree.write().fold() {
                tracing::warn!(%error, "derived rows stay in memory");
            }
        }
        Ok(())
    }

    /// Signs the tree as it stands and keeps the checkpoint, then releases it: a checkpoint somebody has seen must be the one
    /// a restart finds, or two histories could be signed.
    fn publish(&self, size: u64) -> Result<(), KeeperError> {
        let root: TreeHash = self.shared.tree.read().root_at(size)?;
        let checkpoint = Checkpoint { ledger: self.shared.ledger, size, root };
        let mut note = checkpoint.note();
        let keys = self.shared.signing_keys.read();
        // Right after a rotation two keys are in force; the older one's signature was made before it was put away.
        note.sign(keys.newest(), |text| self.shared.vault.sign(text))?;
        drop(keys);
        let text = note.to_string();
        self.shared.vault.keep_checkpoint(text.as_bytes())?;
        self.shared.published.send_replace(Some(Published { size, note: text.into() }));
        Ok(())
    }
}
