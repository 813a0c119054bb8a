//! Reads: the value that holds a position, runs of neighbouring ones. A hole below the head is an error, never skipped.

use bytes::Bytes;

use super::super::{BoxRun, HeaderRun, Held, ReadError};
use super::SledStore;
use super::guard::Failure;
use super::value::{self, Family, Slot};

/// sled evicts pages only when 64 accesses have piled up in one of its 256 shards. A value is read again once for so
/// many of its bytes: then a shard grows by some 300 KB between evictions and not by 64 pages, however long a scan runs.
const BYTES_PER_ACCESS: usize = 512;

/// A stored value and the position of its first slot.
pub(super) struct Stored {
    pub(super) family: Family,
    pub(super) first: u64,
    bytes: sled::IVec,
}

impl SledStore {
    pub(super) fn headers_now(&self, first: u64, max: usize) -> Result<HeaderRun, ReadError> {
        let mut run = HeaderRun::starting_at(first);
        self.walk(Family::Headers, first, max, |position, slot| match slot {
            Slot::Held(header) => {
                run.push(header);
                Ok(())
            }
            Slot::InPieces(_) | Slot::Deleted | Slot::Elsewhere => {
                Err(ReadError::malformed(position))
            }
        })?;
        Ok(run)
    }

    pub(super) fn box_run_now(&self, first: u64, max: usize) -> Result<BoxRun, ReadError> {
        let mut run = BoxRun::starting_at(first);
        self.walk(Family::Boxes, first, max, |position, slot| {
            match slot {
                Slot::Held(sealed) => run.push(Some(sealed)),
                Slot::Deleted => run.push(None),
                Slot::InPieces(length) => run.push(Some(&self.join_pieces(position, length)?)),
                Slot::Elsewhere => run.push(self.find_box(position)?.as_deref()),
            }
            Ok(())
        })?;
        Ok(run)
    }

    pub(super) fn held_now(&self, first: u64, count: u64) -> Result<Held, ReadError> {
        let size = self.head.lock().size;
        if first.checked_add(count).is_none_or(|end| end > size) {
            return Err(ReadError::Beyond { position: first.saturating_add(count), size });
        }
        let mut held = Held::starting_at(first);
        let max = usize::try_from(count).unwrap_or(usize::MAX);
        self.walk(Family::Boxes, first, max, |position, slot| {
            held.push(match slot {
                Slot::Held(_) | Slot::InPieces(_) => true,
                Slot::Deleted => false,
                Slot::Elsewhere => self.value_with_box(position)?.slot(position)? != Slot::Deleted,
            });
            Ok(())
        })?;
        Ok(held)
    }

    pub(super) fn boxes_now(&self, positions: &[u64]) -> Result<Vec<Option<Bytes>>, ReadError> {
        let size = self.head.lock().size;
        let mut boxes = Vec::with_capacity(positions.len());
        // Records of one commit lie in one value: it is looked for once.
        let mut last: Option<Stored> = None;
        for position in positions {
            if *position >= size {
                return Err(ReadError::Beyond { position: *position, size });
            }
            let stored = match last.take() {
                Some(stored) if matches!(stored.slot(*position), Ok(Slot::Held(_))) => stored,
                _ => self.value_with_box(*position)?,
            };
            boxes.push(self.box_in(&stored, *position)?);
            last = Some(stored);
        }
        Ok(boxes)
    }

    fn find_box(&self, position: u64) -> Result<Option<Bytes>, ReadError> {
        self.box_in(&self.value_with_box(position)?, position)
    }

    fn box_in(&self, stored: &Stored, position: u64) -> Result<Option<Bytes>, ReadError> {
        match stored.slot(position)? {
            Slot::Held(sealed) => Ok(Some(Bytes::copy_from_slice(sealed))),
            Slot::InPieces(length) => Ok(Some(self.join_pieces(position, length)?.into())),
            Slot::Deleted => Ok(None),
            Slot::Elsewhere => Err(ReadError::missing(position)),
        }
    }

    fn join_pieces(&self, position: u64, length: u32) -> Result<Vec<u8>, ReadError> {
        let mut sealed = Vec::new();
        for key in value::piece_keys(position, length) {
            let piece = self
                .engine
                .get(&key)
                .map_err(|failure| ReadError::failed(position, &failure))?
                .ok_or_else(|| ReadError::missing(position))?;
            self.let_sled_evict(&key, piece.len());
            sealed.extend_from_slice(&piece);
        }
        if u32::try_from(sealed.len()) == Ok(length) {
            Ok(sealed)
        } else {
            Err(ReadError::malformed(position))
        }
    }

