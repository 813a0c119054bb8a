//! What sled may rewrite while it opens, kept aside until it has opened: a failed open leaves every byte as it was.
//!
//! sled takes the end of its log for torn where it finds damage, and zeroes everything after it. Only segments written
//! since its last snapshot can suffer that, so only those are kept. Knows sled's segment header and nothing else of it.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::folder::{self, Folder, FolderError, io_error};
use crate::store::space;

const MAGIC: &[u8; 8] = b"GRFUNDO2";
/// Number of the file, and the nanosecond of its birth.
const IDENTITY_BYTES: usize = 8 + 16;
const SUM_BYTES: usize = 4;
/// Magic, identity, length of the file, the end tag, the checksum.
const SHORTEST_BYTES: u64 = (8 + IDENTITY_BYTES + 8 + 1 + SUM_BYTES) as u64;
/// sled's default, which we keep.
const SEGMENT_BYTES: usize = 512 * 1024;
const SEGMENT_HEADER_BYTES: usize = 20;
/// sled stores log positions combined with this by exclusive or.
const LOG_POSITION_MASK: u64 = 0x7FFF_FFFF_FFFF_FFFF;
/// Left free on the disk in any case.
const SPARE_BYTES: u64 = 32 * 1024 * 1024;

const SEGMENT: u8 = 1;
const SNAPSHOT: u8 = 2;
const END: u8 = 0;

/// A copy of what opening may rewrite. Valid only if it ends with the checksum of all before, and only for the very
/// `db` file it was made from. One put back from a backup may have been given the number of the one it replaces, as ext4
/// does at once, so the moment of its birth counts, too.
#[derive(Debug)]
pub(super) struct Undo {
    file: PathBuf,
    sled: PathBuf,
}

impl Undo {
    /// Keeps what sled may rewrite; `None` if the disk has no room for it.
    pub(super) fn take(folder: &Folder) -> Result<Option<Undo>, FolderError> {
        let undo = Undo { file: folder.undo(), sled: folder.sled() };
        let path = undo.db();
        let db = File::open(&path).map_err(|error| io_error(&path, error))?;
        let kept = undo.segments_at_risk(&db).map_err(|error| io_error(&path, error))?;
        let needed = kept.len() as u64 * SEGMENT_BYTES as u64 + SPARE_BYTES;
        if space::free_bytes(&undo.sled).is_ok_and(|free| free < needed) {
            tracing::warn!(
                "no room to keep what opening the store may rewrite; opening it all the same"
            );
            return Ok(None);
        }
        undo.write(&db, &kept).map_err(|error| io_error(&undo.file, error))?;
        Ok(Some(undo))
    }

    /// An earlier open was killed half-way: puts everything back as it was before it.
    pub(super) fn after_interruption(folder: &Folder) -> Result<(), FolderError> {
        let undo = Undo { file: folder.undo(), sled: folder.sled() };
        if !undo.file.exists() {
            return Ok(());
        }
        if undo.db().exists() && undo.is_valid().map_err(|error| io_error(&undo.file, error))? {
            undo.put_back().map_err(|error| io_error(&undo.db(), error))?;
        }
        undo.discard()
    }

    /// The open failed: every file is again as it was before.
    pub(super) fn roll_back(self) -> Result<(), FolderError> {
        self.put_back().map_err(|error| io_error(&self.db(), error))?;
        self.discard()
    }

    /// The open succeeded. Must be durable before anything is committed: rolling back later would take it away.
    pub(super) fn discard(self) -> Result<(), FolderError> {
        fs::remove_file(&self.file).map_err(|error| io_error(&self.file, error))?;
        folder::sync_folder(folder::parent(&self.file))
    }

    fn db(&self) -> PathBuf {
        self.sled.join("db")
    }

    /// Offsets of the segments at or after the newest snapshot's end, and of those whose header says nothing.
    fn segments_at_risk(&self, db: &File) -> io::Result<Vec<u64>> {
        let snapshot = snapshots(&self.sled)?.into_iter().map(|(position, _)| position).max();
        let covered = snapshot.unwrap_or(0) / SEGMENT_BYTES as u64 * SEGMENT_BYTES as u64;
        let length = db.metadata()?.len();
        let mut at_risk = Vec::new();
        for offset in (0..length).step_by(SEGMENT_BYTES) {
            let mut header = [0; SEGMENT_HEADER_BYTES];
            let whole = db.read_at(&mut header, offset)? == header.len();
            // A checksum in 4 bytes, then the log position the segment begins at.
            let stored = header.get(4..12).and_then(|bytes| bytes.try_into().ok());
            let position = match stored {
                Some(stored) if whole => u64::from_le_bytes(stored) ^ LOG_POSITION_MASK,
                _ => u64::MAX,
            };
            if position >= covered {
                at_risk.push(offset);
            }
        }
        Ok(at_risk)
    }

