//! The manifest of a bundle: what each file holds, by hash, signed (docs/format.md §8).
//! Sees every piece once, as it leaves; keeps no content.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::chain::{MalformedNote, Note};

use super::bundle::BundlePiece;

/// The manifest's own path; it does not list itself.
pub(super) const PATH: &str = "manifest";
const FIRST_LINE: &str = "griffie bundle v1";

/// The files so far. A map in the order of their paths, which is the order of the lines.
#[derive(Default)]
pub(super) struct Manifest {
    listed: BTreeMap<String, Listed>,
    open: Option<(String, Sha256, u64)>,
}

struct Listed {
    sha256: [u8; 32],
    bytes: u64,
}

impl Manifest {
    /// Takes note of the next piece. Pieces of one file follow each other.
    pub(super) fn add(&mut self, piece: &BundlePiece) {
        if self.open.as_ref().is_none_or(|(path, ..)| *path != piece.path) {
            self.close();
            self.open = Some((piece.path.clone(), Sha256::new(), 0));
        }
        if let Some((_, hasher, bytes)) = &mut self.open {
            hasher.update(&piece.content);
            *bytes += piece.content.len() as u64;
        }
    }

    fn close(&mut self) {
        if let Some((path, hasher, bytes)) = self.open.take() {
            self.listed.insert(path, Listed { sha256: hasher.finalize().into(), bytes });
        }
    }

    /// Files begun so far.
    pub(super) fn files(&self) -> u64 {
        self.listed.len() as u64 + u64::from(self.open.is_some())
    }

    /// The note over all files, not signed yet.
    pub(super) fn note(&mut self) -> Result<Note, MalformedNote> {
        self.close();
        let mut text = format!("{FIRST_LINE}\n");
        for (path, Listed { sha256, bytes }) in &self.listed {
            let _ = writeln!(text, "{} {bytes} {path}", hex::encode(sha256)); // A string takes all.
        }
        Note::unsigned(text)
    }
}
