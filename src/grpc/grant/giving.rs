//! A grant that is asked for: read, held against what is on record, made into what is recorded.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tonic::Status;

use super::Decided;
use crate::access::giving::{Asked, Fault, Holder, faults};
use crate::access::{Purpose, Role};
use crate::chain::{ActorId, StreamId};
use crate::domain::person::Sort;
use crate::domain::text::Line;
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::grpc::case;
use crate::grpc::convert::Reader;
use crate::grpc::fields::role;
use crate::grpc::gate::Admitted;
use crate::grpc::hosted::Hosted;
use crate::grpc::{pb, status};
use crate::register::Call;
use crate::register::grants::{Emergency, Given, GrantFact};

/// What is asked for, before it is held against anything.
pub struct Wanted {
    person: Option<StreamId>,
    role: Role,
    streams: Vec<StreamId>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// Reads what is asked for.
pub fn read(request: pb::GiveGrantRequest, reader: &mut Reader) -> Option<Wanted> {
    let at = FieldPath::whole();
    let person = if request.person_id.is_empty() {
        Some(None)
    } else {
        case::stream(reader, "person_id", &request.person_id).map(Some)
    };
    let role = role(request.role());
    if role.is_none() {
        reader.note(&at, "role", Reason::Unspecified);
    }
    let streams = reader.streams("stream_ids", &request.stream_ids);
    let from = reader.optional_day(&at, "from", request.from);
    let until = reader.optional_day(&at, "until", request.until);
    Some(Wanted { person: person?, role: role?, streams: streams?, from: from?, until: until? })
}

/// Holds it against people and dossiers as they stand.
pub async fn judged(hosted: &Hosted, wanted: Wanted) -> Result<Decided, Status> {
    let register = &hosted.register;
    let person = match wanted.person {
        None => None,
        Some(stream) => {
            let folded = register.folded(stream).await?;
            let person = folded.lock().person().person().cloned();
            Some(person.ok_or_else(|| status::not_found("NO_SUCH_PERSON"))?)
        }
    };
    let holder = person.as_ref().map(|it| match it.sort {
        Sort::Person => Holder::Person,
        Sort::System => Holder::System,
    });
    let named = wanted.streams.iter().map(|it| what(hosted, *it)).collect();
    let Wanted { role, from, until, .. } = wanted;
    let found = faults(&Asked { role, holder, named, from, until }, hosted.today());
    let streams: BTreeSet<StreamId> = wanted.streams.iter().copied().collect();
    let mut violations = Violations::default();
    if streams.len() < wanted.streams.len() {
        violations.add(FieldPath::new("stream_ids"), Reason::Duplicate);
    }
    for fault in found {
        let (field, reason) = told(fault);
        violations.add(field, reason);
    }
    if !violations.is_empty() {
        return Err(status::invalid(violations));
    }
    // A client gets a pseudonym that stands nowhere else.
    let actor = match &person {
        Some(person) => ActorId::from_bytes(person.actor.to_bytes()),
        None => ActorId::from_bytes(*case::new_stream().as_bytes()),
    };
    let role = role.as_str().to_owned();
    let grant = case::new_stream();
    let given = Given { grant, actor, role, streams, from, until };
    Ok((grant, vec![GrantFact::Given(given)]))
}

/// Emergency access of the caller to a dossier, for today.
pub fn in_emergency(
    admitted: &Admitted,
    call: &Call,
    dossier: StreamId,
    reason: Line,
) -> Result<Decided, Status> {
    if call.context.purpose != Purpose::Emergency {
        return Err(status::purpose_needed());
    }
    if what(&admitted.hosted, dossier).as_deref() != Some("dossier") {
        return Err(status::not_found("NO_SUCH_DOSSIER"));
    }
    let today = Some(admitted.hosted.today());
    let (actor, role) = (call.caller.actor, call.context.role.as_str().to_owned());
    let streams = [dossier].into();
    let grant = case::new_stream();
    let given = Given { grant, actor, role, streams, from: today, until: today };
    Ok((grant, vec![GrantFact::Given(given), GrantFact::Emergency(Emergency { reason })]))
}

/// The refusal of a day that is over.
pub fn over(field: &str) -> Status {
    let mut violations = Violations::default();
    violations.add(FieldPath::new(field), Reason::PeriodReversed);
    status::invalid(violations)
}

/// What a stream is, by the first word of its first record's kind; nothing if it is not there, or went whole.
fn what(hosted: &Hosted, stream: StreamId) -> Option<String> {
    let register = &hosted.register;
    if register.with_destructions(|state| state.whole(stream).is_some()) {
        return None;
    }
    register.with_index(|index| {
        let first = index.position_of(stream, 0)?;
        let (word, _) = index.kind(first)?.as_str().split_once('.')?;
        Some(word.to_owned())
    })
}

fn told(fault: Fault) -> (FieldPath, Reason) {
    let streams = || FieldPath::new("stream_ids");
    match fault {
        Fault::HolderMissing => (FieldPath::new("person_id"), Reason::Missing),
        Fault::HolderOfClient | Fault::HolderUnfit => {
            (FieldPath::new("person_id"), Reason::Contradiction)
        }
        Fault::OneDossierNeeded => (streams(), Reason::Missing),
        Fault::NothingToName => (streams(), Reason::Contradiction),
        Fault::TooMany => (streams(), Reason::TooMany),
        Fault::NotThere(index) => (streams().index(index), Reason::NotThere),
        Fault::LastDayMissing => (FieldPath::new("until"), Reason::Missing),
        Fault::Over => (FieldPath::new("until"), Reason::PeriodReversed),
        Fault::OutOfBounds => (FieldPath::new("until"), Reason::DayOutOfBounds),
    }
}
