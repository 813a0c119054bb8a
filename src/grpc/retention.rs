//! `RetentionService`: until when everything is kept, and what may go. And what a destruction for the end of a term asks: is it over?

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate};
use tonic::{Request, Response, Status};

use crate::access::{Role, may_open};
use crate::chain::StreamId;
use crate::domain::dossier::rights::RetentionExtended;
use crate::domain::dossier::{Command, state::State};
use crate::domain::id::DossierId;
use crate::domain::provenance::local_day;
use crate::domain::violation::FieldPath;
use crate::law::retention::{RetentionClass, retention};
use crate::projection::retention::Kept;
use crate::register::destruction::{Ground, Order};
use crate::register::{ReadFailure, Register};

use super::call;
use super::catching_up::catch_up;
use super::convert::Reader;
use super::dossier::{on, stream_of};
use super::fields::stated_role;
use super::gate::admitted;
use super::hosted::Hosted;
use super::page::Page;
use super::pb;
use super::record::may_read;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct RetentionService;

/// The first calendar year of which there can be an access log.
const FIRST_YEAR: i32 = 2026;

fn today(register: &Register) -> NaiveDate {
    local_day(DateTime::from_timestamp_micros(register.now()).unwrap_or_default())
}

/// The years of the access log, each as what is kept.
fn log_years(register: &Register) -> Result<Vec<Kept>, ReadFailure> {
    let now = DateTime::from_timestamp_micros(register.now()).unwrap_or_default();
    let mut years = Vec::new();
    for year in FIRST_YEAR..=now.year() {
        let Ok(stream) = register.vault().access_stream(year) else { continue };
        let Some(last) = register.with_index(|index| index.last(stream)) else { continue };
        let recorded = register.records(&[last], false)?;
        let at = recorded.first().map_or(0, |it| it.header.recorded_at);
        let day = local_day(DateTime::from_timestamp_micros(at).unwrap_or_default());
        years.push(Kept {
            stream,
            class: RetentionClass::AccessLogLine,
            prefix: "access.",
            // A year that is not over goes on.
            start: (year < now.year()).then_some(day),
            count: None,
            beside: None,
            extended: None,
        });
    }
    Ok(years)
}

fn listed(
    hosted: &Hosted,
    role: Role,
    day: NaiveDate,
    due_only: bool,
) -> Result<Vec<pb::RetentionItem>, ReadFailure> {
    let register = &hosted.register;
    let mut found: Vec<Kept> = {
        let mut known = hosted.models.retention.lock();
        catch_up(register, &mut *known)?;
        known.list().cloned().collect()
    };
    found.extend(log_years(register)?);
    found.retain(|kept| {
        may_open(role, kept.prefix)
            && register.with_destructions(|state| state.whole(kept.stream).is_none())
    });
    found.sort_by_key(|kept| (kept.destroy_from().unwrap_or(NaiveDate::MAX), kept.stream));
    let shown = found.iter().map(|kept| item(register, kept, day));
    Ok(shown.filter(|item| item.due || !due_only).collect())
}

fn item(register: &Register, kept: &Kept, day: NaiveDate) -> pb::RetentionItem {
    let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let held = register.with_destructions(|state| state.holds_on(kept.stream).next().is_some());
    pb::RetentionItem {
        stream_id: kept.stream.to_string(),
        class: class(kept.class).to_owned(),
        article: retention(kept.class).map_or("", |row| row.article).to_owned(),
        start: text(kept.start),
        last_day: text(kept.last_day()),
        destroy_from: text(kept.destroy_from()),
        extended_until: text(kept.extended.map(|it| it.0)),
        review_on: text(kept.extended.map(|it| it.1)),
        held,
        due: !held && kept.is_due(day),
    }
}

const fn class(class: RetentionClass) -> &'static str {
    match class {
        RetentionClass::MedicalDossier => "medical_dossier",
        RetentionClass::WmoData => "wmo_data",
        RetentionClass::YouthDossier => "youth_dossier",
        RetentionClass::ComplaintFile => "complaint_file",
        RetentionClass::DisputeFile => "dispute_file",
        RetentionClass::BreachRegister => "breach_register",
        RetentionClass::IncidentReport => "incident_report",
        RetentionClass::CalamityFile => "calamity_file",
        RetentionClass::RequestFile => "request_file",
        RetentionClass::AccessLogLine => "access_log_line",
        _ => "other",
    }
}

