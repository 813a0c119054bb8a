//! Files from outside the operator's house (format.md §9, `--also`): checkpoints and receipts others kept. Each is first
//! read by itself, then compared with the bundle.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::checkpoint::{Checkpoint, RECEIPT_MAGIC, Receipt};
use crate::finding::{Code, Findings};
use crate::folder::Unreadable;
use crate::header::{Header, NoHeader};
use crate::note::SignedNote;
use crate::restored::Restored;
use crate::signing_keys::SigningKeys;
use crate::tree;
use crate::walk::Walk;

/// One file has at most this many bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// What a bundle says, as far as files from outside are compared with it.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The chain and the tree.
    pub walk: &'a Walk,
    /// The ledger.
    pub ledger: [u8; 16],
    /// Records in the bundle.
    pub size: u64,
    /// The ledger's keys; without them signatures are not judged.
    pub keys: Option<&'a SigningKeys>,
    /// Restores, in order.
    pub restored: &'a [Restored],
}

/// What became of a file from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It was compared; what was wrong is among the findings.
    Judged,
    /// It is of a branch that a restore left behind.
    Abandoned {
        /// Position of the record that says so.
        restored_at: u64,
    },
}

/// A file that somebody else kept.
#[derive(Debug)]
pub struct Outside {
    /// As given.
    pub path: String,
    content: Option<Content>,
}

#[derive(Debug)]
struct Content {
    checkpoint: Checkpoint,
    note: Option<SignedNote>,
    receipt: Option<Receipt>,
}

impl Outside {
    /// Reads one file.
    pub fn read(path: &Path) -> Result<Self, Unreadable> {
        let path_text = path.display().to_string();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
            .map_err(|source| Unreadable { path: path_text.clone(), source })?;
        Ok(Self::parse(path_text, bytes))
    }

    /// The same, from bytes.
    pub fn parse(path: String, bytes: Vec<u8>) -> Self {
        let fits = bytes.len() as u64 <= FILE_BYTES_MAX;
        let content = String::from_utf8(bytes).ok().filter(|_| fits).and_then(Content::parse);
        Self { path, content }
    }

    /// Reads all of them.
    pub fn read_all(paths: &[PathBuf]) -> Result<Vec<Self>, Unreadable> {
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// The size it attests, if it can be read.
    pub fn size(&self) -> Option<u64> {
        self.content.as_ref().map(|content| content.checkpoint.size)
    }

    /// Whether it is a receipt, of which position.
    pub fn receipt_index(&self) -> Option<u64> {
        self.content.as_ref()?.receipt.as_ref().map(|receipt| receipt.index)
    }

    /// Whether it carries signatures.
    pub fn is_signed(&self) -> bool {
        self.content.as_ref().is_some_and(|content| content.note.is_some())
    }

    /// Asks the walk for the roots and leaves this file will be compared with.
    pub fn ask(&self, walk: &mut Walk, size: u64) {
        let Some(content) = &self.content else { return };
        if content.checkpoint.size <= size {
            walk.roots.insert(content.checkpoint.size, None);
        }
        if let Some(index) = self.receipt_index().filter(|index| *index < size) {
            walk.leaves.insert(index, None);
        }
    }

    /// Compares it with a bundle.
    pub fn judge(&self, known: &Known<'_>, findings: &mut Findings) -> Fit {
        let Known { walk, ledger, size, keys, restored } = *known;
        let Some(Content { checkpoint, note, receipt }) = &self.content else {
            findings.file(Code::OutsideMalformed, &self.path);
            return Fit::Judged;
        };
        if checkpoint.ledger != ledger {
            findings.file(Code::OutsideLedger, &self.path);
            return Fit::Judged;
        }
        let root = walk.roots.get(&checkpoint.size).copied().flatten();
        let differs = root.is_some_and(|root| root != checkpoint.root);
        let left = restored.iter().find(|it| it.left_behind(checkpoint, note.as_ref(), keys));
        // Beyond the bundle a signature alone tells which branch it is of.
        let beyond = checkpoint.size > size && note.is_some() && keys.is_some();
        let left = left.filter(|_| differs || beyond);
        if let Some(receipt) = receipt {
            // Of a record that was kept it must still be the receipt.
            let gone = left.is_some_and(|it| receipt.index >= it.size);
            self.judge_receipt(receipt, walk, gone, findings);
        }
        if let Some(left) = left {
            return Fit::Abandoned { restored_at: left.size };
        }
        if checkpoint.size > size {
            // Of another tree than this bundle can show, under keys it may not name.
            return Fit::Judged;
        }
        if differs {
            findings.file(Code::OutsideInconsistent, &self.path);
        }
        if let (Some(note), Some(keys)) = (note, keys)
            && !note.is_signed_by(&keys.at(checkpoint.size))
        {
            findings.file(Code::OutsideSignature, &self.path);
        }
        Fit::Judged
    }

    fn judge_receipt(&self, receipt: &Receipt, walk: &Walk, gone: bool, findings: &mut Findings) {
        let leaf = tree::leaf(&receipt.header);
        match Header::decode(&receipt.header) {
            Err(NoHeader::UnknownMagic) => findings.file(Code::MagicUnknown, &self.path),
            Err(NoHeader::Malformed) => findings.file(Code::OutsideMalformed, &self.path),
            Ok(header) if header.position != receipt.index => {
                findings.file(Code::OutsideMalformed, &self.path);
            }
            Ok(header) if header.ledger != receipt.checkpoint.ledger => {
                findings.file(Code::OutsideLedger, &self.path);
            }
            Ok(_) => {}
        }
        let (index, size) = (receipt.index, receipt.checkpoint.size);
        if tree::root_from_inclusion(leaf, index, size, &receipt.proof)
            != Some(receipt.checkpoint.root)
        {
            findings.file(Code::OutsideMalformed, &self.path);
        }
        if let Some(Some(own)) = walk.leaves.get(&index)
            && *own != leaf
            && !gone
        {
            findings.file(Code::OutsideHeaderDiffers, &self.path);
        }
    }
}

impl Content {
    fn parse(text: String) -> Option<Self> {
        if text.starts_with(RECEIPT_MAGIC) {
            let receipt = Receipt::parse(&text)?;
            let (checkpoint, note) = (receipt.checkpoint, Some(receipt.note.clone()));
            Some(Self { checkpoint, note, receipt: Some(receipt) })
        } else if text.contains("\n\n") {
            let (checkpoint, note) = Checkpoint::parse_signed(text.into_bytes())?;
            Some(Self { checkpoint, note: Some(note), receipt: None })
        } else {
            Some(Self { checkpoint: Checkpoint::parse(&text)?, note: None, receipt: None })
        }
    }
}
