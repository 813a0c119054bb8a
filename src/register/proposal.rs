//! What a caller hands to the writer, and what the writer answers. Knows no aggregate and no protobuf.

use std::sync::Arc;

use crate::chain::{ActorId, Commitment, Kind, RecordHash, RequestId, StreamId, Visibility};

use super::clock::ClockRefusal;
use super::destruction::Resolved;

/// A record decided upon and sealed, not yet ordered.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The matter it belongs to.
    pub stream: StreamId,
    /// What sort of fact it is.
    pub kind: Kind,
    /// Whether the payload may be given to anyone.
    pub visibility: Visibility,
    /// Salted hash of the payload.
    pub commitment: Commitment,
    /// The sealed payload.
    pub sealed: Vec<u8>,
    /// What it says of holds and destructions, if it is about these: followed once it is on the disk.
    pub fact: Option<Box<Resolved>>,
}

/// A stream the caller read before deciding, as it stood then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The stream.
    pub stream: StreamId,
    /// How many records it had: the revision the next one gets.
    pub next_revision: u64,
}

/// All records of one command; they are recorded together, side by side, or not at all.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The command, by keyed id; recorded once however often it is sent.
    pub request: RequestId,
    /// Who acts.
    pub actor: ActorId,
    /// Every stream the decision rests on.
    pub reads: Vec<Read>,
    /// A command that must have been recorded before this one; if it was not, this one is stale, whatever it read.
    pub after: Option<RequestId>,
    /// The records, in order.
    pub drafts: Vec<Draft>,
}

impl Proposal {
    /// Whether it decides a destruction or says that one was carried out: what frees room is written when there is little.
    pub fn destroys(&self) -> bool {
        let of = |draft: &Draft| draft.fact.as_ref().is_some_and(|it| it.fact.destroys());
        self.drafts.iter().any(of)
    }
}

/// One record as it was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The matter.
    pub stream: StreamId,
    /// Its number within the matter.
    pub revision: u64,
    /// Its place in the ledger.
    pub position: u64,
    /// When it was recorded, microseconds UTC.
    pub recorded_at: i64,
    /// Hash of its header.
    pub hash: RecordHash,
}

/// What a caller keeps: these records are on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The command's records, in order.
    pub records: Arc<[Recorded]>,
    /// Whether the command had been recorded before, and this is that answer again.
    pub replayed: bool,
}

/// Why a proposal was not recorded, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// A stream has moved on since it was read; decide again.
    #[error("a stream has changed since it was read")]
    Stale {
        /// Each stream that moved, as it stands now.
        current: Vec<Read>,
    },
    /// Something of the stream was decided to go: the whole of it, or a part that is not gone yet.
    #[error("the stream was destroyed, or is being destroyed")]
    Fenced {
        /// The stream.
        stream: StreamId,
        /// Whether it is gone for good.
        whole: bool,
    },
    /// The same command was recorded already, from this position on.
    #[error("this request was recorded before")]
    Duplicate {
        /// Position of the command's first record.
        first: u64,
    },
    /// The queue is full; certainly not recorded.
    #[error("the register's queue is full")]
    Busy,
    /// Free disk space is below the reserve; certainly not recorded.
    #[error("the disk is nearly full")]
    DiskFull,
    /// The clock is not believed; certainly not recorded.
    #[error(transparent)]
    Clock(#[from] ClockRefusal),
    /// The chain was found damaged; certainly not recorded.
    #[error("the ledger is damaged at position {position} and cannot be written")]
    Damaged {
        /// The first position found damaged.
        position: u64,
    },
    /// The register has stopped or is stopping; certainly not recorded.
    #[error("the register has stopped")]
    Stopped,
    /// The disk failed while this was being written; it may or may not be recorded. Repeat with the same request id.
    #[error("the outcome is unknown")]
    OutcomeUnknown,
}
