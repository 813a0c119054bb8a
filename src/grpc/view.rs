//! A dossier as a call wants to see it: now, or as it stood.

use std::sync::Arc;

use parking_lot::Mutex;
use tonic::Status;

use crate::access::Purpose;
use crate::chain::StreamId;
use crate::domain::id::DossierId;
use crate::register::{Folded, ReadFailure, Register};

use super::convert::AsOf;
use super::status;

/// How many records the ledger had at a point of its history.
pub fn as_of_size(register: &Register, as_of: AsOf) -> Result<u64, Status> {
    match as_of {
        AsOf::Now => Ok(register.size()),
        AsOf::Position(position) if position < register.size() => Ok(position + 1),
        AsOf::Position(_) => Err(status::not_found("NO_SUCH_POSITION")),
        AsOf::Time(time) => {
            let time = time.timestamp_micros();
            // What will be recorded by then is not known yet, so the answer would change.
            if time > register.now() {
                let message = "as_of lies in the future";
                return Err(status::precondition("AS_OF_IN_FUTURE", message));
            }
            Ok(register.size_as_of(time)?)
        }
    }
}

/// A dossier's stream, folded up to a point; not found if it was not opened by then.
pub async fn viewed(
    register: &Register,
    dossier: DossierId,
    as_of: AsOf,
    purpose: Purpose,
) -> Result<Arc<Mutex<Folded>>, Status> {
    let below = as_of_size(register, as_of)?;
    viewed_below(register, dossier, below, purpose).await
}

/// A dossier's stream, folded as it stood when the ledger had `below` records.
pub async fn viewed_below(
    register: &Register,
    dossier: DossierId,
    below: u64,
    purpose: Purpose,
) -> Result<Arc<Mutex<Folded>>, Status> {
    let stream = StreamId::from_bytes(dossier.to_bytes());
    not_destroyed(register, stream)?;
    not_restricted(register, stream, purpose).await?;
    // What was recorded of other streams since changes nothing in this one.
    let last = register.with_index(|index| index.last(stream));
    let folded = if last.is_none_or(|last| last < below) {
        register.folded(stream).await?
    } else {
        let register = register.clone();
        let folding = tokio::task::spawn_blocking(move || register.folded_below(stream, below));
        let folded = folding.await.unwrap_or(Err(ReadFailure::Unavailable))?;
        Arc::new(Mutex::new(folded))
    };
    let opened = folded.lock().dossier().state().dossier().is_some();
    if opened { Ok(folded) } else { Err(status::not_found("NO_SUCH_DOSSIER")) }
}

/// While its use is restricted a dossier is read for named purposes alone (AVG 18(2)), also as it stood before: to answer the
/// client, for a claim, for a supervisor, or to protect somebody.
pub(super) async fn not_restricted(
    register: &Register,
    stream: StreamId,
    purpose: Purpose,
) -> Result<(), Status> {
    let named = matches!(
        purpose,
        Purpose::ClientRequest | Purpose::Complaint | Purpose::Supervision | Purpose::Emergency
    );
    if named {
        return Ok(());
    }
    let folded = register.folded(stream).await?;
    let restricted = {
        let folded = folded.lock();
        folded.dossier().state().dossier().is_some_and(|it| it.restriction.is_some())
    };
    if restricted { Err(status::restricted()) } else { Ok(()) }
}

/// Refuses to look at what was destroyed: there is nothing left to see, and that is not the same as never having been there.
pub fn not_destroyed(register: &Register, stream: StreamId) -> Result<(), Status> {
    if register.with_destructions(|state| state.whole(stream).is_some()) {
        return Err(status::precondition("DESTROYED", "it was destroyed"));
    }
    Ok(())
}
