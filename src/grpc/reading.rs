//! Reading dossiers: one, many, as they stood, their entries and their timeline.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::access::{AccessContext, Purpose, Role};
use crate::chain::StreamId;
use crate::domain::dossier::view::{EntryFilter, EntryView, Recorded};
use crate::domain::id::{AttachmentId, DossierId, EntryId};
use crate::domain::violation::FieldPath;
use crate::projection::dossiers::{Dossiers, Row};
use crate::register::{Folded, ReadFailure, Register};

use super::catching_up::catch_up;
use super::convert::{self, AsOf, Reader};
use super::dossier::stream_of;
use super::fields::stated_role;
use super::gate::Admitted;
use super::hosted::Hosted;
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::{may_read, timestamp};
use super::status;
use super::view::{as_of_size, viewed, viewed_below};

/// Rows in one message of a timeline.
const ROWS_PER_MESSAGE: usize = 200;

/// Checks role and standing of a read whose fields were parsed.
fn permit(
    admitted: &Admitted,
    given: Option<&pb::AccessContext>,
    context: AccessContext,
) -> Result<Register, Status> {
    stated_role(given, admitted)?;
    let register = admitted.hosted.register.clone();
    may_read(&register, context)?;
    Ok(register)
}

/// The same for a read of one dossier, which is written down first.
async fn permit_one(
    admitted: &Admitted,
    given: Option<&pb::AccessContext>,
    context: AccessContext,
    told: Told,
) -> Result<Register, Status> {
    let register = permit(admitted, given, context)?;
    written_down(admitted, context, told).await?;
    Ok(register)
}

fn dossier_id(reader: &mut Reader, text: &str) -> Option<DossierId> {
    reader.text(&FieldPath::whole(), "dossier_id", text.to_owned())
}

/// A dossier without its entries.
pub async fn dossier(
    admitted: &Admitted,
    request: pb::GetDossierRequest,
) -> Result<pb::GetDossierResponse, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let id = dossier_id(&mut reader, &request.dossier_id);
    let as_of = AsOf::read_from(request.as_of, &mut reader);
    let read = context.zip(id).zip(as_of);
    let ((context, id), as_of) = reader.finish(read).map_err(status::invalid)?;
    let given = request.access_context.as_ref();
    let register = permit_one(admitted, given, context, Told::of(stream_of(id))).await?;
    let folded = viewed(&register, id, as_of, context.purpose).await?;
    let dossier = convert::dossier::dossier(id, folded.lock().dossier());
    Ok(pb::GetDossierResponse { dossier })
}

/// Dossiers in the order in which they were opened.
pub async fn dossiers(
    admitted: &Admitted,
    request: pb::ListDossiersRequest,
) -> Result<pb::ListDossiersResponse, Status> {
    let standing = request.standing();
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let at_hand = &admitted.hosted.register;
    let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
    let (context, page) = reader.finish(context.zip(page)).map_err(status::invalid)?;
    let register = permit(admitted, request.access_context.as_ref(), context)?;
    let sees = admitted.sees(context.role);
    let (dossiers, next_page_token) = listed(&admitted.hosted, move |known| {
        let wanted = |row: &Row| match standing {
            pb::Standing::Unspecified => true,
            pb::Standing::Open => !row.closed,
            pb::Standing::Closed => row.closed,
        };
        let rows = known.list(0, page.below).map(|(_, row)| row).filter(|row| wanted(row));
        let rows = rows.filter(|row| sees(&register, row.dossier));
        page.cut(rows.map(|row| summary(&register, row)))
    })
    .await?;
    let told = Told::listed(dossiers.iter().map(|it| &it.dossier_id));
    written_down(admitted, context, told).await?;
    Ok(pb::ListDossiersResponse { dossiers, next_page_token })
}

/// Dossiers by client.
pub async fn find(
    admitted: &Admitted,
    request: pb::FindDossiersRequest,
) -> Result<pb::FindDossiersResponse, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let query = convert::find_dossiers(&request, &mut reader);
    let at_hand = &admitted.hosted.register;
    let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
    let read = context.zip(query).zip(page);
    let ((context, query), page) = reader.finish(read).map_err(status::invalid)?;
    let register = permit(admitted, request.access_context.as_ref(), context)?;
    let searched = [("name", !request.name.is_empty()), ("born_on", !request.born_on.is_empty())];
    let sees = admitted.sees(context.role);
    // Whoever gives care in an emergency must find whose dossier it is; to open it is a step of its own, on record.
    let emergency = context.purpose == Purpose::Emergency
        && matches!(context.role, Role::Practitioner | Role::Locum);
    let (dossiers, next_page_token) = listed(&admitted.hosted, move |known| {
        let rows = known.find(&query).filter(|(opened, _)| *opened < page.below);
        let rows = rows.filter(|(_, row)| emergency || sees(&register, row.dossier));
        page.cut(rows.map(|(_, row)| summary(&register, row)))
    })
    .await?;
    let told = Told::listed(dossiers.iter().map(|it| &it.dossier_id)).by(&searched);
    let told = if emergency { told.beyond_reach() } else { told };
    written_down(admitted, context, told).await?;
    Ok(pb::FindDossiersResponse { dossiers, next_page_token })
}

