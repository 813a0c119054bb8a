//! `ExportService`: parse, look at the walls, write down that it leaves, send.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use crate::access::{AccessContext, Role};
use crate::chain::Note;
use crate::domain::violation::{FieldPath, Reason};
use crate::export::{BundlePiece, ExportError, Part, PracticeExport};

use super::convert::Reader;
use super::fields::stated_role;
use super::gate::{Admitted, admitted};
use super::pb;
use super::reading_log::{Told, refused, written_down};
use super::record::may_read;
use super::status;

/// Messages a slow reader may be behind before its stream waits.
const BEHIND_MAX: usize = 16;
/// Streams a line of the access log names one by one; more of them are told as the whole ledger.
const NAMED_MAX: usize = 1_000;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportService;

#[tonic::async_trait]
impl pb::export_service_server::ExportService for ExportService {
    type ExportPracticeStream = ReceiverStream<Result<pb::ExportPracticeResponse, Status>>;

    async fn export_practice(
        &self,
        request: Request<pb::ExportPracticeRequest>,
    ) -> Result<Response<Self::ExportPracticeStream>, Status> {
        let admitted = admitted(&request)?;
        let (context, parts, checkpoint) = read(&admitted, request.get_ref())?;
        let register = admitted.hosted.register.clone();
        may_read(&register, context)?;
        register.published_at_least(register.size()).await;
        let starting = tokio::task::spawn_blocking(move || {
            PracticeExport::start(&register, &parts, checkpoint)
        });
        let started = starting.await.map_err(|_| status::internal("no export was begun"))?;
        let export = started?;
        let about: Vec<_> = export.streams().take(NAMED_MAX + 1).collect();
        let about = if about.len() > NAMED_MAX { Vec::new() } else { about };
        written_down(&admitted, context, Told::exported(about)).await?;
        let (sender, receiver) = mpsc::channel(BEHIND_MAX);
        tokio::task::spawn_blocking(move || {
            if let Err(failure) = send(export, &sender) {
                let _ = sender.blocking_send(Err(failure)); // The reader may have left.
            }
        });
        Ok(Response::new(ReceiverStream::new(receiver)))
    }
}

/// Reads the request; a part that the stated role may not open is refused, and that is written down.
fn read(
    admitted: &Admitted,
    request: &pb::ExportPracticeRequest,
) -> Result<(AccessContext, Vec<Part>, Option<Note>), Status> {
    let at = FieldPath::whole();
    let mut reader = Reader::default();
    let context = reader.access_context(&at, request.access_context);
    let wanted: Vec<Option<Part>> = request.parts().map(part).collect();
    for (number, wanted) in wanted.iter().enumerate() {
        if wanted.is_none() {
            reader.refuse(at.join("parts").index(number), Reason::Unspecified);
        }
    }
    let note = (!request.checkpoint.is_empty()).then(|| Note::parse(request.checkpoint.as_bytes()));
    let context = reader.finish(context).map_err(status::invalid)?;
    let role = stated_role(request.access_context.as_ref(), admitted)?;
    admitted.whole(role)?;
    let note = note.transpose().map_err(|_| Status::from(ExportError::ForeignCheckpoint))?;
    let parts = may_have(role, wanted.into_iter().flatten().collect());
    let parts = parts.ok_or_else(|| {
        refused(&admitted.hosted, admitted.caller.actor, admitted.operation);
        status::not_allowed()
    })?;
    Ok((context, parts, note))
}

/// The parts a role gets of those it asked for; nothing if it asked for one that it may not open.
fn may_have(role: Role, wanted: Vec<Part>) -> Option<Vec<Part>> {
    if wanted.is_empty() {
        return Some(Part::ALL.into_iter().filter(|part| part.may_be_carried_by(role)).collect());
    }
    wanted.iter().all(|part| part.may_be_carried_by(role)).then_some(wanted)
}

fn part(part: pb::PracticePart) -> Option<Part> {
    Some(match part {
        pb::PracticePart::Unspecified => return None,
        pb::PracticePart::Practice => Part::Practice,
        pb::PracticePart::Dossiers => Part::Dossiers,
        pb::PracticePart::Complaints => Part::Complaints,
        pb::PracticePart::Breaches => Part::Breaches,
        pb::PracticePart::Requests => Part::Requests,
        pb::PracticePart::Measures => Part::Measures,
        pb::PracticePart::Incidents => Part::Incidents,
        pb::PracticePart::AccessLog => Part::AccessLog,
    })
}

fn send(
    mut export: PracticeExport,
    sender: &mpsc::Sender<Result<pb::ExportPracticeResponse, Status>>,
) -> Result<(), Status> {
    let records_total = export.records_total();
    let message = |message| {
        sender.blocking_send(Ok(message)).map_err(|_| status::internal("the reader left"))
    };
    while let Some(BundlePiece { path, content }) = export.next_piece()? {
        let records_done = export.records_done();
        message(pb::ExportPracticeResponse {
            path,
            content,
            records_done,
            records_total,
            complete: false,
        })?;
    }
    message(pb::ExportPracticeResponse {
        records_done: export.records_done(),
        records_total,
        complete: true,
        ..pb::ExportPracticeResponse::default()
    })
}
