//! The derived files: rows of the index and leaf hashes of the tree, folded to disk in runs of 4,096 so that a start need not
//! read every header. Never the only copy of anything: a run that does not authenticate is dropped and rebuilt.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use crate::chain::{RequestId, StreamId};

use super::index::Row;

/// Records in one run.
pub const RUN: usize = 4096;
/// Bytes of a leaf hash.
const LEAF: u64 = 32;
/// Larger than any run can be; a length above it is damage.
const FRAME_MAX: usize = 1 << 20;

/// Hash of a leaf of the tree.
pub type Leaf = [u8; 32];

/// Stream, request and kind number of a row; parents are the tree's hashes over 256 leaves each.
type Frame = (u64, Vec<String>, Vec<([u8; 16], [u8; 16], u16)>, Vec<Leaf>);

fn layout() -> impl bincode::config::Config {
    bincode::config::standard()
        .with_big_endian()
        .with_fixed_int_encoding()
        .with_limit::<FRAME_MAX>()
}

/// One run read back.
pub struct Run {
    /// Its rows, in order of position.
    pub rows: Vec<Row>,
    /// Hash over each 256 leaves of it.
    pub parents: Vec<Leaf>,
}

/// The two derived files of a ledger, open for reading and appending.
pub struct Derived {
    rows: File,
    leaves: File,
    key: Zeroizing<[u8; 32]>,
    authenticator: Leaf,
    end: u64,
    folded: u64,
}

impl Derived {
    /// Opens the files in `folder`, handing each authentic run to `each`; cuts off whatever follows the last authentic one.
    pub fn open(
        folder: &Path,
        key: Zeroizing<[u8; 32]>,
        mut each: impl FnMut(Run),
    ) -> io::Result<Derived> {
        let rows = open_private(&folder.join("rows"))?;
        let leaves = open_private(&folder.join("leaves"))?;
        let leaves_held = leaves.metadata()?.len() / LEAF;
        let mut derived = Derived { rows, leaves, key, authenticator: [0; 32], end: 0, folded: 0 };
        let mut reader = io::BufReader::with_capacity(1 << 20, derived.rows.try_clone()?);
        while let Some((frame, authenticator, length)) =
            read_frame(&mut reader, &derived.key, &derived.authenticator)
        {
            let (first, kinds, rows, parents) = frame;
            let next = derived.folded + rows.len() as u64;
            let whole = first == derived.folded && rows.len() == RUN && next <= leaves_held;
            let Some(rows) = whole.then(|| named_rows(&kinds, rows)).flatten() else { break };
            each(Run { rows, parents });
            derived.folded = next;
            derived.authenticator = authenticator;
            derived.end += length;
        }
        derived.rows.set_len(derived.end)?;
        derived.leaves.set_len(derived.folded * LEAF)?;
        Ok(derived)
    }

    /// Drops everything; the next start or fold builds it anew.
    pub fn clear(&mut self) -> io::Result<()> {
        self.rows.set_len(0)?;
        self.leaves.set_len(0)?;
        (self.authenticator, self.end, self.folded) = ([0; 32], 0, 0);
        Ok(())
    }

    /// How many records are folded.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// Appends a run of exactly [`RUN`] records. No sync: after a crash it is rebuilt.
    pub fn append(&mut self, rows: &[Row], leaves: &[Leaf], parents: &[Leaf]) -> io::Result<()> {
        self.leaves.write_all_at(leaves.as_flattened(), self.folded * LEAF)?;
        let mut kinds: Vec<String> = Vec::new();
        let numbered = rows
            .iter()
            .map(|row| {
                let name = row.kind.as_str();
                let number = kinds.iter().position(|known| known == name).unwrap_or_else(|| {
                    kinds.push(name.to_owned());
                    kinds.len() - 1
                });
                let number = u16::try_from(number).unwrap_or(u16::MAX);
                (*row.stream.as_bytes(), *row.request.as_bytes(), number)
            })
            .collect();
        let frame: Frame = (self.folded, kinds, numbered, parents.to_vec());
        let bytes = bincode::encode_to_vec(&frame, layout()).map_err(io::Error::other)?;
        let authenticator = authenticate(&self.key, &self.authenticator, &bytes);
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let mut framed = Vec::with_capacity(bytes.len() + 36);
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(&bytes);
        framed.extend_from_slice(&authenticator);
        self.rows.write_all_at(&framed, self.end)?;
        self.end += framed.len() as u64;
        self.authenticator = authenticator;
        self.folded += rows.len() as u64;
        Ok(())
    }