/// Looks at the list of dossiers, caught up with the ledger.
async fn listed<T: Send + 'static>(
    hosted: &Arc<Hosted>,
    look: impl FnOnce(&Dossiers) -> T + Send + 'static,
) -> Result<T, Status> {
    let hosted = Arc::clone(hosted);
    let looking = tokio::task::spawn_blocking(move || {
        let mut known = hosted.models.dossiers.lock();
        catch_up(&hosted.register, &mut *known)?;
        Ok::<T, ReadFailure>(look(&known))
    });
    Ok(looking.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}

fn summary(register: &Register, row: &Row) -> pb::DossierSummary {
    let stream = row.dossier;
    let last = register.with_index(|index| index.positions(stream, 0, u64::MAX).last().copied());
    let recorded = last.and_then(|last| register.records(&[last], false).ok());
    let recorded_at = recorded.and_then(|records| Some(records.first()?.header.recorded_at));
    let standing = if row.closed { pb::Standing::Closed } else { pb::Standing::Open };
    pb::DossierSummary {
        dossier_id: stream.to_string(),
        client_name: row.identity.names.display(),
        born_on: row.identity.born_on.map_or_else(String::new, |day| day.to_string()),
        regime: row.regime.into(),
        standing: standing.into(),
        last_recorded_time: recorded_at.map(timestamp),
        revision: register.next_revision(stream),
    }
}

/// One entry.
pub async fn entry(
    admitted: &Admitted,
    request: pb::GetEntryRequest,
) -> Result<pb::GetEntryResponse, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let id = dossier_id(&mut reader, &request.dossier_id);
    let wanted = reader.text::<EntryId>(&FieldPath::whole(), "entry_id", request.entry_id);
    let as_of = AsOf::read_from(request.as_of, &mut reader);
    let read = context.zip(id).zip(wanted.zip(as_of));
    let ((context, id), (wanted, as_of)) = reader.finish(read).map_err(status::invalid)?;
    if request.include_earlier && !accounts_for_the_past(context.purpose) {
        return Err(status::purpose_needed());
    }
    let given = request.access_context.as_ref();
    let register =
        permit_one(admitted, given, context, Told::of(stream_of(id)).object(&wanted)).await?;
    let folded = viewed(&register, id, as_of, context.purpose).await?;
    let folded = folded.lock();
    let view = folded.dossier();
    let found = view.entry(wanted).ok_or_else(|| status::not_found("NO_SUCH_ENTRY"))?;
    let entry = Some(shown(id, &folded, &found, request.include_earlier));
    Ok(pb::GetEntryResponse { entry })
}

/// Entries of a dossier.
pub async fn entries(
    admitted: &Admitted,
    request: pb::ListEntriesRequest,
) -> Result<pb::ListEntriesResponse, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let asked = convert::list_entries(&request, &mut reader);
    let as_of = AsOf::read_from(request.as_of, &mut reader);
    let at_hand = &admitted.hosted.register;
    let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
    let read = context.zip(asked).zip(as_of.zip(page));
    let ((context, (id, filter)), (as_of, page)) = reader.finish(read).map_err(status::invalid)?;
    let given = request.access_context.as_ref();
    let register = permit_one(admitted, given, context, Told::of(stream_of(id))).await?;
    let below = as_of_size(&register, as_of)?.min(page.below);
    let folded = viewed_below(&register, id, below, context.purpose).await?;
    let folded = folded.lock();
    let view = folded.dossier();
    let rows = view.entries(&filter).map(|found| shown(id, &folded, &found, false));
    let (entries, next_page_token) = page.cut(rows);
    Ok(pb::ListEntriesResponse { entries, next_page_token })
}

