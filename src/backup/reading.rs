//! Reading a data backup back: nothing of it is believed before the chain was followed and its root is the signed one.

use std::io::{self, Read};

use crate::chain::tree::{RightEdge, leaf_hash};
use crate::chain::{Broken, Checkpoint, Head, Header, LedgerId, Note, SigningKeys};
use crate::register::signing::Crossings;
use crate::store::BOX_BYTES_MAX;

use super::data::{ABOUT, About, CHECKPOINT, FORMAT, RECORDS};

/// Bytes of `backup.json` and of a run, at most.
const ABOUT_BYTES_MAX: u64 = 16 << 20;
const RUN_BYTES_MAX: u64 = 256 << 20;

/// Why a data backup is not one, or not whole.
#[derive(Debug, thiserror::Error)]
pub enum ReadBackupError {
    /// It could not be read: the operating system refused, or it was cut off or altered.
    #[error("it cannot be read to its end: {0}")]
    Io(#[from] io::Error),
    /// Not what a data backup looks like.
    #[error("not a data backup: {0}")]
    Malformed(&'static str),
    /// Made by a newer griffie.
    #[error("a newer griffie made it")]
    Unsupported,
    /// The records do not follow each other.
    #[error(transparent)]
    Chain(#[from] Broken),
    /// The records are not those of its checkpoint.
    #[error("its records are not those of its checkpoint")]
    RootDiffers,
    /// Its checkpoint is not signed by the ledger's keys.
    #[error("its checkpoint is not signed by the ledger's key")]
    Signature,
}

/// Records of neighbouring positions.
pub struct ReadRun {
    /// Where the log stood before them.
    pub before: Head,
    /// Where it stands after them.
    pub after: Head,
    /// Each header with its box; without, where it was not held.
    pub records: Vec<(Header, Vec<u8>, Option<Vec<u8>>)>,
}

/// A data backup that is being read.
pub struct DataReader {
    /// Whose records they are.
    pub ledger: LedgerId,
    /// How many.
    pub size: u64,
    /// When it was made, microseconds UTC.
    pub made_at: i64,
    about: About,
    note: String,
    checkpoint: Checkpoint,
    head: Head,
    edge: RightEdge,
}

impl DataReader {
    /// Reads all of it, handing out run after run. What was handed out counts only if this ends well.
    pub fn read<E: From<ReadBackupError>>(
        input: impl Read,
        mut take: impl FnMut(ReadRun) -> Result<(), E>,
    ) -> Result<DataReader, E> {
        let mut archive = tar::Archive::new(input);
        let mut entries = archive.entries().map_err(ReadBackupError::from)?;
        let mut next = || -> Result<Option<(String, Vec<u8>)>, ReadBackupError> {
            let Some(entry) = entries.next() else { return Ok(None) };
            let mut entry = entry?;
            let name = entry.path()?.to_string_lossy().into_owned();
            let mut content = Vec::new();
            entry.by_ref().take(RUN_BYTES_MAX).read_to_end(&mut content)?;
            Ok(Some((name, content)))
        };
        let mut reader = DataReader::begin(next()?, next()?)?;
        while let Some((name, content)) = next()? {
            let run = reader.run(&name, &content)?;
            take(run)?;
        }
        // The tar ends before its last block of zeros: what follows must still be authentic, and end.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(ReadBackupError::from)?;
        reader.conclude()?;
        Ok(reader)
    }

    fn begin(
        about: Option<(String, Vec<u8>)>,
        checkpoint: Option<(String, Vec<u8>)>,
    ) -> Result<DataReader, ReadBackupError> {
        use ReadBackupError::Malformed;
        let named = |found: Option<(String, Vec<u8>)>, name| {
            found.filter(|it| it.0 == name && it.1.len() as u64 <= ABOUT_BYTES_MAX)
        };
        let (_, about) = named(about, ABOUT).ok_or(Malformed("it does not say what it is"))?;
        let (_, note) = named(checkpoint, CHECKPOINT).ok_or(Malformed("it has no checkpoint"))?;
        let format = serde_json::from_slice::<serde_json::Value>(&about)
            .map_err(|_| Malformed("it does not say what it is"))?;
        if format.get("format").and_then(|it| it.as_str()) != Some(FORMAT) {
            return Err(ReadBackupError::Unsupported);
        }
        let about: About =
            serde_json::from_slice(&about).map_err(|_| Malformed("what it says of itself"))?;
        let ledger: LedgerId = about.ledger.parse().map_err(|_| Malformed("its ledger"))?;
        let note = String::from_utf8(note).map_err(|_| Malformed("its checkpoint"))?;
        let parsed = Note::parse(note.as_bytes()).map_err(|_| Malformed("its checkpoint"))?;
        let checkpoint = Checkpoint::of_note(&parsed).map_err(|_| Malformed("its checkpoint"))?;
        if checkpoint.ledger != ledger || checkpoint.size != about.size {
            return Err(Malformed("its checkpoint is of another log"));
        }
        Ok(DataReader {
            ledger,
            size: about.size,
            made_at: about.made_at,
            about,
            note,
            checkpoint,
            head: Head::EMPTY,
            edge: RightEdge::default(),
        })
    }

    fn run(&mut self, name: &str, content: &[u8]) -> Result<ReadRun, ReadBackupError> {
        let expected = format!("{RECORDS}{:020}", self.head.size);
        if name != expected {
            return Err(ReadBackupError::Malformed("a run of records is missing"));
        }
        let before = self.head;
        let mut records = Vec::new();
        let mut rest = content;
        while !rest.is_empty() {
            let (bytes, sealed) = (part(&mut rest)?, part(&mut rest)?);
            if sealed.len() > BOX_BYTES_MAX {
                return Err(ReadBackupError::Malformed("a box is too long"));
            }
            let (next, header) = self.head.follow(bytes)?;
            self.head = next;
            self.edge.push(leaf_hash(bytes));
            let sealed = (!sealed.is_empty()).then(|| sealed.to_vec());
            records.push((header, bytes.to_vec(), sealed));
        }
        Ok(ReadRun { before, after: self.head, records })
    }

    fn conclude(&self) -> Result<(), ReadBackupError> {
        let whole = self.head.size == self.size && self.head.ledger == Some(self.ledger);
        if whole && self.edge.root() == self.checkpoint.root {
            return self.verify_with(&self.keys()?);
        }
        Err(ReadBackupError::RootDiffers)
    }

    /// The keys it names itself: they are worth what the first of them is worth.
    pub fn keys(&self) -> Result<SigningKeys, ReadBackupError> {
        self.about.keys.keys(self.ledger).map_err(|_| ReadBackupError::Signature)
    }

    /// The same, as they are listed.
    pub fn crossings(&self) -> &Crossings {
        &self.about.keys
    }

    /// Judges its checkpoint by keys known otherwise.
    pub fn verify_with(&self, keys: &SigningKeys) -> Result<(), ReadBackupError> {
        let note = Note::parse(self.note.as_bytes()).map_err(|_| ReadBackupError::Signature)?;
        let verified = keys.verify(&note).map_err(|_| ReadBackupError::Signature)?;
        if verified == self.checkpoint { Ok(()) } else { Err(ReadBackupError::Signature) }
    }

    /// Its checkpoint, as it was signed.
    pub fn checkpoint(&self) -> &str {
        &self.note
    }

    /// Where its log ends.
    pub fn head(&self) -> Head {
        self.head
    }
}

fn part<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], ReadBackupError> {
    let short = ReadBackupError::Malformed("a run of records is cut short");
    let Some((length, tail)) = rest.split_first_chunk() else { return Err(short) };
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    let Some((part, tail)) = tail.split_at_checked(length) else { return Err(short) };
    *rest = tail;
    Ok(part)
}
