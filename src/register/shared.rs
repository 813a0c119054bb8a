//! What the threads of a register share: the derived picture of the log, and how far each stage has come.
//! Only the writer changes the index; only the keeper publishes.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use crate::chain::{Head, LedgerId, RecordHash, SigningKeys, TreeHash};
use crate::store::Store;
use crate::store::space::Room;
use crate::vault::Vault;

use super::access_log::WholeLines;
use super::backups::Backups;
use super::clock::{Clock, ClockRefusal};
use super::damage::{DamageRecorded, Lost};
use super::destruction::Destructions;
use super::index::{Index, Row};
use super::latency::Latency;
use super::signing::Crossing;
use super::tree::Tree;

/// Whether the ledger can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It can.
    Writable,
    /// The last batch was refused for its time; the next one is judged anew.
    ClockRefused(ClockRefusal),
    /// Damage was found.
    Damaged {
        /// The first position concerned.
        position: u64,
    },
    /// The store failed, or the register was stopped.
    Stopped,
}

/// What is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Synced {
    /// Records.
    pub size: u64,
    /// Hash of the last one.
    pub hash: RecordHash,
    /// Its time, microseconds UTC.
    pub recorded_at: i64,
}

impl Synced {
    /// Of a head whose records are on the disk.
    pub fn of(head: Head) -> Synced {
        Synced { size: head.size, hash: head.hash, recorded_at: head.recorded_at }
    }
}

/// The latest checkpoint, signed and durable in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its size.
    pub size: u64,
    /// The signed note, verbatim.
    pub note: Arc<str>,
}

/// How far stored bytes were verified since the start, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Verified {
    /// Every position below this was looked at.
    pub up_to: u64,
    /// What was found, in order of position.
    pub damage: Vec<Damage>,
}

/// One damaged place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where.
    pub position: u64,
    /// What.
    pub cause: Cause,
}

/// What is wrong with a stored record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The header cannot be read or is not the next link: the chain is broken here.
    ChainBroken,
    /// The log is shorter than the vault's witness says.
    TailMissing,
    /// The box is gone without a decision.
    BoxMissing,
    /// The box does not open, or does not match its commitment.
    BoxUnreadable,
    /// The key that opens the box is not in the vault.
    KeyMissing,
}

impl Cause {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cause::ChainBroken => "CHAIN_BROKEN",
            Cause::TailMissing => "TAIL_MISSING",
            Cause::BoxMissing => "BOX_MISSING",
            Cause::BoxUnreadable => "BOX_UNREADABLE",
            Cause::KeyMissing => "KEY_MISSING",
        }
    }

    /// Whether only a box is concerned, so that the chain can go on once the loss is recorded.
    pub const fn can_be_accepted(self) -> bool {
        matches!(self, Cause::BoxMissing | Cause::BoxUnreadable | Cause::KeyMissing)
    }
}

/// Lets go of what was read.
pub type Forget = Box<dyn Fn() + Send + Sync>;

