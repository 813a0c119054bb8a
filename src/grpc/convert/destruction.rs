//! Orders to destroy, and destructions as they stand.

use super::choice::choices;
use super::reader::{Choice, Read, Reader};
use crate::chain::StreamId;
use crate::domain::id::EntryId;
use crate::domain::part::Cut;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;
use crate::register::destruction::{
    Answer, Decision, Destructions, Ground, Order, Part, state::Proposal,
};

/// Ground of a destruction, by its name on the wire.
type DestructionGround = Ground;

choices! {
    DestructionGround {
        ClientRequest, RetentionEnded, Transferred, RecordedUnlawfully, LogYearEnded,
    }
}

/// An order, and the entries whose records it names.
pub struct Named {
    /// What is to go.
    pub order: Order,
    /// Entries that go, by their dossiers.
    pub entries: Vec<(StreamId, EntryId)>,
}

impl Read<pb::DestructionOrder> for Named {
    fn read(message: pb::DestructionOrder, at: &FieldPath, reader: &mut Reader) -> Option<Named> {
        let ground = reader.choice(at, "ground", message.ground);
        let streams: Option<Vec<StreamId>> = (0..)
            .zip(&message.stream_ids)
            .map(|(index, id)| stream(reader, at.join("stream_ids").index(index), id))
            .collect();
        let entries: Option<Vec<_>> = (0..)
            .zip(message.entries)
            .map(|(index, entry)| {
                let at = at.join("entries").index(index);
                let dossier = stream(reader, at.join("dossier_id"), &entry.dossier_id);
                dossier.zip(reader.text::<EntryId>(&at, "entry_id", entry.entry_id))
            })
            .collect();
        let parts: Option<Vec<Part>> = (0..)
            .zip(message.parts)
            .map(|(index, part)| self::part(reader, &at.join("parts").index(index), part))
            .collect();
        let request = match message.granted_request_id.as_str() {
            "" => Some(None),
            id => stream(reader, at.join("granted_request_id"), id).map(Some),
        };
        let order = Order {
            ground: ground?,
            streams: streams?,
            positions: message.positions,
            parts: parts?,
            request: request?,
        };
        Some(Named { order, entries: entries? })
    }
}

/// A record of which parts are named.
pub(super) fn part(reader: &mut Reader, at: &FieldPath, part: pb::DestroyedPart) -> Option<Part> {
    let cuts: Option<Vec<Cut>> = (0..)
        .zip(part.cuts)
        .map(|(index, it)| cut(reader, &at.join("cuts").index(index), it))
        .collect();
    Some(Part { position: part.position, cuts: cuts? })
}

impl From<&Cut> for pb::Cut {
    fn from(cut: &Cut) -> pb::Cut {
        let (pointer, what) = match cut {
            Cut::Text { pointer, from, until } => {
                let span = pb::CharacterSpan { from: *from, until: *until };
                (pointer, pb::cut::What::Characters(span))
            }
            Cut::Element { pointer, element } => (pointer, pb::cut::What::Element(element.clone())),
        };
        pb::Cut { pointer: pointer.clone(), what: Some(what) }
    }
}

fn stream(reader: &mut Reader, at: FieldPath, id: &str) -> Option<StreamId> {
    let stream = id.parse().ok().filter(|stream| *stream != StreamId::ZERO);
    if stream.is_none() {
        let reason = if id.is_empty() { Reason::Missing } else { Reason::NotAnIdentifier };
        reader.refuse(at, reason);
    }
    stream
}

fn cut(reader: &mut Reader, at: &FieldPath, cut: pb::Cut) -> Option<Cut> {
    let pointer = cut.pointer;
    match cut.what {
        None => {
            reader.note(at, "what", Reason::Missing);
            None
        }
        Some(pb::cut::What::Characters(pb::CharacterSpan { from, until })) => {
            Some(Cut::Text { pointer, from, until })
        }
        Some(pb::cut::What::Element(element)) => Some(Cut::Element { pointer, element }),
    }
}

/// Proposals and decisions, in the order of their records.
pub fn destructions(state: &Destructions) -> Vec<pb::Destruction> {
    let mut shown: Vec<(u64, pb::Destruction)> = state
        .proposals()
        .iter()
        .map(|(at, proposal)| (*at, proposed(*at, proposal, state)))
        .collect();
    let approved = |at: u64| {
        let answer = Answer::Approved { decided: at };
        state.proposals().values().any(|proposal| proposal.answer == answer)
    };
    let alone = state.decisions().iter().filter(|(at, _)| !approved(**at));
    shown.extend(alone.map(|(at, decision)| (*at, decided(*at, decision))));
    shown.sort_by_key(|(at, _)| *at);
    shown.into_iter().map(|(_, destruction)| destruction).collect()
}

fn proposed(at: u64, proposal: &Proposal, state: &Destructions) -> pb::Destruction {
    if let Answer::Approved { decided: position } = proposal.answer
        && let Some(decision) = state.decisions().get(&position)
    {
        return pb::Destruction { proposal: Some(at), ..decided(position, decision) };
    }
    let standing = match proposal.answer {
        Answer::Refused { .. } => pb::DestructionStanding::Refused,
        Answer::Open | Answer::Approved { .. } => pb::DestructionStanding::Proposed,
    };
    let order = &proposal.order;
    pb::Destruction {
        proposal: Some(at),
        decision: None,
        executed: None,
        standing: standing.into(),
        ground: order.ground.into(),
        stream_ids: order.streams.iter().map(StreamId::to_string).collect(),
        records: (order.positions.len() + order.parts.len()) as u64,
        parts: order.parts.len() as u64,
        decider: proposal.decider.to_string(),
        approver: String::new(),
        granted_request_id: order.request.map_or_else(String::new, |it| it.to_string()),
    }
}

fn decided(at: u64, decision: &Decision) -> pb::Destruction {
    let fact = &decision.fact;
    let standing = match decision.executed {
        Some(_) => pb::DestructionStanding::Executed,
        None => pb::DestructionStanding::Decided,
    };
    pb::Destruction {
        proposal: None,
        decision: Some(at),
        executed: decision.executed.as_ref().map(|(position, _)| *position),
        standing: standing.into(),
        ground: fact.ground.into(),
        stream_ids: fact.streams.iter().map(|whole| whole.stream.to_string()).collect(),
        records: decision.each_position().count() as u64,
        parts: fact.replacements.len() as u64,
        decider: fact.decider.to_string(),
        approver: fact.approver.to_string(),
        granted_request_id: fact.request.map_or_else(String::new, |it| it.to_string()),
    }
}
