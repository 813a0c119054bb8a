//! `ComplaintLetterService`, `BreachLetterService` and `IncidentLetterService`: one desk behind three doors, since each register has
//! walls of its own.

mod desk;
pub(super) mod template;

use tonic::{Code, Request, Response, Status};

use crate::domain::letter::{Refusal, Register};

use super::call;
use super::convert;
use super::gate::admitted;
use super::pb;

macro_rules! letters {
    (
        $service:ident in $server:ident for $register:ident by $id:ident:
        $draft:ident($draft_request:ident) -> $draft_response:ident;
        $send:ident($send_request:ident) -> $send_response:ident;
        $get:ident($get_request:ident) -> $get_response:ident;
        $list:ident($list_request:ident) -> $list_response:ident;
    ) => {
        /// The service; which ledger a call is for comes with the caller.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $service;

        #[tonic::async_trait]
        impl pb::$server::$service for $service {
            async fn $draft(
                &self,
                request: Request<pb::$draft_request>,
            ) -> Result<Response<pb::$draft_response>, Status> {
                let admitted = admitted(&request)?;
                let (call, draft) = call::read(&admitted, request.into_inner(), |it, reader| {
                    let said = (it.kind, it.language, it.values, it.provenance);
                    convert::letter::draft(stringify!($id), &it.$id, said, reader)
                })?;
                let register = &admitted.hosted.register;
                let done = desk::draft(register, Register::$register, &call, draft).await?;
                let desk::Drafted { acknowledgement, letter_id, html } = done;
                let acknowledgement = Some(acknowledgement);
                Ok(Response::new(pb::$draft_response { acknowledgement, letter_id, html }))
            }

            async fn $send(
                &self,
                request: Request<pb::$send_request>,
            ) -> Result<Response<pb::$send_response>, Status> {
                let admitted = admitted(&request)?;
                let (call, sent) = call::read(&admitted, request.into_inner(), |it, reader| {
                    let sending = pb::LetterSending {
                        to: it.to,
                        means: it.means,
                        sent_on: it.sent_on,
                        received_on: it.received_on,
                        provenance: it.provenance,
                    };
                    convert::letter::sent(stringify!($id), &it.$id, it.letter_id, sending, reader)
                })?;
                let register = &admitted.hosted.register;
                let done = desk::send(register, Register::$register, &call, sent).await?;
                Ok(Response::new(pb::$send_response { acknowledgement: Some(done) }))
            }

            async fn $get(
                &self,
                request: Request<pb::$get_request>,
            ) -> Result<Response<pb::$get_response>, Status> {
                let admitted = admitted(&request)?;
                let pb::$get_request { access_context, $id, letter_id, as_of } =
                    request.into_inner();
                let asked =
                    desk::Asked { access_context, field: stringify!($id), case: $id, as_of };
                let found = desk::get(&admitted, Register::$register, asked, letter_id).await?;
                let (letter, html) = found;
                Ok(Response::new(pb::$get_response { letter: Some(letter), html }))
            }

            async fn $list(
                &self,
                request: Request<pb::$list_request>,
            ) -> Result<Response<pb::$list_response>, Status> {
                let admitted = admitted(&request)?;
                let pb::$list_request { access_context, $id, as_of, page_size, page_token } =
                    request.into_inner();
                let asked =
                    desk::Asked { access_context, field: stringify!($id), case: $id, as_of };
                let page = (page_size, page_token);
                let (letters, next_page_token) =
                    desk::list(&admitted, Register::$register, asked, page).await?;
                Ok(Response::new(pb::$list_response { letters, next_page_token }))
            }
        }
    };
}

letters! {
    ComplaintLetterService in complaint_letter_service_server for Complaint by complaint_id:
    draft_complaint_letter(DraftComplaintLetterRequest) -> DraftComplaintLetterResponse;
    record_complaint_letter_sent(RecordComplaintLetterSentRequest) -> RecordComplaintLetterSentResponse;
    get_complaint_letter(GetComplaintLetterRequest) -> GetComplaintLetterResponse;
    list_complaint_letters(ListComplaintLettersRequest) -> ListComplaintLettersResponse;
}

letters! {
    BreachLetterService in breach_letter_service_server for Breach by breach_id:
    draft_breach_letter(DraftBreachLetterRequest) -> DraftBreachLetterResponse;
    record_breach_letter_sent(RecordBreachLetterSentRequest) -> RecordBreachLetterSentResponse;
    get_breach_letter(GetBreachLetterRequest) -> GetBreachLetterResponse;
    list_breach_letters(ListBreachLettersRequest) -> ListBreachLettersResponse;
}

letters! {
    IncidentLetterService in incident_letter_service_server for Incident by incident_id:
    draft_incident_letter(DraftIncidentLetterRequest) -> DraftIncidentLetterResponse;
    record_incident_letter_sent(RecordIncidentLetterSentRequest) -> RecordIncidentLetterSentResponse;
    get_incident_letter(GetIncidentLetterRequest) -> GetIncidentLetterResponse;
    list_incident_letters(ListIncidentLettersRequest) -> ListIncidentLettersResponse;
}

/// The code of a refusal. No `_` arm: a new refusal must choose.
pub(super) fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Invalid(_) => Code::InvalidArgument,
        Refusal::NoSuchCase { .. } | Refusal::NoSuchLetter => Code::NotFound,
        Refusal::LetterExists | Refusal::SendingKnown => Code::AlreadyExists,
    }
}
