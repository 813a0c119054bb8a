//! What tests of a whole ledger start from: an invented practice with vault, store and register in a folder of its own, and a
//! clock that stands still until it is moved.
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod altered_store;
mod room;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use griffie::access::{AccessContext, Caller, Ground, OnBehalfOf, Purpose, Role, Roles, Token};
use griffie::chain::{
    ActorId, Facts, Head, LedgerId, RequestId, StreamId, VerifierKey, Visibility, origin,
};
use griffie::domain::practice;
use griffie::register::clock::Clock;
use griffie::register::create::{Beginning, create};
use griffie::register::open::{Parts, open};
use griffie::register::{
    Acknowledgement, Call, Command, Draft, ExecuteError, Proposal, Published, Register, Step,
};
use griffie::store::sled::{SledOptions, SledStore};
use griffie::store::space::Room;
use griffie::store::{Batch, NewRecord, Store, StoredHead};
use griffie::vault::{NewVault, RootSecret, Vault};
use tempfile::TempDir;

pub use altered_store::AlteredStore;
pub use room::TestRoom;

/// The ledger of every test.
pub const LEDGER: LedgerId = LedgerId::from_bytes([0x6c; 16]);
/// The owner's pseudonym.
pub const OWNER: ActorId = ActorId::from_bytes([0x0a; 16]);
/// The owner's grant.
pub const GRANT: StreamId = StreamId::from_bytes([0x9a; 16]);
/// The ledger's own stream.
pub const LEDGER_STREAM: StreamId = StreamId::from_bytes([0x11; 16]);
/// 2026-11-02T08:30:00Z, when every test begins.
pub const MONDAY_MORNING: i64 = 1_793_608_200_000_000;
/// Records of a fresh ledger: what it is, its owner's grant, the grant's token.
pub const GENESIS: u64 = 3;

/// A clock that is set by hand.
#[derive(Debug)]
pub struct TestClock {
    wall: AtomicI64,
    elapsed: AtomicU64,
}

