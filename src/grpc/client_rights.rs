//! `ClientRightsService`: parse, execute, reply.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use crate::domain::dossier::Command;
use crate::domain::id::DossierId;
use crate::domain::violation::FieldPath;
use crate::export::{CopyError, Language, copy};

use super::call::{self, Write};
use super::convert::{self, AsOf, Reader};
use super::dossier::{on, stream_of};
use super::fields::stated_role;
use super::gate::admitted;
use super::page::Page;
use super::pb;
use super::reading_log::{Told, written_down};
use super::record::may_read;
use super::status;
use super::view::viewed;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientRightsService;

/// Bytes in one piece of a copy.
const PIECE: usize = 512 * 1024;

async fn one<R: Write>(
    request: Request<R>,
    parse: impl FnOnce(R, &mut Reader) -> Option<(DossierId, Command)>,
) -> Result<pb::Acknowledgement, Status> {
    let admitted = admitted(&request)?;
    let (call, step) = call::read(&admitted, request.into_inner(), |request, reader| {
        parse(request, reader).map(|(dossier, command)| on(dossier, command))
    })?;
    Ok(call::execute(&admitted.hosted.register, &call, &[step]).await?.0)
}

#[tonic::async_trait]
impl pb::client_rights_service_server::ClientRightsService for ClientRightsService {
    async fn add_client_statement(
        &self,
        request: Request<pb::AddClientStatementRequest>,
    ) -> Result<Response<pb::AddClientStatementResponse>, Status> {
        let acknowledgement = Some(one(request, convert::rights::statement).await?);
        Ok(Response::new(pb::AddClientStatementResponse { acknowledgement }))
    }

    async fn restrict_dossier(
        &self,
        request: Request<pb::RestrictDossierRequest>,
    ) -> Result<Response<pb::RestrictDossierResponse>, Status> {
        let acknowledgement = Some(one(request, convert::rights::restrict).await?);
        Ok(Response::new(pb::RestrictDossierResponse { acknowledgement }))
    }

    async fn lift_restriction(
        &self,
        request: Request<pb::LiftRestrictionRequest>,
    ) -> Result<Response<pb::LiftRestrictionResponse>, Status> {
        let acknowledgement = Some(one(request, convert::rights::lift).await?);
        Ok(Response::new(pb::LiftRestrictionResponse { acknowledgement }))
    }

    async fn record_disclosure(
        &self,
        request: Request<pb::RecordDisclosureRequest>,
    ) -> Result<Response<pb::RecordDisclosureResponse>, Status> {
        let acknowledgement = Some(one(request, convert::rights::disclose).await?);
        Ok(Response::new(pb::RecordDisclosureResponse { acknowledgement }))
    }

    type MakeCopyStream = ReceiverStream<Result<pb::MakeCopyResponse, Status>>;

    async fn make_copy(
        &self,
        request: Request<pb::MakeCopyRequest>,
    ) -> Result<Response<Self::MakeCopyStream>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let language = match request.language() {
            pb::CopyLanguage::English => Language::English,
            pb::CopyLanguage::Dutch | pb::CopyLanguage::Unspecified => Language::Dutch,
        };
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let dossier =
            reader.text::<DossierId>(&FieldPath::whole(), "dossier_id", request.dossier_id);
        let withheld = convert::rights::withheld(&request.withheld, &mut reader);
        let read = context.zip(dossier).zip(withheld);
        let ((context, dossier), withheld) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        let register = admitted.hosted.register.clone();
        may_read(&register, context)?;
        let stream = stream_of(dossier);
        written_down(&admitted, context, Told::exported(vec![stream])).await?;
        drop(viewed(&register, dossier, AsOf::Now, context.purpose).await?);
        register.published_at_least(register.size()).await;
        let making =
            tokio::task::spawn_blocking(move || copy(&register, stream, &withheld, language));
        let made = making.await.map_err(|_| status::internal("a copy was not made"))?;
        let made = made.map_err(|error| match error {
            CopyError::NotOfTheDossier { .. } => status::not_found("NO_SUCH_POSITION"),
            CopyError::Receipt(error) => error.into(),
            CopyError::Read(failure) => failure.into(),
        })?;
        let (sender, receiver) = mpsc::channel(4);
        tokio::spawn(async move {
            let files = [("html", made.html), ("json", made.json)];
            for (ending, content) in files {
                let path = format!("copy-{stream}.{ending}");
                for piece in content.into_bytes().chunks(PIECE) {
                    let message =
                        pb::MakeCopyResponse { path: path.clone(), content: piece.to_vec() };
                    if sender.send(Ok(message)).await.is_err() {
                        return;
                    }
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }

    async fn list_disclosures(
        &self,
        request: Request<pb::ListDisclosuresRequest>,
    ) -> Result<Response<pb::ListDisclosuresResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let context = reader.access_context(&at, request.access_context);
        let dossier = reader.text::<DossierId>(&at, "dossier_id", request.dossier_id);
        let register = &admitted.hosted.register;
        let page = Page::read(register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(dossier).zip(page);
        let ((context, dossier), page) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(register, context)?;
        written_down(&admitted, context, Told::of(stream_of(dossier))).await?;
        let folded = viewed(register, dossier, AsOf::Now, context.purpose).await?;
        let folded = folded.lock();
        let below = |it: &&(_, _)| {
            let (place, _): &(crate::domain::dossier::view::Recorded, _) = it;
            place.position < page.below
        };
        let shown = folded.dossier().disclosures().iter().filter(below);
        let (disclosures, next_page_token) = page.cut(shown.map(convert::rights::shown_disclosure));
        Ok(Response::new(pb::ListDisclosuresResponse { disclosures, next_page_token }))
    }
}
