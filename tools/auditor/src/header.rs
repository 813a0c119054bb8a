//! The strict decoder of a record header (format.md §2). Judges one header; the chain is judged elsewhere.

use crate::kind;

/// Format and algorithms of the headers this auditor knows.
pub const MAGIC: [u8; 4] = *b"GRF1";

/// A header, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// Random id of the practice's ledger.
    pub ledger: [u8; 16],
    /// From 0, no gaps.
    pub position: u64,
    /// Microseconds since 1970, UTC.
    pub recorded_at: u64,
    /// Random id of the stream.
    pub stream: [u8; 16],
    /// The record's number within its stream.
    pub revision: u64,
    /// Whether the payload may not be given to anyone.
    pub sealed: bool,
    /// Commitment to the payload.
    pub commitment: [u8; 32],
    /// Record hash of the position before.
    pub previous: [u8; 32],
    /// What happened.
    pub kind: &'a str,
}

/// Why bytes are no header this auditor can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHeader {
    /// Another format, made by a later griffie perhaps.
    UnknownMagic,
    /// The known format, breached.
    Malformed,
}

impl<'a> Header<'a> {
    /// Decodes the whole of `bytes`.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, NoHeader> {
        match bytes.first_chunk::<4>() {
            Some(&MAGIC) => Self::fields(bytes).ok_or(NoHeader::Malformed),
            Some(_) => Err(NoHeader::UnknownMagic),
            None => Err(NoHeader::Malformed),
        }
    }

    fn fields(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let _magic: [u8; 4] = take(&mut rest)?;
        let ledger = take(&mut rest)?;
        let position = number(&mut rest)?;
        let recorded_at = number(&mut rest)?;
        let stream = take(&mut rest)?;
        let revision = number(&mut rest)?;
        let _actor: [u8; 16] = take(&mut rest)?;
        let _request: [u8; 16] = take(&mut rest)?;
        let sealed = match take::<1>(&mut rest)? {
            [0] => false,
            [1] => true,
            _ => return None,
        };
        let commitment = take(&mut rest)?;
        let previous = take(&mut rest)?;
        let [length] = take(&mut rest)?;
        let fits = (5..=63).contains(&length) && rest.len() == usize::from(length);
        let kind = std::str::from_utf8(rest).ok().filter(|kind| fits && kind::is_spelled(kind))?;
        Some(Self {
            ledger,
            position,
            recorded_at,
            stream,
            revision,
            sealed,
            commitment,
            previous,
            kind,
        })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (field, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*field)
}

/// Positions, revisions and times all stay below 2^63.
fn number(rest: &mut &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(take(rest)?)).filter(|&number| number < 1 << 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([1; 16]);
        bytes.extend(7u64.to_be_bytes());
        bytes.extend(8u64.to_be_bytes());
        bytes.extend([2; 16]);
        bytes.extend(9u64.to_be_bytes());
        bytes.extend([3; 32]);
        bytes.push(1);
        bytes.extend([4; 32]);
        bytes.extend([5; 32]);
        bytes.push(8);
        bytes.extend(b"a.bcde/1");
        bytes
    }

    #[test]
    fn every_field_lies_where_the_table_says() {
        let bytes = example();
        let header = Header::decode(&bytes).unwrap();
        assert_eq!(
            header,
            Header {
                ledger: [1; 16],
                position: 7,
                recorded_at: 8,
                stream: [2; 16],
                revision: 9,
                sealed: true,
                commitment: [4; 32],
                previous: [5; 32],
                kind: "a.bcde/1",
            }
        );
    }

    #[test]
    fn other_lengths_and_values_are_malformed() {
        let good = example();
        for length in 4..good.len() {
            assert_eq!(Header::decode(&good[..length]), Err(NoHeader::Malformed), "{length}");
        }
        let with = |at: usize, value: u8| {
            let mut bytes = example();
            bytes[at] = value;
            Header::decode(&bytes).err()
        };
        for at in [20, 28, 52] {
            assert_eq!(with(at, 0x80), Some(NoHeader::Malformed), "{at}");
        }
        assert_eq!(with(92, 2), Some(NoHeader::Malformed));
        assert_eq!(with(157, 7), Some(NoHeader::Malformed));
        assert_eq!(with(157, 9), Some(NoHeader::Malformed));
        assert_eq!(with(160, b'/'), Some(NoHeader::Malformed));
        assert_eq!(with(160, 0xff), Some(NoHeader::Malformed));
        assert_eq!(Header::decode(&[good, vec![0]].concat()), Err(NoHeader::Malformed));
    }

    #[test]
    fn another_magic_is_unknown_and_no_magic_is_malformed() {
        let mut bytes = example();
        bytes[3] = b'2';
        assert_eq!(Header::decode(&bytes), Err(NoHeader::UnknownMagic));
        assert_eq!(Header::decode(b"GRF2"), Err(NoHeader::UnknownMagic));
        assert_eq!(Header::decode(b"GRF"), Err(NoHeader::Malformed));
    }
}
