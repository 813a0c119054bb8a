//! Lines of what was read in an emergency while the ledger could not be written: sealed, in a file, each synced before the answer;
//! recorded first when it can be written again, under ids of their own, so that a crash in between records none twice.

use std::fs::{self, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use crate::chain::{ActorId, Commitment, StreamId, Visibility};
use crate::register::proposal::{Draft, Proposal, SubmitError};
use crate::register::shared::Condition;
use crate::register::{ExecuteError, ReadFailure, Register};

use super::{Kind, SealedLine};

/// Kind, stream, actor and commitment; then the length of the box, and the box.
const FIXED: usize = 1 + 16 + 16 + 32 + 4;
/// A line is small; a longer one is damage of the file.
const BOX_MAX: usize = 1 << 17;

/// The bytes of whole lines in the file; not known before one was put aside since the start.
pub type WholeLines = Option<u64>;

impl Register {
    fn pending_file(&self) -> PathBuf {
        self.folder().join("access.pending")
    }

    /// Puts a line aside; it is on the disk when this returns.
    ///
    /// It goes where the last whole line ends, not where the file does: after half a line, which a crash or a full disk left,
    /// nothing would be found again.
    pub(super) fn put_aside(&self, line: &SealedLine) -> io::Result<()> {
        let mut whole = self.shared.put_aside.lock();
        let path = self.pending_file();
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path)?;
        let end = if let Some(end) = *whole {
            end
        } else {
            // Whoever made the file may have died before its name was on the disk.
            fs::File::open(self.folder())?.sync_all()?;
            whole_lines(&fs::read(&path)?)
        };
        let mut bytes = Vec::with_capacity(FIXED + line.draft.sealed.len());
        bytes.push(line.kind as u8);
        bytes.extend(line.stream.as_bytes());
        bytes.extend(line.actor.as_bytes());
        bytes.extend(line.draft.commitment.as_bytes());
        let length = u32::try_from(line.draft.sealed.len()).map_err(io::Error::other)?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(&line.draft.sealed);
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        *whole = Some(end + bytes.len() as u64);
        Ok(())
    }

    /// Records what was put aside, before anything else is. Done at open; where the ledger cannot be written the file stays.
    pub(in crate::register) fn record_pending(&self) -> Result<(), ExecuteError> {
        let path = self.pending_file();
        if !matches!(self.condition(), Condition::Writable) || !path.exists() {
            return Ok(());
        }
        let mut whole = self.shared.put_aside.lock();
        let bytes = fs::read(&path).map_err(|_| ReadFailure::Unavailable)?;
        let mut rest = bytes.as_slice();
        while let Some((line, after)) = next_line(rest) {
            rest = after;
            let own = line.draft.commitment.as_bytes();
            let own: [u8; 16] = own.first_chunk().copied().unwrap_or_default();
            let request = self.vault().request_id(PENDING_GRANT, &own, line.stream);
            let (actor, drafts) = (line.actor, vec![line.draft]);
            let proposal = Proposal { request, actor, reads: vec![], after: None, drafts };
            match pollster::block_on(self.submit(proposal)) {
                Ok(_) | Err(SubmitError::Duplicate { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        if !rest.is_empty() {
            // Torn while it was written: its reader was never answered.
            tracing::warn!(bytes = rest.len(), "the last line of access.pending is incomplete");
        }
        fs::remove_file(&path).map_err(|_| ReadFailure::Unavailable)?;
        *whole = None;
        Ok(())
    }
}

/// In place of a grant in the request ids of lines that were put aside.
const PENDING_GRANT: &[u8; 16] = b"access.pending..";

/// How many bytes from the start are whole lines.
fn whole_lines(bytes: &[u8]) -> u64 {
    let mut rest = bytes;
    while let Some((_, after)) = next_line(rest) {
        rest = after;
    }
    (bytes.len() - rest.len()) as u64
}

fn next_line(bytes: &[u8]) -> Option<(SealedLine, &[u8])> {
    let (kind, rest) = bytes.split_first()?;
    let kind = Kind::of_byte(*kind)?;
    let (stream, rest) = rest.split_first_chunk::<16>()?;
    let (actor, rest) = rest.split_first_chunk::<16>()?;
    let (commitment, rest) = rest.split_first_chunk::<32>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (sealed, rest) = rest.split_at_checked(length).filter(|_| length <= BOX_MAX)?;
    let stream = StreamId::from_bytes(*stream);
    let draft = Draft {
        stream,
        kind: kind.as_str().parse().ok()?,
        visibility: Visibility::Sealed,
        commitment: Commitment::from_bytes(*commitment),
        sealed: sealed.to_vec(),
        fact: None,
    };
    Some((SealedLine { kind, stream, actor: ActorId::from_bytes(*actor), draft }, rest))
}
