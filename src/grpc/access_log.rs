//! `AccessLogService`: who looked at a dossier, and at what somebody looked. Reading the log is written down as well.

use std::sync::Arc;

use chrono::NaiveDate;
use tonic::{Request, Response, Status};

use crate::access::AccessContext;
use crate::chain::{ActorId, StreamId};
use crate::domain::provenance::local_day;
use crate::domain::violation::{FieldPath, Reason};
use crate::projection::access_lines::AccessLines;
use crate::register::access_log::{Action, Line};
use crate::register::{PayloadRead, ReadFailure, Record, payload};

use super::case;
use super::catching_up::catch_up;
use super::convert::{Reader, access_context};
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::{may_read, timestamp};
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessLogService;

/// Lines read at a time.
const CHUNK: usize = 256;

/// From which day to which.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// What both questions have in common.
struct Asked {
    context: AccessContext,
    days: Days,
    page: Page,
}

fn asked<T>(
    admitted: &Admitted,
    given: Option<pb::AccessContext>,
    (from, until): (String, String),
    (page_size, page_token): (i32, &str),
    parse: impl FnOnce(&mut Reader) -> Option<T>,
) -> Result<(Asked, T), Status> {
    let at = FieldPath::whole();
    let mut reader = Reader::default();
    let context = reader.access_context(&at, given);
    let parsed = parse(&mut reader);
    let from = reader.optional_day(&at, "from", from);
    let until = reader.optional_day(&at, "until", until);
    let register = &admitted.hosted.register;
    let page = Page::read(register, page_size, page_token, &mut reader);
    let read = context.zip(parsed).zip(from.zip(until).zip(page));
    let ((context, parsed), (days, page)) = reader.finish(read).map_err(status::invalid)?;
    stated_role(given.as_ref(), admitted)?;
    may_read(register, context)?;
    Ok((Asked { context, days, page }, parsed))
}

/// A page of lines, after the log was caught up with.
async fn lines(
    admitted: &Admitted,
    asked: &Asked,
    find: impl FnOnce(&AccessLines, u64) -> Vec<u64> + Send + 'static,
) -> Result<(Vec<pb::AccessLine>, String), Status> {
    let hosted = Arc::clone(&admitted.hosted);
    let (page, days) = (asked.page, asked.days);
    let looking = tokio::task::spawn_blocking(move || {
        let positions = {
            let mut known = hosted.models.access_lines.lock();
            catch_up(&hosted.register, &mut *known)?;
            find(&known, page.below)
        };
        let mut shown = Vec::new();
        let enough = page.skip + page.size as u64 + 1;
        for chunk in positions.chunks(CHUNK) {
            for record in hosted.register.records(chunk, true)? {
                if within(record.header.recorded_at, days) {
                    shown.extend(line(&record));
                }
            }
            if shown.len() as u64 >= enough {
                break;
            }
        }
        Ok::<_, ReadFailure>(page.cut(shown.into_iter()))
    });
    Ok(looking.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}

fn within(recorded_at: i64, (from, until): Days) -> bool {
    let at = chrono::DateTime::from_timestamp_micros(recorded_at).unwrap_or_default();
    let day = local_day(at);
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// A line as it is shown; nothing of one whose year is gone.
fn line(record: &Record) -> Option<pb::AccessLine> {
    let PayloadRead::Given(opened) = &record.payload else { return None };
    let payload = payload::read(opened.payload()).ok()?;
    let line: Line = serde_json::from_str(payload.body.get()).ok()?;
    Some(pb::AccessLine {
        position: record.header.position,
        recorded_time: Some(timestamp(record.header.recorded_at)),
        actor_id: record.header.actor.to_string(),
        access_context: payload.context.map(access_context),
        operation: line.operation,
        action: action(line.action).into(),
        stream_ids: line.about.iter().map(ToString::to_string).collect(),
        object_id: line.object.unwrap_or_default(),
        searched_fields: line.searched,
        times: line.times,
    })
}

fn action(action: Action) -> pb::AccessAction {
    match action {
        Action::Read => pb::AccessAction::Read,
        Action::Search => pb::AccessAction::Search,
        Action::Export => pb::AccessAction::Export,
        Action::ReadLog => pb::AccessAction::ReadLog,
        Action::Refuse => pb::AccessAction::Refuse,
    }
}

#[tonic::async_trait]
impl pb::access_log_service_server::AccessLogService for AccessLogService {
    async fn get_access_overview(
        &self,
        request: Request<pb::GetAccessOverviewRequest>,
    ) -> Result<Response<pb::GetAccessOverviewResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let days = (request.from, request.until);
        let page = (request.page_size, request.page_token.as_str());
        let (asked, stream) = asked(&admitted, request.access_context, days, page, |reader| {
            case::stream(reader, "stream_id", &request.stream_id)
        })?;
        written_down(&admitted, asked.context, Told::log(vec![stream])).await?;
        let (mut lines, next_page_token) =
            lines(&admitted, &asked, move |known, below| known.about(stream, below)).await?;
        // Whoever asks about one is told nothing of the others that stood in the same list.
        let own = stream.to_string();
        for line in &mut lines {
            line.stream_ids.retain(|it| *it == own);
        }
        Ok(Response::new(pb::GetAccessOverviewResponse { lines, next_page_token }))
    }

    async fn list_access_lines(
        &self,
        request: Request<pb::ListAccessLinesRequest>,
    ) -> Result<Response<pb::ListAccessLinesResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let days = (request.from, request.until);
        let page = (request.page_size, request.page_token.as_str());
        let (asked, actor) = asked(&admitted, request.access_context, days, page, |reader| {
            if request.actor_id.is_empty() {
                return Some(None);
            }
            let actor = request.actor_id.parse::<ActorId>().ok();
            if actor.is_none() {
                reader.note(&FieldPath::whole(), "actor_id", Reason::NotAnIdentifier);
            }
            actor.map(Some)
        })?;
        written_down(&admitted, asked.context, Told::log(Vec::<StreamId>::new())).await?;
        let (lines, next_page_token) =
            lines(&admitted, &asked, move |known, below| known.by(actor, below)).await?;
        Ok(Response::new(pb::ListAccessLinesResponse { lines, next_page_token }))
    }
}
