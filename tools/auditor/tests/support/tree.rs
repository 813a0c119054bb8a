//! RFC 6962, word for word and slow.

use sha2::{Digest as _, Sha256};

pub type Hash = [u8; 32];

pub fn leaf(header: &[u8]) -> Hash {
    Sha256::digest([&[0], header].concat()).into()
}

pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::digest([&[1][..], &root(left), &root(right)].concat()).into()
        }
    }
}

pub fn inclusion(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut proof, sibling) = if index < left.len() {
        (inclusion(index, left), root(right))
    } else {
        (inclusion(index - left.len(), right), root(left))
    };
    proof.push(sibling);
    proof
}

/// `tile/<L>/…` for all levels: the paths and the hashes.
pub fn tiles(leaves: &[Hash]) -> Vec<(String, Vec<u8>)> {
    let mut tiles = Vec::new();
    let mut hashes = leaves.to_vec();
    let mut level = 0;
    while !hashes.is_empty() {
        for (index, tile) in hashes.chunks(256).enumerate() {
            tiles.push((format!("tile/{level}/{}", place(index, tile.len())), tile.concat()));
        }
        hashes = hashes.chunks_exact(256).map(root).collect();
        level += 1;
    }
    tiles
}

/// `<I>` or `<I>.p/<W>`.
pub fn place(index: usize, width: usize) -> String {
    let partial = if width == 256 { String::new() } else { format!(".p/{width}") };
    format!("{}{partial}", number(index))
}

/// Three-digit groups, all but the last with `x`.
pub fn number(index: usize) -> String {
    if index < 1000 {
        return format!("{index:03}");
    }
    let mut groups: Vec<String> = Vec::new();
    let mut rest = index;
    while rest > 0 {
        groups.insert(0, format!("{:03}", rest % 1000));
        rest /= 1000;
    }
    let last = groups.pop().unwrap();
    format!("x{}/{last}", groups.join("/x"))
}
