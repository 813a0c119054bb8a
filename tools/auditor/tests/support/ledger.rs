//! A ledger in memory: records with salts, payloads and keys; checkpoints and receipts.

use std::collections::HashMap;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

use super::base64;
use super::tree::{self, Hash};

/// A header's fields; tests change them at will.
#[derive(Clone)]
pub struct Header {
    pub magic: [u8; 4],
    pub ledger: [u8; 16],
    pub position: u64,
    pub recorded_at: u64,
    pub stream: [u8; 16],
    pub revision: u64,
    pub visibility: u8,
    pub commitment: [u8; 32],
    pub previous: [u8; 32],
    pub kind: String,
}

impl Header {
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.magic.to_vec();
        bytes.extend(self.ledger);
        bytes.extend(self.position.to_be_bytes());
        bytes.extend(self.recorded_at.to_be_bytes());
        bytes.extend(self.stream);
        bytes.extend(self.revision.to_be_bytes());
        bytes.extend([0xac; 16]);
        bytes.extend([0x4e; 16]);
        bytes.push(self.visibility);
        bytes.extend(self.commitment);
        bytes.extend(self.previous);
        bytes.push(u8::try_from(self.kind.len()).unwrap());
        bytes.extend(self.kind.as_bytes());
        bytes
    }
}

#[derive(Clone)]
pub struct Record {
    pub header: Header,
    pub salt: [u8; 32],
    pub payload: Vec<u8>,
}

impl Record {
    pub fn commit(&mut self) {
        let material = [&self.salt[..], &self.payload].concat();
        self.header.commitment = blake3::derive_key("griffie 2026-11 payload v1", &material);
    }

    pub fn box_key(&self) -> [u8; 32] {
        let header = &self.header;
        let material =
            [&[0xda; 32][..], &header.ledger, &header.stream, &header.commitment].concat();
        blake3::derive_key("griffie 2026-11 box key v1", &material)
    }

    pub fn sealed_box(&self) -> Vec<u8> {
        let header = &self.header;
        let aad =
            [b"griffie box v1", &header.ledger[..], &header.stream, &header.commitment].concat();
        let nonce: [u8; 12] = self.salt[..12].try_into().unwrap();
        let message = [&self.salt[..], &self.payload].concat();
        let sealed = Aes256Gcm::new(&self.box_key().into())
            .encrypt(&Nonce::from(nonce), Payload { msg: &message, aad: &aad })
            .unwrap();
        [&[1][..], &[0x1d; 16], &nonce, &sealed].concat()
    }
}

#[derive(Clone)]
pub struct Ledger {
    pub id: [u8; 16],
    /// One more than there are rotations.
    pub keys: Vec<SigningKey>,
    pub rotated_at: Vec<usize>,
    pub records: Vec<Record>,
    pub revisions: HashMap<[u8; 16], u64>,
}

pub const LEDGER_STREAM: [u8; 16] = [0x10; 16];

impl Ledger {
    /// A ledger with its first record only.
    pub fn create(seed: u8) -> Self {
        Self::create_as(seed, [seed; 16])
    }

    /// The same under another's id: what a forger does.
    pub fn create_as(seed: u8, id: [u8; 16]) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let (rotated_at, records, revisions) = (vec![], vec![], HashMap::new());
        let mut ledger = Self { id, keys: vec![key], rotated_at, records, revisions };
        let verifier_key = ledger.verifier_key(0);
        let payload = format!(r#"{{"format":"GRF1","verifier_key":"{verifier_key}"}}"#);
        ledger.open("ledger.created/1", &payload);
        ledger
    }

    pub fn origin(&self) -> String {
        format!("griffie/{}", hex::encode(self.id))
    }

    pub fn verifier_key(&self, number: usize) -> String {
        verifier_key(&self.origin(), 1, self.keys[number].verifying_key().as_bytes())
    }

    pub fn record(&mut self, stream: [u8; 16], kind: &str, visibility: u8, payload: &[u8]) {
        let position = self.records.len() as u64;
        let next = self.revisions.entry(stream).or_default();
        let revision = *next;
        *next += 1;
        let header = Header {
            magic: *b"GRF1",
            ledger: self.id,
            position,
            recorded_at: 1_793_491_200_000_000 + position * 1_000,
            stream,
            revision,
            visibility,
            commitment: [0; 32],
            previous: self.records.last().map_or([0; 32], record_hash),
            kind: kind.to_owned(),
        };
        let salt = *blake3::hash(&[&self.id[..], &position.to_be_bytes()].concat()).as_bytes();
        let mut record = Record { header, salt, payload: payload.to_vec() };
        record.commit();
        self.records.push(record);
    }

