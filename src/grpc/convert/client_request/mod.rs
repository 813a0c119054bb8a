//! Requests of clients: read into commands, and a request written as it stands.

mod choice;
mod shown;

pub use shown::{request, summary};

use super::destruction::part;
use super::reader::{Read, Reader};
use super::table::message;
use super::write;
use crate::chain::StreamId;
use crate::domain::id::EntryId;
use crate::domain::provenance::Provenance;
use crate::domain::request::{
    AfterDeath, Answer, AnswerReceived, Capacity, Closing, Correction, Decision, Extension,
    Fulfilment, IdentityAsked, IdentityChecked, Incapacity, Item, PartNamed, Received,
    RecipientsTold, Requester, Scope, Step, Withdrawal,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::case;
use crate::grpc::pb;

message!(JudgedIncapacity => Incapacity { by: text, on: day });
message!(AccessAfterDeath => AfterDeath { ground: choice, explanation: optional_text });
message!(RequestedItem => Item { right: choice, scope: message_or_default });
message!(AskIdentity => IdentityAsked { method: text });
message!(CheckIdentity => IdentityChecked { method: text, established: plain });
message!(ExtendClientRequest => Extension { reasons: text });
message!(TellRecipients => RecipientsTold { recipients: texts, not_told: optional_text });
message!(CloseClientRequest => Closing { remark: optional_text });

impl Read<pb::Requester> for Requester {
    fn read(message: pb::Requester, at: &FieldPath, reader: &mut Reader) -> Option<Requester> {
        use pb::requester::Capacity as Which;
        let name = reader.text(at, "name", message.name);
        let capacity = match message.capacity {
            None => {
                reader.note(at, "capacity", Reason::Missing);
                None
            }
            Some(Which::Client(_)) => Some(Capacity::Client {}),
            Some(Which::NextOfKin(_)) => Some(Capacity::NextOfKin {}),
            Some(Which::Representative(it)) => reader
                .choice(&at.join("representative"), "ground", it.ground)
                .map(|ground| Capacity::Representative { ground }),
        };
        Some(Requester { name: name?, capacity: capacity? })
    }
}

impl Read<pb::RequestedScope> for Scope {
    fn read(message: pb::RequestedScope, at: &FieldPath, reader: &mut Reader) -> Option<Scope> {
        let entries = reader.texts::<EntryId>(at, "entry_ids", message.entry_ids);
        let parts = reader.messages(at, "parts", message.parts);
        Some(Scope { entries: entries?, positions: message.positions, parts: parts? })
    }
}

impl Read<pb::DestroyedPart> for PartNamed {
    fn read(message: pb::DestroyedPart, at: &FieldPath, reader: &mut Reader) -> Option<PartNamed> {
        let named = part(reader, at, message)?;
        Some(PartNamed { position: named.position, cuts: named.cuts })
    }
}

/// A request came in. The regime is looked up by the dossier, not told.
pub fn receive(
    request: pb::ReceiveClientRequestRequest,
    reader: &mut Reader,
) -> Option<(Received, Provenance)> {
    let at = FieldPath::whole();
    let dossier = reader.optional_text(&at, "dossier_id", request.dossier_id);
    let channel = reader.choice(&at, "channel", request.channel);
    let requesters = reader.messages(&at, "requesters", request.requesters);
    let incapacity = reader.optional_message(&at, "incapacity", request.incapacity);
    let after_death = reader.optional_message(&at, "after_death", request.after_death);
    let items = reader.messages(&at, "items", request.items);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let received = Received {
        dossier: dossier?,
        regime: None,
        channel: channel?,
        requesters: requesters?,
        incapacity: incapacity?,
        after_death: after_death?,
        items: items?,
    };
    Some((received, provenance?))
}

/// One step of a request.
pub fn step(
    request: pb::RecordClientRequestStepRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Step, Provenance)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "client_request_id", &request.client_request_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let Some(step) = request.step else {
        reader.note(&at, "step", Reason::Missing);
        return None;
    };
    let step = what_happened(step, reader);
    Some((stream?, step?, provenance?))
}

fn what_happened(
    step: pb::record_client_request_step_request::Step,
    reader: &mut Reader,
) -> Option<Step> {
    use pb::record_client_request_step_request::Step as Which;
    fn read<M, T: Read<M>>(message: M, field: &str, reader: &mut Reader) -> Option<T> {
        T::read(message, &FieldPath::new(field), reader)
    }
    Some(match step {
        Which::AskIdentity(it) => Step::AskIdentity(read(it, "ask_identity", reader)?),
        Which::CheckIdentity(it) => Step::CheckIdentity(read(it, "check_identity", reader)?),
        Which::Extend(it) => Step::Extend(read(it, "extend", reader)?),
        Which::Decide(it) => Step::Decide(read(it, "decide", reader)?),
        Which::Fulfil(it) => Step::Fulfil(Fulfilment {
            item: number(&FieldPath::new("fulfil"), it.item, reader)?,
            position: it.position,
        }),
        Which::Answer(it) => Step::Answer(read(it, "answer", reader)?),
        Which::ReceiveAnswer(_) => Step::ReceiveAnswer(AnswerReceived {}),
        Which::TellRecipients(it) => Step::TellRecipients(read(it, "tell_recipients", reader)?),
        Which::Withdraw(_) => Step::Withdraw(Withdrawal {}),
        Which::Close(it) => Step::Close(read(it, "close", reader)?),
    })
}

fn number(at: &FieldPath, item: u32, reader: &mut Reader) -> Option<u16> {
    let number = u16::try_from(item).ok();
    if number.is_none() {
        reader.note(at, "item", Reason::NumberOutOfBounds);
    }
    number
}

impl Read<pb::DecideItem> for Decision {
    fn read(message: pb::DecideItem, at: &FieldPath, reader: &mut Reader) -> Option<Decision> {
        let item = number(at, message.item, reader);
        let outcome = reader.choice(at, "outcome", message.outcome);
        let grounds = reader.choices(at, "grounds", message.grounds);
        let withheld = reader.optional_message(at, "withheld", message.withheld);
        let explanation = reader.optional_text(at, "explanation", message.explanation);
        Some(Decision {
            item: item?,
            outcome: outcome?,
            grounds: grounds?,
            withheld: withheld?,
            explanation: explanation?,
        })
    }
}

impl Read<pb::AnswerClientRequest> for Answer {
    fn read(
        message: pb::AnswerClientRequest,
        at: &FieldPath,
        reader: &mut Reader,
    ) -> Option<Answer> {
        let means = reader.choice::<choice::AnswerMeansRead>(at, "means", message.means);
        let received = reader.optional_message(at, "received", message.received);
        Some(Answer { means: means?.0, received: received? })
    }
}

/// The moment of receipt was entered wrongly.
pub fn correct(
    request: pb::CorrectClientRequestRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Correction, Provenance)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "client_request_id", &request.client_request_id);
    let to = reader.message(&at, "to", request.to);
    let reason = reader.text(&at, "reason", request.reason);
    let provenance = reader.message(&at, "provenance", request.provenance);
    Some((stream?, Correction { to: to?, reason: reason? }, provenance?))
}
