//! The client's copy of a dossier (copy.md): every record of one stream with the proof that it lies under a checkpoint. Judged by
//! itself, without trusting the page it may stand in; its checkpoint is a file from outside for a bundle.

use std::path::Path;

use serde::Deserialize;

use crate::certificate::{Certified, ended};
use crate::checkpoint::{self, Checkpoint};
use crate::finding::{Code, Findings};
use crate::folder::Unreadable;
use crate::header::Header;
use crate::note::SignedNote;
use crate::payload::commitment;
use crate::verifier_key::VerifierKey;
use crate::{ijson, spelling, tree};

/// Where the object begins in a page.
const IN_A_PAGE: &str = "<script type=\"application/json\" id=\"copy\">";
/// A copy holds attachments: at most so many bytes.
const BYTES_MAX: u64 = 4 << 30;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    copy: String,
    language: String,
    verifier_key: String,
    dossier: String,
    checkpoint: String,
    records: Vec<WrittenRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecord {
    header: String,
    proof: Vec<String>,
    state: State,
    ground: Option<Ground>,
    salt: Option<String>,
    payload: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Given,
    Withheld,
    Destroyed,
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ground {
    PrivacyOfAnother,
    NotGoodCare,
}

/// Reads and judges a copy, as JSON or as a page. With `key` the one named in it must be the same.
pub fn check_copy(path: &Path, key: Option<&VerifierKey>) -> Result<Certified, Unreadable> {
    let name = path.display().to_string();
    let unreadable = |source| Unreadable { path: name.clone(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    let bytes = if length <= BYTES_MAX { std::fs::read(path).map_err(unreadable)? } else { vec![] };
    let mut findings = Findings::default();
    let read = read(&bytes);
    let Some((written, checkpoint, note, named)) = read else {
        findings.file(Code::CopyMalformed, &name);
        return Ok(ended(findings, None, vec![], vec![]));
    };
    if key.is_some_and(|key| *key != named) {
        findings.file(Code::KeyMismatch, &name);
    }
    if named.name() != checkpoint::origin(&checkpoint.ledger) || !note.is_signed_by(&[&named]) {
        findings.file(Code::OutsideSignature, &name);
    }
    let told = judge(&written, &checkpoint, &name, &mut findings);
    let receipts = vec![(format!("{name}, checkpoint"), written.checkpoint.into_bytes())];
    Ok(ended(findings, key, told, receipts))
}

fn read(bytes: &[u8]) -> Option<(Written, Checkpoint, SignedNote, VerifierKey)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let json = match text.split_once(IN_A_PAGE) {
        Some((_, rest)) => rest.split_once("</script>")?.0,
        None => text,
    };
    if !ijson::is_object(json.as_bytes()) {
        return None;
    }
    let written: Written = serde_json::from_str(json).ok()?;
    let known =
        written.copy == "griffie copy v1" && ["nl", "en"].contains(&written.language.as_str());
    known.then_some(())?;
    let (checkpoint, note) = Checkpoint::parse_signed(written.checkpoint.clone().into_bytes())?;
    let key = written.verifier_key.parse().ok()?;
    Some((written, checkpoint, note, key))
}

fn judge(
    written: &Written,
    checkpoint: &Checkpoint,
    name: &str,
    findings: &mut Findings,
) -> Vec<String> {
    let Some(dossier) =
        spelling::hex::<16>(&written.dossier).filter(|_| !written.records.is_empty())
    else {
        findings.file(Code::CopyMalformed, name);
        return vec![];
    };
    let mut counts = [0_u64; 4];
    for (number, record) in (0..).zip(&written.records) {
        match holds(record, number, &dossier, checkpoint) {
            Ok(state) => {
                if let Some(count) = counts.get_mut(state as usize) {
                    *count += 1;
                }
            }
            Err(Some(position)) => findings.at(Code::CopyDiffers, position),
            Err(None) => findings.file(Code::CopyMalformed, name),
        }
    }
    let [given, withheld, destroyed, lost] = counts;
    vec![
        format!("dossier {}", written.dossier),
        format!("{given} records given, {withheld} withheld, {destroyed} destroyed, {lost} lost"),
        format!("none between them is missing, up to a ledger of {} records", checkpoint.size),
    ]
}

/// What a record of the copy is, if all of it holds; else its position, if it has one.
fn holds(
    record: &WrittenRecord,
    number: u64,
    dossier: &[u8; 16],
    checkpoint: &Checkpoint,
) -> Result<State, Option<u64>> {
    let bytes = spelling::base64(&record.header).ok_or(None)?;
    let header = Header::decode(&bytes).map_err(|_| None)?;
    let proof: Option<Vec<tree::Hash>> =
        record.proof.iter().map(|hash| spelling::base64_array(hash)).collect();
    let proof = proof.ok_or(None)?;
    let position = header.position;
    let root = tree::root_from_inclusion(tree::leaf(&bytes), position, checkpoint.size, &proof);
    let in_place = root == Some(checkpoint.root)
        && header.ledger == checkpoint.ledger
        && header.stream == *dossier
        && header.revision == number;
    let given = match (&record.salt, &record.payload) {
        (Some(salt), Some(payload)) => {
            let salt = spelling::base64_array(salt).ok_or(None)?;
            let payload = spelling::base64(payload).ok_or(None)?;
            record.state == State::Given && commitment(&salt, &payload) == header.commitment
        }
        (None, None) => record.state != State::Given,
        _ => false,
    };
    let grounded = record.ground.is_some() == (record.state == State::Withheld);
    if in_place && given && grounded { Ok(record.state) } else { Err(Some(position)) }
}
