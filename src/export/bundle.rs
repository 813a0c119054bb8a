//! The audit bundle (docs/format.md §8) as a stream of pieces, pulled by whoever sends or writes it. Nothing leaves unchecked:
//! every header follows, tiles are those of the register, the root is the signed one, what is opened matches its commitment.
//!
//! Its size is that of the checkpoint published when it began. It holds some thousand records in memory, never the ledger.

use std::collections::VecDeque;
use std::fmt;

use crate::chain::tree::{TILE_WIDTH, Tile};
use crate::chain::{
    Broken, Checkpoint, Header, Kind, MalformedCheckpoint, MalformedNote, NotOfThisKey, Note,
    TreeHash, VerifierKey, Visibility,
};
use crate::register::damage::Lost;
use crate::register::{Cause, Published, ReadFailure, Register};
use crate::vault::NoKey;

use super::entries::{Closed, Entries};
use super::lines::{Content, Lines};
use super::manifest::{self, Manifest};

/// Positions whose lines share a file.
pub(super) const GROUP: u64 = 65_536;
/// Longest piece in bytes; tiles and entry bundles are shorter.
const PIECE_BYTES: usize = 256 * 1024;
/// Headers read at a time.
const HEADERS: usize = 4_096;

/// What a bundle holds of sealed records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedContent {
    /// Nothing: headers and open payloads.
    None,
    /// Their boxes, still locked.
    Boxes,
    /// Their boxes, and the key of each: whoever holds the bundle reads everything.
    Opened,
}

/// The next bytes of a file. Pieces of one file follow each other; it ends where another path begins.
#[derive(Clone, PartialEq, Eq)]
pub struct BundlePiece {
    /// The file's path in the bundle.
    pub path: String,
    /// The bytes.
    pub content: Vec<u8>,
}

impl fmt::Debug for BundlePiece {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BundlePiece({}, {} bytes)", self.path, self.content.len())
    }
}

