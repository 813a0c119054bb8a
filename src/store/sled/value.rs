//! The layout of keys and values in sled (docs/store.md): neighbouring positions lie together in one small value.
//! Knows bytes only.

use super::super::NewRecord;

/// Which of a record's bytes a value holds; the first byte of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Family {
    /// Boxes of the access log.
    AccessBoxes = b'a',
    /// All other boxes.
    Boxes = b'b',
    /// Headers; never rewritten.
    Headers = b'h',
}

/// First byte of the keys under which a long box lies in pieces.
const PIECES: u8 = b'p';

/// Keys and values to be written together.
pub(super) type Writes = Vec<(Vec<u8>, Vec<u8>)>;

/// A value takes no further slot beyond this size, and a longer box is cut into pieces of it.
///
/// sled writes up to seventeen values as one page, and a page over 128 KiB as a file under `blobs/` that it never
/// syncs: a power cut would take acknowledged records. It also keeps some 16,000 pages before it evicts the first.
pub(super) const VALUE_BYTES_MAX: usize = 4096;

const VERSION: u8 = 1;
/// Version and number of slots.
const FIXED: usize = 3;
const LENGTH: usize = 4;
/// Stands for the length of a box that lies in the other family.
const ELSEWHERE: u32 = u32::MAX;
/// Set in the length of a box that lies in pieces.
const IN_PIECES: u32 = 1 << 31;

/// What a value says about one position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot<'a> {
    /// The bytes.
    Held(&'a [u8]),
    /// A box of so many bytes that lies in pieces of its own.
    InPieces(u32),
    /// A box that was deleted.
    Deleted,
    /// A box that lies in the other family.
    Elsewhere,
}

impl<'a> Slot<'a> {
    fn of_box(sealed: &'a [u8]) -> Slot<'a> {
        if FIXED + LENGTH + sealed.len() <= VALUE_BYTES_MAX {
            return Slot::Held(sealed);
        }
        // Batch::check keeps boxes below 128 KiB.
        Slot::InPieces(u32::try_from(sealed.len()).unwrap_or(0))
    }

    fn bytes(&self) -> &'a [u8] {
        match self {
            Slot::Held(bytes) => bytes,
            Slot::InPieces(_) | Slot::Deleted | Slot::Elsewhere => &[],
        }
    }

    fn length(&self) -> u32 {
        match self {
            // At most VALUE_BYTES_MAX.
            Slot::Held(bytes) => u32::try_from(bytes.len()).unwrap_or(0),
            Slot::InPieces(length) => length | IN_PIECES,
            Slot::Deleted => 0,
            Slot::Elsewhere => ELSEWHERE,
        }
    }
}

/// The key of the value whose first slot is `position`.
pub(super) fn key(family: Family, position: u64) -> Vec<u8> {
    [&[family as u8], position.to_be_bytes().as_slice()].concat()
}

/// The position in a key of this family; `None` for any other key.
pub(super) fn position_of(family: Family, key: &[u8]) -> Option<u64> {
    let (first, rest) = key.split_first()?;
    if *first != family as u8 {
        return None;
    }
    Some(u64::from_be_bytes(rest.try_into().ok()?))
}

/// The keys under which a box of so many bytes lies in pieces, in order.
pub(super) fn piece_keys(position: u64, length: u32) -> impl Iterator<Item = Vec<u8>> {
    let pieces = usize::try_from(length).unwrap_or(usize::MAX).div_ceil(VALUE_BYTES_MAX);
    (0..=u16::MAX).take(pieces).map(move |piece| {
        [&[PIECES], position.to_be_bytes().as_slice(), piece.to_be_bytes().as_slice()].concat()
    })
}

/// The bytes of a value with these slots.
pub(super) fn encode(slots: &[Slot]) -> Vec<u8> {
    let body: usize = slots.iter().map(|slot| slot.bytes().len()).sum();
    let mut value = Vec::with_capacity(FIXED + LENGTH * slots.len() + body);
    value.push(VERSION);
    // A slot takes at least four of a value's 4,096 bytes.
    value.extend_from_slice(&u16::try_from(slots.len()).unwrap_or(u16::MAX).to_be_bytes());
    for slot in slots {
        value.extend_from_slice(&slot.length().to_be_bytes());
    }
    for slot in slots {
        value.extend_from_slice(slot.bytes());
    }
    value
}

/// The slots of a value; `None` if it is not one of ours to the last byte.
pub(super) fn decode(value: &[u8]) -> Option<Vec<Slot<'_>>> {
    let (fixed, rest) = value.split_first_chunk::<FIXED>()?;
    let [VERSION, high, low] = *fixed else { return None };
    let count = usize::from(u16::from_be_bytes([high, low]));
    let (lengths, mut body) = rest.split_at_checked(count * LENGTH)?;
    let mut slots = Vec::with_capacity(count);
    for length in lengths.as_chunks::<LENGTH>().0 {
        slots.push(match u32::from_be_bytes(*length) {
            0 => Slot::Deleted,
            ELSEWHERE => Slot::Elsewhere,
            length if length & IN_PIECES != 0 => Slot::InPieces(length ^ IN_PIECES),
            length => {
                let (bytes, rest) = body.split_at_checked(usize::try_from(length).ok()?)?;
                body = rest;
                Slot::Held(bytes)
            }
        });
    }
    (body.is_empty() && !slots.is_empty()).then_some(slots)
}

