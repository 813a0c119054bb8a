//! Paths of a bundle and the set of tiles a tree of a given size has (format.md §8, C2SP tlog-tiles). Reads no file.

use crate::spelling;

/// Records in a full tile and in a full file of headers.
pub const TILE_WIDTH: u64 = 256;

/// What a path of a bundle stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `checkpoint`
    Checkpoint,
    /// `held`
    Held,
    /// `tile/<L>/…`
    Tile(Tile),
    /// `tile/entries/…`; its level is 0.
    Entries(Tile),
    /// `open/<G>`
    Open(u64),
    /// `boxes/<G>`
    Boxes(u64),
    /// `keys/<G>`
    Keys(u64),
    /// `rotation/<size>`
    Rotation(u64),
}

/// A tile's place: level, index, and how many hashes it has (1 to 256).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Height above the leaves, in steps of 256.
    pub level: u32,
    /// From the left.
    pub index: u64,
    /// 256 if full.
    pub width: u64,
}

impl Part {
    /// Reads a path; `None` if it is not in the table, or not in its one spelling. No `..` survives this.
    pub fn parse(path: &str) -> Option<Self> {
        let part = match path.split_once('/') {
            None if path == "checkpoint" => Self::Checkpoint,
            None if path == "held" => Self::Held,
            Some(("open", group)) => Self::Open(index(group)?),
            Some(("boxes", group)) => Self::Boxes(index(group)?),
            Some(("keys", group)) => Self::Keys(index(group)?),
            Some(("rotation", size)) => Self::Rotation(spelling::decimal(size)?),
            Some(("tile", rest)) => {
                let (level, rest) = rest.split_once('/')?;
                let (number, width) = match rest.split_once(".p/") {
                    None => (rest, TILE_WIDTH),
                    Some((number, width)) => {
                        (number, spelling::decimal(width).filter(|width| (1..256).contains(width))?)
                    }
                };
                let index = index(number)?;
                if level == "entries" {
                    Self::Entries(Tile { level: 0, index, width })
                } else {
                    let level = spelling::decimal(level).filter(|level| *level < 64)?;
                    Self::Tile(Tile { level: u32::try_from(level).ok()?, index, width })
                }
            }
            None | Some(_) => return None,
        };
        (part.path() == path).then_some(part)
    }

    /// The one spelling of this path.
    pub fn path(self) -> String {
        match self {
            Self::Checkpoint => "checkpoint".to_owned(),
            Self::Held => "held".to_owned(),
            Self::Tile(tile) => format!("tile/{}/{}", tile.level, tile.spelled()),
            Self::Entries(tile) => format!("tile/entries/{}", tile.spelled()),
            Self::Open(group) => format!("open/{}", spelled(group)),
            Self::Boxes(group) => format!("boxes/{}", spelled(group)),
            Self::Keys(group) => format!("keys/{}", spelled(group)),
            Self::Rotation(size) => format!("rotation/{size}"),
        }
    }
}

impl Tile {
    fn spelled(self) -> String {
        let index = spelled(self.index);
        if self.width == TILE_WIDTH { index } else { format!("{index}.p/{}", self.width) }
    }
}

/// Three-digit groups, all but the last with `x`.
fn spelled(index: u64) -> String {
    let mut text = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1000);
        rest /= 1000;
    }
    text
}

fn index(text: &str) -> Option<u64> {
    let mut groups = text.split('/').rev();
    let digits = |group: &str| {
        (group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| group.parse::<u64>().ok())
            .flatten()
    };
    let mut index = digits(groups.next()?)?;
    let mut weight = 1u64;
    for group in groups {
        weight = weight.checked_mul(1000)?;
        index = index.checked_add(digits(group.strip_prefix('x')?)?.checked_mul(weight)?)?;
    }
    Some(index)
}

