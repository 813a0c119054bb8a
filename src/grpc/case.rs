//! What the services of all case registers share: ids of new cases, and cases folded as they stand or stood.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use parking_lot::Mutex;
use tonic::Status;

use crate::chain::StreamId;
use crate::domain::violation::{FieldPath, Reason};
use crate::register::{Acknowledgement, Folded, ReadFailure, Register};

use super::convert::{AsOf, Reader};
use super::dossier::new_entry_id;
use super::view::as_of_size;

/// The stream of a case that is about to begin.
pub fn new_stream() -> StreamId {
    StreamId::from_bytes(new_entry_id().to_bytes())
}

/// The id of the case a command began; empty if it was only judged.
pub fn opened(done: Option<&Acknowledgement>) -> String {
    let first = done.and_then(|done| done.records.first());
    first.map_or_else(String::new, |first| first.stream.to_string())
}

/// The stream of the case a request names.
pub fn stream(reader: &mut Reader, field: &str, text: &str) -> Option<StreamId> {
    let stream = text.parse().ok().filter(|stream| *stream != StreamId::ZERO);
    if stream.is_none() {
        let reason = if text.is_empty() { Reason::Missing } else { Reason::NotAnIdentifier };
        reader.note(&FieldPath::whole(), field, reason);
    }
    stream
}

/// A case's stream, folded up to a point of the ledger's history.
pub async fn folded(
    register: &Register,
    stream: StreamId,
    as_of: AsOf,
) -> Result<Arc<Mutex<Folded>>, Status> {
    let below = as_of_size(register, as_of)?;
    if below >= register.size() {
        return Ok(register.folded(stream).await?);
    }
    let register = register.clone();
    let folding = tokio::task::spawn_blocking(move || register.folded_below(stream, below));
    let folded = folding.await.unwrap_or(Err(ReadFailure::Unavailable))?;
    Ok(Arc::new(Mutex::new(folded)))
}

/// The moment at which clocks are looked at: that of the question, or now.
pub fn now(register: &Register, as_of: AsOf) -> DateTime<Utc> {
    match as_of {
        AsOf::Time(time) => time,
        AsOf::Now | AsOf::Position(_) => {
            DateTime::from_timestamp_micros(register.now()).unwrap_or_default()
        }
    }
}
