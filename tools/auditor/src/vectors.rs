//! The vectors that are part of the norm, `tests/vectors/*.json`: good ones are read as they are told, bad ones refused.

use std::fmt::Debug;
use std::path::Path;

use serde_json::Value;

use crate::checkpoint::Checkpoint;
use crate::entries::Chunk;
use crate::finding::{Code, Findings};
use crate::header::{Header, NoHeader};
use crate::kind::{self, Kind};
use crate::outside::{Known, Outside};
use crate::payload::{self, Fact, Reason};
use crate::sealed_box::{self, Binding};
use crate::signing_keys::SigningKeys;
use crate::tile::{self, Part};
use crate::tree::{self, Hash, RightEdge};
use crate::verifier_key::VerifierKey;
use crate::walk::Walk;

fn read(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

fn rows<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let rows = value[name].as_array().unwrap();
    assert!(!rows.is_empty(), "{name}");
    rows
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn bytes(value: &Value, name: &str) -> Vec<u8> {
    hex::decode(text(value, name)).unwrap()
}

fn array<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    bytes(value, name).try_into().unwrap()
}

fn hash(value: &Value) -> Hash {
    hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap()
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a table of values")]
fn same<T: PartialEq + Debug>(row: &Value, found: T, expected: T) {
    assert_eq!(found, expected, "{}", row.get("reason").unwrap_or(&row["name"]));
}

fn check_header(row: &Value) {
    let raw = bytes(row, "header_bytes");
    let header = Header::decode(&raw).unwrap();
    let told = &row["header"];
    same(row, header.ledger, array(told, "ledger"));
    same(row, header.position, number(told, "position"));
    same(row, header.recorded_at, number(told, "recorded_at"));
    same(row, header.stream, array(told, "stream"));
    same(row, header.revision, number(told, "revision"));
    same(row, header.sealed, text(told, "visibility") == "sealed");
    same(row, header.commitment, array(told, "commitment"));
    same(row, header.previous, array(told, "previous"));
    same(row, header.kind, text(told, "kind"));
    let mut chunk = Chunk::empty(number(told, "position"));
    chunk.judge(&[&raw]);
    same(row, chunk.last_hash, array(row, "record_hash"));
}

fn payload_of(row: &Value) -> Vec<u8> {
    row.get("payload_hex").map_or_else(
        || text(row, "payload").as_bytes().to_vec(),
        |payload| hex::decode(payload.as_str().unwrap()).unwrap(),
    )
}

#[test]
fn records_are_read_as_they_are_told() {
    let vectors = read("records.json");
    let mut edge = RightEdge::default();
    for row in rows(&vectors, "records") {
        check_header(row);
        let raw = bytes(row, "header_bytes");
        let header = Header::decode(&raw).unwrap();
        let (salt, payload) = (array(row, "salt"), payload_of(row));
        same(row, payload::commitment(&salt, &payload), header.commitment);
        let binding = Binding {
            ledger: &header.ledger,
            stream: &header.stream,
            commitment: &header.commitment,
        };
        let opened = sealed_box::open(&bytes(row, "box"), &array(row, "box_key"), binding);
        same(row, opened, Ok((salt, payload)));
        let leaf = tree::leaf(&raw);
        same(row, leaf, array(row, "leaf_hash"));
        edge.push(0, leaf);
        same(row, edge.root(), array(row, "root"));
    }
    rows(&vectors, "well_formed_headers").iter().for_each(check_header);
}

#[test]
fn malformed_headers_are_refused_and_unknown_ones_called_unsupported() {
    for row in rows(&read("records.json"), "malformed_headers") {
        let expected = match text(row, "verdict") {
            "unsupported" => NoHeader::UnknownMagic,
            _ => NoHeader::Malformed,
        };
        same(row, Header::decode(&bytes(row, "header_bytes")), Err(expected));
    }
}

/// The codes found in a chain of these headers.
fn codes(headers: &[Vec<u8>]) -> Vec<Code> {
    let mut chunk = Chunk::empty(0);
    chunk.judge(&headers.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let mut findings = chunk.findings.clone();
    Walk::default().follow(&chunk, &mut findings);
    findings.into_list().iter().map(|finding| finding.code).collect()
}

#[test]
fn chains_are_judged_as_they_are_told() {
    let vectors = read("records.json");
    let chain: Vec<Vec<u8>> =
        rows(&vectors, "records").iter().map(|row| bytes(row, "header_bytes")).collect();
    assert_eq!(codes(&chain), []);
    for row in rows(&vectors, "broken_chains") {
        let after = usize::try_from(number(row, "after")).unwrap();
        let mut broken = chain[..after].to_vec();
        broken.push(bytes(row, "header_bytes"));
        let found = codes(&broken);
        let found: Vec<Value> = found.iter().map(|code| serde_json::json!(code)).collect();
        assert!(found.contains(&row["code"]), "{}: {found:?}", row["reason"]);
    }
}

fn is_well_formed(row: &Value) -> bool {
    let parts = row["parts"].as_array().unwrap().iter();
    let payload: Vec<u8> = parts
        .flat_map(|part| {
            let times = usize::try_from(part[1].as_u64().unwrap()).unwrap();
            hex::decode(part[0].as_str().unwrap()).unwrap().repeat(times)
        })
        .collect();
    let judged = if kind::is_raw(text(row, "kind")) {
        payload::judge_raw(&payload)
    } else {
        payload::judge(&payload, Kind::Other, false, 0, "")
    };
    judged.is_ok()
}

#[test]
fn payloads_are_judged_as_they_are_told() {
    let vectors = read("records.json");
    for row in rows(&vectors, "well_formed_payloads") {
        assert!(is_well_formed(row), "{}", row["reason"]);
    }
    for row in rows(&vectors, "malformed_payloads") {
        assert!(!is_well_formed(row), "{}", row["reason"]);
    }
}

#[test]
fn boxes_are_judged_as_they_are_told() {
    let vectors = read("records.json");
    let records = rows(&vectors, "records");
    for row in rows(&vectors, "boxes") {
        let record = &records[usize::try_from(number(row, "record")).unwrap()];
        let raw = bytes(record, "header_bytes");
        let header = Header::decode(&raw).unwrap();
        let binding = Binding {
            ledger: &header.ledger,
            stream: &header.stream,
            commitment: &header.commitment,
        };
        let opened = sealed_box::open(&bytes(row, "box"), &array(record, "box_key"), binding);
        let found = match opened {
            Ok((salt, payload)) if payload::commitment(&salt, &payload) == header.commitment => {
                "opens"
            }
            Ok(_) => "commitment_differs",
            Err(Code::BoxVersionUnknown) => "unsupported",
            // Which of the two a box that is too short is called is not part of the norm.
            Err(Code::BoxMalformed) if text(row, "verdict") == "malformed" => "malformed",
            Err(_) => "does_not_open",
        };
        same(row, found, text(row, "verdict"));
    }
}

fn keys(first: &str, rotation: Option<(u64, &str)>) -> SigningKeys {
    let mut keys = SigningKeys::default();
    if let Ok(key) = first.parse() {
        keys.learn(0, Fact::Created(key));
    }
    if let Some((position, next)) = rotation {
        keys.learn(position, Fact::Rotated(next.parse().unwrap(), Reason::Scheduled));
    }
    keys
}

/// Whether a checkpoint is well formed, of the vectors' ledger, and signed by all who must.
fn holds(vectors: &Value, row: &Value) -> Option<Checkpoint> {
    let own = |number: usize| text(&vectors["keys"][number], "verifier_key");
    let keys = row.get("verifier_key").map_or_else(
        || keys(own(0), Some((number(vectors, "rotation"), own(1)))),
        |only| keys(only.as_str().unwrap(), None),
    );
    let (checkpoint, note) = Checkpoint::parse_signed(text(row, "note").as_bytes().to_vec())?;
    let own_ledger = checkpoint.ledger == array(vectors, "ledger");
    let signed = note.is_signed_by(&keys.at(checkpoint.size));
    Some(checkpoint).filter(|_| own_ledger && signed)
}

#[test]
fn checkpoints_are_judged_as_they_are_told() {
    let vectors = read("checkpoint.json");
    for row in rows(&vectors, "good") {
        let checkpoint = holds(&vectors, row).unwrap_or_else(|| panic!("{}", row["name"]));
        same(row, checkpoint.size, number(row, "size"));
        same(row, checkpoint.root, array(row, "root"));
    }
    for row in rows(&vectors, "bad") {
        same(row, holds(&vectors, row), None);
        let malformed = text(row, "code") == "checkpoint_malformed";
        let note = text(row, "note").as_bytes().to_vec();
        same(row, Checkpoint::parse_signed(note).is_none(), malformed);
    }
    for row in rows(&vectors, "bad_verifier_keys") {
        assert!(text(row, "verifier_key").parse::<VerifierKey>().is_err(), "{}", row["reason"]);
    }
}

#[test]
fn receipts_are_judged_as_they_are_told() {
    let vectors = read("receipt.json");
    let rotation = &vectors["rotation"];
    let rotation = Some((number(rotation, "position"), text(rotation, "verifier_key")));
    let keys = keys(text(&vectors, "verifier_key"), rotation);
    let judge = |row: &Value| {
        let outside = Outside::parse(String::new(), text(row, "receipt").as_bytes().to_vec());
        let mut findings = Findings::default();
        let walk = Walk::default();
        let known = Known {
            walk: &walk,
            ledger: array(&vectors, "ledger"),
            size: 1 << 63,
            keys: Some(&keys),
            restored: &[],
        };
        outside.judge(&known, &mut findings);
        (outside.receipt_index(), outside.size(), findings)
    };
    for row in rows(&vectors, "good") {
        let (index, size, findings) = judge(row);
        same(row, index, row["position"].as_u64());
        same(row, size, row["size"].as_u64());
        same(row, findings.into_list(), vec![]);
    }
    for row in rows(&vectors, "bad") {
        let findings = judge(row).2;
        same(row, findings.any_broken() || findings.any_unsupported(), true);
        if text(row, "rejected") == "unsupported" {
            same(row, findings.any_unsupported(), true);
        }
    }
}

#[test]
fn trees_are_computed_as_they_are_told() {
    let vectors = read("tree.json");
    let roots = rows(&vectors, "roots");
    let mut edge = RightEdge::default();
    let mut size = 0u64;
    for row in roots {
        while size < number(row, "size") {
            edge.push(0, tree::leaf(&size.to_be_bytes()));
            size += 1;
        }
        same(row, edge.root(), array(row, "root"));
    }
    for (name, expected) in [("inclusion", true), ("bad_inclusion", false)] {
        for row in rows(&vectors, name) {
            let proof: Vec<Hash> = row["proof"].as_array().unwrap().iter().map(hash).collect();
            let (index, size) = (number(row, "index"), number(row, "size"));
            let root = tree::root_from_inclusion(array(row, "leaf"), index, size, &proof);
            same(row, root == Some(array(row, "root")), expected);
        }
    }
    for row in rows(&vectors, "tiles") {
        let size = number(row, "size");
        let tiles = tile::levels(size).flat_map(|level| tile::of_level(level, size));
        let paths: Vec<Value> = tiles.map(|tile| Part::Tile(tile).path().into()).collect();
        same(row, &paths, row["paths"].as_array().unwrap());
    }
}
