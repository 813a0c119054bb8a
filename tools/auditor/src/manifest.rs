//! The signed list of a bundle's files (format.md §8). Knows the paths a bundle may have, and reads no file itself.

use crate::note::{MANIFEST_BYTES_MAX, SignedNote};
use crate::spelling;
use crate::tile::Part;

/// One line: a file as it was exported.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Where, below the bundle's folder.
    pub path: String,
    /// What the path stands for.
    pub part: Part,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
    /// Length in bytes.
    pub size: u64,
}

/// The whole list, not yet verified.
#[derive(Debug)]
pub struct Manifest {
    /// The note, for its signature.
    pub note: SignedNote,
    files: Vec<Listed>,
}

/// Why a manifest cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoManifest {
    /// A later version of the bundle.
    UnknownVersion,
    /// The known version, breached.
    Malformed,
}

impl Manifest {
    /// Reads a manifest.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, NoManifest> {
        match bytes.split(|&byte| byte == b'\n').next().and_then(version) {
            Some(1) => Self::version_one(bytes).ok_or(NoManifest::Malformed),
            Some(_) => Err(NoManifest::UnknownVersion),
            None => Err(NoManifest::Malformed),
        }
    }

    fn version_one(bytes: Vec<u8>) -> Option<Self> {
        let note = SignedNote::parse(bytes, MANIFEST_BYTES_MAX)?;
        let lines = note.text().strip_suffix('\n')?.split('\n').skip(1);
        let files: Vec<Listed> = lines.map(listed).collect::<Option<_>>()?;
        let ascending = files.array_windows().all(|[one, next]| one.path < next.path);
        (ascending && note.signature_count() == 1).then_some(Self { note, files })
    }

    /// All files, ascending by path.
    pub fn files(&self) -> &[Listed] {
        &self.files
    }

    /// The line of `part`.
    pub fn get(&self, part: Part) -> Option<&Listed> {
        self.at(&part.path())
    }

    /// The line of `path`.
    pub fn at(&self, path: &str) -> Option<&Listed> {
        let place = self.files.binary_search_by(|listed| listed.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }
}

fn version(line: &[u8]) -> Option<u64> {
    let number = std::str::from_utf8(line).ok()?.strip_prefix("griffie bundle v")?;
    spelling::decimal(number).filter(|number| (1..1000).contains(number))
}

fn listed(line: &str) -> Option<Listed> {
    let (sha256, rest) = line.split_once(' ')?;
    let (size, path) = rest.split_once(' ')?;
    Some(Listed {
        path: path.to_owned(),
        part: Part::parse(path)?,
        sha256: spelling::hex(sha256)?,
        size: spelling::decimal(size)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(lines: &str, signatures: &str) -> Result<usize, NoManifest> {
        Manifest::parse(format!("{lines}\n{signatures}").into_bytes())
            .map(|manifest| manifest.files().len())
    }

    #[test]
    fn only_the_documented_form_is_read() {
        let signature = "— griffie/x AAAAAAA=\n";
        let sha = "ab".repeat(32);
        let good = format!("griffie bundle v1\n{sha} 9 checkpoint\n{sha} 0 held\n");
        assert_eq!(parse(&good, signature), Ok(2));
        for (from, to) in [
            ("v1", "v01"),
            ("v1", "v1 "),
            ("v1", "v"),
            ("held", "../held"),
            ("held", "manifest"),
            ("held", "checkpoint"),
            ("held", "boxes/000"),
            (" 9 ", " 09 "),
            (" 9 ", "  9 "),
            ("ab", "AB"),
            (" 9 ", " 9223372036854775809 "),
            ("\nab", "\n\nab"),
        ] {
            let bad = good.replacen(from, to, 1);
            assert_eq!(parse(&bad, signature), Err(NoManifest::Malformed), "{bad}");
        }
        assert_eq!(parse(&good, &signature.repeat(2)), Err(NoManifest::Malformed));
        assert_eq!(parse(&good, ""), Err(NoManifest::Malformed));
    }

    #[test]
    fn another_version_is_unknown_whatever_follows() {
        assert_eq!(parse("griffie bundle v2", ""), Err(NoManifest::UnknownVersion));
        assert_eq!(parse("griffie bundle v999", ""), Err(NoManifest::UnknownVersion));
        assert_eq!(parse("griffie bundle v1000", ""), Err(NoManifest::Malformed));
    }
}
