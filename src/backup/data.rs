//! A data backup (docs/backup.md): every header below a published checkpoint, each box as it lies, and that checkpoint. Records are
//! only ever added and never changed, so that writers go on while it is made.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::register::signing::Crossings;
use crate::register::{ReadFailure, Register};

/// The name of the file that says what the archive is; the first in it.
pub(super) const ABOUT: &str = "backup.json";
/// The checkpoint's name; the second.
pub(super) const CHECKPOINT: &str = "checkpoint";
/// Where runs of records lie, by the position of their first.
pub(super) const RECORDS: &str = "records/";
/// Says in `backup.json` how to read it.
pub(super) const FORMAT: &str = "griffie data backup 1";
/// Records in a run at most, and bytes after which it ends: a run is held in memory.
const RUN: usize = 256;

/// What `backup.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) format: String,
    pub(super) ledger: String,
    pub(super) size: u64,
    pub(super) made_at: i64,
    pub(super) keys: Crossings,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataBackup {
    /// Records in it.
    pub size: u64,
    /// Boxes in it.
    pub boxes: u64,
}

/// Why a data backup was not written. What was written so far does not open.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// There is no checkpoint: the register stopped.
    #[error("no checkpoint is published")]
    NothingPublished,
    /// A record could not be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// The file could not be written.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// A destruction was decided while it was made: boxes are missing in it that its own records do not explain.
    #[error("a destruction was decided meanwhile; make it again")]
    DestroyedMeanwhile,
}

/// Writes one of everything recorded until now. Blocks.
pub fn write_data(register: &Register, out: impl Write) -> Result<DataBackup, DataError> {
    let published = pollster::block_on(register.published_at_least(register.size()))
        .ok_or(DataError::NothingPublished)?;
    let size = published.size;
    let made_at = register.now();
    let mut archive = Archive { tar: tar::Builder::new(out), made_at };
    let about = About {
        format: FORMAT.to_owned(),
        ledger: register.ledger().to_string(),
        size,
        made_at,
        keys: register.keys_below(size),
    };
    archive.add(ABOUT, &serde_json::to_vec_pretty(&about).map_err(io::Error::other)?)?;
    archive.add(CHECKPOINT, published.note.as_bytes())?;
    let (mut next, mut boxes) = (0, 0);
    let mut run = Vec::new();
    while next < size {
        let first = next;
        let count = usize::try_from(size - first).unwrap_or(RUN).min(RUN);
        let headers = register.headers(first, count)?;
        let positions: Vec<u64> = headers.iter().map(|(position, _)| position).collect();
        let held = register.boxes(&positions)?;
        if positions.is_empty() {
            return Err(ReadFailure::Damaged { position: first }.into());
        }
        run.clear();
        for ((position, header), held) in headers.iter().zip(held) {
            let sealed = held.as_deref().unwrap_or_default();
            boxes += u64::from(!sealed.is_empty());
            append(&mut run, header, sealed);
            next = position + 1;
        }
        archive.add(&format!("{RECORDS}{first:020}"), &run)?;
    }
    if register.last_decision().is_some_and(|decided| decided >= size) {
        return Err(DataError::DestroyedMeanwhile);
    }
    archive.tar.into_inner()?.flush()?;
    Ok(DataBackup { size, boxes })
}

/// `u32 length ‖ header ‖ u32 length ‖ box`; a box that is not held has no bytes.
fn append(run: &mut Vec<u8>, header: &[u8], sealed: &[u8]) {
    for part in [header, sealed] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        run.extend_from_slice(&length.to_be_bytes());
        run.extend_from_slice(part);
    }
}

struct Archive<W: Write> {
    tar: tar::Builder<W>,
    made_at: i64,
}

impl<W: Write> Archive<W> {
    fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.made_at / 1_000_000).unwrap_or_default());
        self.tar.append_data(&mut header, name, content)
    }
}
