//! A request as it stands, written for the wire.

use super::choice;
use super::write;
use crate::domain::request::{Capacity, Item, ItemState, PartNamed, Request, Requester, Scope};
use crate::grpc::pb;
use crate::projection::requests::Row;

impl From<&Requester> for pb::Requester {
    fn from(requester: &Requester) -> pb::Requester {
        use pb::requester::Capacity as Which;
        let capacity = match requester.capacity {
            Capacity::Client {} => Which::Client(pb::AsClient {}),
            Capacity::NextOfKin {} => Which::NextOfKin(pb::AsNextOfKin {}),
            Capacity::Representative { ground } => {
                Which::Representative(pb::AsRepresentative { ground: ground.into() })
            }
        };
        pb::Requester { name: write::text(&requester.name), capacity: Some(capacity) }
    }
}

impl From<&Scope> for pb::RequestedScope {
    fn from(scope: &Scope) -> pb::RequestedScope {
        pb::RequestedScope {
            entry_ids: scope.entries.iter().map(ToString::to_string).collect(),
            positions: scope.positions.clone(),
            parts: write::messages(&scope.parts),
        }
    }
}

impl From<&PartNamed> for pb::DestroyedPart {
    fn from(part: &PartNamed) -> pb::DestroyedPart {
        let cuts = part.cuts.iter().map(Into::into).collect();
        pb::DestroyedPart { position: part.position, cuts }
    }
}

/// A request as it stands.
pub fn request(request: &Request) -> pb::ClientRequest {
    let received = &request.received;
    let items = request.each().map(|(asked, state)| item(request, asked, state));
    pb::ClientRequest {
        standing: request.standing.into(),
        dossier_id: received.dossier.map(|it| it.to_string()).unwrap_or_default(),
        regime: write::optional_choice(&received.regime),
        channel: received.channel.into(),
        received: Some((&request.at).into()),
        requesters: write::messages(&received.requesters),
        incapacity: write::optional_message(&received.incapacity),
        after_death: write::optional_message(&received.after_death),
        identity: choice::identity(request.identity).into(),
        extended_on: write::optional_day(&request.extended),
        items: items.collect(),
    }
}

fn item(request: &Request, asked: &Item, state: &ItemState) -> pb::ClientRequestItem {
    let rule = request.rule(asked).map(|rule| rule.as_str().to_owned());
    let decided = state.decided.as_ref();
    let explanation = decided.and_then(|it| it.explanation.as_ref()).map(write::text);
    pb::ClientRequestItem {
        asked: Some(asked.into()),
        rule: rule.unwrap_or_default(),
        outcome: decided.map(|it| it.outcome.into()).unwrap_or_default(),
        grounds: decided.map(|it| write::choices(&it.grounds)).unwrap_or_default(),
        withheld: decided.and_then(|it| it.withheld.as_ref()).map(Into::into),
        explanation: explanation.unwrap_or_default(),
        answered: state.answer.is_some(),
        fulfilled_on: write::optional_day(&state.fulfilled),
        position: state.position,
    }
}

/// A request in a list; nothing of one that never came in.
pub fn summary(row: &Row) -> Option<pb::ClientRequestSummary> {
    let request = row.state.request()?;
    let open = request.items.iter().filter(|it| !it.is_done()).count();
    Some(pb::ClientRequestSummary {
        client_request_id: row.request.to_string(),
        standing: request.standing.into(),
        dossier_id: request.received.dossier.map(|it| it.to_string()).unwrap_or_default(),
        received_on: request.at.day().to_string(),
        rights: request.received.items.iter().map(|it| it.right.into()).collect(),
        open_items: u32::try_from(open).unwrap_or(u32::MAX),
    })
}
