//! `GrantService`: who may come in. Parse, judge, record, follow: what was recorded holds from the answer on.

mod giving;
mod people;

use std::sync::Arc;

use tonic::{Code, Request, Response, Status};

use crate::access::{Grants, Role, Token};
use crate::chain::StreamId;
use crate::domain::id::ActorId as PersonActor;
use crate::domain::person::{Command as OnPerson, Refusal, Registered};
use crate::domain::violation::FieldPath;
use crate::register::grants::{Ended, GrantFact, Issued, Revoked};
use crate::register::{Acknowledgement, Call, Command, Step};

use super::call;
use super::case;
use super::convert::grant as convert;
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::may_read;
use super::status;

/// Days a token lets in if nobody says.
const TOKEN_DAYS: u64 = 365;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrantService;

/// A grant, and what is to be recorded of it.
type Decided = (StreamId, Vec<GrantFact>);

/// Records what is decided about a grant; it holds when this returns. Whoever else changes grants waits, so that what was decided upon
/// still stands. A repeated call was decided when it was new.
async fn record(
    admitted: &Admitted,
    call: &Call,
    deciding: impl Future<Output = Result<Decided, Status>>,
) -> Result<Option<Acknowledgement>, Status> {
    let hosted = &admitted.hosted;
    let _turn = hosted.granting.lock().await;
    let (grant, facts) = if hosted.register.was_recorded(call) {
        (StreamId::ZERO, Vec::new())
    } else {
        deciding.await?
    };
    let done = hosted.register.record_grant(call, grant, &facts).await?;
    let following = Arc::clone(hosted);
    let followed = tokio::task::spawn_blocking(move || following.follow_grants()).await;
    followed.map_err(|_| status::internal("grants could not be followed"))??;
    Ok(done)
}

fn shown(admitted: &Admitted, done: Option<&Acknowledgement>) -> pb::Acknowledgement {
    call::shown(&admitted.hosted.register, done.cloned()).0
}

/// The stream of a call's first record: a repeated call tells what the first one made.
fn made(done: Option<&Acknowledgement>) -> String {
    case::opened(done)
}

