//! What a follower of the ledger is told: of which streams, behind whose walls, in which words.

use tonic::Status;

use crate::access::{Reach, Role, Scope, allowed, may_open};
use crate::chain::StreamId;
use crate::register::subscribe::Message;

use super::gate::Admitted;
use super::ledger::{ledger_record, reader_of};
use super::pb;
use super::record::timestamp;

/// Which streams are followed (none: all), and behind whose walls. Whoever reaches the whole ledger by some role follows all of its
/// headers; others say in which role they follow, and are told of what that role may open alone.
pub fn followed(
    admitted: &Admitted,
    request: &pb::SubscribeRequest,
    named: Vec<StreamId>,
) -> Result<(Vec<StreamId>, Option<Role>), Status> {
    let reaches_all = |role| allowed(role, admitted.operation) == Some(Scope::Ledger);
    if admitted.caller.roles.iter().any(reaches_all) {
        return Ok((named, None));
    }
    let (role, _) = reader_of(admitted, request.access_context)?;
    let streams = match admitted.reach(role) {
        Reach::Only(only) if named.is_empty() => only.streams.iter().copied().collect(),
        Reach::Only(_) | Reach::Everything => named,
    };
    admitted.within_reach(role, &streams)?;
    Ok((streams, Some(role)))
}

/// Whether a message is about a record that this role may not open.
pub fn behind_a_wall(message: &Message, walled: Option<Role>) -> bool {
    let (Message::Record(record), Some(role)) = (message, walled) else { return false };
    !may_open(role, record.header.kind.as_str())
}

/// A message as it is sent.
pub fn subscribed(
    message: Message,
    role: Option<Role>,
    now: i64,
) -> Result<pb::SubscribeResponse, Status> {
    use pb::subscribe_response::Message as Said;
    let mark = |next| pb::PositionMark { next_position: next, server_time: Some(timestamp(now)) };
    let said = match message {
        Message::Record(record) => Said::Record(ledger_record(*record, role)),
        Message::PositionMark { next } => Said::PositionMark(mark(next)),
        Message::CaughtUp { next } => Said::CaughtUp(mark(next)),
        Message::Failed(failure) => return Err(failure.into()),
    };
    Ok(pb::SubscribeResponse { message: Some(said) })
}