/// Why a bundle was not made. What was given out before has no manifest and is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no checkpoint yet.
    #[error("no checkpoint is published yet")]
    NothingPublished,
    /// Records could not be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// A header is not the next link of the chain.
    #[error(transparent)]
    Chain(#[from] Broken),
    /// The stored headers are not those the register's tree was built from.
    #[error("the 256 records from {first} on are not those of the tree")]
    TreeDiffers {
        /// First position of the tile concerned.
        first: u64,
    },
    /// The stored headers are not those of the checkpoint.
    #[error("the records are not those of the published checkpoint of size {size}")]
    RootDiffers {
        /// Size of the checkpoint.
        size: u64,
    },
    /// Content that belongs into the bundle cannot be read, and no record says that it was lost.
    #[error("the content of record {position} cannot be read")]
    Unreadable {
        /// The record.
        position: u64,
        /// What is wrong with it.
        cause: Cause,
    },
    /// Content was recorded as lost after the bundle's size was fixed: make a new one, which says so.
    #[error("record {position} was recorded as lost after the export began")]
    LostSince {
        /// The record.
        position: u64,
    },
    /// The checkpoint it was to be under is none of this ledger.
    #[error("the checkpoint given is none that this ledger published")]
    ForeignCheckpoint,
    /// It was decided after the bundle's size was fixed that content in it goes: make a new one, which says so.
    #[error("the destruction of record {position} was decided after the export began")]
    DestroyedSince {
        /// The record.
        position: u64,
    },
    /// The key of a box is gone, though it opened a moment ago.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// The published checkpoint is none: a defect.
    #[error("the published checkpoint is malformed")]
    Checkpoint,
    /// The vault's signing key is not the ledger's: a defect.
    #[error(transparent)]
    Key(#[from] NotOfThisKey),
}

impl From<MalformedNote> for ExportError {
    fn from(_: MalformedNote) -> ExportError {
        ExportError::Checkpoint
    }
}

impl From<MalformedCheckpoint> for ExportError {
    fn from(_: MalformedCheckpoint) -> ExportError {
        ExportError::Checkpoint
    }
}

/// A bundle on its way out. Every call blocks for as long as the store takes.
pub struct BundleExport {
    register: Register,
    sealed: SealedContent,
    /// Of which kinds sealed content may leave.
    may_open: Box<dyn Fn(&Kind) -> bool + Send>,
    key: VerifierKey,
    published: Published,
    root: TreeHash,
    lost: Lost,
    entries: Entries,
    held: Vec<u8>,
    stage: Stage,
    /// Made and not pulled yet: at most what one step makes.
    ready: VecDeque<BundlePiece>,
    manifest: Manifest,
    files_total: u64,
}

enum Stage {
    /// Headers of a group of positions; those whose content belongs into the bundle are kept.
    Headers { open: Vec<Header>, sealed: Vec<Header> },
    /// Lines of open payloads of a group, then of its boxes.
    Lines { lines: Lines, sealed: Vec<Header> },
    /// Tiles above the leaves, and what closes the bundle.
    Closing,
    /// All was made.
    Done,
}

impl Stage {
    const HEADERS: Stage = Stage::Headers { open: Vec::new(), sealed: Vec::new() };
}

impl BundleExport {
    /// Begins a bundle of the size that is published now.
    pub fn start(register: &Register, sealed: SealedContent) -> Result<BundleExport, ExportError> {
        let published = register.published().ok_or(ExportError::NothingPublished)?;
        let checkpoint = Checkpoint::of_note(&Note::parse(published.note.as_bytes())?)?;
        // What a bundle leaves out, its own records must explain.
        if let Some(position) = register.last_decision().filter(|it| *it >= published.size) {
            return Err(ExportError::DestroyedSince { position });
        }
        Ok(BundleExport {
            register: register.clone(),
            sealed,
            may_open: Box::new(|_| true),
            key: register.verifier_key(),
            root: checkpoint.root,
            lost: register.lost_below(published.size)?,
            entries: Entries::new(published.size),
            held: Vec::new(),
            stage: Stage::HEADERS,
            ready: VecDeque::new(),
            manifest: Manifest::default(),
            files_total: files_at_most(published.size, sealed)
                + register.crossings(published.size).count() as u64,
            published,
        })
    }

    /// Takes sealed content of these kinds only; of all others nothing but the header leaves.
    #[must_use]
    pub fn opening(self, may_open: impl Fn(&Kind) -> bool + Send + 'static) -> BundleExport {
        BundleExport { may_open: Box::new(may_open), ..self }
    }

    /// Number of records in the bundle.
    pub fn size(&self) -> u64 {
        self.published.size
    }

    /// Files begun so far.
    pub fn files_done(&self) -> u64 {
        self.manifest.files() + u64::from(matches!(self.stage, Stage::Done))
    }

    /// Files of the bundle as far as is known: which groups of positions have open records only shows on the way, so it
    /// may shrink.
    pub fn files_total(&self) -> u64 {
        self.files_total
    }

    /// The next piece; `None` after the last one of the manifest, which comes last. After an error there is no bundle.
    pub fn next_piece(&mut self) -> Result<Option<BundlePiece>, ExportError> {
        while self.ready.is_empty() {
            match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Headers { open, sealed } => self.follow_headers(open, sealed)?,
                Stage::Lines { lines, sealed } => self.write_lines(lines, sealed)?,
                Stage::Closing => self.close()?,
                Stage::Done => return Ok(None),
            }
        }
        let piece = self.ready.pop_front();
        if let Some(piece) = &piece
            && piece.path != manifest::PATH
        {
            self.manifest.add(piece);
        }
        Ok(piece)
    }

    /// A run of headers: followed, compared, made into entry bundles and tiles.
    fn follow_headers(
        &mut self,
        mut open: Vec<Header>,
        mut sealed: Vec<Header>,
    ) -> Result<(), ExportError> {
        let first = self.entries.next();
        let group_end = self.size().min((first / GROUP + 1) * GROUP);
        let count = usize::try_from(group_end - first).unwrap_or(HEADERS).min(HEADERS);
        if first.is_multiple_of(GROUP) {
            let held = self.register.held(first, group_end - first)?;
            self.held.extend_from_slice(held.as_bytes());
        }
        let run = self.register.headers(first, count)?;
        if run.is_empty() {
            return Err(ReadFailure::Damaged { position: first }.into());
        }
        for (position, bytes) in run.iter() {
            let (header, closed) = self.entries.push(bytes).inspect_err(|_| {
                self.register.report_broken(position);
            })?;
            if let Some(closed) = closed {
                self.compare(&closed)?;
                self.ready.extend(closed.files);
            }
            match header.visibility {
                _ if self.lost.contains(position) => {}
                _ if self.register.is_decided_upon(position) => {}
                Visibility::Open => open.push(header),
                Visibility::Sealed if self.sealed == SealedContent::None => {}
                Visibility::Sealed if (self.may_open)(&header.kind) => sealed.push(header),
                Visibility::Sealed => {}
            }
        }
        self.stage = if self.entries.next() < group_end {
            Stage::Headers { open, sealed }
        } else {
            let lines = Lines::new(Content::Open, open);
            Stage::Lines { lines, sealed }
        };
        Ok(())
    }

    /// The register's tree must be the one these headers make, or its proofs are worth nothing. What lies in a tile that
    /// is not full shows in the root.
    fn compare(&self, closed: &Closed) -> Result<(), ExportError> {
        let Some(root) = closed.root else { return Ok(()) };
        if self.register.with_tree(|tree| tree.tile_hash(1, closed.tile.index)) == Some(root) {
            return Ok(());
        }
        let first = closed.tile.index * TILE_WIDTH;
        self.register.report_broken(first);
        Err(ExportError::TreeDiffers { first })
    }

    /// Some lines more of a group; after its last one, the next group.
    fn write_lines(&mut self, mut lines: Lines, sealed: Vec<Header>) -> Result<(), ExportError> {
        let group = (self.entries.next() - 1) / GROUP;
        let goes_on = lines.write(&self.register)?;
        self.ready.extend(lines.take(group, PIECE_BYTES, !goes_on));
        if goes_on {
            self.stage = Stage::Lines { lines, sealed };
            return Ok(());
        }
        self.files_total -= lines.files_absent();
        self.stage = match (lines.content(), self.sealed) {
            (Content::Open, SealedContent::Boxes) => {
                Stage::Lines { lines: Lines::new(Content::Boxes, sealed), sealed: Vec::new() }
            }
            (Content::Open, SealedContent::Opened) => {
                let lines = Lines::new(Content::BoxesAndKeys, sealed);
                Stage::Lines { lines, sealed: Vec::new() }
            }
            _ if self.entries.next() < self.size() => Stage::HEADERS,
            _ => Stage::Closing,
        };
        Ok(())
    }

    /// Upper tiles, `held`, the checkpoint if it is that of these records; and when all that was pulled, the manifest.
    fn close(&mut self) -> Result<(), ExportError> {
        if self.entries.root() != self.root {
            let size = self.size();
            self.register.report_broken(size - size % TILE_WIDTH);
            return Err(ExportError::RootDiffers { size });
        }
        let closing = !self.held.is_empty();
        if closing {
            for tile in Tile::all(self.size()).filter(|tile| tile.level > 0) {
                let first = tile.index << (8 * u32::from(tile.level + 1));
                let piece = self.entries.upper(tile).ok_or(ExportError::TreeDiffers { first })?;
                self.ready.push_back(piece);
            }
            let held = std::mem::take(&mut self.held);
            self.ready.extend(pieces("held", &held));
            self.ready.extend(pieces("checkpoint", self.published.note.as_bytes()));
            for crossing in self.register.crossings(self.size()) {
                let path = format!("rotation/{}", crossing.position + 1);
                self.ready.extend(pieces(&path, crossing.checkpoint.as_bytes()));
            }
            self.stage = Stage::Closing;
        } else {
            let mut note = self.manifest.note()?;
            note.sign(&self.key, |text| self.register.vault().sign(text))?;
            self.ready.extend(pieces(manifest::PATH, note.to_string().as_bytes()));
        }
        Ok(())
    }
}

/// Every file a bundle of this size may have.
fn files_at_most(size: u64, sealed: SealedContent) -> u64 {
    let tiles = Tile::all(size).map(|tile| if tile.level == 0 { 2 } else { 1 }).sum::<u64>();
    let lines = match sealed {
        SealedContent::None => 1,
        SealedContent::Boxes => 2,
        SealedContent::Opened => 3,
    };
    // And `held`, `checkpoint`, `manifest`.
    tiles + size.div_ceil(GROUP) * lines + 3
}

/// A file in pieces.
pub(super) fn pieces(path: &str, content: &[u8]) -> Vec<BundlePiece> {
    let piece = |bytes: &[u8]| BundlePiece { path: path.to_owned(), content: bytes.to_vec() };
    content.chunks(PIECE_BYTES).map(piece).collect()
}
