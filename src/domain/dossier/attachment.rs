//! Attachments (bijlagen): what is recorded when all parts of a file are there. The parts are
//! raw records; their staging and hashing are not known here.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::id::{AttachmentId, EntryId};
use crate::domain::text::{Line, parsed_text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Bytes of an attachment: 25 MiB.
pub const ATTACHMENT_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// Bytes of every part but the last.
pub const PART_BYTES: u64 = 64 * 1024;

parsed_text! {
    /// The BLAKE3 hash of the whole file, 64 lowercase hexadecimal digits.
    FileHash, file_hash
}

/// The types of file that are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaType {
    /// Photo.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Photo or scan.
    #[serde(rename = "image/png")]
    Png,
    /// Photo as newer telephones make it.
    #[serde(rename = "image/heic")]
    Heic,
    /// Document.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// Plain text.
    #[serde(rename = "text/plain")]
    Plain,
    /// Letter (`OpenDocument`).
    #[serde(rename = "application/vnd.oasis.opendocument.text")]
    OpenDocument,
    /// Letter (Office Open XML).
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    OpenXml,
}

/// An attachment whose parts are all there.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The attachment.
    pub id: AttachmentId,
    /// The entry it belongs to, if any.
    pub entry: Option<EntryId>,
    /// Name of the file.
    pub name: Line,
    /// Type of the file.
    pub media_type: MediaType,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Hash of the whole.
    pub blake3: FileHash,
    /// Revision, in the dossier's stream, of the first part; the others follow it.
    pub first_part: u64,
    /// Number of parts.
    pub parts: u64,
}

impl MediaType {
    /// Every type that is taken in.
    pub const ALL: [MediaType; 7] = [
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Heic,
        MediaType::Pdf,
        MediaType::Plain,
        MediaType::OpenDocument,
        MediaType::OpenXml,
    ];

    /// The type as it is written in a header of mail or web.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Heic => "image/heic",
            MediaType::Pdf => "application/pdf",
            MediaType::Plain => "text/plain",
            MediaType::OpenDocument => "application/vnd.oasis.opendocument.text",
            MediaType::OpenXml => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        }
    }
}

impl TryFrom<&str> for MediaType {
    type Error = Reason;

    fn try_from(text: &str) -> Result<MediaType, Reason> {
        let known = MediaType::ALL.into_iter().find(|media_type| media_type.as_str() == text);
        known.ok_or(Reason::MediaTypeNotAllowed)
    }
}

impl Attachment {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if self.size_bytes == 0 {
            violations.add(path.join("size_bytes"), Reason::Empty);
        } else if self.size_bytes > ATTACHMENT_BYTES_MAX {
            violations.add(path.join("size_bytes"), Reason::AttachmentTooLarge);
        }
        if self.parts != self.size_bytes.div_ceil(PART_BYTES) {
            violations.add(path.join("parts"), Reason::PartsDoNotFitSize);
        }
    }
}

fn file_hash(text: String) -> Result<String, Reason> {
    let good = text.len() == 64 && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte));
    if good { Ok(text) } else { Err(Reason::HashInvalid) }
}