    pub fn open(&mut self, kind: &str, payload: &str) {
        self.record(LEDGER_STREAM, kind, 0, payload.as_bytes());
    }

    /// A dossier entry in stream `stream`.
    pub fn entry(&mut self, stream: u8) {
        let number = self.records.len();
        let payload = format!(
            r#"{{"body":{{"text":"wiegt {number} gram meer"}},"context":{{"role":"lactation"}}}}"#
        );
        self.record([stream; 16], "dossier.entry_recorded/1", 1, payload.as_bytes());
    }

    /// An open record of a clock of the law, in stream `stream`.
    pub fn clock(&mut self, stream: u8, kind: &str, payload: &str) {
        self.record([stream; 16], kind, 0, payload.as_bytes());
    }

    pub fn damage(&mut self, positions: &str) {
        let approver = "0f".repeat(16);
        let payload =
            format!(r#"{{"positions":{positions},"cause":"box_missing","approver":"{approver}"}}"#);
        self.open("damage.recorded/1", &payload);
    }

    pub fn accept_clock(&mut self) {
        let last = self.records.last().unwrap().header.recorded_at;
        self.open(
            "ledger.clock_accepted/1",
            &format!(r#"{{"accepted_at":{last},"last_recorded_at":{last}}}"#),
        );
    }

    pub fn rotate(&mut self, seed: u8, reason: &str) {
        self.keys.push(SigningKey::from_bytes(&[seed; 32]));
        let key = self.verifier_key(self.keys.len() - 1);
        self.rotated_at.push(self.records.len());
        self.open(
            "ledger.key_rotated/1",
            &format!(r#"{{"verifier_key":"{key}","reason":"{reason}"}}"#),
        );
    }

    /// Makes every commitment and every link fit again, as a forger who can compute would.
    pub fn relink(&mut self) {
        let mut previous = [0; 32];
        for record in &mut self.records {
            record.commit();
            record.header.previous = previous;
            previous = record_hash(record);
        }
    }

    pub fn leaves(&self, size: usize) -> Vec<Hash> {
        self.records[..size].iter().map(|record| tree::leaf(&record.header.encode())).collect()
    }

    /// The keys that sign at `size`.
    pub fn keys_at(&self, size: usize) -> Vec<&SigningKey> {
        let new = self.rotated_at.iter().filter(|position| **position < size).count();
        let both = self.rotated_at.iter().any(|position| position + 1 == size);
        let old = if both { new - 1 } else { new };
        self.keys[old..=new].iter().collect()
    }

    pub fn three_lines(&self, size: usize) -> String {
        format!("{}\n{size}\n{}\n", self.origin(), base64(&tree::root(&self.leaves(size))))
    }

    pub fn checkpoint(&self, size: usize) -> String {
        sign(&self.three_lines(size), &self.origin(), &self.keys_at(size))
    }

    pub fn receipt(&self, index: usize, size: usize) -> String {
        let proof: String = tree::inclusion(index, &self.leaves(size))
            .iter()
            .map(|hash| base64(hash) + "\n")
            .collect();
        format!(
            "c2sp.org/tlog-proof@v1\nextra {}\nindex {index}\n{proof}\n{}",
            base64(&self.records[index].header.encode()),
            self.checkpoint(size)
        )
    }
}

pub fn record_hash(record: &Record) -> [u8; 32] {
    blake3::derive_key("griffie 2026-11 record v1", &record.header.encode())
}

pub fn key_id(name: &str, algorithm: u8, public: &[u8; 32]) -> [u8; 4] {
    let digest = Sha256::digest([name.as_bytes(), b"\n", &[algorithm], public].concat());
    digest[..4].try_into().unwrap()
}

pub fn verifier_key(name: &str, algorithm: u8, public: &[u8; 32]) -> String {
    let id = hex::encode(key_id(name, algorithm, public));
    format!("{name}+{id}+{}", base64(&[&[algorithm][..], public].concat()))
}

/// A signed note.
pub fn sign(text: &str, name: &str, keys: &[&SigningKey]) -> String {
    let lines = keys.iter().map(|key| {
        let id = key_id(name, 1, key.verifying_key().as_bytes());
        let signature = key.sign(text.as_bytes()).to_bytes();
        format!("— {name} {}\n", base64(&[&id[..], &signature].concat()))
    });
    format!("{text}\n{}", lines.collect::<String>())
}
