//! A record's header: the bytes that are chained (docs/format.md §2). Encodes and strictly decodes.

use std::fmt;
use std::str::FromStr;

use super::{ActorId, Commitment, Context, LedgerId, RecordHash, RequestId, StreamId};

const MAGIC: [u8; 4] = *b"GRF1";
const FIXED: usize = 158;
const KIND_LENGTH: std::ops::RangeInclusive<usize> = 5..=63;
const BELOW: u64 = 1 << 63;

/// What sort of fact a record holds, with its version: `dossier.entry_recorded/1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(Box<str>);

/// A text that is not a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of the form noun.fact/version")]
pub struct MalformedKind;

impl Kind {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the payload is raw bytes instead of I-JSON (a part of an attachment).
    pub fn is_raw(&self) -> bool {
        self.0.ends_with(".attachment_part_stored/1")
    }
}

impl FromStr for Kind {
    type Err = MalformedKind;

    fn from_str(text: &str) -> Result<Self, MalformedKind> {
        let word = |part: &str| {
            let mut bytes = part.bytes();
            bytes.next().is_some_and(|first| first.is_ascii_lowercase())
                && bytes.all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        let version = |part: &str| {
            (1..=3).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && !part.starts_with('0')
        };
        let (name, number) = text.split_once('/').ok_or(MalformedKind)?;
        let (noun, fact) = name.split_once('.').ok_or(MalformedKind)?;
        if KIND_LENGTH.contains(&text.len()) && word(noun) && word(fact) && version(number) {
            Ok(Kind(text.into()))
        } else {
            Err(MalformedKind)
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Kind({self})")
    }
}

/// Whether the payload may be given to anyone. Every box is sealed at rest all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// A fact an outsider needs and nobody is in.
    Open,
    /// For those the policy table lets in.
    Sealed,
}

/// A record's header. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whose chain this is.
    pub ledger: LedgerId,
    /// The record's place in the ledger, from 0, without gaps.
    pub position: u64,
    /// Microseconds UTC since 1970; never decreasing along the chain.
    pub recorded_at: i64,
    /// The matter the record belongs to.
    pub stream: StreamId,
    /// The record's number within its stream, from 0.
    pub revision: u64,
    /// Who acted, by pseudonym.
    pub actor: ActorId,
    /// The command that caused it.
    pub request: RequestId,
    /// Whether the payload may be given to anyone.
    pub visibility: Visibility,
    /// Salted hash of the payload.
    pub commitment: Commitment,
    /// Hash of the record before this one; zeros at position 0.
    pub previous: RecordHash,
    /// What sort of fact it is.
    pub kind: Kind,
}

/// Bytes that are not a header of format 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedHeader {
    /// Another format or other algorithms: newer than this griffie, not broken.
    #[error("unsupported record format")]
    Unsupported,
    /// Too short, too long, or a field outside its bounds.
    #[error("malformed record header ({0})")]
    Field(&'static str),
}

impl Header {
    /// The bytes that are hashed and stored.
    pub fn encode(&self) -> Vec<u8> {
        let kind = self.kind.as_str().as_bytes();
        let mut bytes = Vec::with_capacity(FIXED + kind.len());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(self.ledger.as_bytes());
        bytes.extend_from_slice(&self.position.to_be_bytes());
        bytes.extend_from_slice(&self.recorded_at.to_be_bytes());
        bytes.extend_from_slice(self.stream.as_bytes());
        bytes.extend_from_slice(&self.revision.to_be_bytes());
        bytes.extend_from_slice(self.actor.as_bytes());
        bytes.extend_from_slice(self.request.as_bytes());
        bytes.push(u8::from(self.visibility == Visibility::Sealed));
        bytes.extend_from_slice(self.commitment.as_bytes());
        bytes.extend_from_slice(self.previous.as_bytes());
        // A kind has at most 63 bytes by construction.
        bytes.push(u8::try_from(kind.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(kind);
        bytes
    }

    /// Reads a header; refuses trailing bytes and every value outside its bounds.
    pub fn decode(bytes: &[u8]) -> Result<Header, MalformedHeader> {
        let mut rest = bytes;
        if take::<4>(&mut rest, "magic")? != MAGIC {
            return Err(MalformedHeader::Unsupported);
        }
        let ledger = LedgerId::from_bytes(take(&mut rest, "ledger")?);
        let position = below(u64::from_be_bytes(take(&mut rest, "position")?), "position")?;
        let recorded_at = i64::from_be_bytes(take(&mut rest, "recorded_at")?);
        if recorded_at < 0 {
            return Err(MalformedHeader::Field("recorded_at"));
        }
        let stream = StreamId::from_bytes(take(&mut rest, "stream")?);
        let revision = below(u64::from_be_bytes(take(&mut rest, "revision")?), "revision")?;
        let actor = ActorId::from_bytes(take(&mut rest, "actor")?);
        let request = RequestId::from_bytes(take(&mut rest, "request")?);
        let visibility = match take::<1>(&mut rest, "visibility")? {
            [0] => Visibility::Open,
            [1] => Visibility::Sealed,
            _ => return Err(MalformedHeader::Field("visibility")),
        };
        let commitment = Commitment::from_bytes(take(&mut rest, "commitment")?);
        let previous = RecordHash::from_bytes(take(&mut rest, "previous")?);
        let [kind_length] = take::<1>(&mut rest, "kind length")?;
        if rest.len() != usize::from(kind_length) {
            return Err(MalformedHeader::Field("kind length"));
        }
        let kind = std::str::from_utf8(rest)
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or(MalformedHeader::Field("kind"))?;
        Ok(Header {
            ledger,
            position,
            recorded_at,
            stream,
            revision,
            actor,
            request,
            visibility,
            commitment,
            previous,
            kind,
        })
    }

    /// Hash of a record, over the stored header bytes (docs/format.md §2).
    pub fn hash(bytes: &[u8]) -> RecordHash {
        RecordHash::from_bytes(Context::Record.derive(bytes))
    }
}

fn take<const N: usize>(rest: &mut &[u8], field: &'static str) -> Result<[u8; N], MalformedHeader> {
    let (first, tail) = rest.split_first_chunk().ok_or(MalformedHeader::Field(field))?;
    *rest = tail;
    Ok(*first)
}

fn below(value: u64, field: &'static str) -> Result<u64, MalformedHeader> {
    if value < BELOW { Ok(value) } else { Err(MalformedHeader::Field(field)) }
}
