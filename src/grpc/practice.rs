//! `PracticeService`: parse, execute, reply.

use chrono::{DateTime, NaiveDate};
use tonic::{Request, Response, Status};

use crate::domain::dossier::view::Recorded;
use crate::domain::practice::Described;
use crate::domain::provenance::local_day;
use crate::domain::violation::FieldPath;
use crate::register::{Command, Folded, ReadFailure, Register, Step};

use super::call;
use super::convert::{self, AsOf, Reader};
use super::fields::stated_role;
use super::gate::admitted;
use super::letter::template::Templates;
use super::page::Page;
use super::pb;
use super::record::may_read;
use super::status;
use super::view::as_of_size;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct PracticeService;

#[tonic::async_trait]
impl pb::practice_service_server::PracticeService for PracticeService {
    async fn describe_practice(
        &self,
        request: Request<pb::DescribePracticeRequest>,
    ) -> Result<Response<pb::DescribePracticeResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = &admitted.hosted.register;
        let stream = register.practice_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((stream, convert::describe_practice(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Practice(command));
        let (acknowledgement, _) = call::execute(register, &call, &[step]).await?;
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::DescribePracticeResponse { acknowledgement }))
    }

    async fn get_practice(
        &self,
        request: Request<pb::GetPracticeRequest>,
    ) -> Result<Response<pb::GetPracticeResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let on = reader.optional_day(&FieldPath::whole(), "on", request.on);
        let as_of = AsOf::read_from(request.as_of, &mut reader);
        let read = context.zip(on).zip(as_of);
        let ((context, on), as_of) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(&register, context)?;
        let day = on.unwrap_or_else(|| today(&register));
        let below = as_of_size(&register, as_of)?;
        let (versions, revision) = versions(register, below).await?;
        let standing = versions
            .iter()
            .filter(|(described, _)| described.from <= day)
            .max_by_key(|(described, _)| described.from);
        let version =
            standing.map(|(described, place)| convert::practice::version(described, *place));
        Ok(Response::new(pb::GetPracticeResponse { version, revision }))
    }

    async fn list_practice_versions(
        &self,
        request: Request<pb::ListPracticeVersionsRequest>,
    ) -> Result<Response<pb::ListPracticeVersionsResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let page = Page::read(&register, request.page_size, &request.page_token, &mut reader);
        let (context, page) = reader.finish(context.zip(page)).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(&register, context)?;
        let (versions, _) = versions(register, page.below).await?;
        let shown =
            versions.iter().map(|(described, place)| convert::practice::version(described, *place));
        let (versions, next_page_token) = page.cut(shown);
        Ok(Response::new(pb::ListPracticeVersionsResponse { versions, next_page_token }))
    }

    async fn set_letter_template(
        &self,
        request: Request<pb::SetLetterTemplateRequest>,
    ) -> Result<Response<pb::SetLetterTemplateResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = &admitted.hosted.register;
        let stream = register.practice_stream();
        let (call, command) = call::read(&admitted, request.into_inner(), |request, reader| {
            Some((stream, convert::letter::set_template(request, reader)?))
        })?;
        let step = Step::new(stream, Command::Practice(command));
        let (acknowledgement, _) = call::execute(register, &call, &[step]).await?;
        let acknowledgement = Some(acknowledgement);
        Ok(Response::new(pb::SetLetterTemplateResponse { acknowledgement }))
    }

    async fn list_letter_templates(
        &self,
        request: Request<pb::ListLetterTemplatesRequest>,
    ) -> Result<Response<pb::ListLetterTemplatesResponse>, Status> {
        let admitted = admitted(&request)?;
        let register = admitted.hosted.register.clone();
        let request = request.into_inner();
        let mut reader = Reader::default();
        let context = reader.access_context(&FieldPath::whole(), request.access_context);
        let (letter, language) = (request.letter, request.language);
        let wanted = convert::letter::wanted_templates(letter, language, &mut reader);
        let as_of = AsOf::read_from(request.as_of, &mut reader);
        let page = Page::read(&register, request.page_size, &request.page_token, &mut reader);
        let read = context.zip(wanted).zip(as_of.zip(page));
        let ((context, wanted), (as_of, page)) = reader.finish(read).map_err(status::invalid)?;
        stated_role(request.access_context.as_ref(), &admitted)?;
        may_read(&register, context)?;
        let below = as_of_size(&register, as_of)?.min(page.below);
        let templates = Templates::read(register, below).await?;
        let (letter, language) = wanted;
        let (templates, next_page_token) = page.cut(templates.shown(letter, language).into_iter());
        Ok(Response::new(pb::ListLetterTemplatesResponse { templates, next_page_token }))
    }
}

/// Today in the practice's own time.
fn today(register: &Register) -> NaiveDate {
    local_day(DateTime::from_timestamp_micros(register.now()).unwrap_or_default())
}

type Version = (Described, Option<Recorded>);

/// Every version recorded while the ledger had `below` records, with its place; and how many records the stream had.
async fn versions(register: Register, below: u64) -> Result<(Vec<Version>, u64), Status> {
    let reading = tokio::task::spawn_blocking(move || {
        let stream = register.practice_stream();
        let mut versions = Vec::new();
        let mut folded = Folded::default();
        for record in register.stream(stream, 0, below)? {
            folded.apply(&record)?;
            let header = &record.header;
            let at = DateTime::from_timestamp_micros(header.recorded_at).unwrap_or_default();
            let place = Recorded { position: header.position, revision: header.revision, at };
            let known = folded.practice().versions();
            if let Some(described) = known.get(versions.len()) {
                versions.push((described.clone(), Some(place)));
            }
        }
        Ok((versions, folded.next_revision))
    });
    Ok(reading.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}
