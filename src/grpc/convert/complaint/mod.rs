//! Requests of the complaint register, each read into what it asks of which complaint.

mod choice;
mod content;
mod show;

pub use show::summary;

use super::reader::{Read, Reader};
use crate::chain::StreamId;
use crate::domain::complaint::{Beginning, Command, Step};
use crate::domain::provenance::Provenance;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::case;
use crate::grpc::pb;
use crate::projection::complaints::Wanted;

/// A command on the complaint of a stream.
pub type Asked = (StreamId, Command);

/// Dissatisfaction was voiced.
pub fn voice(request: pb::VoiceDissatisfactionRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let voiced = reader.message(&at, "dissatisfaction", request.dissatisfaction);
    Some(Command::Begin(Beginning::Voice(voiced?), provenance?))
}

/// A written complaint was received.
pub fn file(request: pb::FileComplaintRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let filing = reader.message(&at, "filing", request.filing);
    Some(Command::Begin(Beginning::File(filing?), provenance?))
}

/// A dispute was submitted without a step at the practice.
pub fn dispute(request: pb::SubmitDisputeRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let dispute = reader.message(&at, "dispute", request.dispute);
    Some(Command::Begin(Beginning::Dispute(dispute?), provenance?))
}

/// A step.
pub fn step(request: pb::RecordComplaintStepRequest, reader: &mut Reader) -> Option<Asked> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "complaint_id", &request.complaint_id);
    let provenance: Option<Provenance> = reader.message(&at, "provenance", request.provenance);
    if request.step.is_none() {
        reader.note(&at, "step", Reason::Missing);
    }
    let step = request.step.and_then(|step| Step::read(step, &at, reader));
    let (step, provenance) = (step?, provenance?);
    Some((stream?, Command::Take(step, provenance)))
}

/// A correction of a date.
pub fn correction(request: pb::CorrectComplaintDateRequest, reader: &mut Reader) -> Option<Asked> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "complaint_id", &request.complaint_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let correction = reader.message(&at, "correction", request.correction);
    let (correction, provenance) = (correction?, provenance?);
    Some((stream?, Command::Correct(correction, provenance)))
}

/// Which complaints are listed.
pub fn listing(request: &pb::ListComplaintsRequest, reader: &mut Reader) -> Option<Wanted> {
    let at = FieldPath::whole();
    let standings = reader.choices(&at, "standings", request.standings.clone());
    let from = reader.optional_day(&at, "from", request.from.clone());
    let until = reader.optional_day(&at, "until", request.until.clone());
    Some(Wanted { standings: standings?, from: from?, until: until? })
}

/// Both directions of the sum of all steps, from one list.
macro_rules! steps {
    ($($wire:ident = $field:literal: $step:ident),* $(,)?) => {
        impl Read<pb::record_complaint_step_request::Step> for Step {
            fn read(
                step: pb::record_complaint_step_request::Step,
                at: &FieldPath,
                reader: &mut Reader,
            ) -> Option<Step> {
                use pb::record_complaint_step_request::Step as Form;
                match step {
                    $(Form::$wire(said) => {
                        Read::read(said, &at.join($field), reader).map(Step::$step)
                    })*
                }
            }
        }

        impl From<&Step> for pb::record_complaint_step_request::Step {
            fn from(step: &Step) -> Self {
                match step { $(Step::$step(said) => Self::$wire(said.into()),)* }
            }
        }
    };
}

steps! {
    Filing = "filing": File,
    Conversation = "conversation": Converse,
    TakingUp = "taking_up": TakeUp,
    OfficerAsked = "officer_asked": AskOfficer,
    OfficerContacted = "officer_contacted": ContactOfficer,
    OfficerConcluded = "officer_concluded": ConcludeOfficer,
    Progress = "progress": TellProgress,
    Extension = "extension": Extend,
    Consent = "consent": Agree,
    Judgement = "judgement": Judge,
    JudgementReceived = "judgement_received": ReceiveJudgement,
    Dispute = "dispute": SubmitDispute,
    Ruling = "ruling": Rule,
    Route = "route": NoteRoute,
    Withdrawal = "withdrawal": Withdraw,
    Settlement = "settlement": Settle,
    Closing = "closing": Close,
    Reopening = "reopening": Reopen,
}