    fn write(&self, db: &File, segments: &[u64]) -> io::Result<()> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.file)?;
        let mut out = Checked { inner: BufWriter::new(file), sum: crc32fast::Hasher::new() };
        let metadata = db.metadata()?;
        out.write_all(MAGIC)?;
        out.write_all(&identity(&metadata))?;
        out.write_all(&metadata.len().to_be_bytes())?;
        let mut buffer = vec![0; SEGMENT_BYTES];
        for offset in segments {
            let end = metadata.len().min(offset + SEGMENT_BYTES as u64);
            let length = usize::try_from(end - offset).unwrap_or(SEGMENT_BYTES);
            let bytes = buffer.get_mut(..length).unwrap_or_default();
            db.read_exact_at(bytes, *offset)?;
            write_entry(&mut out, SEGMENT, *offset, bytes)?;
        }
        for (position, path) in snapshots(&self.sled)? {
            write_entry(&mut out, SNAPSHOT, position, &fs::read(path)?)?;
        }
        out.write_all(&[END])?;
        let sum = out.sum.clone().finalize();
        out.inner.write_all(&sum.to_be_bytes())?;
        out.inner.flush()
    }

    /// Whether the copy is whole and of this very file.
    fn is_valid(&self) -> io::Result<bool> {
        let mut file = File::open(&self.file)?;
        let mut start = [0; MAGIC.len() + IDENTITY_BYTES];
        let length = file.metadata()?.len();
        if length < SHORTEST_BYTES {
            return Ok(false);
        }
        file.read_exact(&mut start)?;
        let (magic, kept_of) = start.split_at(MAGIC.len());
        if magic != MAGIC || kept_of != identity(&fs::metadata(self.db())?) {
            return Ok(false);
        }
        let mut sum = crc32fast::Hasher::new();
        sum.update(&start);
        let mut left = length - (start.len() + SUM_BYTES) as u64;
        let mut buffer = vec![0; SEGMENT_BYTES];
        while left > 0 {
            let length = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let bytes = buffer.get_mut(..length).unwrap_or_default();
            file.read_exact(bytes)?;
            sum.update(bytes);
            left -= length as u64;
        }
        let mut kept = [0; SUM_BYTES];
        file.read_exact(&mut kept)?;
        Ok(u32::from_be_bytes(kept) == sum.finalize())
    }

    /// Idempotent: a crash in the middle leaves the copy in place, and the next open does it again.
    fn put_back(&self) -> io::Result<()> {
        let mut kept = BufReader::new(File::open(&self.file)?);
        let db = OpenOptions::new().write(true).open(self.db())?;
        kept.read_exact(&mut [0; MAGIC.len() + IDENTITY_BYTES])?;
        db.set_len(read_number(&mut kept)?)?;
        let mut old_snapshots = Vec::new();
        loop {
            let mut tag = [END];
            kept.read_exact(&mut tag)?;
            if tag == [END] {
                break;
            }
            let (place, length) = (read_number(&mut kept)?, read_number(&mut kept)?);
            let mut bytes = Vec::new();
            kept.by_ref().take(length).read_to_end(&mut bytes)?;
            if tag == [SEGMENT] {
                db.write_all_at(&bytes, place)?;
            } else {
                let path = self.sled.join(format!("snap.{place:016X}"));
                fs::write(&path, &bytes)?;
                File::open(&path)?.sync_all()?;
                old_snapshots.push(path);
            }
        }
        db.sync_all()?;
        for (_, path) in snapshots(&self.sled)? {
            if !old_snapshots.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        File::open(&self.sled)?.sync_all()
    }
}

/// What tells one file from every other that ever lay under its name. A file system that keeps no time of birth leaves
/// that zero, and the number alone decides.
fn identity(of: &Metadata) -> [u8; IDENTITY_BYTES] {
    let born = of.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let mut identity = [0; IDENTITY_BYTES];
    let (number, birth) = identity.split_at_mut(8);
    number.copy_from_slice(&of.ino().to_be_bytes());
    birth.copy_from_slice(&born.map_or(0, |since| since.as_nanos()).to_be_bytes());
    identity
}

/// sled's snapshots with the log position up to which they go.
pub(super) fn snapshots(sled: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(sled)? {
        let path = entry?.path();
        let position = path
            .file_name()
            .and_then(|name| name.to_str()?.strip_prefix("snap."))
            .and_then(|position| u64::from_str_radix(position, 16).ok());
        if let Some(position) = position {
            found.push((position, path));
        }
    }
    Ok(found)
}

fn write_entry(out: &mut impl Write, tag: u8, place: u64, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&[tag])?;
    out.write_all(&place.to_be_bytes())?;
    out.write_all(&(bytes.len() as u64).to_be_bytes())?;
    out.write_all(bytes)
}

fn read_number(kept: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    kept.read_exact(&mut bytes)?;
    Ok(u64::from_be_bytes(bytes))
}

/// Sums what is written through it.
struct Checked<W> {
    inner: W,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
