//! Reading breaches: one, now or as it stood; many; and the sheet of one.

use std::sync::Arc;

use chrono::NaiveDate;
use tonic::Status;

use crate::domain::breach::sheet::sheet as sheet_of;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::case::{self, Asked};
use crate::grpc::catching_up::catch_up;
use crate::grpc::convert::breach::shown;
use crate::grpc::convert::{self, Reader};
use crate::grpc::fields::stated_role;
use crate::grpc::gate::Admitted;
use crate::grpc::hosted::Hosted;
use crate::grpc::page::Page;
use crate::grpc::reading_log::{Told, written_down};
use crate::grpc::record::may_read;
use crate::grpc::{pb, status};
use crate::projection::breaches::{Breaches, Row};
use crate::register::{ReadFailure, Register};

/// A breach that a call may see. What is another register's is not there.
async fn found(
    admitted: &Admitted,
    access_context: Option<pb::AccessContext>,
    breach_id: &str,
    as_of: Option<pb::AsOf>,
) -> Result<Asked, Status> {
    let asked = case::asked(admitted, access_context, ("breach_id", breach_id), as_of).await?;
    let there = asked.folded.lock().breach().breach().is_some();
    if there { Ok(asked) } else { Err(status::not_found("NO_SUCH_BREACH")) }
}

/// A breach with its clocks and its records.
pub async fn breach(
    admitted: &Admitted,
    request: pb::GetBreachRequest,
) -> Result<pb::GetBreachResponse, Status> {
    let asked = found(admitted, request.access_context, &request.breach_id, request.as_of).await?;
    let folded = asked.folded.lock();
    let known = folded.breach().breach();
    let reported = known.map(|breach| &breach.reported);
    Ok(pb::GetBreachResponse {
        summary: shown::summary(
            asked.stream,
            folded.breach(),
            &folded.clocks,
            folded.next_revision,
        ),
        clocks: convert::clock::clocks(&folded.clocks, asked.now),
        records: convert::clock::history(&folded.history),
        report: reported.map(|it| (&it.report).into()),
        provenance: reported.map(|it| (&it.provenance).into()),
        awareness: known.and_then(|breach| breach.awareness.as_ref()).map(Into::into),
    })
}

/// The sheet of a breach.
pub async fn sheet(
    admitted: &Admitted,
    request: pb::GetBreachSheetRequest,
) -> Result<pb::GetBreachSheetResponse, Status> {
    let asked = found(admitted, request.access_context, &request.breach_id, request.as_of).await?;
    let folded = asked.folded.lock();
    let rows = folded.breach().breach().map(|breach| sheet_of(breach, &folded.clocks));
    let rows = rows.iter().flatten().map(Into::into).collect();
    Ok(pb::GetBreachSheetResponse { rows })
}

/// Breaches by how they stand and when they were reported.
pub async fn list(
    admitted: &Admitted,
    request: pb::ListBreachesRequest,
) -> Result<pb::ListBreachesResponse, Status> {
    let at = FieldPath::whole();
    let standing = request.standing();
    let mut reader = Reader::default();
    let context = reader.access_context(&at, request.access_context);
    let from = reader.optional_day(&at, "from", request.from);
    let until = reader.optional_day(&at, "until", request.until);
    if let (Some(Some(from)), Some(Some(until))) = (from, until)
        && until < from
    {
        reader.note(&at, "until", Reason::PeriodReversed);
    }
    let register = &admitted.hosted.register;
    let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
    let read = context.zip(page).zip(from.zip(until));
    let ((context, page), (from, until)) = reader.finish(read).map_err(status::invalid)?;
    let role = stated_role(request.access_context.as_ref(), admitted)?;
    may_read(register, context)?;
    let sees = admitted.sees(role);
    let (breaches, next_page_token) = looked_at(&admitted.hosted, move |register, known| {
        let wanted = |row: &&Row| {
            let stands = standing == pb::BreachStanding::Unspecified
                || shown::standing(&row.state) == standing;
            stands && row.reported_on().is_some_and(|day| within(day, from, until))
        };
        let rows = known.list(page.below).filter(wanted);
        let rows = rows.filter(|row| sees(register, row.breach));
        page.cut(rows.filter_map(|row| {
            let revision = register.next_revision(row.breach);
            shown::summary(row.breach, &row.state, &row.clocks, revision)
        }))
    })
    .await?;
    let told = Told::listed(breaches.iter().map(|it| &it.breach_id));
    written_down(admitted, context, told).await?;
    Ok(pb::ListBreachesResponse { breaches, next_page_token })
}

fn within(day: NaiveDate, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// Looks at the list of breaches, caught up with the ledger.
async fn looked_at<T: Send + 'static>(
    hosted: &Arc<Hosted>,
    look: impl FnOnce(&Register, &Breaches) -> T + Send + 'static,
) -> Result<T, Status> {
    let hosted = Arc::clone(hosted);
    let looking = tokio::task::spawn_blocking(move || {
        let mut known = hosted.models.breaches.lock();
        catch_up(&hosted.register, &mut *known)?;
        Ok::<T, ReadFailure>(look(&hosted.register, &known))
    });
    Ok(looking.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}
