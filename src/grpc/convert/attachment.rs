//! Attachments as they are shown.

use super::write;
use crate::domain::dossier::state::AttachmentOnRecord;
use crate::domain::dossier::view::Recorded;
use crate::domain::id::DossierId;
use crate::grpc::pb;

/// What an attachment is, and where its closing record stands.
pub fn attachment(
    dossier: DossierId,
    known: &AttachmentOnRecord,
    recorded: Option<Recorded>,
) -> pb::Attachment {
    let attachment = &known.attachment;
    pb::Attachment {
        dossier_id: dossier.to_string(),
        attachment_id: attachment.id.to_string(),
        entry_id: write::optional_text(&attachment.entry),
        name: write::text(&attachment.name),
        media_type: attachment.media_type.as_str().to_owned(),
        size_bytes: attachment.size_bytes,
        blake3: write::text(&attachment.blake3),
        provenance: write::message(&known.provenance),
        place: write::optional_message(&recorded),
        withdrawal: write::optional_message(&known.withdrawn),
    }
}
