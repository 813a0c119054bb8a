//! C2SP tile coordinates (tlog-tiles): which tiles a tree has, and what their files are called.

/// Hashes in a full tile.
pub const TILE_WIDTH: u64 = 256;

/// A tile of a tree: `width` hashes of subtrees of 256^level leaves, from `index` × 256 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 holds leaf hashes; each hash of level L + 1 is the root of a full tile of level L.
    pub level: u8,
    /// Place among the tiles of its level.
    pub index: u64,
    /// Number of hashes, 1 to 256; below 256 the tile is partial and stands where the tree ends.
    pub width: u16,
}

impl Tile {
    /// The tiles of a tree of this size, level by level from the leaves up, left to right.
    pub fn all(size: u64) -> impl Iterator<Item = Tile> {
        (0..8u8)
            .map(move |level| (level, size >> (8 * u32::from(level))))
            .take_while(|(_, hashes)| *hashes > 0)
            .flat_map(|(level, hashes)| {
                (0..hashes.div_ceil(TILE_WIDTH)).map(move |index| {
                    let width = (hashes - index * TILE_WIDTH).min(TILE_WIDTH);
                    // At most 256.
                    Tile { level, index, width: u16::try_from(width).unwrap_or(u16::MAX) }
                })
            })
    }

    /// Whether all 256 hashes are there.
    pub fn is_full(self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// The tile's file: `tile/0/x001/067`, `tile/1/000.p/17`.
    pub fn path(self) -> String {
        format!("tile/{}/{}{}", self.level, tile_index(self.index), self.suffix())
    }

    /// The file of the entries below a tile of level 0: `tile/entries/x001/067`.
    pub fn entries_path(self) -> String {
        format!("tile/entries/{}{}", tile_index(self.index), self.suffix())
    }

    fn suffix(self) -> String {
        if self.is_full() { String::new() } else { format!(".p/{}", self.width) }
    }
}

/// A number as tiles spell it: three-digit groups, all but the last with `x` (1234067 → `x001/x234/067`).
pub fn tile_index(number: u64) -> String {
    let mut text = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        text.insert_str(0, &format!("x{:03}/", rest % 1000));
        rest /= 1000;
    }
    text
}
