//! Requests, each read into what it asks of which dossier. Request id, access context and
//! expected revision are the same in every call and read by the services.

use super::entry::said;
use super::reader::Reader;
use crate::domain::dossier::attachment::ATTACHMENT_BYTES_MAX;
use crate::domain::dossier::view::{ClientQuery, EntryFilter, SearchQuery};
use crate::domain::dossier::{Command, Draft, EntryKind, FileHash, MediaType, Relation};
use crate::domain::id::{AttachmentId, DossierId, EntryId};
use crate::domain::practice;
use crate::domain::provenance::Provenance;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

/// An attachment that is going to be uploaded.
#[derive(Debug)]
pub struct Upload {
    /// Its id.
    pub id: AttachmentId,
    /// The entry it belongs to.
    pub entry: Option<EntryId>,
    /// Name of the file.
    pub name: Line,
    /// Type of the file.
    pub media_type: MediaType,
    /// Size in bytes; between 1 and the limit.
    pub size_bytes: u64,
    /// Hash of the whole.
    pub blake3: FileHash,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// States the practice's details.
pub fn describe_practice(
    request: pb::DescribePracticeRequest,
    reader: &mut Reader,
) -> Option<practice::Command> {
    let at = FieldPath::whole();
    let from = reader.day(&at, "from", request.from);
    let learned = reader.message(&at, "learned", request.learned);
    let author = reader.message(&at, "author", request.author);
    let details = reader.message(&at, "practice", request.practice);
    let (from, learned, author) = (from?, learned?, author?);
    Some(practice::Command::Describe(practice::Described {
        from,
        learned,
        author,
        details: details?,
    }))
}

/// Opens a dossier.
pub fn open_dossier(request: pb::OpenDossierRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let regime = reader.choice(&at, "regime", request.regime);
    let client = reader.message(&at, "client", request.client);
    let provenance = reader.message(&at, "provenance", request.provenance);
    Some(Command::Open { regime: regime?, client: client?, provenance: provenance? })
}

/// Records one entry. The rules name it `entries[0]`; see [`FieldPath::rebase`].
pub fn record_entry(
    request: pb::RecordEntryRequest,
    new_id: impl FnMut() -> EntryId,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    one_entry(request.dossier_id, request.entry, new_id, reader)
}

/// Records one entry of a stream. The rules name it `entries[0]`; see [`FieldPath::rebase`].
pub fn stream_entry(
    request: pb::StreamEntriesRequest,
    new_id: impl FnMut() -> EntryId,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    one_entry(request.dossier_id, request.entry, new_id, reader)
}

/// Records entries.
pub fn record_entries(
    request: pb::RecordEntriesRequest,
    mut new_id: impl FnMut() -> EntryId,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let dossier = dossier_id(request.dossier_id, reader);
    let path = FieldPath::new("entries");
    let drafts: Vec<Option<Draft>> = (0..)
        .zip(request.entries)
        .map(|(index, draft)| self::draft(draft, &path.index(index), &mut new_id, reader))
        .collect();
    let entries: Option<Vec<Draft>> = drafts.into_iter().collect();
    Some((dossier?, Command::Record { entries: entries? }))
}

/// Corrects an entry.
pub fn correct_entry(
    request: pb::CorrectEntryRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let entry = reader.text(&at, "entry_id", request.entry_id);
    let (provenance, content) = said(request.provenance, request.content, &at, reader);
    let correction = reader.message(&at, "correction", request.correction);
    let (entry, provenance, content) = (entry?, provenance?, content?);
    Some((dossier?, Command::Correct { entry, provenance, content, correction: correction? }))
}

/// Withdraws an entry.
pub fn withdraw_entry(
    request: pb::WithdrawEntryRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let entry = reader.text(&at, "entry_id", request.entry_id);
    let withdrawal = reader.message(&at, "withdrawal", request.withdrawal);
    Some((dossier?, Command::Withdraw { entry: entry?, withdrawal: withdrawal? }))
}

/// Replaces sections of what is known of the client.
pub fn change_client(
    request: pb::ChangeClientRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let cause = reader.choice(&at, "cause", request.cause);
    let changes = reader.message(&at, "changes", request.changes);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let (cause, changes) = (cause?, changes?);
    Some((dossier?, Command::ChangeClient { cause, changes, provenance: provenance? }))
}

/// Links two dossiers: what each of them is asked.
pub fn link_dossiers(
    request: pb::LinkDossiersRequest,
    reader: &mut Reader,
) -> Option<[(DossierId, Command); 2]> {
    let at = FieldPath::whole();
    let one = dossier_id(request.dossier_id, reader);
    let other = reader.text(&at, "other_dossier_id", request.other_dossier_id);
    let relation: Option<Relation> = reader.choice(&at, "relation", request.relation);
    let provenance: Option<Provenance> = reader.message(&at, "provenance", request.provenance);
    let (one, other, relation, provenance) = (one?, other?, relation?, provenance?);
    let inverse = Command::Link {
        this: other,
        other: one,
        relation: relation.inverse(),
        provenance: provenance.clone(),
    };
    let link = Command::Link { this: one, other, relation, provenance };
    Some([(one, link), (other, inverse)])
}

/// Ends a link: what each of the two dossiers is asked.
pub fn unlink_dossiers(
    request: pb::UnlinkDossiersRequest,
    reader: &mut Reader,
) -> Option<[(DossierId, Command); 2]> {
    let at = FieldPath::whole();
    let one = dossier_id(request.dossier_id, reader);
    let other = reader.text(&at, "other_dossier_id", request.other_dossier_id);
    let relation: Option<Relation> = reader.choice(&at, "relation", request.relation);
    let reason: Option<Text> = reader.text(&at, "reason", request.reason);
    let provenance: Option<Provenance> = reader.message(&at, "provenance", request.provenance);
    let (one, other, relation) = (one?, other?, relation?);
    let (reason, provenance) = (reason?, provenance?);
    let inverse = Command::Unlink {
        other: one,
        relation: relation.inverse(),
        reason: reason.clone(),
        provenance: provenance.clone(),
    };
    Some([(one, Command::Unlink { other, relation, reason, provenance }), (other, inverse)])
}

/// Closes a dossier.
pub fn close_dossier(
    request: pb::CloseDossierRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let reason = reader.choice(&at, "reason", request.reason);
    let note = reader.optional_text(&at, "note", request.note);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let (reason, note) = (reason?, note?);
    Some((dossier?, Command::Close { reason, note, provenance: provenance? }))
}

/// Opens a closed dossier again.
pub fn reopen_dossier(
    request: pb::ReopenDossierRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let reason = reader.text(&at, "reason", request.reason);
    let provenance = reader.message(&at, "provenance", request.provenance);
    Some((dossier?, Command::Reopen { reason: reason?, provenance: provenance? }))
}

/// Begins an upload; its fields stand in the `start` of the stream.
pub fn add_attachment(
    start: pb::AddAttachmentStart,
    mut new_id: impl FnMut() -> AttachmentId,
    reader: &mut Reader,
) -> Option<(DossierId, Upload)> {
    let at = FieldPath::new("start");
    let dossier = reader.text(&at, "dossier_id", start.dossier_id);
    let id = reader.optional_text(&at, "attachment_id", start.attachment_id);
    let entry = reader.optional_text(&at, "entry_id", start.entry_id);
    let name = reader.text(&at, "name", start.name);
    let media_type = MediaType::try_from(start.media_type.as_str());
    let media_type = media_type.map_err(|reason| reader.note(&at, "media_type", reason)).ok();
    match start.size_bytes {
        0 => reader.note(&at, "size_bytes", Reason::Empty),
        size if size > ATTACHMENT_BYTES_MAX => {
            reader.note(&at, "size_bytes", Reason::AttachmentTooLarge);
        }
        _ => {}
    }
    let blake3 = reader.text(&at, "blake3", start.blake3);
    let provenance = reader.message(&at, "provenance", start.provenance);
    let upload = Upload {
        id: id?.unwrap_or_else(&mut new_id),
        entry: entry?,
        name: name?,
        media_type: media_type?,
        size_bytes: start.size_bytes,
        blake3: blake3?,
        provenance: provenance?,
    };
    Some((dossier?, upload))
}

/// Withdraws an attachment.
pub fn withdraw_attachment(
    request: pb::WithdrawAttachmentRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id, reader);
    let attachment = reader.text(&at, "attachment_id", request.attachment_id);
    let withdrawal = reader.message(&at, "withdrawal", request.withdrawal);
    let attachment = attachment?;
    Some((dossier?, Command::WithdrawAttachment { attachment, withdrawal: withdrawal? }))
}

