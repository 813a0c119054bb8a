//! The tree's hashes: upper tiles and the newest leaves in memory, folded leaves in the derived file. What is read back from
//! disk is checked against its parent, so an altered file cannot bend a proof.

use std::io;

use crate::chain::TreeHash;
use crate::chain::tree::{
    ProofError, RightEdge, TILE_WIDTH, consistency_proof, inclusion_proof, root,
};

use super::derived::{Derived, Leaf, RUN, Run};
use super::index::Row;

/// The tree of a ledger, as far as its records are integrated.
pub struct Tree {
    derived: Derived,
    edge: RightEdge,
    upper: Vec<Vec<TreeHash>>,
    tail_rows: Vec<Row>,
    tail_leaves: Vec<Leaf>,
}

/// A hash of the tree could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The derived file could not be read.
    #[error("the derived leaves cannot be read")]
    Unreadable(#[from] io::Error),
    /// The derived file was altered; a restart rebuilds it.
    #[error("the derived leaves from position {first} on do not fit the tree")]
    Altered {
        /// First leaf of the tile.
        first: u64,
    },
    /// The tree holds no such leaf or size.
    #[error("no such place in the tree")]
    NoSuchPlace,
}

impl Tree {
    /// A tree whose folded part came with `runs`; `each_row` gets every folded row.
    pub fn open(
        open_derived: impl FnOnce(&mut dyn FnMut(Run)) -> io::Result<Derived>,
        mut each_row: impl FnMut(&Row),
    ) -> io::Result<Tree> {
        let mut upper: Vec<Vec<TreeHash>> = Vec::new();
        let mut parents = RightEdge::default();
        let derived = open_derived(&mut |run: Run| {
            run.rows.iter().for_each(&mut each_row);
            for parent in run.parents {
                // A tile's root is a leaf of the tree above: its tiles are ours, one level up.
                parents.push_noting(TreeHash::from_bytes(parent), |level, _, hash| {
                    push_at(&mut upper, usize::from(level), hash);
                });
            }
        })?;
        let edge = parents.raised(8);
        Ok(Tree { derived, edge, upper, tail_rows: Vec::new(), tail_leaves: Vec::new() })
    }

    /// Integrates the next record.
    pub fn push(&mut self, leaf: TreeHash, row: Row) {
        let upper = &mut self.upper;
        self.edge.push_noting(leaf, |level, _, hash| {
            if let Some(above) = usize::from(level).checked_sub(1) {
                push_at(upper, above, hash);
            }
        });
        self.tail_leaves.push(*leaf.as_bytes());
        self.tail_rows.push(row);
    }

    /// Records integrated.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// How many of them are folded to disk.
    pub fn folded(&self) -> u64 {
        self.derived.folded()
    }

    /// Folds whole runs to disk. An error leaves everything in memory, where it is as good.
    pub fn fold(&mut self) -> io::Result<()> {
        while let (Some(rows), Some(leaves)) =
            (self.tail_rows.get(..RUN), self.tail_leaves.get(..RUN))
        {
            let first = self.derived.folded() / TILE_WIDTH;
            let first = usize::try_from(first).map_err(io::Error::other)?;
            let parents: Vec<Leaf> = self
                .upper
                .first()
                .and_then(|tiles| tiles.get(first..first + RUN / 256))
                .ok_or_else(|| io::Error::other("tiles are not built"))?
                .iter()
                .map(|hash| *hash.as_bytes())
                .collect();
            self.derived.append(rows, leaves, &parents)?;
            self.tail_rows.drain(..RUN);
            self.tail_leaves.drain(..RUN);
        }
        Ok(())
    }

    /// Forgets the folded files; they are written anew from records.
    pub fn forget(&mut self) -> io::Result<()> {
        self.derived.clear()
    }

    /// Root of the tree as it stood at a size.
    pub fn root_at(&self, size: u64) -> Result<TreeHash, TreeError> {
        if size == self.size() {
            return Ok(self.edge.root());
        }
        let mut reader = Reader::new(self);
        self.within(size)?;
        root(size, |level, index| reader.hash(level, index))
    }

