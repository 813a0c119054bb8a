//! records.json: a small ledger byte by byte, and headers, payloads and boxes that are none.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use griffie::chain::tree::{RightEdge, leaf_hash};
use griffie::chain::{
    ActorId, Commitment, Context, Facts, Head, Header, JsonFault, KeyId, LedgerId, MalformedBox,
    MalformedHeader, MalformedPayload, RecordHash, RequestId, SealedBox, StreamId, TreeHash,
    Visibility, body_digest, body_digest_key, box_aad, box_key, box_key_id, check_payload,
    commitment, request_id, request_key, verify,
};
use serde::Deserialize;

use crate::{Hex, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallLedger {
    #[serde(rename = "about")]
    _about: String,
    pub ledger: LedgerId,
    house_key: Hex,
    request_key: Hex,
    contexts: Vec<ContextVector>,
    pub records: Vec<Record>,
    well_formed_headers: Vec<WellFormedHeader>,
    malformed_headers: Vec<MalformedHeaderVector>,
    broken_chains: Vec<BrokenChain>,
    well_formed_payloads: Vec<WellFormedPayload>,
    malformed_payloads: Vec<MalformedPayloadVector>,
    boxes: Vec<BoxVector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextVector {
    context: String,
    material: Hex,
    derived: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub name: String,
    pub header: Fields,
    request_of: RequestOf,
    pub header_bytes: Hex,
    #[serde(rename = "record_hash")]
    pub hash: RecordHash,
    pub salt: Hex,
    payload: Option<String>,
    payload_hex: Option<Hex>,
    request_body: Option<String>,
    pub data_key: Hex,
    key_id: KeyId,
    pub box_key: Hex,
    pub box_key_id: KeyId,
    nonce: Hex,
    #[serde(rename = "box")]
    sealed: Hex,
    pub leaf_hash: TreeHash,
    pub root: TreeHash,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    pub ledger: LedgerId,
    pub position: u64,
    pub recorded_at: i64,
    pub stream: StreamId,
    pub revision: u64,
    pub actor: ActorId,
    pub request: RequestId,
    pub visibility: String,
    pub commitment: Commitment,
    pub previous: RecordHash,
    pub kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestOf {
    grant: Hex,
    caller_request: Hex,
    stream: StreamId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WellFormedHeader {
    reason: String,
    header: Fields,
    header_bytes: Hex,
    record_hash: RecordHash,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MalformedHeaderVector {
    reason: String,
    verdict: String,
    header_bytes: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrokenChain {
    reason: String,
    code: String,
    after: usize,
    header_bytes: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WellFormedPayload {
    reason: String,
    kind: String,
    parts: Vec<(Hex, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MalformedPayloadVector {
    reason: String,
    fault: String,
    kind: String,
    parts: Vec<(Hex, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoxVector {
    reason: String,
    verdict: String,
    record: usize,
    #[serde(rename = "box")]
    sealed: Hex,
}

pub fn vectors() -> SmallLedger {
    read("records")
}

impl Fields {
    fn header(&self) -> Header {
        Header {
            ledger: self.ledger,
            position: self.position,
            recorded_at: self.recorded_at,
            stream: self.stream,
            revision: self.revision,
            actor: self.actor,
            request: self.request,
            visibility: match self.visibility.as_str() {
                "open" => Visibility::Open,
                "sealed" => Visibility::Sealed,
                other => panic!("visibility {other}"),
            },
            commitment: self.commitment,
            previous: self.previous,
            kind: self.kind.parse().unwrap(),
        }
    }
}

impl Record {
    pub fn payload(&self) -> &[u8] {
        match (&self.payload, &self.payload_hex) {
            (Some(text), None) => text.as_bytes(),
            (None, Some(bytes)) => &bytes.0,
            _ => panic!("a record has one payload"),
        }
    }

    fn salted_payload(&self) -> Vec<u8> {
        [self.salt.0.as_slice(), self.payload()].concat()
    }
}

fn together(parts: &[(Hex, usize)]) -> Vec<u8> {
    parts.iter().flat_map(|(bytes, times)| bytes.0.repeat(*times)).collect()
}

#[test]
fn the_contexts_derive_what_another_program_derived() {
    let ours = [
        Context::Record,
        Context::Payload,
        Context::BoxKey,
        Context::BoxKeyId,
        Context::RequestKey,
        Context::BodyDigestKey,
        Context::DerivedRowsKey,
    ];
    let vectors = vectors().contexts;
    assert_eq!(vectors.len(), ours.len());
    for (context, vector) in ours.into_iter().zip(vectors) {
        assert_eq!(context.as_str(), vector.context);
        assert_eq!(context.derive(&vector.material.0), vector.derived.array());
        let plain = blake3::derive_key(&vector.context, &vector.material.0);
        assert_eq!(plain, vector.derived.array());
    }
}

#[test]
fn every_record_has_its_bytes_hash_leaf_and_root() {
    let vectors = vectors();
    assert!(vectors.records.len() >= 6);
    let (mut head, mut edge) = (Head::EMPTY, RightEdge::default());
    for record in &vectors.records {
        let fields = record.header.header();
        assert_eq!(fields.ledger, vectors.ledger);
        assert_eq!(Header::decode(&record.header_bytes.0).unwrap(), fields, "{}", record.name);
        assert_eq!(fields.encode(), record.header_bytes.0, "{}", record.name);
        let Header { ledger, recorded_at, stream, revision, actor, request, .. } = fields;
        let Header { visibility, commitment, kind, .. } = fields;
        let facts = Facts {
            ledger,
            recorded_at,
            stream,
            revision,
            actor,
            request,
            visibility,
            commitment,
            kind,
        };
        let (extended, next) = head.extend(facts).unwrap();
        assert_eq!(extended, record.header_bytes.0, "{}", record.name);
        assert_eq!(next.hash, record.hash);
        assert_eq!(Header::hash(&extended), record.hash);
        head = next;
        edge.push(leaf_hash(&record.header_bytes.0));
        assert_eq!(leaf_hash(&record.header_bytes.0), record.leaf_hash);
        assert_eq!(edge.root(), record.root, "{}", record.name);
    }
    assert_eq!(
        verify(vectors.records.iter().map(|record| record.header_bytes.0.as_slice())),
        Ok(head)
    );
}

#[test]
fn every_request_has_its_keyed_id_and_digest() {
    let vectors = vectors();
    let key = request_key(&vectors.house_key.array());
    assert_eq!(*key, vectors.request_key.array());
    let mut digests = 0;
    for record in &vectors.records {
        let RequestOf { grant, caller_request, stream } = &record.request_of;
        let stream = (*stream != StreamId::ZERO).then_some(*stream);
        let id = request_id(&key, &grant.array(), &caller_request.array(), stream);
        assert_eq!(id, record.header.request, "{}", record.name);
        if let Some(body) = &record.request_body {
            let digest_key = body_digest_key(&record.data_key.array());
            let digest = hex::encode(body_digest(&digest_key, body.as_bytes()));
            let payload: serde_json::Value = serde_json::from_slice(record.payload()).unwrap();
            assert_eq!(payload["request_digest"], digest);
            digests += 1;
        }
    }
    assert_eq!(digests, 1);
}

#[test]
fn every_payload_is_committed_to_and_lies_in_its_box() {
    let vectors = vectors();
    for record in &vectors.records {
        let header = record.header.header();
        let (ledger, stream) = (header.ledger, header.stream);
        assert_eq!(check_payload(&header.kind, record.payload()), Ok(()), "{}", record.name);
        let bound = commitment(&record.salt.array(), record.payload());
        assert_eq!(bound, header.commitment, "{}", record.name);
        let key = box_key(&record.data_key.array(), ledger, stream, &bound);
        assert_eq!(*key, record.box_key.array(), "{}", record.name);
        assert_eq!(box_key_id(ledger, stream, &bound), record.box_key_id);

        let mut ciphertext = record.salted_payload();
        let nonce: [u8; 12] = record.nonce.array();
        aead(&key)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(box_aad(ledger, stream, &bound)),
                &mut ciphertext,
            )
            .unwrap();
        let sealed = SealedBox { key_id: record.key_id, nonce, ciphertext: &ciphertext };
        assert_eq!(hex::encode(sealed.encode()), hex::encode(&record.sealed.0), "{}", record.name);
        assert_eq!(SealedBox::parse(&record.sealed.0), Ok(sealed));
    }
}

#[test]
fn headers_at_the_edge_of_the_format_are_read() {
    for vector in vectors().well_formed_headers {
        let header = vector.header.header();
        assert_eq!(Header::decode(&vector.header_bytes.0), Ok(header.clone()), "{}", vector.reason);
        assert_eq!(header.encode(), vector.header_bytes.0, "{}", vector.reason);
        assert_eq!(Header::hash(&vector.header_bytes.0), vector.record_hash, "{}", vector.reason);
    }
}

#[test]
fn bytes_that_are_no_header_are_refused() {
    let vectors = vectors().malformed_headers;
    assert!(vectors.len() >= 40);
    for vector in vectors {
        let verdict = match Header::decode(&vector.header_bytes.0) {
            Ok(_) => "accepted",
            Err(MalformedHeader::Unsupported) => "unsupported",
            Err(MalformedHeader::Field(_)) => "broken",
        };
        assert_eq!(verdict, vector.verdict, "{}", vector.reason);
    }
}

#[test]
fn a_header_that_is_not_the_next_of_its_chain_is_refused() {
    let vectors = vectors();
    for vector in &vectors.broken_chains {
        let before = &vectors.records[..vector.after];
        let head = verify(before.iter().map(|record| record.header_bytes.0.as_slice())).unwrap();
        let code = match head.follow(&vector.header_bytes.0) {
            Err(broken) => {
                assert_eq!(broken.position(), vector.after as u64, "{}", vector.reason);
                broken.code().unwrap()
            }
            Ok((_, header)) => {
                // Revisions are counted by stream, outside the chain.
                let of_stream = |record: &&Record| record.header.stream == header.stream;
                let count = before.iter().filter(of_stream).count() as u64;
                if header.revision == count { "accepted" } else { "revision_gap" }
            }
        };
        assert_eq!(code, vector.code, "{}", vector.reason);
    }
}

#[test]
fn payloads_at_the_edge_of_the_format_are_well_formed() {
    for vector in vectors().well_formed_payloads {
        let kind = vector.kind.parse().unwrap();
        assert_eq!(check_payload(&kind, &together(&vector.parts)), Ok(()), "{}", vector.reason);
    }
}

#[test]
fn bytes_that_are_no_payload_are_refused_for_their_fault() {
    let vectors = vectors().malformed_payloads;
    assert!(vectors.len() >= 90);
    for vector in vectors {
        let kind = vector.kind.parse().unwrap();
        let fault = match check_payload(&kind, &together(&vector.parts)) {
            Ok(()) => "accepted",
            Err(MalformedPayload::Size { .. }) => "size",
            Err(MalformedPayload::NotIJson(error)) => match error.fault {
                JsonFault::NotUtf8 => "not_utf8",
                JsonFault::Grammar => "grammar",
                JsonFault::NotAnObject => "not_an_object",
                JsonFault::TooDeep => "too_deep",
                JsonFault::DuplicateName => "duplicate_name",
                JsonFault::LoneSurrogate => "lone_surrogate",
                JsonFault::Noncharacter => "noncharacter",
                JsonFault::Number => "number",
            },
        };
        assert_eq!(fault, vector.fault, "{}", vector.reason);
    }
}

#[test]
fn a_box_opens_in_its_own_place_only() {
    let vectors = vectors();
    for vector in &vectors.boxes {
        let record = &vectors.records[vector.record];
        let header = record.header.header();
        let verdict = match SealedBox::parse(&vector.sealed.0) {
            Err(MalformedBox::Unsupported { .. }) => "unsupported",
            Err(MalformedBox::Size { .. }) => "malformed",
            Ok(sealed) => open(&sealed, &record.box_key.array(), &header),
        };
        assert_eq!(verdict, vector.verdict, "{}", vector.reason);
    }
}

fn open(sealed: &SealedBox<'_>, key: &[u8; 32], header: &Header) -> &'static str {
    let mut bytes = sealed.ciphertext.to_vec();
    let nonce = Nonce::assume_unique_for_key(sealed.nonce);
    let aad = Aad::from(box_aad(header.ledger, header.stream, &header.commitment));
    let Ok(plain) = aead(key).open_in_place(nonce, aad, &mut bytes) else {
        return "does_not_open";
    };
    let (salt, payload) = plain.split_first_chunk().unwrap();
    if commitment(salt, payload) == header.commitment { "opens" } else { "commitment_differs" }
}

fn aead(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap())
}
