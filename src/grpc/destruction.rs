//! `DestructionService`: parse, execute, reply.

use tonic::{Request, Response, Status};

use crate::chain::StreamId;
use crate::domain::dossier::view::View;
use crate::domain::id::{DossierId, EntryId};
use crate::domain::request::{PartNamed, RecordsOfEntries, Taken};
use crate::domain::violation::FieldPath;
use crate::export::{Certificate, Language, certificate};
use crate::register::destruction::{Destroyed, Order, Part};
use crate::register::{Acknowledgement, Call, Register};

use super::call::{self, Write};
use super::case;
use super::convert::Reader;
use super::convert::destruction::{self as convert, Named};
use super::dossier::stream_of;
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::pb;
use super::record::may_read;
use super::retention;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct DestructionService;

/// Reads a write of this service: they all go to the ledger's own stream, which nobody names.
fn read<R: Write, T>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<T>,
) -> Result<(Admitted, Call, T), Status> {
    let admitted = admitted(&request)?;
    let (call, asked) = call::read(&admitted, request.into_inner(), |request, reader| {
        Some((StreamId::ZERO, parse(request, reader)?))
    })?;
    Ok((admitted, call, asked))
}

/// Why somebody looks at proposals and holds, and in which role.
fn looked_at<R>(
    request: &Request<R>,
    context: Option<pb::AccessContext>,
) -> Result<Register, Status> {
    let admitted = admitted(request)?;
    let mut reader = Reader::default();
    let stated = reader.access_context(&FieldPath::whole(), context);
    let stated = reader.finish(stated).map_err(status::invalid)?;
    stated_role(context.as_ref(), &admitted)?;
    may_read(&admitted.hosted.register, stated)?;
    Ok(admitted.hosted.register.clone())
}

fn shown(register: &Register, done: Option<Acknowledgement>) -> pb::Acknowledgement {
    call::shown(register, done).0
}

fn first(done: Option<&Acknowledgement>) -> u64 {
    done.and_then(|done| done.records.first()).map_or(0, |recorded| recorded.position)
}

/// An order with its entries looked up: every record of theirs goes.
async fn resolved(register: &Register, named: Named) -> Result<Order, Status> {
    let Named { mut order, entries } = named;
    for (dossier, entry) in entries {
        let folded = register.folded(dossier).await?;
        let records = records_of(folded.lock().dossier(), entry);
        order.positions.extend(records.ok_or_else(|| status::not_found("NO_SUCH_ENTRY"))?);
    }
    Ok(order)
}

/// Every record of an entry: its versions, and its withdrawal.
fn records_of(dossier: &View, entry: EntryId) -> Option<Vec<u64>> {
    let places = dossier.entry(entry)?.places;
    let records = places.versions.iter().chain(&places.withdrawn);
    Some(records.map(|place| place.position).collect())
}

/// A destruction on a client's request takes what one on file was granted, of its own dossier: who asked and was entitled is
/// judged there. Asked when it is proposed and again when it is approved: the request may have been taken back.
async fn granted(register: &Register, order: &Order) -> Result<(), Status> {
    let Some(stream) = order.request else { return Ok(()) };
    let asked = register.folded(stream).await?;
    let request = asked.lock().request().request().cloned();
    let request = request.ok_or_else(|| status::not_found("NO_SUCH_REQUEST"))?;
    let mut entries = RecordsOfEntries::new();
    if let Some(dossier) = request.received.dossier {
        let folded = register.folded(stream_of(dossier)).await?;
        let folded = folded.lock();
        for entry in request.entries_to_destroy() {
            entries.insert(entry, records_of(folded.dossier(), entry).unwrap_or_default());
        }
    }
    if request.grants(&taken(register, order)?, &entries) {
        return Ok(());
    }
    let message = "the request was not granted, or not for all of this: other records, another dossier, or what was withheld";
    Err(status::precondition("NOT_GRANTED", message))
}

/// What an order takes, of which dossiers. What is not there is refused by the register.
fn taken(register: &Register, order: &Order) -> Result<Taken, Status> {
    let size = register.size();
    let parts = order.parts.iter().map(|it| it.position);
    let all = order.positions.iter().copied().chain(parts).filter(|it| *it < size);
    let records = register.records(&all.collect::<Vec<_>>(), false)?;
    let streams = records.iter().map(|it| it.header.stream).chain(order.streams.iter().copied());
    // What is no dossier's stream has no dossier's id, and was granted by nobody.
    let dossiers: Result<_, _> = streams.map(|it| DossierId::from_bytes(*it.as_bytes())).collect();
    let dossiers = dossiers.map_err(|_| status::not_found("NO_SUCH_DOSSIER"))?;
    let part = |it: &Part| PartNamed { position: it.position, cuts: it.cuts.clone() };
    Ok(Taken {
        dossiers,
        whole: !order.streams.is_empty(),
        positions: order.positions.clone(),
        parts: order.parts.iter().map(part).collect(),
    })
}

#[tonic::async_trait]
impl pb::destruction_service_server::DestructionService for DestructionService {
    async fn propose_destruction(
        &self,
        request: Request<pb::ProposeDestructionRequest>,
    ) -> Result<Response<pb::ProposeDestructionResponse>, Status> {
        let (admitted, call, named) = read(request, |request, reader| {
            reader.message(&FieldPath::whole(), "order", request.order)
        })?;
        let register = &admitted.hosted.register;
        let order = resolved(register, named).await?;
        granted(register, &order).await?;
        retention::over(&admitted.hosted, &order).await?;
        let done = register.propose_destruction(&call, &order).await?;
        let proposal = first(done.as_ref());
        let acknowledgement = Some(shown(register, done));
        Ok(Response::new(pb::ProposeDestructionResponse { acknowledgement, proposal }))
    }