#[tonic::async_trait]
impl pb::grant_service_server::GrantService for GrantService {
    async fn register_person(
        &self,
        request: Request<pb::RegisterPersonRequest>,
    ) -> Result<Response<pb::RegisterPersonResponse>, Status> {
        let admitted = admitted(&request)?;
        let actor = PersonActor::from_bytes(*case::new_stream().as_bytes())
            .map_err(|_| status::internal("an id of zeros"))?;
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            let at = FieldPath::whole();
            let sort = reader.sort(&at, request.sort);
            let details = reader.message(&at, "details", request.details);
            let (sort, details) = (sort?, details?);
            Some((StreamId::ZERO, OnPerson::Register(Registered { actor, sort, details })))
        })?;
        let step = Step::new(case::new_stream(), Command::Person(command));
        let register = &admitted.hosted.register;
        let (acknowledgement, done) = call::execute(register, &call, &[step]).await?;
        let (acknowledgement, person_id) = (Some(acknowledgement), made(done.as_ref()));
        Ok(Response::new(pb::RegisterPersonResponse { acknowledgement, person_id }))
    }

    async fn change_person(
        &self,
        request: Request<pb::ChangePersonRequest>,
    ) -> Result<Response<pb::ChangePersonResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
            let stream = case::stream(reader, "person_id", &request.person_id);
            let details = reader.message(&FieldPath::whole(), "details", request.details);
            let (stream, details) = (stream?, details?);
            let command = OnPerson::Change(crate::domain::person::Changed { details });
            Some((stream, Step::new(stream, Command::Person(command))))
        })?;
        let register = &admitted.hosted.register;
        let acknowledgement = Some(call::execute(register, &call, &[step]).await?.0);
        Ok(Response::new(pb::ChangePersonResponse { acknowledgement }))
    }

    async fn list_people(
        &self,
        request: Request<pb::ListPeopleRequest>,
    ) -> Result<Response<pb::ListPeopleResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = super::convert::Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let register = &admitted.hosted.register;
        let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
        let (context, page) = reader.finish(context.zip(page)).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(register, context)?;
        let listed = people::looked_at(&admitted.hosted, move |known| {
            let shown = known
                .list(page.below)
                .filter_map(|row| Some(convert::person(row.person, row.state.person()?)));
            page.cut(shown)
        });
        let (people, next_page_token) = listed.await?;
        let told = Told::listed(people.iter().map(|it| &it.person_id));
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListPeopleResponse { people, next_page_token }))
    }

    async fn give_grant(
        &self,
        request: Request<pb::GiveGrantRequest>,
    ) -> Result<Response<pb::GiveGrantResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, wanted) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, giving::read(request, reader)?))
        })?;
        let done = record(&admitted, &call, giving::judged(&admitted.hosted, wanted)).await?;
        let (acknowledgement, grant_id) =
            (Some(shown(&admitted, done.as_ref())), made(done.as_ref()));
        Ok(Response::new(pb::GiveGrantResponse { acknowledgement, grant_id }))
    }

    async fn take_emergency_access(
        &self,
        request: Request<pb::TakeEmergencyAccessRequest>,
    ) -> Result<Response<pb::TakeEmergencyAccessResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, (dossier, reason)) =
            call::read(&admitted, request.into_inner(), |request, reader| {
                let dossier = case::stream(reader, "dossier_id", &request.dossier_id);
                let reason = reader.text(&FieldPath::whole(), "reason", request.reason);
                Some((StreamId::ZERO, (dossier?, reason?)))
            })?;
        let deciding = async { giving::in_emergency(&admitted, &call, dossier, reason) };
        let done = record(&admitted, &call, deciding).await?;
        let (acknowledgement, grant_id) =
            (Some(shown(&admitted, done.as_ref())), made(done.as_ref()));
        Ok(Response::new(pb::TakeEmergencyAccessResponse { acknowledgement, grant_id }))
    }

    async fn end_grant(
        &self,
        request: Request<pb::EndGrantRequest>,
    ) -> Result<Response<pb::EndGrantResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, grant) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((StreamId::ZERO, case::stream(reader, "grant_id", &request.grant_id)?))
        })?;
        let deciding = async {
            let today = admitted.hosted.today();
            admitted.hosted.with_grants(|known| {
                let given = standing(known, grant)?;
                if given.role == Role::Owner && !known.owned_without(grant, today) {
                    let message =
                        "somebody must remain owner: give that role to somebody else first";
                    return Err(status::precondition("LAST_OWNER", message));
                }
                Ok((grant, vec![GrantFact::Ended(Ended { grant })]))
            })
        };
        let done = record(&admitted, &call, deciding);
        let acknowledgement = Some(shown(&admitted, done.await?.as_ref()));
        Ok(Response::new(pb::EndGrantResponse { acknowledgement }))
    }

    async fn list_grants(
        &self,
        request: Request<pb::ListGrantsRequest>,
    ) -> Result<Response<pb::ListGrantsResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let mut reader = super::convert::Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let context = reader.finish(context).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(&admitted.hosted.register, context)?;
        let grants = people::grants(&admitted.hosted, request.include_ended).await?;
        let told = Told::listed(grants.iter().map(|it| &it.person_id));
        written_down(&admitted, context, told).await?;
        Ok(Response::new(pb::ListGrantsResponse { grants }))
    }

    async fn issue_token(
        &self,
        request: Request<pb::IssueTokenRequest>,
    ) -> Result<Response<pb::IssueTokenResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, (grant, until)) =
            call::read(&admitted, request.into_inner(), |request, reader| {
                let grant = case::stream(reader, "grant_id", &request.grant_id);
                let until = reader.optional_day(&FieldPath::whole(), "until", request.until);
                Some((StreamId::ZERO, (grant?, until?)))
            })?;
        let today = admitted.hosted.today();
        let in_a_year = today.checked_add_days(chrono::Days::new(TOKEN_DAYS)).unwrap_or(today);
        let until = until.unwrap_or(in_a_year);
        if until < today {
            return Err(giving::over("until"));
        }
        let mut random = [0; 32];
        let filled = getrandom::fill(&mut random);
        filled.map_err(|_| status::internal("the operating system gives no random bytes"))?;
        let token = Token::from_random(random);
        let token_hash = hex::encode(token.hash().as_bytes());
        let deciding = async {
            admitted.hosted.with_grants(|known| standing(known, grant).map(|_| ()))?;
            Ok((grant, vec![GrantFact::Issued(Issued { token_hash, until })]))
        };
        let done = record(&admitted, &call, deciding).await?;
        // What a repeated call was given the first time is known to nobody but whoever has it.
        let fresh = done.as_ref().is_some_and(|done| !done.replayed);
        let position = done.as_ref().and_then(|done| done.records.first()).map(|it| it.position);
        let known = position.and_then(|position| {
            admitted.hosted.with_grants(|known| known.token(position).copied())
        });
        let until = known.and_then(|it| it.until).unwrap_or(until);
        Ok(Response::new(pb::IssueTokenResponse {
            acknowledgement: Some(shown(&admitted, done.as_ref())),
            token: position.unwrap_or_default(),
            secret: if fresh { token.reveal().to_string() } else { String::new() },
            until: until.to_string(),
        }))
    }

    async fn revoke_token(
        &self,
        request: Request<pb::RevokeTokenRequest>,
    ) -> Result<Response<pb::RevokeTokenResponse>, Status> {
        let admitted = admitted(&request)?;
        let (call, token) = call::read(&admitted, request.into_inner(), |request, _| {
            Some((StreamId::ZERO, request.token))
        })?;
        let deciding = async {
            let known = admitted.hosted.with_grants(|known| known.token(token).copied());
            let issued = known.filter(|it| it.revoked_at.is_none());
            let grant = issued.ok_or_else(|| status::not_found("NO_SUCH_TOKEN"))?.grant;
            Ok((grant, vec![GrantFact::Revoked(Revoked { token })]))
        };
        let done = record(&admitted, &call, deciding);
        let acknowledgement = Some(shown(&admitted, done.await?.as_ref()));
        Ok(Response::new(pb::RevokeTokenResponse { acknowledgement }))
    }
}

/// A grant that was not ended.
fn standing(known: &Grants, grant: StreamId) -> Result<&crate::access::Grant, Status> {
    let given = known.grant(grant).filter(|it| it.ended_at.is_none());
    given.ok_or_else(|| status::not_found("NO_SUCH_GRANT"))
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::NoSuchPerson => Code::NotFound,
        Refusal::AlreadyThere => Code::AlreadyExists,
        Refusal::NothingChanges => Code::FailedPrecondition,
    }
}
