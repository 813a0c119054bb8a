//! tree.json: roots, proofs that hold, proofs that do not, and the names of tiles.

use std::collections::HashMap;
use std::convert::Infallible;

use griffie::chain::TreeHash;
use griffie::chain::tree::{
    RightEdge, Tile, consistency_proof, inclusion_proof, leaf_hash, root, tile_index,
    verify_consistency, verify_inclusion,
};
use serde::Deserialize;

use crate::{Hex, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TreeVectors {
    #[serde(rename = "about")]
    _about: String,
    reference: Reference,
    roots: Vec<SizeAndRoot>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
    bad_inclusion: Vec<Inclusion>,
    bad_consistency: Vec<Consistency>,
    tiles: Vec<Tiles>,
    tile_indexes: Vec<(u64, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    leaves: Vec<Hex>,
    roots: Vec<TreeHash>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeAndRoot {
    size: u64,
    root: TreeHash,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inclusion {
    reason: Option<String>,
    size: u64,
    index: u64,
    leaf: TreeHash,
    root: TreeHash,
    proof: Vec<TreeHash>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consistency {
    reason: Option<String>,
    old: u64,
    new: u64,
    old_root: TreeHash,
    new_root: TreeHash,
    proof: Vec<TreeHash>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tiles {
    size: u64,
    paths: Vec<String>,
}

impl Inclusion {
    fn holds(&self) -> bool {
        verify_inclusion(&self.leaf, self.index, self.size, &self.root, &self.proof)
    }
}

impl Consistency {
    fn holds(&self) -> bool {
        verify_consistency(self.old, self.new, &self.old_root, &self.new_root, &self.proof)
    }
}

fn vectors() -> TreeVectors {
    read("tree")
}

#[test]
fn the_reference_tree_has_its_roots() {
    let Reference { leaves, roots } = vectors().reference;
    assert_eq!((leaves.len(), roots.len()), (8, 8));
    let mut edge = RightEdge::default();
    for (leaf, expected) in leaves.iter().zip(roots) {
        edge.push(leaf_hash(&leaf.0));
        assert_eq!(edge.root(), expected, "size {}", edge.size());
    }
}

#[test]
fn roots_and_proofs_made_from_tiles_are_those_of_the_vectors() {
    let vectors = vectors();
    let (mut hashes, mut edge) = (HashMap::new(), RightEdge::default());
    for number in 0..70_000u64 {
        edge.push_noting(leaf_hash(&number.to_be_bytes()), |level, index, hash| {
            hashes.insert((level, index), hash);
        });
    }
    let read = |level, index| Ok::<_, Infallible>(hashes[&(level, index)]);
    for SizeAndRoot { size, root: expected } in vectors.roots {
        assert_eq!(root(size, read), Ok(expected), "size {size}");
    }
    for vector in vectors.inclusion {
        assert_eq!(hashes[&(0, vector.index)], vector.leaf);
        let proof = inclusion_proof(vector.size, vector.index, read).unwrap();
        assert_eq!(proof, vector.proof, "{} in {}", vector.index, vector.size);
        assert!(vector.holds(), "{} in {}", vector.index, vector.size);
    }
    for vector in vectors.consistency {
        let proof = consistency_proof(vector.old, vector.new, read).unwrap();
        assert_eq!(proof, vector.proof, "{} to {}", vector.old, vector.new);
        assert!(vector.holds(), "{} to {}", vector.old, vector.new);
    }
}

#[test]
fn proofs_of_nothing_are_refused() {
    let vectors = vectors();
    assert!(vectors.bad_inclusion.len() >= 15 && vectors.bad_consistency.len() >= 20);
    for vector in vectors.bad_inclusion {
        assert!(!vector.holds(), "{:?}", vector.reason);
    }
    for vector in vectors.bad_consistency {
        assert!(!vector.holds(), "{:?}", vector.reason);
    }
}

#[test]
fn tiles_have_their_names() {
    let vectors = vectors();
    for Tiles { size, paths } in vectors.tiles {
        assert_eq!(Tile::all(size).map(Tile::path).collect::<Vec<_>>(), paths, "size {size}");
    }
    for (number, text) in vectors.tile_indexes {
        assert_eq!(tile_index(number), text);
    }
}
