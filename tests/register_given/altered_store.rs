//! A store on a disk that gives back other bytes than were written: the real one, with altered headers and boxes on top.
//! Sled's own checksums would mostly notice; whoever reads must notice without them.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use bytes::Bytes;
use griffie::store::sled::SledStore;
use griffie::store::{
    Answer, Batch, BoxRun, CommitError, Committed, HeaderRun, Held, ReadError, Store, StoredHead,
};

/// The real store, altered where a test says so.
#[derive(Debug)]
pub struct AlteredStore {
    store: SledStore,
    headers: Mutex<HashMap<u64, Vec<u8>>>,
    boxes: Mutex<HashMap<u64, Vec<u8>>>,
    unreadable_boxes: Mutex<HashSet<u64>>,
    unreadable_headers: Mutex<HashSet<u64>>,
}

impl AlteredStore {
    /// Nothing altered yet.
    pub fn new(store: SledStore) -> AlteredStore {
        AlteredStore {
            store,
            headers: Mutex::default(),
            boxes: Mutex::default(),
            unreadable_boxes: Mutex::default(),
            unreadable_headers: Mutex::default(),
        }
    }

    /// From now on the header at a position reads differently.
    pub fn alter_header(&self, position: u64, alter: impl FnOnce(&mut Vec<u8>)) {
        let run = pollster::block_on(self.store.headers(position, 1)).unwrap();
        let mut bytes = run.iter().next().unwrap().1.to_vec();
        alter(&mut bytes);
        self.headers.lock().unwrap().insert(position, bytes);
    }

    /// From now on the box at a position reads differently.
    pub fn alter_box(&self, position: u64, alter: impl FnOnce(&mut Vec<u8>)) {
        let boxes = pollster::block_on(self.store.boxes(&[position])).unwrap();
        let mut bytes = boxes[0].as_ref().unwrap().to_vec();
        alter(&mut bytes);
        self.boxes.lock().unwrap().insert(position, bytes);
    }

    /// Somebody puts a box back that was deleted.
    pub fn put_back(&self, position: u64, sealed: &[u8]) {
        self.boxes.lock().unwrap().insert(position, sealed.to_vec());
    }

    /// From now on the disk does not give back these boxes.
    pub fn lose_boxes(&self, positions: impl IntoIterator<Item = u64>) {
        self.unreadable_boxes.lock().unwrap().extend(positions);
    }

    /// From now on the disk does not give back this header.
    pub fn lose_header(&self, position: u64) {
        self.unreadable_headers.lock().unwrap().insert(position);
    }
}

/// The error of a store that meets one of these positions.
fn meets(
    lost: &Mutex<HashSet<u64>>,
    mut positions: impl Iterator<Item = u64>,
) -> Option<ReadError> {
    let lost = lost.lock().unwrap();
    let position = positions.find(|position| lost.contains(position))?;
    Some(ReadError::Corrupt { position, reason: "sled found damage".to_owned() })
}

impl Store for AlteredStore {
    fn commit<'a>(&'a self, batch: &'a Batch) -> Answer<'a, Result<Committed, CommitError>> {
        self.store.commit(batch)
    }

    fn delete_boxes<'a>(&'a self, positions: &'a [u64]) -> Answer<'a, Result<(), CommitError>> {
        self.store.delete_boxes(positions)
    }

    fn head(&self) -> Answer<'_, Result<StoredHead, ReadError>> {
        self.store.head()
    }

    fn headers(&self, first: u64, max_records: usize) -> Answer<'_, Result<HeaderRun, ReadError>> {
        Box::pin(async move {
            let found = self.store.headers(first, max_records).await?;
            if let Some(error) = meets(&self.unreadable_headers, found.iter().map(|(at, _)| at)) {
                return Err(error);
            }
            let altered = self.headers.lock().unwrap();
            let mut run = HeaderRun::starting_at(first);
            for (position, bytes) in found.iter() {
                run.push(altered.get(&position).map_or(bytes, Vec::as_slice));
            }
            Ok(run)
        })
    }

    fn boxes<'a>(
        &'a self,
        positions: &'a [u64],
    ) -> Answer<'a, Result<Vec<Option<Bytes>>, ReadError>> {
        Box::pin(async move {
            if let Some(error) = meets(&self.unreadable_boxes, positions.iter().copied()) {
                return Err(error);
            }
            let mut boxes = self.store.boxes(positions).await?;
            let altered = self.boxes.lock().unwrap();
            for (position, bytes) in positions.iter().zip(&mut boxes) {
                if let Some(now) = altered.get(position) {
                    *bytes = Some(Bytes::copy_from_slice(now));
                }
            }
            Ok(boxes)
        })
    }

    fn box_run(&self, first: u64, max_records: usize) -> Answer<'_, Result<BoxRun, ReadError>> {
        Box::pin(async move {
            let found = self.store.box_run(first, max_records).await?;
            if let Some(error) = meets(&self.unreadable_boxes, found.iter().map(|(at, _)| at)) {
                return Err(error);
            }
            let altered = self.boxes.lock().unwrap();
            let mut run = BoxRun::starting_at(first);
            for (position, bytes) in found.iter() {
                let now = altered.get(&position).map(Vec::as_slice);
                run.push(now.or(bytes));
            }
            Ok(run)
        })
    }

    fn held(&self, first: u64, count: u64) -> Answer<'_, Result<Held, ReadError>> {
        match meets(&self.unreadable_boxes, first..first + count) {
            Some(error) => Box::pin(async move { Err(error) }),
            None => self.store.held(first, count),
        }
    }
}
