//! Where a log stands, and what its next record must be (docs/format.md §2, "What a chain must satisfy").
//! Knows nothing of streams: revisions are counted by whoever holds the stream index.

use super::{
    ActorId, Commitment, Header, Kind, LedgerId, MalformedHeader, RecordHash, RequestId, StreamId,
    Visibility,
};

/// The kind of the record at position 0.
const FIRST_KIND: &str = "ledger.created/1";

/// Where a log stands: how many records, and what the next one must carry on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose chain it is; `None` while the log is empty and may become any ledger's.
    pub ledger: Option<LedgerId>,
    /// Number of records; the next one's position.
    pub size: u64,
    /// Hash of the last record; zeros when there is none.
    pub hash: RecordHash,
    /// Time of the last record, microseconds UTC; the next is not earlier.
    pub recorded_at: i64,
}

/// What the writer states of a record; place, hash and chaining follow from the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whose chain the record is for.
    pub ledger: LedgerId,
    /// Microseconds UTC; not before the last record's.
    pub recorded_at: i64,
    /// The matter the record belongs to.
    pub stream: StreamId,
    /// The record's number within its stream, from 0.
    pub revision: u64,
    /// Who acted, by pseudonym.
    pub actor: ActorId,
    /// The command that caused it.
    pub request: RequestId,
    /// Whether the payload may be given to anyone.
    pub visibility: Visibility,
    /// Salted hash of the payload.
    pub commitment: Commitment,
    /// What sort of fact it is.
    pub kind: Kind,
}

/// Why a record is not the next of its log. `position` is the place at which a record was awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A newer format or other algorithms: not broken, but not to be judged by this griffie.
    #[error("record {position} has an unsupported format")]
    Unsupported {
        /// Place in the log.
        position: u64,
    },
    /// The bytes are not a header.
    #[error("record {position} has a malformed header ({field})")]
    HeaderMalformed {
        /// Place in the log.
        position: u64,
        /// The field at which reading stopped.
        field: &'static str,
    },
    /// A record is missing, repeated or out of order.
    #[error("record {position} is missing; record {found} lies in its place")]
    PositionGap {
        /// Place in the log.
        position: u64,
        /// The position the header states.
        found: u64,
    },
    /// The record belongs to another ledger's chain.
    #[error("record {position} belongs to ledger {found}")]
    LedgerDiffers {
        /// Place in the log.
        position: u64,
        /// The ledger the header states.
        found: LedgerId,
    },
    /// The record claims to be older than the one before it.
    #[error("record {position} is stamped {found}, before {last}")]
    TimeDecreases {
        /// Place in the log.
        position: u64,
        /// Stamp of the record before it, microseconds UTC.
        last: i64,
        /// Its own stamp, microseconds UTC.
        found: i64,
    },
    /// The record does not carry on from the one before it: one of the two was altered.
    #[error("record {position} does not carry the hash of the record before it")]
    PreviousDiffers {
        /// Place in the log.
        position: u64,
    },
    /// A log begins with an open `ledger.created/1` and holds no other one at position 0.
    #[error("record {position} is not an open ledger.created/1")]
    FirstRecord {
        /// Always 0.
        position: u64,
    },
}

impl Broken {
    /// The place at which a record was awaited.
    pub const fn position(&self) -> u64 {
        match *self {
            Broken::Unsupported { position }
            | Broken::HeaderMalformed { position, .. }
            | Broken::PositionGap { position, .. }
            | Broken::LedgerDiffers { position, .. }
            | Broken::TimeDecreases { position, .. }
            | Broken::PreviousDiffers { position }
            | Broken::FirstRecord { position } => position,
        }
    }

    /// The finding's code (docs/format.md §9); `None` when the format is unsupported, which is no breach.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Broken::Unsupported { .. } => None,
            Broken::HeaderMalformed { .. } => Some("header_malformed"),
            Broken::PositionGap { .. } => Some("position_gap"),
            Broken::LedgerDiffers { .. } => Some("ledger_differs"),
            Broken::TimeDecreases { .. } => Some("time_decreases"),
            Broken::PreviousDiffers { .. } => Some("previous_differs"),
            Broken::FirstRecord { .. } => Some("first_record"),
        }
    }
}

impl Head {
    /// The head of a log without records.
    pub const EMPTY: Head = Head { ledger: None, size: 0, hash: RecordHash::ZERO, recorded_at: 0 };

    /// Accepts the next record's stored header bytes, or says why they are not the next link.
    /// Revisions are not checked here.
    pub fn follow(self, header_bytes: &[u8]) -> Result<(Head, Header), Broken> {
        let position = self.size;
        let header = Header::decode(header_bytes).map_err(|error| match error {
            MalformedHeader::Unsupported => Broken::Unsupported { position },
            MalformedHeader::Field(field) => Broken::HeaderMalformed { position, field },
        })?;
        self.accept(&header)?;
        let head = Head {
            ledger: Some(header.ledger),
            size: position + 1,
            hash: Header::hash(header_bytes),
            recorded_at: header.recorded_at,
        };
        Ok((head, header))
    }

    /// The next record's header bytes, and the head after it.
    ///
    /// What it returns has passed `follow`, so a writer cannot record what a reader would refuse.
    pub fn extend(self, facts: Facts) -> Result<(Vec<u8>, Head), Broken> {
        let header = Header {
            ledger: facts.ledger,
            position: self.size,
            recorded_at: facts.recorded_at,
            stream: facts.stream,
            revision: facts.revision,
            actor: facts.actor,
            request: facts.request,
            visibility: facts.visibility,
            commitment: facts.commitment,
            previous: self.hash,
            kind: facts.kind,
        };
        let bytes = header.encode();
        let (head, _) = self.follow(&bytes)?;
        Ok((bytes, head))
    }

    fn accept(self, header: &Header) -> Result<(), Broken> {
        let position = self.size;
        if header.position != position {
            return Err(Broken::PositionGap { position, found: header.position });
        }
        if self.ledger.is_some_and(|ledger| ledger != header.ledger) {
            return Err(Broken::LedgerDiffers { position, found: header.ledger });
        }
        if header.recorded_at < self.recorded_at {
            let (last, found) = (self.recorded_at, header.recorded_at);
            return Err(Broken::TimeDecreases { position, last, found });
        }
        if header.previous != self.hash {
            return Err(Broken::PreviousDiffers { position });
        }
        let creates = header.kind.as_str() == FIRST_KIND && header.visibility == Visibility::Open;
        if position == 0 && !creates {
            return Err(Broken::FirstRecord { position });
        }
        Ok(())
    }
}

/// Follows a whole log from its first record, revisions aside. A chain alone cannot show a cut tail or a
/// rewritten whole: compare the head with one noted earlier.
pub fn verify<'a>(headers: impl IntoIterator<Item = &'a [u8]>) -> Result<Head, Broken> {
    headers.into_iter().try_fold(Head::EMPTY, |head, bytes| Ok(head.follow(bytes)?.0))
}