    /// The value that says where the box of a position below the head is, or that it was deleted.
    pub(super) fn value_with_box(&self, position: u64) -> Result<Stored, ReadError> {
        let stored = self.value_with(Family::Boxes, position)?;
        match stored.slot(position)? {
            Slot::Elsewhere => self.value_with(Family::AccessBoxes, position),
            _ => Ok(stored),
        }
    }

    /// The value that covers a position: the last one that begins at or before it.
    fn value_with(&self, family: Family, position: u64) -> Result<Stored, ReadError> {
        let (key, bytes) = self
            .engine
            .last_before(&value::key(family, position + 1))
            .map_err(|failure| ReadError::failed(position, &failure))?
            .ok_or_else(|| ReadError::missing(position))?;
        let first = value::position_of(family, &key).ok_or_else(|| ReadError::missing(position))?;
        self.let_sled_evict(&key, bytes.len());
        Ok(Stored { family, first, bytes })
    }

    /// Shows every slot of the family from `first` on, at most `max` of them and none at or beyond the head.
    fn walk(
        &self,
        family: Family,
        first: u64,
        max: usize,
        mut show: impl FnMut(u64, Slot) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let size = self.head.lock().size;
        if first > size {
            return Err(ReadError::Beyond { position: first, size });
        }
        let end = first.saturating_add(u64::try_from(max).unwrap_or(u64::MAX)).min(size);
        let mut position = first;
        while position < end {
            // Not a range scan: that would load each page once and let sled keep them all.
            let stored = self.value_with(family, position)?;
            if position != first && stored.first != position {
                return Err(ReadError::missing(position));
            }
            let slots = stored.slots(position)?;
            let skipped = usize::try_from(position - stored.first).unwrap_or(usize::MAX);
            if skipped >= slots.len() {
                return Err(ReadError::missing(position));
            }
            for slot in slots.into_iter().skip(skipped) {
                if position == end {
                    break;
                }
                show(position, slot)?;
                position += 1;
            }
        }
        Ok(())
    }

    /// Errors show when the value is really read.
    fn let_sled_evict(&self, key: &[u8], length: usize) {
        for _ in 0..length / BYTES_PER_ACCESS {
            if self.engine.touch(key).is_err() {
                break;
            }
        }
    }
}

impl Stored {
    pub(super) fn key(&self) -> Vec<u8> {
        value::key(self.family, self.first)
    }

    /// All slots; a malformed value is reported at `position`.
    pub(super) fn slots(&self, position: u64) -> Result<Vec<Slot<'_>>, ReadError> {
        value::decode(&self.bytes).ok_or_else(|| ReadError::malformed(position))
    }

    /// What the value says about one position.
    pub(super) fn slot(&self, position: u64) -> Result<Slot<'_>, ReadError> {
        let slots = self.slots(position)?;
        let index = position.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        index
            .and_then(|index| slots.get(index).copied())
            .ok_or_else(|| ReadError::missing(position))
    }
}

impl ReadError {
    pub(super) fn missing(position: u64) -> ReadError {
        ReadError::Corrupt { position, reason: "it is missing".to_owned() }
    }

    pub(super) fn malformed(position: u64) -> ReadError {
        ReadError::Corrupt { position, reason: "malformed value".to_owned() }
    }