/// Shared by the register's handle and its threads.
pub struct Shared {
    /// Whose log this is.
    pub ledger: LedgerId,
    /// Where records lie.
    pub store: Arc<dyn Store>,
    /// Keys, witness and last checkpoint.
    pub vault: Arc<Vault>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The data folder.
    pub folder: PathBuf,
    /// Room on its disk.
    pub room: Arc<dyn Room>,
    /// Where every stream's records lie.
    pub index: RwLock<Index>,
    /// The tree's hashes.
    pub tree: RwLock<Tree>,
    /// Positions lost by recorded damage.
    pub lost: RwLock<Lost>,
    /// Holds and destructions, as they stand.
    pub destructions: RwLock<Destructions>,
    /// Whether it was opened for a restore.
    pub restoring: bool,
    /// Held while backups are made: one after the other.
    pub making_backup: Mutex<()>,
    /// Backups, as they stand.
    pub backups: RwLock<Backups>,
    /// Held while destructions are carried out: one after the other.
    pub destroying: tokio::sync::Mutex<()>,
    /// Called when something was decided to go and is not gone yet, by whoever keeps in memory what was read.
    pub when_destroying: RwLock<Vec<Forget>>,
    /// Held while lines of the access log are put aside or recorded.
    pub put_aside: Mutex<WholeLines>,
    /// The keys checkpoints are signed with, by size.
    pub signing_keys: RwLock<SigningKeys>,
    /// Each change of them, with the checkpoint that two keys signed.
    pub crossings: Vec<Crossing>,
    /// Whether the ledger can be written.
    pub condition: RwLock<Condition>,
    /// How long commits took.
    pub commit_latency: Latency,
    /// What is on the disk.
    pub synced: watch::Sender<Synced>,
    /// The latest checkpoint.
    pub published: watch::Sender<Option<Published>>,
    /// How far verification has come.
    pub verified: watch::Sender<Verified>,
    /// Wakes the keeper; full means it is awake already.
    pub nudge: SyncSender<Nudge>,
}

/// Why the keeper is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// Records came in.
    Recorded,
    /// Somebody waits for a checkpoint.
    Publish,
    /// Publish what is left and end.
    Stop,
}

impl Shared {
    /// Adds recorded rows to the tree.
    pub fn integrate(&self, rows: Vec<(Row, TreeHash)>) {
        let mut tree = self.tree.write();
        for (row, leaf) in rows {
            tree.push(leaf, row);
        }
    }

    /// Tells everyone that more is on the disk.
    pub fn announce(&self, synced: Synced) {
        self.clear_clock_refusal();
        self.synced.send_replace(synced);
        let _ = self.nudge.try_send(Nudge::Recorded); // Full: it is awake already.
    }

    /// Notes that the clock was not believed.
    pub fn refuse_clock(&self, refusal: ClockRefusal) {
        tracing::warn!(%refusal, "not written");
        let mut condition = self.condition.write();
        if matches!(*condition, Condition::Writable | Condition::ClockRefused(_)) {
            *condition = Condition::ClockRefused(refusal);
        }
    }

    /// The clock is believed again.
    pub fn clear_clock_refusal(&self) {
        if matches!(*self.condition.read(), Condition::ClockRefused(_)) {
            *self.condition.write() = Condition::Writable;
        }
    }

    /// Notes damage, and stops writing. A register that has stopped stays so.
    pub fn report_damage(&self, damage: Damage) {
        let (position, cause) = (damage.position, damage.cause.as_str());
        if self.restoring {
            // What a destruction since the backup took is missing as it should be; all of it goes on record.
            tracing::debug!(position, cause, "not to be read after the restore");
        } else {
            tracing::error!(position, cause, "the ledger is damaged");
        }
        let mut condition = self.condition.write();
        match *condition {
            Condition::Stopped => {}
            Condition::Damaged { position } if position <= damage.position => {}
            _ => *condition = Condition::Damaged { position: damage.position },
        }
        drop(condition);
        self.verified.send_modify(|verified| {
            if !verified.damage.contains(&damage) {
                verified.damage.push(damage);
            }
        });
    }

    /// Somebody stands for the loss of these: they count as lost, and the ledger can be written again unless more is wrong.
    pub fn accept_damage(&self, recorded: &[DamageRecorded]) {
        let mut lost = self.lost.write();
        for it in recorded {
            lost.add(it);
        }
        self.verified.send_modify(|verified| {
            verified.damage.retain(|damage| !lost.contains(damage.position));
        });
        drop(lost);
        let left = self.verified.borrow().damage.iter().map(|damage| damage.position).min();
        let mut condition = self.condition.write();
        if !matches!(*condition, Condition::Stopped) {
            *condition =
                left.map_or(Condition::Writable, |position| Condition::Damaged { position });
        }
    }

    /// Free bytes where records lie; nothing if the system does not say.
    pub fn free_bytes(&self) -> Option<u64> {
        self.room.free_bytes()
    }
}