    /// Leaf hashes of `count` folded positions from `first` on.
    pub fn leaves(&self, first: u64, count: usize) -> io::Result<Vec<Leaf>> {
        let mut leaves = vec![[0; 32]; count];
        self.leaves.read_exact_at(leaves.as_flattened_mut(), first * LEAF)?;
        Ok(leaves)
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn authenticate(key: &[u8; 32], previous: &Leaf, bytes: &[u8]) -> Leaf {
    *blake3::Hasher::new_keyed(key).update(previous).update(bytes).finalize().as_bytes()
}

/// The next frame, its authenticator and its length on disk; nothing at the end or where it does not authenticate.
fn read_frame(
    reader: &mut impl Read,
    key: &[u8; 32],
    previous: &Leaf,
) -> Option<(Frame, Leaf, u64)> {
    let mut length = [0; 4];
    reader.read_exact(&mut length).ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok().filter(|it| *it <= FRAME_MAX)?;
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    let mut authenticator = [0; 32];
    reader.read_exact(&mut authenticator).ok()?;
    if authenticate(key, previous, &bytes) != authenticator {
        return None;
    }
    let (frame, _) = bincode::decode_from_slice::<Frame, _>(&bytes, layout()).ok()?;
    Some((frame, authenticator, length as u64 + 36))
}

fn named_rows(kinds: &[String], rows: Vec<([u8; 16], [u8; 16], u16)>) -> Option<Vec<Row>> {
    let kinds: Vec<_> = kinds.iter().map(|kind| kind.parse().ok()).collect::<Option<_>>()?;
    rows.into_iter()
        .map(|(stream, request, number)| {
            let kind: &crate::chain::Kind = kinds.get(usize::from(number))?;
            Some(Row {
                stream: StreamId::from_bytes(stream),
                request: RequestId::from_bytes(request),
                kind: kind.clone(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(seed: u8) -> Vec<Row> {
        let kind =
            |number: usize| if number.is_multiple_of(3) { "a.opened/1" } else { "b.closed/2" };
        (0..RUN)
            .map(|number| Row {
                stream: StreamId::from_bytes([seed; 16]),
                request: RequestId::from_bytes([u8::try_from(number % 251).unwrap(); 16]),
                kind: kind(number).parse().unwrap(),
            })
            .collect()
    }

    fn open(folder: &Path) -> (Derived, Vec<Run>) {
        let mut runs = Vec::new();
        let key = Zeroizing::new([9; 32]);
        let derived = Derived::open(folder, key, |run| runs.push(run)).unwrap();
        (derived, runs)
    }

    fn filled(folder: &Path) {
        let (mut derived, _) = open(folder);
        for seed in [1, 2] {
            let leaves = vec![[seed; 32]; RUN];
            derived.append(&rows(seed), &leaves, &[[seed; 32]; RUN / 256]).unwrap();
        }
    }

    #[test]
    fn runs_come_back_as_they_were_folded() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let (derived, runs) = open(folder.path());
        assert_eq!(derived.folded(), 2 * RUN as u64);
        assert_eq!(runs[1].rows, rows(2));
        assert_eq!(runs[1].parents, [[2; 32]; RUN / 256]);
        assert_eq!(derived.leaves(RUN as u64 - 1, 2).unwrap(), [[1; 32], [2; 32]]);
    }

    #[test]
    fn a_flipped_byte_drops_its_run_and_all_after_it() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let path = folder.path().join("rows");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() * 3 / 4;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let (derived, runs) = open(folder.path());
        assert_eq!((derived.folded(), runs.len()), (RUN as u64, 1));
    }

    #[test]
    fn missing_leaves_drop_the_runs_they_belong_to() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let leaves = OpenOptions::new().write(true).open(folder.path().join("leaves")).unwrap();
        leaves.set_len(32 * (RUN as u64 + 5)).unwrap();
        assert_eq!(open(folder.path()).0.folded(), RUN as u64);
    }
}
