//! Searches every byte of folders for texts that were recorded. What is sealed must not be found; a control shows that the search
//! would have found it.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// Bytes by which texts are first recognised; shorter ones would turn up by chance.
const PREFIX: usize = 8;

/// Texts to look for.
#[derive(Clone, Debug)]
pub struct Needles {
    by_prefix: HashMap<[u8; PREFIX], HashSet<Vec<u8>>>,
    /// Whether any begins with these two bytes: most places are passed over after one look.
    begins: Vec<bool>,
    count: usize,
}

/// What a search came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Which files hold a text, and how many texts.
    pub hits: Vec<(PathBuf, usize)>,
}

impl Default for Needles {
    fn default() -> Needles {
        Needles { by_prefix: HashMap::new(), begins: vec![false; 1 << 16], count: 0 }
    }
}

impl Needles {
    /// Adds a text; one that is too short to mean anything is left out.
    pub fn add(&mut self, text: &[u8]) {
        if let Some(prefix) = text.first_chunk::<PREFIX>()
            && self.by_prefix.entry(*prefix).or_default().insert(text.to_vec())
        {
            self.count += 1;
            let [first, second, ..] = *prefix;
            if let Some(begins) = self.begins.get_mut(place(first, second)) {
                *begins = true;
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// All of them, one after another with other bytes between: what a search must find.
    pub fn control(&self) -> Vec<u8> {
        let all = self.by_prefix.values().flatten();
        all.flat_map(|text| [b"\x00\xff--", text.as_slice()].concat()).collect()
    }

    /// How many different ones occur in these bytes.
    pub fn occurring(&self, bytes: &[u8]) -> usize {
        let mut found = HashSet::new();
        for (at, window) in bytes.windows(PREFIX).enumerate() {
            let [first, second, ..] = window else { continue };
            if self.begins.get(place(*first, *second)) != Some(&true) {
                continue;
            }
            let Some(texts) = window.first_chunk().and_then(|it| self.by_prefix.get(it)) else {
                continue;
            };
            let rest = bytes.get(at..).unwrap_or_default();
            found.extend(texts.iter().filter(|text| rest.starts_with(text)));
        }
        found.len()
    }

    /// Searches all files below a folder.
    pub fn search(&self, folder: &Path, found: &mut Found) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                self.search(&path, found)?;
                continue;
            }
            let bytes = std::fs::read(&path)?;
            found.files += 1;
            found.bytes += bytes.len() as u64;
            let hits = self.occurring(&bytes);
            if hits > 0 {
                found.hits.push((path, hits));
            }
        }
        Ok(())
    }
}

fn place(first: u8, second: u8) -> usize {
    usize::from(u16::from_be_bytes([first, second]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles() -> Needles {
        let mut needles = Needles::default();
        for text in ["Anouk Boterbloem", "Anouk Bladgoud", "kort", "Anouk Boterbloem"] {
            needles.add(text.as_bytes());
        }
        needles
    }

    #[test]
    fn texts_are_found_wherever_they_lie_and_short_ones_are_not_looked_for() {
        assert_eq!(needles().count(), 2);
        assert_eq!(needles().occurring(b"..Anouk Bladgoud"), 1);
        assert_eq!(needles().occurring(b"Anouk Boterbloe"), 0);
        assert_eq!(needles().occurring(&needles().control()), 2);
    }

    #[test]
    fn a_file_in_a_folder_below_is_searched_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("below");
        std::fs::create_dir(&below).unwrap();
        std::fs::write(below.join("clean"), b"nothing here").unwrap();
        std::fs::write(below.join("leak"), b"xxAnouk Boterbloemxx").unwrap();
        let mut found = Found::default();
        needles().search(folder.path(), &mut found).unwrap();
        assert_eq!(found.hits, [(below.join("leak"), 1)]);
        assert_eq!((found.files, found.bytes), (2, 32));
    }
}
