//! The RFC 6962 tree with SHA-256 (format.md §4). Knows no header, file or signature.

use sha2::{Digest as _, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of one leaf.
pub fn leaf(header: &[u8]) -> Hash {
    Sha256::new().chain_update([0x00]).chain_update(header).finalize().into()
}

/// The hash of an inner node.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([0x01]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over exactly 256 hashes, a full tile; of any power of two in fact.
pub fn full_tile_root(hashes: &[Hash]) -> Hash {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level.as_chunks().0.iter().map(|[left, right]| node(left, right)).collect();
    }
    level.first().copied().unwrap_or_default()
}

/// The subtrees that close off a growing tree on its right, largest first: all one must keep to go on.
#[derive(Clone, Debug, Default)]
pub struct RightEdge {
    subtrees: Vec<(u32, Hash)>,
}

impl RightEdge {
    /// Appends the root of a full subtree of 2^`height` leaves; the size so far must be a multiple of that.
    pub fn push(&mut self, mut height: u32, mut hash: Hash) {
        while let Some((_, left)) = self.subtrees.pop_if(|(top, _)| *top == height) {
            hash = node(&left, &hash);
            height += 1;
        }
        self.subtrees.push((height, hash));
    }

    /// The root of the tree so far.
    pub fn root(&self) -> Hash {
        let mut from_right = self.subtrees.iter().rev().map(|(_, hash)| *hash);
        match from_right.next() {
            None => Sha256::digest([]).into(),
            Some(last) => from_right.fold(last, |right, left| node(&left, &right)),
        }
    }
}

/// The root that an inclusion proof leads to; `None` if the proof has not the length that `index` and `size` give it.
/// RFC 9162 §2.1.3.2.
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    let mut last = size.checked_sub(1).filter(|&last| index <= last)?;
    let (mut place, mut hash) = (index, leaf);
    for sibling in proof {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            hash = node(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Certificate Transparency's own test data.
    const LEAVES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn reference() -> Vec<Hash> {
        LEAVES.iter().map(|text| leaf(&hex::decode(text).unwrap())).collect()
    }

    #[test]
    fn the_roots_of_the_reference_tree() {
        let mut edge = RightEdge::default();
        assert_eq!(
            hex::encode(edge.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        for (leaf, root) in reference().into_iter().zip(ROOTS) {
            edge.push(0, leaf);
            assert_eq!(hex::encode(edge.root()), root);
        }
        assert_eq!(hex::encode(full_tile_root(&reference())), ROOTS[7]);
    }

    /// Splits at the largest power of two below the size: RFC 6962 word for word.
    fn root(leaves: &[Hash]) -> Hash {
        if let [only] = leaves {
            return *only;
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        node(&root(left), &root(right))
    }

    fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return vec![];
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let (mut rest, other) = if index < left.len() {
            (path(index, left), root(right))
        } else {
            (path(index - left.len(), right), root(left))
        };
        rest.push(other);
        rest
    }

    #[test]
    fn an_inclusion_proof_holds_for_its_own_leaf_index_and_size_only() {
        let leaves: Vec<Hash> = (0u8..20).map(|number| leaf(&[number])).collect();
        for size in 1..=leaves.len() {
            let tree = &leaves[..size];
            for index in 0..size {
                let proof = path(index, tree);
                let holds = |index: usize, size: usize, proof: &[Hash], leaf: Hash| {
                    root_from_inclusion(leaf, index as u64, size as u64, proof) == Some(root(tree))
                };
                assert!(holds(index, size, &proof, tree[index]));
                assert!(!holds(index, size, &proof, leaf(b"another")));
                let longer = [proof.clone(), vec![[0; 32]]].concat();
                assert!(!holds(index, size, &longer, tree[index]));
                if let Some((_, shorter)) = proof.split_last() {
                    assert!(!holds(index, size, shorter, tree[index]));
                }
                for other in (0..size + 2).filter(|other| *other != index) {
                    assert!(!holds(other, size, &proof, tree[index]), "{index} {other} {size}");
                }
            }
        }
    }
}