/// What must be written for these records, the first of which stands at `first`.
pub(super) fn writes_for(first: u64, records: &[NewRecord]) -> Writes {
    let mut writes = Writes::new();
    let mut headers = Filling::new(Family::Headers);
    let mut boxes = Filling::new(Family::Boxes);
    let mut access_boxes = Filling::new(Family::AccessBoxes);
    for (position, record) in (first..).zip(records) {
        headers.add(position, Slot::Held(&record.header), &mut writes);
        let slot = Slot::of_box(&record.sealed);
        if let Slot::InPieces(length) = slot {
            let pieces = record.sealed.chunks(VALUE_BYTES_MAX).map(<[u8]>::to_vec);
            writes.extend(piece_keys(position, length).zip(pieces));
        }
        if record.access {
            boxes.add(position, Slot::Elsewhere, &mut writes);
            access_boxes.add(position, slot, &mut writes);
        } else {
            boxes.add(position, slot, &mut writes);
            access_boxes.pass_over();
        }
    }
    for family in [headers, boxes, access_boxes] {
        family.close(&mut writes);
    }
    writes
}

/// A value while slots are added to it.
struct Filling<'a> {
    family: Family,
    first: u64,
    slots: Vec<Slot<'a>>,
    /// Positions of the other family since the last slot; become slots only if another of ours follows.
    passed_over: usize,
    bytes: usize,
}

impl<'a> Filling<'a> {
    fn new(family: Family) -> Self {
        Filling { family, first: 0, slots: Vec::new(), passed_over: 0, bytes: FIXED }
    }

    fn takes(&self, slot: &Slot) -> bool {
        let more = LENGTH * (self.passed_over + 1) + slot.bytes().len();
        self.slots.is_empty() || self.bytes + more <= VALUE_BYTES_MAX
    }

    fn add(&mut self, position: u64, slot: Slot<'a>, writes: &mut Writes) {
        if !self.takes(&slot) {
            let family = self.family;
            std::mem::replace(self, Filling::new(family)).close(writes);
        }
        if self.slots.is_empty() {
            self.first = position;
        } else {
            self.slots.extend(std::iter::repeat_n(Slot::Elsewhere, self.passed_over));
            self.bytes += LENGTH * self.passed_over;
        }
        self.passed_over = 0;
        self.bytes += LENGTH + slot.bytes().len();
        self.slots.push(slot);
    }

    fn pass_over(&mut self) {
        self.passed_over += 1;
    }

    fn close(self, writes: &mut Writes) {
        if !self.slots.is_empty() {
            writes.push((key(self.family, self.first), encode(&self.slots)));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(length: usize, access: bool) -> NewRecord {
        NewRecord { header: vec![7; 200], sealed: vec![9; length], access }
    }

    proptest! {
        #[test]
        fn no_value_is_longer_than_a_page_can_bear(
            records in prop::collection::vec((1_usize..9_000, any::<bool>()), 1..200),
        ) {
            let records: Vec<_> = records.into_iter().map(|(n, access)| record(n, access)).collect();
            for (_, value) in writes_for(40, &records) {
                prop_assert!(value.len() <= VALUE_BYTES_MAX);
            }
        }

        #[test]
        fn what_is_not_exactly_a_value_is_refused(
            value in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            if let Some(slots) = decode(&value) {
                prop_assert_eq!(encode(&slots), value);
            }
        }

        #[test]
        fn a_value_cut_short_or_made_longer_is_refused(cut in 0_usize..60) {
            let value = encode(&[Slot::Held(&[1; 30]), Slot::Elsewhere, Slot::InPieces(70_000), Slot::Held(&[2; 12])]);
            prop_assert!(decode(&value).is_some());
            prop_assert_eq!(decode(&value[..value.len() - 1 - cut % value.len()]), None);
            let longer = [value.as_slice(), &[0]].concat();
            prop_assert_eq!(decode(&longer), None);
        }
    }

    #[test]
    fn an_access_value_begins_and_ends_with_an_access_record() {
        let records = [
            record(10, false),
            record(11, true),
            record(12, false),
            record(13, true),
            record(14, false),
        ];
        let writes = writes_for(100, &records);
        let (key, value) = writes.iter().find(|(key, _)| key[0] == b'a').unwrap();
        assert_eq!(position_of(Family::AccessBoxes, key), Some(101));
        assert_eq!(
            decode(value).unwrap(),
            [Slot::Held(&[9; 11]), Slot::Elsewhere, Slot::Held(&[9; 13])]
        );
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        let value =
            encode(&[Slot::Held(b"ab"), Slot::Deleted, Slot::Elsewhere, Slot::InPieces(65_613)]);
        let expected = "01 0004 00000002 00000000 ffffffff 8001004d 6162".replace(' ', "");
        assert_eq!(hex::encode(value), expected);
        assert_eq!(hex::encode(key(Family::Headers, 258)), "680000000000000102");
        let keys: Vec<_> = piece_keys(258, 4097).map(hex::encode).collect();
        assert_eq!(keys, ["7000000000000001020000", "7000000000000001020001"]);
    }
}