impl TestClock {
    /// Time goes by, as a wall clock and as any other.
    pub fn advance(&self, micros: u64) {
        self.wall.fetch_add(i64::try_from(micros).unwrap(), Ordering::SeqCst);
        self.elapsed.fetch_add(micros, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock; no time goes by.
    pub fn set_wall(&self, micros: i64) {
        self.wall.store(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.wall.load(Ordering::SeqCst)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_micros(self.elapsed.load(Ordering::SeqCst))
    }
}

/// A ledger at work.
pub struct Given {
    pub register: Register,
    /// The real store; a test may make it give back other bytes than were written.
    pub store: Arc<AlteredStore>,
    pub vault: Arc<Vault>,
    pub clock: Arc<TestClock>,
    /// The disk.
    pub room: Arc<TestRoom>,
    /// The owner, on every call.
    pub caller: Caller,
    runtime: tokio::runtime::Runtime,
    requests: AtomicU64,
    folder: PathBuf,
    /// Removes the folder in the end; nothing for the process that was started on somebody else's.
    owned: Option<TempDir>,
}

impl Given {
    /// A fresh ledger: its three first records, nothing more.
    pub fn a_ledger() -> Given {
        Given::created(|store, vault, key, beginning| {
            create(store, vault, key, beginning, Token::from_random([0x70; 32]).hash()).unwrap();
        })
    }

    /// The fresh ledger of a practice of one: the owner holds every officer's role too.
    pub fn a_solo_ledger() -> Given {
        let officers = Some([0x9b, 0x9c, 0x9d].map(|byte| StreamId::from_bytes([byte; 16])));
        Given::created(|store, vault, key, beginning| {
            let beginning = Beginning { officers, ..beginning };
            create(store, vault, key, beginning, Token::from_random([0x70; 32]).hash()).unwrap();
        })
    }

    /// A ledger that knows what it is and nothing more: no store writes that, but a bundle of it is the smallest there is.
    pub fn a_first_record() -> Given {
        Given::created(|store, vault, key, beginning| {
            let payload = serde_json::json!({"format": "GRF1", "verifier_key": key.to_string()});
            let payload = payload.to_string().into_bytes();
            let sealed = vault.seal(vault.house_key_id(), beginning.stream, &payload).unwrap();
            let facts = Facts {
                ledger: LEDGER,
                recorded_at: beginning.recorded_at,
                stream: beginning.stream,
                revision: 0,
                actor: beginning.owner,
                request: beginning.request,
                visibility: Visibility::Open,
                commitment: sealed.commitment,
                kind: "ledger.created/1".parse().unwrap(),
            };
            let (header, head) = Head::EMPTY.extend(facts).unwrap();
            let batch = Batch {
                ledger: LEDGER,
                expected: StoredHead::default(),
                next: StoredHead { size: head.size, hash: head.hash },
                records: vec![NewRecord { header, sealed: sealed.box_bytes, access: false }],
                deletes: Vec::new(),
            };
            pollster::block_on(store.commit(&batch)).unwrap();
        })
    }

    fn created(begin: impl FnOnce(&SledStore, &Vault, &VerifierKey, Beginning)) -> Given {
        let folder = tempfile::tempdir().unwrap();
        let (data, vault) = (folder.path().join("data"), folder.path().join("data.vault"));
        std::fs::create_dir(&data).unwrap();
        let root = RootSecret::generate().unwrap();
        let vault = Vault::create(&NewVault {
            folder: &vault,
            data_folder: &data,
            ledger: LEDGER,
            root: &root,
            keep_root: true,
        })
        .unwrap();
        let store =
            SledStore::create(&data.join("store"), LEDGER, &SledOptions::default()).unwrap();
        let key = VerifierKey::new(&origin(LEDGER), vault.verifier_key()).unwrap();
        let beginning = Beginning {
            stream: LEDGER_STREAM,
            grant: GRANT,
            owner: OWNER,
            officers: None,
            request: RequestId::from_bytes([0x2e; 16]),
            recorded_at: MONDAY_MORNING,
        };
        begin(&store, &vault, &key, beginning);
        let clock = TestClock { wall: AtomicI64::new(MONDAY_MORNING), elapsed: AtomicU64::new(0) };
        let around = (Arc::new(clock), Arc::default());
        Given::at_work(folder.path().to_owned(), Some(folder), (store, vault), around, 1)
    }

    /// The ledger another process left in a folder.
    pub fn left_in(folder: &Path, requests: u64) -> Given {
        let wall = AtomicI64::new(MONDAY_MORNING + 60_000_000);
        let clock = Arc::new(TestClock { wall, elapsed: AtomicU64::new(0) });
        Given::opened(folder.to_owned(), None, (clock, Arc::default()), requests)
    }

    fn at_work(
        folder: PathBuf,
        owned: Option<TempDir>,
        (store, vault): (SledStore, Vault),
        (clock, room): (Arc<TestClock>, Arc<TestRoom>),
        requests: u64,
    ) -> Given {
        let (store, vault) = (Arc::new(AlteredStore::new(store)), Arc::new(vault));
        let register = open(Parts {
            room: Arc::clone(&room) as Arc<dyn Room>,
            folder: folder.join("data"),
            store: Arc::clone(&store) as Arc<dyn Store>,
            vault: Arc::clone(&vault),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            restoring: false,
        })
        .unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let caller = Caller { actor: OWNER, grant: GRANT, roles: Roles::only(Role::Owner) };
        let requests = AtomicU64::new(requests);
        Given { register, store, vault, clock, room, caller, runtime, requests, folder, owned }
    }

    /// The same ledger after a stop and a start.
    pub fn restarted(self) -> Given {
        self.interrupted(|_| {})
    }

    /// The same ledger after a stop, something that happens to its folder, and a start.
    pub fn interrupted(self, happens: impl FnOnce(&Path)) -> Given {
        let Given { register, store, vault, clock, room, runtime, requests, folder, owned, .. } =
            self;
        register.stop();
        drop((register, store, vault, runtime));
        happens(&folder);
        clock.advance(120_000_000);
        Given::opened(folder, owned, (clock, room), requests.into_inner())
    }

    fn opened(
        folder: PathBuf,
        owned: Option<TempDir>,
        around: (Arc<TestClock>, Arc<TestRoom>),
        requests: u64,
    ) -> Given {
        let root = RootSecret::read(&folder.join("data.vault/root")).unwrap();
        let vault = Vault::open(&folder.join("data.vault"), &root).unwrap();
        let options = SledOptions::default();
        let store = SledStore::open(&folder.join("data/store"), &options).unwrap();
        Given::at_work(folder, owned, (store, vault), around, requests)
    }

    /// Runs one call to its end.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// A place for a test's own files.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The data folder.
    pub fn data_folder(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A request id that was not used before.
    pub fn next_request(&self) -> [u8; 16] {
        u128::from(self.requests.fetch_add(1, Ordering::SeqCst)).to_be_bytes()
    }

    /// Records sealed entries, spread over three dossiers.
    pub fn record_entries(&self, count: u64) {
        let mut left = count;
        while left > 0 {
            let now = left.min(1_000);
            let first = self.register.size();
            let facts: Vec<_> = (first..first + now)
                .map(|position| {
                    let text =
                        format!(r#"{{"body":{{"note":"voeding ging goed, keer {position}"}}}}"#);
                    (dossier(position % 3), "dossier.entry_recorded/1", text.into_bytes())
                })
                .collect();
            self.record_sealed(&facts);
            left -= now;
        }
    }

    /// Records sealed facts as one command: stream, kind, payload.
    pub fn record_sealed(&self, facts: &[(StreamId, &str, Vec<u8>)]) -> Acknowledgement {
        let mut drafts = Vec::new();
        for (stream, kind, payload) in facts {
            let key = self.wait(self.register.data_key(*stream)).unwrap();
            let sealed = self.vault.seal(key, *stream, payload).unwrap();
            drafts.push(Draft {
                stream: *stream,
                kind: kind.parse().unwrap(),
                visibility: Visibility::Sealed,
                commitment: sealed.commitment,
                sealed: sealed.box_bytes,
                fact: None,
            });
        }
        let request = self.vault.request_id(GRANT.as_bytes(), &self.next_request(), LEDGER_STREAM);
        let proposal = Proposal { request, actor: OWNER, reads: Vec::new(), after: None, drafts };
        self.clock.advance(1_000);
        self.wait(self.register.submit(proposal)).unwrap()
    }

    /// States the practice's details by the command a caller would use.
    pub fn describe_practice(&self, name: &str) -> Acknowledgement {
        self.describe_practice_by(&self.call(StreamId::from_bytes(*LEDGER.as_bytes())), name)
            .unwrap()
    }

    /// The same, by a call of the test's own.
    pub fn describe_practice_by(
        &self,
        call: &Call,
        name: &str,
    ) -> Result<Acknowledgement, ExecuteError> {
        let described = serde_json::from_value(serde_json::json!({
            "from": "2026-01-01",
            "learned": {"on": "2026-01-01"},
            "author": {"actor": OWNER, "name": "A. de Vries"},
            "details": {
                "name": name,
                "address": {"street": "Kerkstraat", "house_number": "1", "postcode": "1234AB",
                            "city": "Ergenshuizen", "country": "NL"},
                "kvk": "12345678",
                "professional_numbers": [],
                "supervisors": []
            }
        }))
        .unwrap();
        let stream = StreamId::from_bytes(*LEDGER.as_bytes());
        let command = Command::Practice(practice::Command::Describe(described));
        let recorded = self.wait(self.register.execute(call, &[Step::new(stream, command)]));
        recorded.map(Option::unwrap)
    }

    /// The owner's call on a stream, for the administration.
    pub fn call(&self, names: StreamId) -> Call {
        Call {
            caller: self.caller,
            request_id: self.next_request(),
            names,
            expected_revision: None,
            context: AccessContext {
                purpose: Purpose::Administration,
                ground: Ground::LegalDuty,
                on_behalf_of: OnBehalfOf::Practice,
                role: Role::Owner,
            },
            body: b"request".to_vec(),
            validate_only: false,
            reach: griffie::access::Reach::Everything,
        }
    }

    /// Publishes a checkpoint over everything recorded.
    pub fn publish(&self) -> Published {
        let size = self.register.size();
        let published = self.wait(self.register.published_at_least(size)).unwrap();
        assert_eq!(published.size, size);
        published
    }

    /// Boxes vanish from the store without anybody deciding so.
    pub fn boxes_vanish(&self, positions: &[u64]) {
        self.wait(self.store.delete_boxes(positions)).unwrap();
    }

    /// The owner looks at the damage and stands for it; how many positions are lost by it.
    pub fn accept_damage(&self) -> u64 {
        let accepted = self.register.accept_damage(self.caller, self.next_request());
        self.wait(accepted).unwrap().1
    }
}

/// One of the dossiers.
pub fn dossier(number: u64) -> StreamId {
    let mut bytes = [0xd0; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    StreamId::from_bytes(bytes)
}

/// All files below a folder, by their path in it.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