/// Refuses a destruction for the end of a term that is not over.
pub(super) async fn over(hosted: &Arc<Hosted>, order: &Order) -> Result<(), Status> {
    if order.ground != Ground::RetentionEnded {
        return Ok(());
    }
    let (hosted, order) = (Arc::clone(hosted), order.clone());
    let looking = tokio::task::spawn_blocking(move || {
        let register = &hosted.register;
        let size = register.size();
        let parts = order.parts.iter().map(|it| it.position);
        let positions = order.positions.iter().copied().chain(parts);
        let positions: Vec<u64> = positions.filter(|it| *it < size).collect();
        let records = register.records(&positions, false)?;
        let streams = records.iter().map(|it| it.header.stream);
        let streams: Vec<StreamId> = streams.chain(order.streams.iter().copied()).collect();
        let mut known = hosted.models.retention.lock();
        catch_up(register, &mut *known)?;
        let day = today(register);
        let kept = |stream: &StreamId| known.of(*stream).is_some_and(|kept| !kept.is_due(day));
        Ok::<_, ReadFailure>(streams.iter().any(kept))
    });
    if looking.await.unwrap_or(Err(ReadFailure::Unavailable))? {
        let message = "the term for keeping it is not over; ask for what is due";
        return Err(status::precondition("STILL_KEPT", message));
    }
    Ok(())
}

#[tonic::async_trait]
impl pb::retention_service_server::RetentionService for RetentionService {
    async fn list_retention(
        &self,
        request: Request<pb::ListRetentionRequest>,
    ) -> Result<Response<pb::ListRetentionResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let context = reader.access_context(&at, request.access_context);
        let day = reader.optional_day(&at, "on", request.on);
        let register = &admitted.hosted.register;
        let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(day).zip(page);
        let ((context, day), page) = reader.finish(read).map_err(status::invalid)?;
        let role = stated_role(request.access_context.as_ref(), &admitted)?;
        admitted.whole(role)?;
        may_read(register, context)?;
        let day = day.unwrap_or_else(|| today(register));
        let (hosted, due_only) = (Arc::clone(&admitted.hosted), request.due_only);
        let looking =
            tokio::task::spawn_blocking(move || listed(&hosted, role, day, due_only)).await;
        let items = looking.unwrap_or(Err(ReadFailure::Unavailable))?;
        let (items, next_page_token) = page.cut(items.into_iter());
        Ok(Response::new(pb::ListRetentionResponse { items, next_page_token }))
    }

    async fn extend_retention(
        &self,
        request: Request<pb::ExtendRetentionRequest>,
    ) -> Result<Response<pb::ExtendRetentionResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, (dossier, step)) =
            call::read(&admitted, request.into_inner(), |request, reader| {
                let at = FieldPath::whole();
                let dossier = reader.text::<DossierId>(&at, "dossier_id", request.dossier_id);
                let until = reader.day(&at, "until", request.until);
                let reason = reader.text(&at, "reason", request.reason);
                let review_on = reader.day(&at, "review_on", request.review_on);
                let provenance = reader.message(&at, "provenance", request.provenance);
                let (until, reason, review_on) = (until?, reason?, review_on?);
                let provenance = provenance?;
                let fact = RetentionExtended { until, reason, review_on, provenance };
                let dossier = dossier?;
                let (names, step) = on(dossier, Command::ExtendRetention(fact));
                Some((names, (dossier, step)))
            })?;
        let register = &admitted.hosted.register;
        {
            let folded = register.folded(stream_of(dossier)).await?;
            if matches!(folded.lock().dossier().state(), State::Unopened) {
                return Err(status::not_found("NO_SUCH_DOSSIER"));
            }
        }
        let acknowledgement = Some(call::execute(register, &call, &[step]).await?.0);
        Ok(Response::new(pb::ExtendRetentionResponse { acknowledgement }))
    }
}