    async fn approve_destruction(
        &self,
        request: Request<pb::ApproveDestructionRequest>,
    ) -> Result<Response<pb::ApproveDestructionResponse>, Status> {
        let (admitted, call, proposal) = read(request, |request, _| Some(request.proposal))?;
        let register = &admitted.hosted.register;
        // What came in since it was proposed may have moved the term, or taken the request back.
        let order = register
            .with_destructions(|state| state.proposals().get(&proposal).map(|it| it.order.clone()));
        if let Some(order) = order {
            granted(register, &order).await?;
            retention::over(&admitted.hosted, &order).await?;
        }
        // A task of its own: whoever hangs up half-way leaves nothing half-way.
        let approving = register.clone();
        let approved =
            tokio::spawn(async move { approving.approve_destruction(&call, proposal).await });
        let done =
            approved.await.map_err(|_| status::internal("a destruction was cut short"))??;
        let (decision, executed) = match &done {
            Some(Destroyed { position, executed, .. }) => (*position, *executed),
            None => (0, None),
        };
        let acknowledgement = Some(shown(register, done.map(|done| done.decided)));
        Ok(Response::new(pb::ApproveDestructionResponse { acknowledgement, decision, executed }))
    }

    async fn refuse_destruction(
        &self,
        request: Request<pb::RefuseDestructionRequest>,
    ) -> Result<Response<pb::RefuseDestructionResponse>, Status> {
        let (admitted, call, proposal) = read(request, |request, _| Some(request.proposal))?;
        let register = &admitted.hosted.register;
        let done = register.refuse_destruction(&call, proposal).await?;
        let acknowledgement = Some(shown(register, done));
        Ok(Response::new(pb::RefuseDestructionResponse { acknowledgement }))
    }

    async fn list_destructions(
        &self,
        request: Request<pb::ListDestructionsRequest>,
    ) -> Result<Response<pb::ListDestructionsResponse>, Status> {
        let context = request.get_ref().access_context;
        let register = looked_at(&request, context)?;
        let destructions = register.with_destructions(convert::destructions);
        Ok(Response::new(pb::ListDestructionsResponse { destructions }))
    }

    async fn get_certificate(
        &self,
        request: Request<pb::GetCertificateRequest>,
    ) -> Result<Response<pb::GetCertificateResponse>, Status> {
        let context = request.get_ref().access_context;
        let register = looked_at(&request, context)?;
        let request = request.into_inner();
        let language = match request.language() {
            pb::CertificateLanguage::English => Language::English,
            pb::CertificateLanguage::Dutch | pb::CertificateLanguage::Unspecified => {
                Language::Dutch
            }
        };
        register.published_at_least(register.size()).await;
        let making =
            tokio::task::spawn_blocking(move || certificate(&register, request.decision, language));
        let made = making.await.map_err(|_| status::internal("a certificate was not made"))?;
        let Certificate { json, html } = made?;
        Ok(Response::new(pb::GetCertificateResponse { json, html }))
    }

    async fn place_hold(
        &self,
        request: Request<pb::PlaceHoldRequest>,
    ) -> Result<Response<pb::PlaceHoldResponse>, Status> {
        let (admitted, call, dossier) = read(request, |request, reader| {
            case::stream(reader, "dossier_id", &request.dossier_id)
        })?;
        let register = &admitted.hosted.register;
        let done = register.place_hold(&call, dossier, case::new_stream()).await?;
        let placed = first(done.as_ref());
        // A repeated call gets the hold of the first time.
        let hold = register.with_destructions(|state| {
            state.holds().find(|(_, _, at)| done.is_some() && *at == placed).map(|it| it.0)
        });
        let hold_id = hold.map_or_else(String::new, |hold| hold.to_string());
        let acknowledgement = Some(shown(register, done));
        Ok(Response::new(pb::PlaceHoldResponse { acknowledgement, hold_id }))
    }

    async fn lift_hold(
        &self,
        request: Request<pb::LiftHoldRequest>,
    ) -> Result<Response<pb::LiftHoldResponse>, Status> {
        let (admitted, call, hold) =
            read(request, |request, reader| case::stream(reader, "hold_id", &request.hold_id))?;
        let register = &admitted.hosted.register;
        let done = register.lift_hold(&call, hold).await?;
        let acknowledgement = Some(shown(register, done));
        Ok(Response::new(pb::LiftHoldResponse { acknowledgement }))
    }

    async fn list_holds(
        &self,
        request: Request<pb::ListHoldsRequest>,
    ) -> Result<Response<pb::ListHoldsResponse>, Status> {
        let context = request.get_ref().access_context;
        let register = looked_at(&request, context)?;
        let holds = register.with_destructions(|state| {
            let hold = |(hold, dossier, placed): (StreamId, StreamId, u64)| pb::Hold {
                hold_id: hold.to_string(),
                dossier_id: dossier.to_string(),
                placed,
            };
            state.holds().map(hold).collect()
        });
        Ok(Response::new(pb::ListHoldsResponse { holds }))
    }

    async fn declare_solo(
        &self,
        request: Request<pb::DeclareSoloRequest>,
    ) -> Result<Response<pb::DeclareSoloResponse>, Status> {
        let (admitted, call, solo) = read(request, |request, _| Some(request.solo))?;
        let register = &admitted.hosted.register;
        let done = register.declare_solo(&call, solo).await?;
        let acknowledgement = Some(shown(register, done));
        Ok(Response::new(pb::DeclareSoloResponse { acknowledgement }))
    }
}
