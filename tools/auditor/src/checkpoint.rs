//! A checkpoint's three lines and a receipt (format.md §§5, 6). Form only: who signed is asked elsewhere.

use crate::note::{CHECKPOINT_BYTES_MAX, SignedNote};
use crate::spelling;
use crate::tree::Hash;

/// What a ledger commits itself to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Random id of the ledger.
    pub ledger: [u8; 16],
    /// How many records.
    pub size: u64,
    /// Root of the tree over their headers.
    pub root: Hash,
}

/// A C2SP `tlog-proof` of one record.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The record's header, not yet read.
    pub header: Vec<u8>,
    /// The record's position.
    pub index: u64,
    /// From the leaf's sibling to the root.
    pub proof: Vec<Hash>,
    /// The checkpoint the proof leads to.
    pub checkpoint: Checkpoint,
    /// The same, with its signatures.
    pub note: SignedNote,
}

/// The first line of a receipt.
pub const RECEIPT_MAGIC: &str = "c2sp.org/tlog-proof@v1";

/// A path from leaf to root has no more steps than a size has bits.
const PROOF_MAX: usize = 63;

/// The name under which a ledger signs.
pub fn origin(ledger: &[u8; 16]) -> String {
    format!("griffie/{}", hex::encode(ledger))
}

impl Checkpoint {
    /// Reads the three lines, each with its `\n`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        if lines.next().is_some() {
            return None;
        }
        Some(Self {
            ledger: spelling::hex(origin.strip_prefix("griffie/")?)?,
            size: spelling::decimal(size)?,
            root: spelling::base64_array(root)?,
        })
    }

    /// Reads a signed checkpoint.
    pub fn parse_signed(bytes: Vec<u8>) -> Option<(Self, SignedNote)> {
        let note = SignedNote::parse(bytes, CHECKPOINT_BYTES_MAX)?;
        Some((Self::parse(note.text())?, note))
    }
}

impl Receipt {
    /// Reads a receipt.
    pub fn parse(text: &str) -> Option<Self> {
        let (proof, checkpoint) = text.split_once("\n\n")?;
        let mut lines = proof.split('\n');
        if lines.next()? != RECEIPT_MAGIC {
            return None;
        }
        let header = spelling::base64(lines.next()?.strip_prefix("extra ")?)?;
        let index = spelling::decimal(lines.next()?.strip_prefix("index ")?)?;
        let proof: Vec<Hash> =
            lines.take(PROOF_MAX + 1).map(spelling::base64_array).collect::<Option<_>>()?;
        if proof.len() > PROOF_MAX {
            return None;
        }
        let (checkpoint, note) = Checkpoint::parse_signed(checkpoint.as_bytes().to_vec())?;
        Some(Self { header, index, proof, checkpoint, note })
    }
}