/// Which entries of which dossier are listed.
pub fn list_entries(
    request: &pb::ListEntriesRequest,
    reader: &mut Reader,
) -> Option<(DossierId, EntryFilter)> {
    let at = FieldPath::whole();
    let dossier = dossier_id(request.dossier_id.clone(), reader);
    let kinds = reader.choices(&at, "kinds", request.kinds.clone());
    let from = reader.optional_day(&at, "from", request.from.clone());
    let until = reader.optional_day(&at, "until", request.until.clone());
    let (kinds, from, until) = (kinds?, from?, until?);
    let withdrawn_too = request.include_withdrawn;
    Some((dossier?, EntryFilter { kinds, from, until, withdrawn_too }))
}

/// Whom one looks for.
pub fn find_dossiers(
    request: &pb::FindDossiersRequest,
    reader: &mut Reader,
) -> Option<ClientQuery> {
    let at = FieldPath::whole();
    let born_on = reader.optional_day(&at, "born_on", request.born_on.clone())?;
    let query = ClientQuery::new(&request.name, born_on);
    query.map_err(|reason| reader.note(&at, "name", reason)).ok()
}

/// Which words one looks for, in which dossier and in which kinds of entry.
pub fn search_entries(
    request: &pb::SearchEntriesRequest,
    reader: &mut Reader,
) -> Option<(SearchQuery, Option<DossierId>, Vec<EntryKind>)> {
    let at = FieldPath::whole();
    let query = SearchQuery::new(&request.query);
    let query = query.map_err(|reason| reader.note(&at, "query", reason)).ok();
    let dossier = reader.optional_text(&at, "dossier_id", request.dossier_id.clone());
    let kinds = reader.choices(&at, "kinds", request.kinds.clone());
    Some((query?, dossier?, kinds?))
}

fn dossier_id(text: String, reader: &mut Reader) -> Option<DossierId> {
    reader.text(&FieldPath::whole(), "dossier_id", text)
}

fn one_entry(
    dossier: String,
    entry: Option<pb::EntryDraft>,
    mut new_id: impl FnMut() -> EntryId,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let dossier = dossier_id(dossier, reader);
    let Some(entry) = entry else {
        reader.note(&FieldPath::whole(), "entry", Reason::Missing);
        return None;
    };
    let draft = draft(entry, &FieldPath::new("entry"), &mut new_id, reader)?;
    Some((dossier?, Command::Record { entries: vec![draft] }))
}

fn draft(
    draft: pb::EntryDraft,
    at: &FieldPath,
    new_id: &mut impl FnMut() -> EntryId,
    reader: &mut Reader,
) -> Option<Draft> {
    let entry = reader.optional_text(at, "entry_id", draft.entry_id);
    let (provenance, content) = said(draft.provenance, draft.content, at, reader);
    let (provenance, content) = (provenance?, content?);
    Some(Draft { entry: entry?.unwrap_or_else(new_id), provenance, content })
}
