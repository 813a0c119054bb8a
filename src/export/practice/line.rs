//! One record as a line of JSON (docs/export.md): what its header says, what later records made of it, and its payload exactly as
//! it was recorded, last, so that it can be cut out and held against the header's commitment.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;

use crate::chain::Visibility;
use crate::domain::dossier::{Content, Event as Fact};
use crate::domain::{Event, event::is_raw};
use crate::register::destruction::Gone;
use crate::register::grants::is_token_issued;
use crate::register::{PayloadRead, ReadFailure, Record, Register, payload};

use super::dossier::{FilePart, Marks};
use super::instant;

#[skip_serializing_none]
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    revision: u64,
    stream: String,
    kind: &'a str,
    recorded_at: String,
    happened: Option<&'a RawValue>,
    learned: Option<&'a RawValue>,
    actor: String,
    state: &'static str,
    destroyed_by: Option<u64>,
    replaced_by: Option<u64>,
    corrected_by: Option<u64>,
    withdrawn_by: Option<u64>,
    restricted: Option<bool>,
    file: Option<&'a FilePart>,
    salt: Option<String>,
    payload_base64: Option<String>,
    payload: Option<&'a RawValue>,
}

/// Where a fact has its times: beside it, or beside the correction or withdrawal it is.
#[derive(Default, Deserialize)]
struct Times<'a> {
    #[serde(borrow)]
    provenance: Option<Source<'a>>,
    #[serde(borrow)]
    correction: Option<Inner<'a>>,
    #[serde(borrow)]
    withdrawal: Option<Inner<'a>>,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(borrow)]
    provenance: Option<Source<'a>>,
}

#[derive(Clone, Copy, Deserialize)]
struct Source<'a> {
    #[serde(borrow)]
    happened: Option<&'a RawValue>,
    #[serde(borrow)]
    learned: Option<&'a RawValue>,
}

impl<'a> Times<'a> {
    /// The times in a body; none where it has them elsewhere or in another form.
    fn of(body: &'a str) -> Option<Source<'a>> {
        let times: Times<'a> = serde_json::from_str(body).ok()?;
        let decided = times.correction.or(times.withdrawal).and_then(|it| it.provenance);
        decided.or(times.provenance)
    }
}

/// The line of a record, without its end; and its FHIR resource, if it has one.
pub(super) fn line(
    register: &Register,
    record: &Record,
    marks: &Marks,
) -> Result<(String, Option<FilePart>), ReadFailure> {
    let header = &record.header;
    let position = header.position;
    let kind = header.kind.as_str();
    let opened = match &record.payload {
        PayloadRead::Given(opened) => Some(opened),
        PayloadRead::Lost | PayloadRead::Destroyed(_) => None,
        PayloadRead::NotRequested
        | PayloadRead::Unreadable(_)
        | PayloadRead::Replaced(_)
        | PayloadRead::Replacement => return Err(ReadFailure::Damaged { position }),
    };
    let (state, destroyed_by) = match &record.payload {
        // A token lets in here and nowhere else.
        PayloadRead::Given(_) if is_token_issued(kind) => ("kept_back", None),
        PayloadRead::Lost => ("lost", None),
        PayloadRead::Destroyed(Gone { decided, executed: true }) => ("destroyed", Some(*decided)),
        PayloadRead::Destroyed(Gone { decided, .. }) => ("destroying", Some(*decided)),
        _ => ("given", None),
    };
    let opened = opened.filter(|_| state == "given");
    let bytes = opened.map(|it| it.payload());
    let text = bytes.filter(|_| !is_raw(kind)).and_then(|it| std::str::from_utf8(it).ok());
    // A payload is written as it is, or not as JSON at all: one that a line cannot hold as it is, is none of ours.
    let raw = text.and_then(|text| {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        (raw.get() == text && !text.contains(['\n', '\r'])).then_some(raw)
    });
    let body = match text {
        Some(text) if header.visibility == Visibility::Sealed => {
            let read = payload::read(text.as_bytes()).ok();
            read.map(|read| read.body.get())
        }
        _ => None,
    };
    let times = body.and_then(Times::of);
    let resource = match (body, bytes) {
        (Some(_), Some(bytes)) if kind.starts_with("dossier.entry_") => resource(record, bytes)?,
        _ => None,
    };
    let file = marks.files.get(&position).or(resource.as_ref());
    let in_a_file = is_raw(kind) && file.is_some();
    let encoded = bytes.filter(|_| raw.is_none() && !in_a_file).map(|it| STANDARD.encode(it));
    let replaced_by = register.with_destructions(|state| state.replacement_of(position));
    let line = Line {
        position,
        revision: header.revision,
        stream: header.stream.to_string(),
        kind,
        recorded_at: instant(header.recorded_at),
        happened: times.and_then(|it| it.happened),
        learned: times.and_then(|it| it.learned),
        actor: header.actor.to_string(),
        state,
        destroyed_by,
        replaced_by,
        corrected_by: marks.corrected_by.get(&position).copied(),
        withdrawn_by: marks.withdrawn_by.get(&position).copied(),
        restricted: marks.restricted.then_some(true),
        file,
        salt: opened.map(|it| STANDARD.encode(it.salt())),
        payload_base64: encoded,
        payload: raw,
    };
    let written = serde_json::to_string(&line).map_err(|_| ReadFailure::Damaged { position })?;
    Ok((written, resource))
}

/// Where the FHIR resource of a record goes, if it records one.
fn resource(record: &Record, bytes: &[u8]) -> Result<Option<FilePart>, ReadFailure> {
    let position = record.header.position;
    let found = resource_in(record, bytes)?;
    Ok(found.map(|resource| FilePart {
        path: format!("fhir/{position}.json"),
        offset: 0,
        bytes: resource.len() as u64,
    }))
}

/// The FHIR resource a record holds, byte for byte as it came.
pub(super) fn resource_in(record: &Record, bytes: &[u8]) -> Result<Option<String>, ReadFailure> {
    let damaged = |_| ReadFailure::Damaged { position: record.header.position };
    let event = payload::event(&record.header, bytes).map_err(damaged)?;
    let Event::Dossier(fact) = event else { return Ok(None) };
    let content = match *fact {
        Fact::EntryRecorded(fact) => fact.content,
        Fact::EntryCorrected(fact) => fact.content,
        _ => return Ok(None),
    };
    match content {
        Content::Fhir { resource, .. } => Ok(Some(resource.as_str().to_owned())),
        Content::Fields(_) | Content::Text { .. } => Ok(None),
    }
}