    pub(super) fn failed(position: u64, failure: &Failure) -> ReadError {
        let reason = failure.to_string();
        match failure {
            Failure::Refused(_) => ReadError::Unavailable { reason },
            _ => ReadError::Corrupt { position, reason },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{ActorId, Commitment, Header, LedgerId, RequestId, StreamId};
    use crate::store::sled::SledOptions;
    use crate::store::{Batch, NewRecord, StoredHead};

    const LEDGER: LedgerId = LedgerId::from_bytes([5; 16]);

    /// Commits of ten records: 0–9, 10–19 … Position 12 belongs to the access log, the box of 25 lies in pieces.
    fn forty_records(folder: &tempfile::TempDir) -> SledStore {
        let path = folder.path().join("store");
        let store = SledStore::create(&path, LEDGER, &SledOptions::default()).unwrap();
        let mut head = StoredHead::default();
        for _ in 0..4 {
            let mut next = head;
            let mut records = Vec::new();
            for position in head.size..head.size + 10 {
                let header = Header {
                    ledger: LEDGER,
                    position,
                    recorded_at: 0,
                    stream: StreamId::default(),
                    revision: position,
                    actor: ActorId::default(),
                    request: RequestId::default(),
                    visibility: crate::chain::Visibility::Sealed,
                    commitment: Commitment::default(),
                    previous: next.hash,
                    kind: "dossier.entry_recorded/1".parse().unwrap(),
                };
                let header = header.encode();
                next = StoredHead { size: position + 1, hash: Header::hash(&header) };
                let sealed = vec![1; if position == 25 { 9_000 } else { 100 }];
                records.push(NewRecord { header, sealed, access: position == 12 });
            }
            let batch = Batch { ledger: LEDGER, expected: head, next, records, deletes: vec![] };
            store.commit_now(&batch).unwrap();
            head = next;
        }
        store
    }

    #[track_caller]
    fn assert_named<T: std::fmt::Debug>(result: Result<T, ReadError>, at: u64) {
        match result {
            Err(ReadError::Corrupt { position, .. }) => assert_eq!(position, at),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_missing_stretch_of_headers_is_named_and_never_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let store = forty_records(&folder);
        store.engine.remove(&value::key(Family::Headers, 10));
        assert_eq!(store.headers_now(0, 10).unwrap().len(), 10);
        assert_named(store.headers_now(0, 11), 10);
        assert_named(store.headers_now(0, 40), 10);
        assert_named(store.headers_now(15, 1), 15);
        assert_eq!(store.headers_now(20, 99).unwrap().len(), 20);
        store.engine.remove(&value::key(Family::Headers, 0));
        assert_named(store.headers_now(0, 1), 0);
    }

    #[test]
    fn a_missing_stretch_of_boxes_is_named_and_never_taken_for_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let store = forty_records(&folder);
        store.engine.remove(&value::key(Family::Boxes, 30));
        assert_named(store.box_run_now(0, 40), 30);
        assert_named(store.held_now(0, 40), 30);
        assert_named(store.boxes_now(&[35]), 35);
        store.engine.remove(&value::key(Family::AccessBoxes, 12));
        assert_named(store.box_run_now(0, 40), 12);
        assert_named(store.held_now(10, 5), 12);
        assert_named(store.boxes_now(&[11, 12]), 12);
    }

    #[test]
    fn a_missing_or_short_piece_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let store = forty_records(&folder);
        let pieces: Vec<_> = value::piece_keys(25, 9_000).collect();
        assert_eq!(store.boxes_now(&[25]).unwrap(), [Some(vec![1; 9_000].into())]);
        store.engine.apply(vec![(pieces[2].clone(), vec![1; 807])]).unwrap();
        assert_named(store.boxes_now(&[25]), 25);
        store.engine.remove(&pieces[1]);
        assert_named(store.box_run_now(20, 10), 25);
    }

    #[test]
    fn a_value_that_is_not_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let store = forty_records(&folder);
        let written = |family, value: &[u8]| {
            store.engine.apply(vec![(value::key(family, 20), value.to_vec())]).unwrap();
        };
        written(Family::Headers, &[2, 0, 1, 0, 0, 0, 0]);
        assert_named(store.headers_now(0, 40), 20);
        // A header cannot be deleted, nor lie elsewhere.
        written(Family::Headers, &value::encode(&[Slot::Deleted; 10]));
        assert_named(store.headers_now(0, 40), 20);
        // One slot too few leaves a hole.
        written(Family::Boxes, &value::encode(&[Slot::Held(&[1]); 9]));
        assert_named(store.box_run_now(0, 40), 29);
        // Each family sending for the other.
        written(Family::Boxes, &value::encode(&[Slot::Elsewhere; 10]));
        assert_named(store.boxes_now(&[20]), 20);
    }

    #[test]
    fn what_cannot_be_read_cannot_be_deleted_and_stops_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = forty_records(&folder);
        store.engine.remove(&value::key(Family::Boxes, 30));
        let error = store.delete_boxes_now(&[3, 31]).unwrap_err();
        assert!(matches!(error, crate::store::CommitError::Corrupt { position: 31, .. }));
        let error = store.delete_boxes_now(&[3]).unwrap_err();
        assert!(matches!(error, crate::store::CommitError::Unavailable { .. }));
        assert!(store.boxes_now(&[3]).unwrap()[0].is_some());
    }
}