    /// Inclusion proof of a position in the tree of a size, leaf's sibling first.
    pub fn inclusion(&self, size: u64, position: u64) -> Result<Vec<TreeHash>, TreeError> {
        let mut reader = Reader::new(self);
        self.within(size)?;
        inclusion_proof(size, position, |level, index| reader.hash(level, index))
            .map_err(TreeError::from)
    }

    /// Consistency proof between two sizes.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<TreeHash>, TreeError> {
        let mut reader = Reader::new(self);
        self.within(new)?;
        consistency_proof(old, new, |level, index| reader.hash(level, index))
            .map_err(TreeError::from)
    }

    /// Leaf hashes of a tile of 256, or the part of it that is there.
    pub fn leaves_of_tile(&self, tile: u64) -> Result<Vec<TreeHash>, TreeError> {
        let first = tile * TILE_WIDTH;
        let count = TILE_WIDTH.min(self.size().saturating_sub(first));
        let count = usize::try_from(count).map_err(|_| TreeError::NoSuchPlace)?;
        let folded = self.derived.folded();
        let leaves = if first < folded {
            self.derived.leaves(first, count)?
        } else {
            let from = usize::try_from(first - folded).map_err(|_| TreeError::NoSuchPlace)?;
            self.tail_leaves.get(from..from + count).ok_or(TreeError::NoSuchPlace)?.to_vec()
        };
        let leaves: Vec<_> = leaves.into_iter().map(TreeHash::from_bytes).collect();
        if first < folded && Some(tile_root(&leaves)) != self.upper_hash(0, tile) {
            return Err(TreeError::Altered { first });
        }
        Ok(leaves)
    }

    /// A hash of a tile above the leaves: level 1 and up.
    pub fn tile_hash(&self, level: u8, index: u64) -> Option<TreeHash> {
        self.upper_hash(usize::from(level).checked_sub(1)?, index)
    }

    fn upper_hash(&self, above: usize, index: u64) -> Option<TreeHash> {
        self.upper.get(above)?.get(usize::try_from(index).ok()?).copied()
    }

    fn within(&self, size: u64) -> Result<(), TreeError> {
        if size <= self.size() { Ok(()) } else { Err(TreeError::NoSuchPlace) }
    }
}

impl From<ProofError<TreeError>> for TreeError {
    fn from(error: ProofError<TreeError>) -> TreeError {
        match error {
            ProofError::OutOfTree(_) => TreeError::NoSuchPlace,
            ProofError::Read(error) => error,
        }
    }
}

/// Reads hashes for one proof; keeps the last tile, since a proof asks for many of its hashes.
struct Reader<'a> {
    tree: &'a Tree,
    tile: Option<(u64, Vec<TreeHash>)>,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree) -> Self {
        Reader { tree, tile: None }
    }

    fn hash(&mut self, level: u8, index: u64) -> Result<TreeHash, TreeError> {
        if level > 0 {
            return self.tree.tile_hash(level, index).ok_or(TreeError::NoSuchPlace);
        }
        let tile = index / TILE_WIDTH;
        if self.tile.as_ref().is_none_or(|(held, _)| *held != tile) {
            self.tile = Some((tile, self.tree.leaves_of_tile(tile)?));
        }
        let within = usize::try_from(index % TILE_WIDTH).map_err(|_| TreeError::NoSuchPlace)?;
        self.tile
            .as_ref()
            .and_then(|(_, leaves)| leaves.get(within).copied())
            .ok_or(TreeError::NoSuchPlace)
    }
}

fn push_at(upper: &mut Vec<Vec<TreeHash>>, above: usize, hash: TreeHash) {
    while upper.len() <= above {
        upper.push(Vec::new());
    }
    if let Some(tiles) = upper.get_mut(above) {
        tiles.push(hash);
    }
}

fn tile_root(leaves: &[TreeHash]) -> TreeHash {
    let mut edge = RightEdge::default();
    for leaf in leaves {
        edge.push(*leaf);
    }
    edge.root()
}
