//! Entries and their marks; corrections and withdrawals.

use super::reader::Reader;
use super::rights::shown_statement;
use super::table::message;
use super::write;
use crate::domain::dossier::event::{Correction, Withdrawal};
use crate::domain::dossier::view::{EntryView, Recorded, View};
use crate::domain::dossier::{Content, Version};
use crate::domain::id::{AttachmentId, DossierId};
use crate::domain::provenance::Provenance;
use crate::domain::violation::FieldPath;
use crate::grpc::pb;

message!(Correction { reason: text, proof: optional_text, provenance: message });

message!(Withdrawal { reason: choice, explanation: optional_text, provenance: message });

/// An entry as it is shown, with the ids of the attachments that belong to it. What it said
/// before it was corrected comes along only for whoever must account for it.
pub fn entry(
    dossier: DossierId,
    view: &View,
    shown: &EntryView<'_>,
    attachments: &[AttachmentId],
    include_earlier: bool,
) -> pb::Entry {
    let versions = shown.entry.versions().iter().zip(&shown.places.versions);
    let mut versions: Vec<pb::EntryVersion> =
        versions.map(|(version, recorded)| entry_version(version, recorded)).collect();
    let current = versions.pop();
    pb::Entry {
        // Only whoever folded the dossier knows.
        part_destroyed: false,
        dossier_id: dossier.to_string(),
        entry_id: shown.id.to_string(),
        kind: shown.entry.kind().into(),
        current,
        corrected: shown.entry.is_corrected(),
        earlier: if include_earlier { versions } else { Vec::new() },
        withdrawal: write::optional_message(&shown.entry.withdrawn),
        withdrawn_place: write::optional_message(&shown.places.withdrawn),
        // Beside the entry in every view: no caller can leave them out.
        statements: view.statements(Some(shown.id)).map(shown_statement).collect(),
        attachment_ids: attachments.iter().map(AttachmentId::to_string).collect(),
    }
}

fn entry_version(version: &Version, recorded: &Recorded) -> pb::EntryVersion {
    pb::EntryVersion {
        provenance: write::message(&version.provenance),
        content: write::message(&version.content),
        substantive: version.substantive,
        correction: write::optional_message(&version.correction),
        place: write::message(recorded),
    }
}

/// Reads the `provenance` and `content` that drafts and corrections share.
pub(super) fn said(
    provenance: Option<pb::Provenance>,
    content: Option<pb::Content>,
    at: &FieldPath,
    reader: &mut Reader,
) -> (Option<Provenance>, Option<Content>) {
    (reader.message(at, "provenance", provenance), reader.message(at, "content", content))
}