/// How many hashes a tree of `size` has at `level`.
fn hashes_at(level: u32, size: u64) -> u64 {
    size.checked_shr(level.saturating_mul(8)).unwrap_or(0)
}

/// Whether a tree of `size` has this tile.
pub fn belongs(tile: Tile, size: u64) -> bool {
    let hashes = hashes_at(tile.level, size);
    let (full, rest) = (hashes / TILE_WIDTH, hashes % TILE_WIDTH);
    if tile.width == TILE_WIDTH {
        tile.index < full
    } else {
        tile.index == full && tile.width == rest
    }
}

/// The tiles of one level, left to right. Lazy: a claimed size costs nothing.
pub fn of_level(level: u32, size: u64) -> impl Iterator<Item = Tile> {
    let hashes = hashes_at(level, size);
    (0..hashes.div_ceil(TILE_WIDTH)).map(move |index| Tile {
        level,
        index,
        width: (hashes - index * TILE_WIDTH).min(TILE_WIDTH),
    })
}

/// All levels a tree of `size` has.
pub fn levels(size: u64) -> impl Iterator<Item = u32> {
    (0..8).take_while(move |level| hashes_at(*level, size) > 0)
}

/// How many tiles a tree of `size` has, files of headers not counted.
pub fn count(size: u64) -> u64 {
    levels(size).map(|level| hashes_at(level, size).div_ceil(TILE_WIDTH)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_spelled_as_in_the_specification() {
        assert_eq!(spelled(1_234_067), "x001/x234/067");
        assert_eq!(spelled(0), "000");
        assert_eq!(spelled(1000), "x001/000");
        for index in [0, 7, 999, 1000, 70_000, u64::MAX / 256] {
            assert_eq!(super::index(&spelled(index)), Some(index));
        }
    }

    #[test]
    fn a_path_has_one_spelling_and_stays_in_the_folder() {
        for good in [
            "checkpoint",
            "held",
            "open/000",
            "boxes/x001/000",
            "keys/015",
            "tile/0/x001/x234/067",
            "tile/1/000.p/17",
            "tile/entries/273.p/112",
            "tile/7/000.p/1",
        ] {
            assert_eq!(Part::parse(good).unwrap().path(), good);
        }
        for bad in [
            "",
            "manifest",
            "/held",
            "./held",
            "held/",
            "open",
            "open/",
            "open/0",
            "open/0000",
            "open/x000/001",
            "open/../held",
            "../held",
            "open/x001",
            "open/001/000",
            "open/000.p/1",
            "tile/0",
            "tile/00/000",
            "tile/64/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/entries/../../held",
            "tile/0//000",
            "tile/x/000",
            "open/x999/x999/x999/x999/x999/x999/x999/999",
            "Held",
            "held\0",
        ] {
            assert_eq!(Part::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_tiles_of_the_specifications_examples() {
        let all = |size| -> Vec<String> {
            levels(size)
                .flat_map(|level| of_level(level, size))
                .map(|tile| Part::Tile(tile).path())
                .collect()
        };
        assert_eq!(all(256), ["tile/0/000", "tile/1/000.p/1"]);
        let large = all(70_000);
        assert_eq!(large.len() as u64, count(70_000));
        assert_eq!(
            large[272..],
            ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
        );
    }

    #[test]
    fn exactly_the_trees_own_tiles_belong() {
        for size in [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000] {
            let own: Vec<Tile> = levels(size).flat_map(|level| of_level(level, size)).collect();
            assert!(own.iter().all(|tile| belongs(*tile, size)), "{size}");
            let found = (0..4u32)
                .flat_map(|level| (0..300).map(move |index| (level, index)))
                .flat_map(|(level, index)| (1..=256).map(move |width| Tile { level, index, width }))
                .filter(|tile| belongs(*tile, size))
                .count();
            assert_eq!(found as u64, count(size), "{size}");
        }
        assert!(count(i64::MAX as u64) > 1 << 54, "no overflow");
    }
}
