//! Checkpoints: a ledger's size and root, signed (docs/format.md §5; C2SP tlog-checkpoint), and which key signs which size.

use super::note::{Note, NoteRejected};
use super::spelling::{base64, decimal, parse_base64_array, parse_decimal};
use super::verifier_key::VerifierKey;
use super::{LedgerId, TreeHash};

const ORIGIN: &str = "griffie/";

/// What the ledger was at some size. Never shrinks, never forks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose tree it is.
    pub ledger: LedgerId,
    /// Number of records.
    pub size: u64,
    /// Root of the tree over them.
    pub root: TreeHash,
}

/// A text that is not the three lines of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed checkpoint ({0})")]
pub struct MalformedCheckpoint(pub &'static str);

/// Name of a ledger's log and of its keys: `griffie/<ledger hex>`.
pub fn origin(ledger: LedgerId) -> String {
    format!("{ORIGIN}{ledger}")
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        let Checkpoint { ledger, size, root } = self;
        format!("{}\n{}\n{}\n", origin(*ledger), decimal(*size), base64(root.as_bytes()))
    }

    /// Reads the three lines, and nothing more than those: griffie has no extension lines.
    pub fn parse(text: &str) -> Result<Checkpoint, MalformedCheckpoint> {
        let lines = text.strip_suffix('\n').ok_or(MalformedCheckpoint("end of line"))?;
        let mut lines = lines.split('\n');
        let mut line = |name| lines.next().ok_or(MalformedCheckpoint(name));
        let ledger = line("origin")?
            .strip_prefix(ORIGIN)
            .and_then(|hex| hex.parse().ok())
            .ok_or(MalformedCheckpoint("origin"))?;
        let size = parse_decimal(line("size")?)
            .filter(|size| *size <= 1 << 63)
            .ok_or(MalformedCheckpoint("size"))?;
        let root = parse_base64_array(line("root")?)
            .map(TreeHash::from_bytes)
            .ok_or(MalformedCheckpoint("root"))?;
        match lines.next() {
            None => Ok(Checkpoint { ledger, size, root }),
            Some(_) => Err(MalformedCheckpoint("more than three lines")),
        }
    }

    /// The checkpoint as a note that nobody has signed yet.
    pub fn note(&self) -> Note {
        Note::of_lines(self.text())
    }

    /// Reads a signed checkpoint, whatever its signatures are worth.
    pub fn of_note(note: &Note) -> Result<Checkpoint, MalformedCheckpoint> {
        Checkpoint::parse(note.text())
    }
}

/// A ledger's signing keys through its life: the first, then one a rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKeys {
    first: VerifierKey,
    rotations: Vec<(u64, VerifierKey)>,
}

/// A rotation that does not lie behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rotation at record {position} does not come after the last one")]
pub struct RotationOutOfOrder {
    /// Place of the rotation's record.
    pub position: u64,
}

impl SigningKeys {
    /// The key named by `ledger.created/1`.
    pub const fn new(first: VerifierKey) -> SigningKeys {
        SigningKeys { first, rotations: Vec::new() }
    }

    /// Adds the key named by the `ledger.key_rotated/1` at `position`.
    pub fn rotate(&mut self, position: u64, next: VerifierKey) -> Result<(), RotationOutOfOrder> {
        if position <= self.rotations.last().map_or(0, |(last, _)| *last) {
            return Err(RotationOutOfOrder { position });
        }
        self.rotations.push((position, next));
        Ok(())
    }

    /// The key of position 0.
    pub const fn first(&self) -> &VerifierKey {
        &self.first
    }

    /// The key the next checkpoint after all known records is signed with.
    pub fn newest(&self) -> &VerifierKey {
        self.rotations.last().map_or(&self.first, |(_, key)| key)
    }

    /// The keys that sign a checkpoint of this size, the older first: two of them right after a rotation, else one.
    pub fn in_force(&self, size: u64) -> Vec<&VerifierKey> {
        let mut keys = vec![&self.first];
        for (position, next) in &self.rotations {
            match (position + 1).cmp(&size) {
                std::cmp::Ordering::Less => keys = vec![next],
                std::cmp::Ordering::Equal => keys.push(next),
                std::cmp::Ordering::Greater => break,
            }
        }
        keys
    }

    /// Checks a checkpoint's signatures against the keys in force at its size.
    pub fn verify(&self, note: &Note) -> Result<Checkpoint, CheckpointRejected> {
        let checkpoint = Checkpoint::of_note(note)?;
        let keys = self.in_force(checkpoint.size);
        if keys.iter().any(|key| key.name() != origin(checkpoint.ledger)) {
            return Err(CheckpointRejected::OtherLedger { ledger: checkpoint.ledger });
        }
        note.verify(keys)?;
        Ok(checkpoint)
    }
}

/// Why a note is not a checkpoint of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointRejected {
    /// Not three lines of a checkpoint.
    #[error(transparent)]
    Malformed(#[from] MalformedCheckpoint),
    /// A checkpoint of another ledger than the keys are of.
    #[error("checkpoint of ledger {ledger}, which is another one")]
    OtherLedger {
        /// The ledger it is of.
        ledger: LedgerId,
    },
    /// The signatures do not hold.
    #[error(transparent)]
    Note(#[from] NoteRejected),
}
