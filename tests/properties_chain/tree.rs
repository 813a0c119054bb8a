//! The tree against RFC 6962 written naively, against two other implementations, and against its own proofs.

use std::cell::Cell;
use std::collections::HashMap;
use std::convert::Infallible;

use griffie::chain::TreeHash;
use griffie::chain::tree::{
    EMPTY_ROOT, RightEdge, Tile, consistency_proof, inclusion_proof, leaf_hash, node_hash, root,
    tile_index, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

/// The tile hashes a log keeps: those its right edge told.
#[derive(Default)]
struct Tiles {
    hashes: HashMap<(u8, u64), TreeHash>,
    edge: RightEdge,
}

impl Tiles {
    fn of(leaves: &[TreeHash]) -> Tiles {
        let mut tiles = Tiles::default();
        for leaf in leaves {
            tiles.edge.push_noting(*leaf, |level, index, hash| {
                assert!(tiles.hashes.insert((level, index), hash).is_none());
            });
        }
        tiles
    }

    #[expect(clippy::unnecessary_wraps, reason = "a reader may fail")]
    fn read(&self, level: u8, index: u64) -> Result<TreeHash, Infallible> {
        Ok(self.hashes[&(level, index)])
    }

    fn inclusion(&self, size: u64, index: u64) -> Vec<TreeHash> {
        inclusion_proof(size, index, |level, index| self.read(level, index)).unwrap()
    }

    fn consistency(&self, old: u64, new: u64) -> Vec<TreeHash> {
        consistency_proof(old, new, |level, index| self.read(level, index)).unwrap()
    }

    fn root(&self, size: u64) -> TreeHash {
        root(size, |level, index| self.read(level, index)).unwrap()
    }
}

fn leaf(number: usize) -> TreeHash {
    leaf_hash(&number.to_be_bytes())
}

fn leaves(count: usize) -> Vec<TreeHash> {
    (0..count).map(leaf).collect()
}

/// MTH of RFC 6962 §2.1, word for word.
fn naive_root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

fn naive_split(count: usize) -> usize {
    let mut split = 1;
    while split * 2 < count {
        split *= 2;
    }
    split
}

/// PATH of RFC 6962 §2.1.1.
fn naive_path(index: usize, leaves: &[TreeHash]) -> Vec<TreeHash> {
    if leaves.len() <= 1 {
        return vec![];
    }
    let split = naive_split(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut path, sibling) = if index < split {
        (naive_path(index, left), naive_root(right))
    } else {
        (naive_path(index - split, right), naive_root(left))
    };
    path.push(sibling);
    path
}

/// SUBPROOF of RFC 6962 §2.1.2.
fn naive_subproof(old: usize, leaves: &[TreeHash], whole: bool) -> Vec<TreeHash> {
    if old == leaves.len() {
        return if whole { vec![] } else { vec![naive_root(leaves)] };
    }
    let split = naive_split(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut proof, sibling) = if old <= split {
        (naive_subproof(old, left, whole), naive_root(right))
    } else {
        (naive_subproof(old - split, right, false), naive_root(left))
    };
    proof.push(sibling);
    proof
}

#[test]
fn the_reference_tree_of_certificate_transparency_has_its_roots() {
    let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
        .into_iter()
        .chain(["606162636465666768696a6b6c6d6e6f"]);
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut edge = RightEdge::default();
    assert_eq!(edge.root(), EMPTY_ROOT);
    for (leaf, expected) in leaves.zip(roots) {
        edge.push(leaf_hash(&hex::decode(leaf).unwrap()));
        assert_eq!(edge.root().to_string(), expected);
    }
}

#[test]
fn every_small_tree_has_the_roots_and_proofs_of_the_rfc() {
    let leaves = leaves(300);
    let tiles = Tiles::of(&leaves);
    let mut edge = RightEdge::default();
    for size in 0..=leaves.len() {
        let expected = naive_root(&leaves[..size]);
        assert_eq!(edge.root(), expected, "right edge at {size}");
        assert_eq!(tiles.root(size as u64), expected, "tiles at {size}");
        assert_eq!(RightEdge::decode(&edge.encode()), Ok(edge.clone()));
        if let Some(leaf) = leaves.get(size) {
            edge.push(*leaf);
        }
    }
    // Sizes around powers of two and tile borders, where a wrong split would show.
    for size in (1..=40).chain([63, 64, 65, 127, 128, 129, 255, 256, 257, 258, 299, 300]) {
        let tree_root = naive_root(&leaves[..size]);
        for index in 0..size {
            let proof = tiles.inclusion(size as u64, index as u64);
            assert_eq!(proof, naive_path(index, &leaves[..size]), "{index} in {size}");
            let leaf = &leaves[index];
            assert!(verify_inclusion(leaf, index as u64, size as u64, &tree_root, &proof));
        }
        for old in 1..=size {
            let proof = tiles.consistency(old as u64, size as u64);
            assert_eq!(proof, naive_subproof(old, &leaves[..size], true), "{old} to {size}");
            let old_root = naive_root(&leaves[..old]);
            assert!(verify_consistency(old as u64, size as u64, &old_root, &tree_root, &proof));
        }
    }
}

#[test]
fn nothing_is_proved_of_what_lies_outside_the_tree() {
    let tiles = Tiles::of(&leaves(5));
    let read = |level, index| tiles.read(level, index);
    assert_eq!(
        inclusion_proof(5, 5, read).unwrap_err().to_string(),
        "5 lies outside a tree of 5 leaves"
    );
    assert!(inclusion_proof(0, 0, read).is_err());
    assert!(consistency_proof(6, 5, read).is_err());
    assert_eq!(tiles.consistency(0, 5), []);
    assert_eq!(tiles.consistency(5, 5), []);
    let (empty, five) = (EMPTY_ROOT, tiles.root(5));
    assert!(verify_consistency(0, 5, &empty, &five, &[]));
    assert!(!verify_consistency(0, 5, &five, &five, &[]), "an empty tree has one root");
    assert!(!verify_consistency(0, 5, &empty, &five, &[leaf(0)]), "nothing to prove");
    assert!(!verify_consistency(0, 0, &empty, &five, &[]), "two roots of one size");
    assert!(!verify_consistency(5, 5, &five, &empty, &[]), "two roots of one size");
    assert!(!verify_consistency(5, 4, &five, &tiles.root(4), &[]), "a tree never shrinks");
    assert!(!verify_consistency(2, 1, &five, &five, &[]), "not even to the same root");
    assert!(!verify_inclusion(&leaf(0), 0, 0, &empty, &[]));
    assert!(!verify_inclusion(&leaf(4), 5, 5, &five, &tiles.inclusion(5, 4)));
}

#[test]
fn a_right_edge_is_read_only_as_it_is_written() {
    let mut edge = RightEdge::default();
    (0..11).for_each(|number| edge.push(leaf(number)));
    let bytes = edge.encode();
    assert_eq!(bytes.len(), 8 + 3 * 32, "11 = 8 + 2 + 1");
    for length in 0..bytes.len() {
        assert!(RightEdge::decode(&bytes[..length]).is_err(), "cut to {length}");
    }
    assert!(RightEdge::decode(&[bytes.as_slice(), &[0; 32]].concat()).is_err());
    assert!(RightEdge::decode(&[bytes.as_slice(), &[0]].concat()).is_err(), "a trailing byte");
    assert!(RightEdge::decode(&[0xff; 8 + 64 * 32]).is_err(), "no size past 2^63");
}

/// A tree whose leaves are all equal: any size can be had without hashing it.
struct Uniform {
    levels: Vec<TreeHash>,
    reads: Cell<usize>,
}

impl Uniform {
    fn new() -> Uniform {
        let mut hash = leaf(0);
        let mut levels = vec![hash];
        for _ in 1..8 {
            (0..8).for_each(|_| hash = node_hash(&hash, &hash));
            levels.push(hash);
        }
        Uniform { levels, reads: Cell::new(0) }
    }

    #[expect(clippy::unnecessary_wraps, reason = "a reader may fail")]
    fn read(&self, level: u8) -> Result<TreeHash, Infallible> {
        self.reads.set(self.reads.get() + 1);
        Ok(self.levels[usize::from(level)])
    }

    /// How many hashes a proof reads.
    fn counted<T>(&self, prove: impl FnOnce() -> T) -> (T, usize) {
        self.reads.set(0);
        (prove(), self.reads.get())
    }
}

#[test]
fn a_proof_over_a_million_leaves_reads_a_few_hundred_hashes() {
    let tree = Uniform::new();
    for size in [1_000_000, 1 << 20] {
        let tree_root = root(size, |level, _| tree.read(level)).unwrap();
        for index in [0, 1, 255, 256, 65_535, 524_288, 999_423, 999_999] {
            let prove = || inclusion_proof(size, index, |level, _| tree.read(level)).unwrap();
            let (proof, reads) = tree.counted(prove);
            assert!(reads <= 800, "{reads} reads for {index}");
            assert!(verify_inclusion(&leaf(0), index, size, &tree_root, &proof));
        }
        for old in [1, 255, 65_536, 524_288, 524_289, 999_999] {
            let prove = || consistency_proof(old, size, |level, _| tree.read(level)).unwrap();
            let (proof, reads) = tree.counted(prove);
            assert!(reads <= 800, "{reads} reads for {old}");
            let old_root = root(old, |level, _| tree.read(level)).unwrap();
            assert!(verify_consistency(old, size, &old_root, &tree_root, &proof));
        }
    }
}

#[test]
fn tiles_are_those_of_the_specification() {
    assert_eq!(tile_index(1_234_067), "x001/x234/067");
    assert_eq!(tile_index(0), "000");
    assert_eq!(tile_index(1000), "x001/000");
    assert_eq!(Tile::all(0).count(), 0);
    let paths = |size| Tile::all(size).map(Tile::path).collect::<Vec<_>>();
    assert_eq!(paths(256), ["tile/0/000", "tile/1/000.p/1"]);
    let tiles = paths(70_000);
    assert_eq!(tiles.len(), 274 + 2 + 1);
    assert_eq!(
        tiles[272..],
        ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    );
    let entries: Vec<_> = Tile::all(257).filter(|tile| tile.level == 0).collect();
    assert_eq!(entries[0].entries_path(), "tile/entries/000");
    assert_eq!(entries[1].entries_path(), "tile/entries/001.p/1");
}

/// A hash reader over a plain list, for the other implementation's prover.
struct Stored(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn larger_trees_agree_with_the_rfc(count in 301usize..3000, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let leaves = leaves(count);
        let tiles = Tiles::of(&leaves);
        let size = count as u64;
        let tree_root = naive_root(&leaves);
        prop_assert_eq!(tiles.root(size), tree_root);
        let (index, old) = (a.index(count), b.index(count) + 1);
        prop_assert_eq!(tiles.inclusion(size, index as u64), naive_path(index, &leaves));
        prop_assert_eq!(tiles.consistency(old as u64, size), naive_subproof(old, &leaves, true));
    }

    #[test]
    fn two_other_implementations_accept_our_proofs_and_make_the_same(count in 1usize..700, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let entries: Vec<Vec<u8>> = (0..count).map(|number| number.to_be_bytes().to_vec()).collect();
        let tiles = Tiles::of(&leaves(count));
        let (size, index, old) = (count as u64, a.index(count), b.index(count) + 1);

        let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for entry in &entries {
            tree.push(entry.clone());
        }
        let (root_hash, our_root) = (tree.root(), tiles.root(size));
        prop_assert_eq!(root_hash.as_bytes().as_slice(), our_root.as_bytes().as_slice());
        let ours: Vec<u8> = tiles.inclusion(size, index as u64).iter().flat_map(|hash| *hash.as_bytes()).collect();
        let theirs = tree.prove_inclusion(index);
        prop_assert_eq!(theirs.as_bytes(), ours.as_slice());
        let ours: Vec<u8> = tiles.consistency(old as u64, size).iter().flat_map(|hash| *hash.as_bytes()).collect();
        let theirs = tree.prove_consistency(count - old);
        prop_assert_eq!(theirs.as_bytes(), ours.as_slice());

        let mut stored = Stored(vec![]);
        for (number, entry) in entries.iter().enumerate() {
            let hashes = tlog_tiles::stored_hashes(number as u64, entry, &stored).unwrap();
            stored.0.extend(hashes);
        }
        prop_assert_eq!(tlog_tiles::tree_hash(size, &stored).unwrap().0, *tiles.root(size).as_bytes());
        let theirs = tlog_tiles::prove_record(size, index as u64, &stored).unwrap();
        let ours = tiles.inclusion(size, index as u64);
        prop_assert_eq!(theirs.iter().map(|hash| TreeHash::from_bytes(hash.0)).collect::<Vec<_>>(), ours);
    }

    #[test]
    fn trees_of_any_size_up_to_the_largest_prove_what_they_hold(sizes in sizes(), a in any::<u64>()) {
        let (old, new) = sizes;
        let tree = Uniform::new();
        let root_of = |size| root(size, |level, _| tree.read(level)).unwrap();
        let index = a % new;
        let (proof, reads) = tree.counted(|| inclusion_proof(new, index, |level, _| tree.read(level)).unwrap());
        prop_assert!(proof.len() <= 63 && reads <= 8 * 510, "{} hashes, {} reads", proof.len(), reads);
        prop_assert!(verify_inclusion(&leaf(0), index, new, &root_of(new), &proof));
        prop_assert!(!verify_inclusion(&leaf(1), index, new, &root_of(new), &proof));
        let proof = consistency_proof(old, new, |level, _| tree.read(level)).unwrap();
        prop_assert!(verify_consistency(old, new, &root_of(old), &root_of(new), &proof));
    }

    #[test]
    fn a_proof_of_one_thing_proves_no_other(count in 2usize..400, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), bit in 0usize..256) {
        let leaves = leaves(count);
        let tiles = Tiles::of(&leaves);
        let (size, index) = (count as u64, a.index(count));
        let tree_root = tiles.root(size);
        let proof = tiles.inclusion(size, index as u64);
        let holds = |leaf: usize, index: usize, proof: &[TreeHash]| {
            verify_inclusion(&leaves[leaf], index as u64, size, &tree_root, proof)
        };
        prop_assert!(holds(index, index, &proof));
        let other = b.index(count);
        prop_assert_eq!(holds(other, index, &proof), other == index);
        prop_assert_eq!(holds(index, other, &proof), other == index);
        let mut longer = proof.clone();
        longer.push(tree_root);
        prop_assert!(!holds(index, index, &longer));
        prop_assert!(!holds(index, index, &proof[1..]));
        prop_assert!(!holds(index, index, &proof[..proof.len() - 1]));
        let mut flipped = proof.clone();
        let which = b.index(flipped.len());
        flipped[which] = flip(&flipped[which], bit);
        prop_assert!(!holds(index, index, &flipped));
        prop_assert!(!verify_inclusion(&leaves[index], index as u64, size, &flip(&tree_root, bit), &proof));

        let old = b.index(count - 1) + 1;
        let old_root = tiles.root(old as u64);
        let proof = tiles.consistency(old as u64, size);
        let consistent = |old: u64, old_root: &TreeHash, tree_root: &TreeHash, proof: &[TreeHash]| {
            verify_consistency(old, size, old_root, tree_root, proof)
        };
        prop_assert!(consistent(old as u64, &old_root, &tree_root, &proof));
        prop_assert!(!consistent(old as u64, &flip(&old_root, bit), &tree_root, &proof));
        prop_assert!(!consistent(old as u64, &old_root, &flip(&tree_root, bit), &proof));
        prop_assert!(!consistent(old as u64, &old_root, &tree_root, &proof[1..]));
        prop_assert!(!consistent(old as u64, &old_root, &tree_root, &proof[..proof.len() - 1]));
        let mut longer = proof.clone();
        longer.push(old_root);
        prop_assert!(!consistent(old as u64, &old_root, &tree_root, &longer));
        let mut flipped = proof.clone();
        let which = a.index(flipped.len());
        flipped[which] = flip(&flipped[which], bit);
        prop_assert!(!consistent(old as u64, &old_root, &tree_root, &flipped));
    }

    #[test]
    fn tiles_of_any_size_are_those_another_implementation_names(size in 0u64..200_000) {
        let mut theirs: Vec<String> = tlog_tiles::Tile::new_tiles(8, 0, size).iter().map(tlog_tiles::Tile::path).collect();
        let mut ours: Vec<String> = Tile::all(size).map(|tile| tile.path().replacen("tile/", "tile/8/", 1)).collect();
        theirs.sort();
        ours.sort();
        prop_assert_eq!(ours, theirs);
    }
}

/// Two sizes, the smaller first, of all magnitudes up to 2^63 − 1.
fn sizes() -> impl Strategy<Value = (u64, u64)> {
    let size = || (any::<u64>(), 1u32..64).prop_map(|(bits, unused)| (bits >> unused).max(1));
    (size(), size()).prop_map(|(one, other)| (one.min(other), one.max(other)))
}

fn flip(hash: &TreeHash, bit: usize) -> TreeHash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    TreeHash::from_bytes(bytes)
}
