//! Headers on their way into a bundle: each must follow the one before it, and what was followed becomes entry bundles and
//! tiles (docs/format.md §§4, 8). Builds a tree of its own, so that a bundle never repeats an error of the register's. Pure.

use crate::chain::tree::{RightEdge, TILE_WIDTH, Tile, leaf_hash};
use crate::chain::{Broken, Head, Header, TreeHash};

use super::bundle::BundlePiece;

/// The headers of a bundle, followed as far as they were pushed.
pub(super) struct Entries {
    size: u64,
    head: Head,
    edge: RightEdge,
    /// Entries and leaf hashes of the tile begun.
    headers: Vec<u8>,
    leaves: Vec<u8>,
    /// Hashes of level 1 and up, one after the other: an eighth of a byte a record.
    upper: Vec<Vec<u8>>,
}

/// A tile of level 0 and its entries, complete.
pub(super) struct Closed {
    /// Which tile.
    pub(super) tile: Tile,
    /// Root over it, if it is full.
    pub(super) root: Option<TreeHash>,
    /// Its two files.
    pub(super) files: [BundlePiece; 2],
}

impl Entries {
    /// Nothing yet, of a bundle of this size.
    pub(super) fn new(size: u64) -> Entries {
        Entries {
            size,
            head: Head::EMPTY,
            edge: RightEdge::default(),
            headers: Vec::new(),
            leaves: Vec::new(),
            upper: Vec::new(),
        }
    }

    /// The next position.
    pub(super) fn next(&self) -> u64 {
        self.head.size
    }

    /// Takes the next header, if it is the next link; gives the tile it completes.
    pub(super) fn push(&mut self, header: &[u8]) -> Result<(Header, Option<Closed>), Broken> {
        let (head, decoded) = self.head.follow(header)?;
        self.head = head;
        // A header has at most 221 bytes.
        let length = u16::try_from(header.len()).unwrap_or(u16::MAX);
        self.headers.extend_from_slice(&length.to_be_bytes());
        self.headers.extend_from_slice(header);
        let leaf = leaf_hash(header);
        self.leaves.extend_from_slice(leaf.as_bytes());
        let (upper, mut root) = (&mut self.upper, None);
        self.edge.push_noting(leaf, |level, _, hash| {
            let Some(above) = usize::from(level).checked_sub(1) else { return };
            if above == 0 {
                root = Some(hash);
            }
            if upper.len() <= above {
                upper.resize_with(above + 1, Vec::new);
            }
            if let Some(hashes) = upper.get_mut(above) {
                hashes.extend_from_slice(hash.as_bytes());
            }
        });
        let ends = head.size == self.size || head.size.is_multiple_of(TILE_WIDTH);
        Ok((decoded, ends.then(|| self.close(root))))
    }

    fn close(&mut self, root: Option<TreeHash>) -> Closed {
        let last = self.head.size - 1;
        // At most 256.
        let width = u16::try_from(last % TILE_WIDTH + 1).unwrap_or(u16::MAX);
        let tile = Tile { level: 0, index: last / TILE_WIDTH, width };
        let headers = std::mem::take(&mut self.headers);
        let files = [
            BundlePiece { path: tile.entries_path(), content: headers },
            BundlePiece { path: tile.path(), content: std::mem::take(&mut self.leaves) },
        ];
        Closed { tile, root, files }
    }

    /// Root of the tree over what was pushed.
    pub(super) fn root(&self) -> TreeHash {
        self.edge.root()
    }

    /// The file of a tile above the leaves; `None` if the tree has no such tile.
    pub(super) fn upper(&self, tile: Tile) -> Option<BundlePiece> {
        let hashes = self.upper.get(usize::from(tile.level).checked_sub(1)?)?;
        let first = usize::try_from(tile.index * TILE_WIDTH).ok()? * TreeHash::SIZE;
        let content = hashes.get(first..first + usize::from(tile.width) * TreeHash::SIZE)?.to_vec();
        Some(BundlePiece { path: tile.path(), content })
    }
}