/// Entries with words in them, in one dossier or in all.
pub async fn search(
    admitted: &Admitted,
    request: pb::SearchEntriesRequest,
) -> Result<pb::SearchEntriesResponse, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let asked = convert::search_entries(&request, &mut reader);
    let at_hand = &admitted.hosted.register;
    let page = Page::read(at_hand, request.page_size, &request.page_token, &mut reader);
    let read = context.zip(asked).zip(page);
    let ((context, (query, within, kinds)), page) = reader.finish(read).map_err(status::invalid)?;
    let register = permit(admitted, request.access_context.as_ref(), context)?;
    let searched: Vec<StreamId> = if let Some(dossier) = within {
        // Nothing is said of one that is not there for the caller, not even that nothing was found.
        admitted.within_reach(context.role, &[stream_of(dossier)])?;
        vec![stream_of(dossier)]
    } else {
        let (register, sees) = (register.clone(), admitted.sees(context.role));
        listed(&admitted.hosted, move |known| {
            let all = known.list(0, page.below).map(|(_, row)| row.dossier);
            all.filter(|it| sees(&register, *it)).collect()
        })
        .await?
    };
    let filter = EntryFilter { kinds, from: None, until: None, withdrawn_too: false };
    let mut found = Vec::new();
    let wanted = page.skip + page.size as u64;
    for stream in searched {
        let Ok(id) = DossierId::from_bytes(*stream.as_bytes()) else { continue };
        // It went after the list was made.
        if register.with_destructions(|state| state.whole(stream).is_some()) {
            continue;
        }
        let folded = match viewed_below(&register, id, page.below, context.purpose).await {
            // Its use is restricted: it is not searched for this purpose.
            Err(refused) if within.is_none() && status::is_restricted(&refused) => continue,
            viewed => viewed?,
        };
        let folded = folded.lock();
        let view = folded.dossier();
        let hits = view.entries(&filter).filter(|entry| query.matches(entry));
        found.extend(hits.map(|entry| shown(id, &folded, &entry, false)));
        // One more than the page tells that there is a next one.
        if found.len() as u64 > wanted {
            break;
        }
    }
    let (entries, next_page_token) = page.cut(found.into_iter());
    let told = Told::listed(entries.iter().map(|it| &it.dossier_id)).by(&[("query", true)]);
    written_down(admitted, context, told).await?;
    Ok(pb::SearchEntriesResponse { entries, next_page_token })
}

/// Every record of a dossier with its three times.
pub async fn timeline(
    admitted: &Admitted,
    request: pb::GetTimelineRequest,
) -> Result<ReceiverStream<Result<pb::GetTimelineResponse, Status>>, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), request.access_context);
    let id = dossier_id(&mut reader, &request.dossier_id);
    let as_of = AsOf::read_from(request.as_of, &mut reader);
    let read = context.zip(id).zip(as_of);
    let ((context, id), as_of) = reader.finish(read).map_err(status::invalid)?;
    let given = request.access_context.as_ref();
    let register = permit_one(admitted, given, context, Told::of(stream_of(id))).await?;
    let folded = viewed(&register, id, as_of, context.purpose).await?;
    let rows: Vec<pb::TimelineRow> =
        folded.lock().dossier().timeline().iter().map(convert::dossier::row).collect();
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        for rows in rows.chunks(ROWS_PER_MESSAGE) {
            let message = pb::GetTimelineResponse { rows: rows.to_vec() };
            if sender.send(Ok(message)).await.is_err() {
                return;
            }
        }
    });
    Ok(ReceiverStream::new(receiver))
}

/// Whether a purpose is to account for what was recorded (rule AVG-RECTIFY): what was corrected is shown for no other.
pub(super) fn accounts_for_the_past(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::ClientRequest
            | Purpose::Complaint
            | Purpose::Incident
            | Purpose::Breach
            | Purpose::QualityReview
            | Purpose::Supervision
    )
}

/// An entry as it is shown, with the attachments that belong to it.
fn shown(
    dossier: DossierId,
    folded: &Folded,
    found: &EntryView<'_>,
    include_earlier: bool,
) -> pb::Entry {
    let attachments: Vec<AttachmentId> = folded
        .dossier()
        .state()
        .dossier()
        .into_iter()
        .flat_map(|known| &known.attachments)
        .filter(|(_, known)| known.withdrawn.is_none() && known.attachment.entry == Some(found.id))
        .map(|(id, _)| *id)
        .collect();
    let in_part = |place: &Recorded| folded.part_destroyed.contains(&place.position);
    let part_destroyed = found.places.versions.iter().any(in_part);
    let entry =
        convert::entry::entry(dossier, folded.dossier(), found, &attachments, include_earlier);
    pb::Entry { part_destroyed, ..entry }
}
