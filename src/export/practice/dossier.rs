//! A dossier looked at as a whole, before its records are written one by one: what was corrected, withdrawn or restricted, and
//! which bytes lie in files of their own.

use std::collections::HashMap;

use serde::Serialize;
use serde_with::skip_serializing_none;

use crate::chain::StreamId;
use crate::domain::dossier::event::ATTACHMENT_WITHDRAWN;
use crate::domain::dossier::rights::RestrictionGround;
use crate::domain::dossier::state::AttachmentOnRecord;
use crate::domain::dossier::view::{Subject, View};
use crate::domain::dossier::{MediaType, Regime, Standing};
use crate::domain::id::AttachmentId;
use crate::register::ReadFailure;

use super::Under;

/// What later records say of earlier ones, by position.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The record that corrected this one.
    pub(super) corrected_by: HashMap<u64, u64>,
    /// The record that withdrew what this one recorded.
    pub(super) withdrawn_by: HashMap<u64, u64>,
    /// Where the bytes of an attachment's part lie, and where its closing record's do.
    pub(super) files: HashMap<u64, FilePart>,
    /// Attachments that are whole.
    pub(super) attachments: Vec<AttachmentFile>,
    /// Whether the dossier's use is restricted.
    pub(super) restricted: bool,
}

/// Bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FilePart {
    /// The file's path, from the dossier's folder.
    pub(super) path: String,
    /// The first byte.
    pub(super) offset: u64,
    /// How many.
    pub(super) bytes: u64,
}

/// An attachment as a file.
#[derive(Debug)]
pub(super) struct AttachmentFile {
    /// Its path, from the dossier's folder.
    pub(super) path: String,
    /// Positions of its parts.
    pub(super) parts: Vec<u64>,
}

/// A line of the list of dossiers.
#[skip_serializing_none]
#[derive(Serialize)]
struct Listed {
    dossier: String,
    records: usize,
    client: Option<String>,
    born_on: Option<String>,
    regime: Option<Regime>,
    standing: Option<&'static str>,
    restricted: Option<RestrictionGround>,
    destroyed_by: Option<u64>,
}

/// Looks at a dossier; gives its marks and its line in the list.
pub(super) fn look(under: &Under, stream: StreamId) -> Result<(Marks, String), ReadFailure> {
    let register = &under.register;
    let folded = register.folded_below(stream, under.size)?;
    let positions = under.positions(stream);
    let mut listed = Listed {
        dossier: stream.to_string(),
        records: positions.len(),
        client: None,
        born_on: None,
        regime: None,
        standing: None,
        restricted: None,
        destroyed_by: register.with_destructions(|state| state.whole(stream)),
    };
    let view = folded.dossier();
    let mut marks = Marks::default();
    if let Some(dossier) = view.state().dossier() {
        let identity = &dossier.client.identity;
        listed.client = Some(identity.names.display());
        listed.born_on = identity.born_on.map(|day| day.to_string());
        listed.regime = Some(dossier.regime);
        listed.standing = Some(match dossier.standing {
            Standing::Open => "open",
            Standing::Closed { .. } => "closed",
        });
        listed.restricted = dossier.restriction.as_ref().map(|it| it.ground);
        marks.restricted = dossier.restriction.is_some();
        // What went in part is said by the record that stands for it.
        let stands_at = |position: u64| {
            register.with_destructions(|state| state.replacement_of(position)).unwrap_or(position)
        };
        mark_entries(view, &mut marks, stands_at);
        for (id, known) in &dossier.attachments {
            mark_attachment(under, view, *id, known, &positions, &mut marks);
        }
    }
    let line = serde_json::to_string(&listed).map_err(|_| ReadFailure::Unavailable)?;
    Ok((marks, line))
}

fn mark_entries(view: &View, marks: &mut Marks, stands_at: impl Fn(u64) -> u64) {
    for id in view.state().dossier().into_iter().flat_map(|dossier| &dossier.order) {
        let Some(entry) = view.entry(*id) else { continue };
        let versions: Vec<u64> =
            entry.places.versions.iter().map(|it| stands_at(it.position)).collect();
        let corrections = versions.iter().zip(versions.iter().skip(1));
        marks.corrected_by.extend(corrections.map(|(before, after)| (*before, *after)));
        if let Some(withdrawn) = entry.places.withdrawn {
            let by = stands_at(withdrawn.position);
            marks.withdrawn_by.extend(versions.iter().map(|version| (*version, by)));
        }
    }
}

fn mark_attachment(
    under: &Under,
    view: &View,
    id: AttachmentId,
    known: &AttachmentOnRecord,
    positions: &[u64],
    marks: &mut Marks,
) {
    let attachment = &known.attachment;
    let closing = view.attachment(id).map(|it| it.position);
    let withdrawn = view
        .timeline()
        .iter()
        .find(|row| row.kind == ATTACHMENT_WITHDRAWN && row.subject == Subject::Attachment(id));
    if let (Some(closing), Some(row)) = (closing, withdrawn) {
        marks.withdrawn_by.insert(closing, row.recorded.position);
    }
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let parts: Vec<u64> = positions
        .iter()
        .skip(count(attachment.first_part))
        .take(count(attachment.parts))
        .copied()
        .collect();
    // Half an attachment is no file: what is left of it stands in the lines of its parts.
    if parts.iter().any(|part| under.is_gone(*part)) {
        return;
    }
    // The name it came with is a client's or a sender's word: it stands in its record and names no file.
    let path = format!("attachments/{id}.{}", ending(attachment.media_type));
    let part_bytes = crate::domain::dossier::attachment::PART_BYTES;
    let mut offset = 0;
    for part in &parts {
        let bytes = part_bytes.min(attachment.size_bytes - offset.min(attachment.size_bytes));
        marks.files.insert(*part, FilePart { path: path.clone(), offset, bytes });
        offset += bytes;
    }
    if let Some(closing) = closing {
        let whole = FilePart { path: path.clone(), offset: 0, bytes: attachment.size_bytes };
        marks.files.insert(closing, whole);
    }
    marks.attachments.push(AttachmentFile { path, parts });
}

fn ending(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::Heic => "heic",
        MediaType::Pdf => "pdf",
        MediaType::Plain => "txt",
        MediaType::OpenDocument => "odt",
        MediaType::OpenXml => "docx",
    }
}
