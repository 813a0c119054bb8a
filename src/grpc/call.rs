//! What every write has in common on the wire: a request id, an access context, an expected revision, and `validate_only`.

use tonic::Status;

use crate::chain::StreamId;
use crate::domain::Event;
use crate::domain::dossier::Event as Fact;
use crate::domain::id::EntryId;
use crate::domain::violation::FieldPath;
use crate::register::{Acknowledgement, Call, PayloadRead, Register, Step, payload};

use super::convert::Reader;
use super::fields::stated_role;
use super::gate::Admitted;
use super::pb;
use super::record::{acknowledgement, judged_only};
use super::status;

/// A request that writes, and can be repeated.
pub trait Write: prost::Message {
    /// Takes the request id out: what is left is the body that a repeat must equal.
    fn take_request_id(&mut self) -> String;
    /// Why.
    fn access_context(&self) -> Option<pb::AccessContext>;
    /// The revision the caller insists on.
    fn expected_revision(&self) -> Option<u64>;
    /// Whether it is only to be judged.
    fn validate_only(&self) -> bool;
}

macro_rules! writes {
    ($($(#[$creates:ident])? $request:ident),* $(,)?) => {$(
        impl Write for pb::$request {
            fn take_request_id(&mut self) -> String {
                std::mem::take(&mut self.request_id)
            }
            fn access_context(&self) -> Option<pb::AccessContext> {
                self.access_context
            }
            writes!(@revision $($creates)?);
            writes!(@validate $($creates)?);
        }
    )*};
    (@revision creates) => { fn expected_revision(&self) -> Option<u64> { None } };
    (@revision $($other:ident)?) => {
        fn expected_revision(&self) -> Option<u64> { self.expected_revision }
    };
    (@validate streams) => { fn validate_only(&self) -> bool { false } };
    (@validate $($other:ident)?) => {
        fn validate_only(&self) -> bool { self.validate_only }
    };
}

writes! {
    DescribePracticeRequest,
    #[creates] VoiceDissatisfactionRequest,
    #[creates] FileComplaintRequest,
    #[creates] SubmitDisputeRequest,
    RecordComplaintStepRequest,
    CorrectComplaintDateRequest,
    #[creates] ReportIncidentRequest,
    RecordIncidentStepRequest,
    CorrectIncidentRequest,
    #[creates] ReportBreachRequest,
    RecordBreachStepRequest,
    CorrectBreachRequest,
    ExtendRetentionRequest,
    AddClientStatementRequest,
    RestrictDossierRequest,
    LiftRestrictionRequest,
    RecordDisclosureRequest,
    #[creates] ReceiveClientRequestRequest,
    RecordClientRequestStepRequest,
    CorrectClientRequestRequest,
    #[creates] OpenMeasureRequest,
    RecordMeasureStepRequest,
    CorrectMeasureRequest,
    #[creates] OpenDossierRequest,
    ChangeClientRequest,
    LinkDossiersRequest,
    UnlinkDossiersRequest,
    CloseDossierRequest,
    ReopenDossierRequest,
    RecordEntryRequest,
    RecordEntriesRequest,
    #[streams] StreamEntriesRequest,
    CorrectEntryRequest,
    WithdrawEntryRequest,
    WithdrawAttachmentRequest,
    SetLetterTemplateRequest,
    DraftComplaintLetterRequest,
    RecordComplaintLetterSentRequest,
    DraftBreachLetterRequest,
    RecordBreachLetterSentRequest,
    DraftIncidentLetterRequest,
    RecordIncidentLetterSentRequest,
    #[creates] RegisterPersonRequest,
    ChangePersonRequest,
    #[creates] GiveGrantRequest,
    #[creates] TakeEmergencyAccessRequest,
    #[creates] EndGrantRequest,
    #[creates] IssueTokenRequest,
    #[creates] RevokeTokenRequest,
    #[creates] ProposeDestructionRequest,
    #[creates] ApproveDestructionRequest,
    #[creates] RefuseDestructionRequest,
    #[creates] PlaceHoldRequest,
    #[creates] LiftHoldRequest,
    #[creates] DeclareSoloRequest,
}

/// Reads a write: what it names, what it asks, and all that is wrong with it at once. `names` is the stream the command names.
pub fn read<R: Write, T>(
    admitted: &Admitted,
    mut request: R,
    parse: impl FnOnce(R, &mut Reader) -> Option<(StreamId, T)>,
) -> Result<(Call, T), Status> {
    let at = FieldPath::whole();
    let mut reader = Reader::default();
    let request_id = request.take_request_id();
    let request_id = reader.request_id(&at, &request_id);
    let given = request.access_context();
    let context = reader.access_context(&at, given);
    let (expected_revision, validate_only) = (request.expected_revision(), request.validate_only());
    let body = request.encode_to_vec();
    let parsed = parse(request, &mut reader);
    let read = request_id.zip(context).zip(parsed);
    let ((request_id, context), (names, asked)) = reader.finish(read).map_err(status::invalid)?;
    let role = stated_role(given.as_ref(), admitted)?;
    let (caller, reach) = (admitted.caller, admitted.reach(role));
    let call =
        Call { caller, request_id, names, expected_revision, context, body, validate_only, reach };
    Ok((call, asked))
}

/// Carries a write out; the acknowledgement without records is that of a call that was only judged.
pub async fn execute(
    register: &Register,
    call: &Call,
    steps: &[Step],
) -> Result<(pb::Acknowledgement, Option<Acknowledgement>), Status> {
    let done = register.execute(call, steps).await?;
    Ok(shown(register, done))
}

/// An acknowledgement as it is shown, beside what it was made of.
pub fn shown(
    register: &Register,
    done: Option<Acknowledgement>,
) -> (pb::Acknowledgement, Option<Acknowledgement>) {
    let shown = match &done {
        Some(done) => acknowledgement(register, done),
        None => judged_only(register),
    };
    (shown, done)
}

/// The ids under which a command's entries were recorded; a repeated command gets those of the first time.
pub fn entry_ids(register: &Register, done: &Acknowledgement) -> Result<Vec<EntryId>, Status> {
    let positions: Vec<u64> = done.records.iter().map(|recorded| recorded.position).collect();
    let mut ids = Vec::with_capacity(positions.len());
    for record in register.records(&positions, true)? {
        // What is lost has no id to tell any more.
        let PayloadRead::Given(opened) = &record.payload else { continue };
        let damaged = || status::internal("a recorded entry cannot be read");
        let payload = payload::read(opened.payload()).map_err(|_| damaged())?;
        let event = Event::from_body(record.header.kind.as_str(), payload.body.get());
        if let Event::Dossier(fact) = event.map_err(|_| damaged())?
            && let Fact::EntryRecorded(fact) = *fact
        {
            ids.push(fact.entry);
        }
    }
    Ok(ids)
}
