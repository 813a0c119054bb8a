//! `AgendaService`: parse, look, reply. What a role may not open is not there: not on the agenda, not in a calendar, not in a count.

mod figures;
mod folding;
mod following;
mod operation;
mod pressing;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use crate::access::{Role, may_open};
use crate::domain::clock::Status as Standing;
use crate::domain::provenance::local_day;
use crate::domain::violation::{FieldPath, Reason};
use crate::export::calendar_feed::calendar;
use crate::law::Language;
use crate::law::moment::end_of_day;
use crate::projection::agenda::Query;
use crate::projection::cases::CaseRegister;
use crate::register::{ReadFailure, Register};

use super::case;
use super::convert::{self, AsOf, Reader};
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::hosted::Hosted;
use super::page::Page;
use super::pb;
use super::record::may_read;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct AgendaService;

/// Whether a role may see the cases of a register: the walls that hold for their records hold for their clocks.
fn may_see(role: Role, register: CaseRegister) -> bool {
    may_open(role, register.prefix())
}

/// Reads why a call is made, beside what else it asks, and in which role.
fn read<T>(
    admitted: &Admitted,
    given: Option<pb::AccessContext>,
    parse: impl FnOnce(&mut Reader) -> Option<T>,
) -> Result<(Role, T), Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), given);
    let asked = parse(&mut reader);
    let (context, asked) = reader.finish(context.zip(asked)).map_err(status::invalid)?;
    let role = stated_role(given.as_ref(), admitted)?;
    may_read(&admitted.hosted.register, context)?;
    Ok((role, asked))
}

/// At which point of the ledger's history the agenda is looked at, and at which moment its clocks.
#[derive(Clone, Copy, Debug)]
struct Sight {
    /// How many records there were; nothing: all there are.
    below: Option<u64>,
    now: DateTime<Utc>,
}

impl Sight {
    /// As it stood at the end of a day that is over; what is known now, at the end of one that is not; or now.
    fn of(register: &Register, on: Option<NaiveDate>) -> Result<Sight, ReadFailure> {
        let now = case::now(register, AsOf::Now);
        let Some(day) = on.filter(|day| *day != local_day(now)) else {
            return Ok(Sight { below: None, now });
        };
        // Through the day's last microsecond: the next day begins where this one ends.
        let end = end_of_day(day) - TimeDelta::microseconds(1);
        let over = end < now;
        let below = over.then(|| register.size_as_of(end.timestamp_micros())).transpose()?;
        Ok(Sight { below, now: end })
    }
}

#[tonic::async_trait]
impl pb::agenda_service_server::AgendaService for AgendaService {
    async fn get_agenda(
        &self,
        request: Request<pb::GetAgendaRequest>,
    ) -> Result<Response<pb::GetAgendaResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let register = &admitted.hosted.register;
        let (role, ((on, query), page)) = read(&admitted, request.access_context, |reader| {
            let query = convert::agenda::query(&request, reader);
            let page = Page::read(register, request.page_size, &request.page_token, reader);
            query.zip(page)
        })?;
        let (explain, sees) = (request.explain, admitted.sees(role));
        let operations = role == Role::Owner && operation::is_asked(&request, &query.statuses);
        let operations = if operations {
            looking(&admitted.hosted, |hosted| Ok(operation::operations(hosted))).await?
        } else {
            Vec::new()
        };
        let (items, next_page_token) = looking(&admitted.hosted, move |hosted| {
            let Sight { below, now } = Sight::of(&hosted.register, on)?;
            // What is recorded between two pages neither repeats nor hides a duty.
            let below = below.or((page.skip > 0).then_some(page.below));
            folding::with_agenda(hosted, below, |agenda| {
                let page = Page { below: agenda.next(), ..page };
                let duties = agenda.list(&query, now, |register| may_see(role, register));
                let duties = duties.filter(|duty| sees(&hosted.register, duty.case.stream));
                let ledger = hosted.register.ledger();
                page.cut(duties.map(|duty| convert::agenda::item(ledger, &duty, now, explain)))
            })
        })
        .await?;
        Ok(Response::new(pb::GetAgendaResponse { items, next_page_token, operations }))
    }

    type FollowAgendaStream = ReceiverStream<Result<pb::FollowAgendaResponse, Status>>;

    async fn follow_agenda(
        &self,
        request: Request<pb::FollowAgendaRequest>,
    ) -> Result<Response<Self::FollowAgendaStream>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let (role, ()) = read(&admitted, request.access_context, |_| Some(()))?;
        admitted.whole(role)?;
        let stream = following::follow(Arc::clone(&admitted.hosted), role, request.explain);
        Ok(Response::new(stream))
    }

    async fn get_calendar_feed(
        &self,
        request: Request<pb::GetCalendarFeedRequest>,
    ) -> Result<Response<pb::GetCalendarFeedResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let language = match request.language() {
            pb::CalendarLanguage::Unspecified | pb::CalendarLanguage::Dutch => Language::Dutch,
            pb::CalendarLanguage::English => Language::English,
        };
        let (role, ()) = read(&admitted, request.access_context, |_| Some(()))?;
        admitted.whole(role)?;
        let calendar = looking(&admitted.hosted, move |hosted| {
            let Sight { below, now } = Sight::of(&hosted.register, None)?;
            let query = running();
            folding::with_agenda(hosted, below, |agenda| {
                let duties = agenda.list(&query, now, |register| may_see(role, register));
                calendar(hosted.register.ledger(), duties, language)
            })
        });
        let calendar = calendar.await?;
        Ok(Response::new(pb::GetCalendarFeedResponse { calendar }))
    }

    async fn get_figures(
        &self,
        request: Request<pb::GetFiguresRequest>,
    ) -> Result<Response<pb::GetFiguresResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let parse = |reader: &mut Reader| figures::asked(&request, reader);
        let (role, asked) = read(&admitted, request.access_context, parse)?;
        admitted.whole(role)?;
        if !may_see(role, asked.register) {
            return Err(status::not_allowed());
        }
        let periods = looking(&admitted.hosted, move |hosted| figures::count(hosted, &asked));
        let periods = periods.await?;
        Ok(Response::new(pb::GetFiguresResponse { periods }))
    }
}

/// The duties that wait for somebody.
fn running() -> Query {
    let statuses = vec![Standing::Due, Standing::Paused, Standing::Overdue];
    Query { statuses, ..Query::default() }
}

/// Looks at a ledger on a thread that may block.
async fn looking<T: Send + 'static>(
    hosted: &Arc<Hosted>,
    look: impl FnOnce(&Hosted) -> Result<T, ReadFailure> + Send + 'static,
) -> Result<T, Status> {
    let hosted = Arc::clone(hosted);
    let looked = tokio::task::spawn_blocking(move || look(&hosted)).await;
    Ok(looked.unwrap_or(Err(ReadFailure::Unavailable))?)
}

/// Notes that a number is not one that can be asked for.
fn refuse(reader: &mut Reader, field: &str) {
    reader.note(&FieldPath::whole(), field, Reason::PeriodInvalid);
}
