//! An invented ledger that remembers what it was told to store, to compare with what a store gives back.

use std::future::Future;

use griffie::chain::{
    ActorId, Commitment, Header, Kind, LedgerId, RecordHash, RequestId, StreamId, Visibility,
};
use griffie::store::{Batch, Committed, NewRecord, Store, StoredHead};

/// The ledger every test store is made for.
pub const LEDGER: LedgerId = LedgerId::from_bytes([0x6c; 16]);

thread_local! {
    static RUNTIME: tokio::runtime::Runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
}

/// Runs one call of the store to its end.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// What a record to be is like.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// Length of its box.
    pub box_bytes: usize,
    /// Whether it belongs to the access log.
    pub access: bool,
}

/// An entry with a box of the usual size.
pub const ENTRY: Draft = Draft { box_bytes: 380, access: false };
/// A read, as the access log keeps it.
pub const ACCESS: Draft = Draft { box_bytes: 240, access: true };
/// A full part of an attachment.
pub const PART: Draft = Draft { box_bytes: 65_536 + 77, access: false };

/// What a store must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Where the log ends.
    pub head: StoredHead,
    /// All headers.
    pub headers: Vec<Vec<u8>>,
    /// All boxes; `None` once deleted.
    pub boxes: Vec<Option<Vec<u8>>>,
}

impl Ledger {
    /// A batch on top of what is held now; remembered only after `committed`.
    pub fn batch(&self, drafts: &[Draft]) -> Batch {
        let mut next = self.head;
        let records = drafts
            .iter()
            .map(|draft| {
                let header = header(next).encode();
                let sealed = sealed(next.size, draft.box_bytes);
                next = StoredHead { size: next.size + 1, hash: Header::hash(&header) };
                NewRecord { header, sealed, access: draft.access }
            })
            .collect();
        Batch { ledger: LEDGER, expected: self.head, next, records, deletes: Vec::new() }
    }

    /// Remembers what a batch wrote.
    pub fn follow(&mut self, batch: &Batch) {
        for deleted in &batch.deletes {
            self.delete(*deleted);
        }
        for record in &batch.records {
            self.headers.push(record.header.clone());
            self.boxes.push(Some(record.sealed.clone()));
        }
        self.head = batch.next;
    }

    /// Remembers a deletion.
    pub fn delete(&mut self, position: u64) {
        self.boxes[usize::try_from(position).unwrap()] = None;
    }

    /// Commits records and remembers them.
    #[track_caller]
    pub fn commit(&mut self, store: &dyn Store, drafts: &[Draft]) {
        let batch = self.batch(drafts);
        assert_eq!(wait(store.commit(&batch)), Ok(Committed::Committed));
        self.follow(&batch);
    }
}

fn header(head: StoredHead) -> Header {
    let stream = u8::try_from(head.size % 7).unwrap();
    Header {
        ledger: LEDGER,
        position: head.size,
        recorded_at: 1_790_000_000_000_000 + i64::try_from(head.size).unwrap(),
        stream: StreamId::from_bytes([stream; 16]),
        revision: head.size / 7,
        actor: ActorId::from_bytes([0xac; 16]),
        request: RequestId::from_bytes([0x4e; 16]),
        visibility: Visibility::Sealed,
        commitment: Commitment::from_bytes(*blake3::hash(&head.size.to_be_bytes()).as_bytes()),
        previous: if head.size == 0 { RecordHash::ZERO } else { head.hash },
        kind: "dossier.entry_recorded/1".parse::<Kind>().unwrap(),
    }
}

/// Bytes that compress and repeat as little as a real box, different for every position.
fn sealed(position: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new().update(&position.to_le_bytes()).finalize_xof().fill(&mut bytes);
    bytes
}
