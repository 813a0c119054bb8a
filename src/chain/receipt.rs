//! Receipts: proof that a record is in the ledger, to be kept by anyone (docs/format.md §6; C2SP tlog-proof).

use std::fmt;

use super::checkpoint::{Checkpoint, CheckpointRejected, SigningKeys};
use super::header::{Header, MalformedHeader};
use super::note::{MalformedNote, NOTE_BYTES_MAX, Note};
use super::spelling::{base64, parse_base64, parse_base64_array, parse_decimal};
use super::tree::{leaf_hash, verify_inclusion};
use super::{LedgerId, TreeHash};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Longest receipt in bytes: a note, and above it a header and the 63 hashes of the deepest tree.
pub const RECEIPT_BYTES_MAX: usize = NOTE_BYTES_MAX + 4096;

/// A record's header, the proof that it is in the tree, and the checkpoint of that tree; none is checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The record's stored header bytes.
    pub header_bytes: Vec<u8>,
    /// The leaf the proof is of; the record's position.
    pub index: u64,
    /// The leaf's sibling first.
    pub proof: Vec<TreeHash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: Note,
}

/// A text that is not a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedReceipt {
    /// Longer than allowed, or not UTF-8, or one of its lines is not what it should be.
    #[error("malformed receipt ({0})")]
    Line(&'static str),
    /// What should be the checkpoint is not a note.
    #[error(transparent)]
    Note(#[from] MalformedNote),
}

/// Why a receipt does not prove its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRejected {
    /// The header is none, or of a format this griffie does not know.
    #[error(transparent)]
    Header(#[from] MalformedHeader),
    /// The checkpoint is none, or its signatures do not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointRejected),
    /// The proof is of another place than the header states.
    #[error("receipt proves position {index}, its header states {position}")]
    IndexDiffers {
        /// What the proof is of.
        index: u64,
        /// What the header states.
        position: u64,
    },
    /// The checkpoint is of another ledger than the header.
    #[error("receipt of a record of ledger {ledger} with another ledger's checkpoint")]
    LedgerDiffers {
        /// The ledger the header states.
        ledger: LedgerId,
    },
    /// The tree of the checkpoint does not hold the record in this place.
    #[error("the proof does not lead from the record to the checkpoint's root")]
    NotIncluded,
}

impl Receipt {
    /// Reads a receipt.
    pub fn parse(bytes: &[u8]) -> Result<Receipt, MalformedReceipt> {
        if bytes.len() > RECEIPT_BYTES_MAX {
            return Err(MalformedReceipt::Line("longer than allowed"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| MalformedReceipt::Line("not UTF-8"))?;
        let (above, checkpoint) =
            text.split_once("\n\n").ok_or(MalformedReceipt::Line("no empty line"))?;
        let mut lines = above.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(MalformedReceipt::Line("first line"));
        }
        let header_bytes = lines
            .next()
            .and_then(|line| parse_base64(line.strip_prefix("extra ")?))
            .ok_or(MalformedReceipt::Line("extra"))?;
        let index = lines
            .next()
            .and_then(|line| parse_decimal(line.strip_prefix("index ")?))
            .ok_or(MalformedReceipt::Line("index"))?;
        let proof = lines
            .map(|line| parse_base64_array(line).map(TreeHash::from_bytes))
            .collect::<Option<_>>()
            .ok_or(MalformedReceipt::Line("hash"))?;
        let checkpoint = Note::parse(checkpoint.as_bytes())?;
        Ok(Receipt { header_bytes, index, proof, checkpoint })
    }

    /// Checks everything a receipt claims against a ledger's keys; returns the record's header and the checkpoint.
    pub fn verify(&self, keys: &SigningKeys) -> Result<(Header, Checkpoint), ReceiptRejected> {
        let header = Header::decode(&self.header_bytes)?;
        let checkpoint = keys.verify(&self.checkpoint)?;
        let (index, position) = (self.index, header.position);
        if index != position {
            return Err(ReceiptRejected::IndexDiffers { index, position });
        }
        if checkpoint.ledger != header.ledger {
            return Err(ReceiptRejected::LedgerDiffers { ledger: header.ledger });
        }
        let leaf = leaf_hash(&self.header_bytes);
        if !verify_inclusion(&leaf, index, checkpoint.size, &checkpoint.root, &self.proof) {
            return Err(ReceiptRejected::NotIncluded);
        }
        Ok((header, checkpoint))
    }
}

/// The receipt as it is handed out.
impl fmt::Display for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{FIRST_LINE}")?;
        writeln!(formatter, "extra {}", base64(&self.header_bytes))?;
        writeln!(formatter, "index {}", self.index)?;
        for hash in &self.proof {
            writeln!(formatter, "{}", base64(hash.as_bytes()))?;
        }
        write!(formatter, "\n{}", self.checkpoint)
    }
}
