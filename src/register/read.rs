//! Reading records back: headers as they lie, payloads only after their commitment was compared.
//!
//! A record that cannot be opened is never skipped: it comes back as lost (recorded damage) or unreadable, and the latter stops
//! the ledger from being written.

use std::sync::Arc;

use crate::chain::{Header, RecordHash, StreamId};
use crate::store::ReadError;
use crate::vault::{OpenBoxError, Opened};

use super::Register;
use super::destruction::Gone;
use super::open::SCAN;
use super::shared::{Cause, Damage, Shared};

/// One record read back.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its header, decoded.
    pub header: Header,
    /// Its header, as stored.
    pub header_bytes: Vec<u8>,
    /// Hash of the header.
    pub hash: RecordHash,
    /// Its payload, or what can be said of it.
    pub payload: PayloadRead,
}

/// What reading a payload came to.
#[derive(Clone)]
pub enum PayloadRead {
    /// Nobody asked for it.
    NotRequested,
    /// It opened and matches its commitment.
    Given(Arc<Opened>),
    /// Lost by recorded damage.
    Lost,
    /// It was decided that it goes.
    Destroyed(Gone),
    /// For the fold alone: a part of it was destroyed, and this is what is left.
    Replaced(Arc<Opened>),
    /// For the fold alone: it stands for another, in whose place it was said.
    Replacement,
    /// It cannot be read and nothing recorded says why.
    Unreadable(Cause),
}

impl std::fmt::Debug for PayloadRead {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            PayloadRead::NotRequested => "NotRequested",
            PayloadRead::Given(_) => "Given(…)",
            PayloadRead::Lost => "Lost",
            PayloadRead::Destroyed(_) => "Destroyed",
            PayloadRead::Replaced(_) => "Replaced(…)",
            PayloadRead::Replacement => "Replacement",
            PayloadRead::Unreadable(_) => "Unreadable",
        })
    }
}

/// Why records could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFailure {
    /// There is no such position.
    #[error("there is no position {position}")]
    NoSuchPosition {
        /// The position asked for.
        position: u64,
    },
    /// The header at a position cannot be read.
    #[error("the ledger is damaged at position {position}")]
    Damaged {
        /// Where.
        position: u64,
    },
    /// The store cannot be reached.
    #[error("the store cannot be read")]
    Unavailable,
}

impl From<ReadError> for ReadFailure {
    fn from(error: ReadError) -> ReadFailure {
        match error {
            ReadError::Unavailable { .. } => ReadFailure::Unavailable,
            ReadError::Beyond { position, .. } => ReadFailure::NoSuchPosition { position },
            ReadError::Corrupt { position, .. } => ReadFailure::Damaged { position },
        }
    }
}

impl Register {
    /// The records at these positions, in this order. Blocks for as long as the store takes.
    pub fn records(&self, positions: &[u64], payloads: bool) -> Result<Vec<Record>, ReadFailure> {
        self.shared.records(positions, payloads)
    }

    /// Consecutive records from `first` on, at most `max` and at most one scan's worth.
    pub fn record_run(
        &self,
        first: u64,
        max: usize,
        payloads: bool,
    ) -> Result<Vec<Record>, ReadFailure> {
        let size = self.size();
        let last = size.min(first.saturating_add(max.min(SCAN) as u64));
        let positions: Vec<u64> = (first..last).collect();
        self.shared.records(&positions, payloads)
    }

    /// A stream's records from a revision on, below a size of the ledger.
    pub fn stream(
        &self,
        stream: StreamId,
        from_revision: u64,
        below: u64,
    ) -> Result<Vec<Record>, ReadFailure> {
        let positions = self.shared.index.read().positions(stream, from_revision, below);
        self.shared.records(&positions, true)
    }

    /// How many records were recorded at or before a time: the ledger's size as of then.
    pub fn size_as_of(&self, recorded_at: i64) -> Result<u64, ReadFailure> {
        let (mut low, mut high) = (0, self.size());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.shared.header(middle)?.1.recorded_at <= recorded_at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

impl Shared {
    /// One header, as stored and decoded.
    pub(super) fn header(&self, position: u64) -> Result<(Vec<u8>, Header), ReadFailure> {
        let only = self.header_run(&[position])?.into_iter().next();
        only.ok_or(ReadFailure::NoSuchPosition { position })
    }

    pub(super) fn records(
        &self,
        positions: &[u64],
        payloads: bool,
    ) -> Result<Vec<Record>, ReadFailure> {
        let boxes = if payloads { self.boxes(positions)? } else { vec![None; positions.len()] };
        let mut boxes = boxes.into_iter();
        let mut records = Vec::with_capacity(positions.len());
        // What was recorded together lies together, and is read with one look.
        for run in positions.chunk_by(|before, after| before.checked_add(1) == Some(*after)) {
            for ((header_bytes, header), sealed) in
                self.header_run(run)?.into_iter().zip(&mut boxes)
            {
                let payload = if payloads {
                    self.payload(&header, sealed.as_deref())
                } else {
                    PayloadRead::NotRequested
                };
                let hash = Header::hash(&header_bytes);
                records.push(Record { header, header_bytes, hash, payload });
            }
        }
        Ok(records)
    }

    /// The headers at these positions, each the next of the one before it: as stored, and decoded.
    fn header_run(&self, positions: &[u64]) -> Result<Vec<(Vec<u8>, Header)>, ReadFailure> {
        let mut headers = Vec::with_capacity(positions.len());
        while let Some(rest @ [first, ..]) = positions.get(headers.len()..) {
            let run = match pollster::block_on(self.store.headers(*first, rest.len())) {
                Err(ReadError::Corrupt { position, .. }) => return Err(self.broken(position)),
                read => read?,
            };
            if run.is_empty() {
                return Err(ReadFailure::NoSuchPosition { position: *first });
            }
            for (position, bytes) in run.iter() {
                headers.push((bytes.to_vec(), self.decoded(position, bytes)?));
            }
        }
        Ok(headers)
    }

    fn decoded(&self, position: u64, bytes: &[u8]) -> Result<Header, ReadFailure> {
        let header = Header::decode(bytes).map_err(|_| self.broken(position))?;
        // The index was built from verified headers: another position in this place is damage.
        if header.position != position || header.ledger != self.ledger {
            return Err(self.broken(position));
        }
        Ok(header)
    }

    /// Opens a box against its header. What should open and does not is reported as damage.
    pub(super) fn payload(&self, header: &Header, sealed: Option<&[u8]>) -> PayloadRead {
        if let Some(gone) = self.destructions.read().gone(header.position) {
            return PayloadRead::Destroyed(gone);
        }
        if self.lost.read().contains(header.position) {
            return PayloadRead::Lost;
        }
        let cause = match sealed {
            None => Cause::BoxMissing,
            Some(sealed) => {
                let opened = self.vault.open_box(header.stream, header.commitment, sealed);
                match opened {
                    Ok(opened) => return PayloadRead::Given(Arc::new(opened)),
                    Err(OpenBoxError::NoKey(_)) => Cause::KeyMissing,
                    Err(_) => Cause::BoxUnreadable,
                }
            }
        };
        self.report_damage(Damage { position: header.position, cause });
        PayloadRead::Unreadable(cause)
    }

    fn broken(&self, position: u64) -> ReadFailure {
        self.report_damage(Damage { position, cause: Cause::ChainBroken });
        ReadFailure::Damaged { position }
    }
}
