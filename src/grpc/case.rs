//! What the services of all case registers share: ids of new cases, and cases folded as they stand or stood.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use parking_lot::Mutex;
use tonic::Status;

use crate::access::Reach;
use crate::chain::StreamId;
use crate::domain::violation::{FieldPath, Reason};
use crate::register::{Acknowledgement, Folded, ReadFailure, Register};

use super::convert::{AsOf, Reader};
use super::dossier::new_entry_id;
use super::fields::stated_role;
use super::gate::Admitted;
use super::reading_log::{Told, written_down};
use super::record::may_read;
use super::view::{as_of_size, not_destroyed};
use super::{pb, status};

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

/// A stream somebody asks for as a case, folded up to the point they ask for. Whether it is one of their register is theirs to see.
pub struct Asked {
    /// The stream.
    pub stream: StreamId,
    /// It, as it stood then.
    pub folded: Arc<Mutex<Folded>>,
    /// The moment at which its clocks are looked at.
    pub now: DateTime<Utc>,
}

/// Reads what every question about one case has in common: why it is asked, in which role, which case, as of when.
pub async fn asked(
    admitted: &Admitted,
    access_context: Option<pb::AccessContext>,
    (field, id): (&str, &str),
    as_of: Option<pb::AsOf>,
) -> Result<Asked, Status> {
    asked_of(admitted, access_context, (field, id), as_of, |_| None).await
}

/// The same for a case that belongs to a dossier: it is in reach of whoever the dossier is.
pub async fn asked_of(
    admitted: &Admitted,
    access_context: Option<pb::AccessContext>,
    (field, id): (&str, &str),
    as_of: Option<pb::AsOf>,
    dossier: impl FnOnce(&Folded) -> Option<StreamId>,
) -> Result<Asked, Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), access_context);
    let stream = stream(&mut reader, field, id);
    let as_of = AsOf::read_from(as_of, &mut reader);
    let read = context.zip(stream).zip(as_of);
    let ((context, stream), as_of) = reader.finish(read).map_err(status::invalid)?;
    stated_role(access_context.as_ref(), admitted)?;
    let register = &admitted.hosted.register;
    may_read(register, context)?;
    let dossier = match admitted.reach(context.role) {
        Reach::Everything => None,
        Reach::Only(_) => dossier(&register.folded(stream).await?.lock()),
    };
    let told = match dossier {
        Some(dossier) => Told::of(stream).inside(vec![dossier]),
        None => Told::of(stream),
    };
    written_down(admitted, context, told).await?;
    not_destroyed(register, stream)?;
    let folded = folded(register, stream, as_of).await?;
    Ok(Asked { stream, folded, now: now(register, as_of) })
}

/// A case's stream, folded up to a point of the ledger's history.
pub async fn folded(
    register: &Register,
    stream: StreamId,
    as_of: AsOf,
) -> Result<Arc<Mutex<Folded>>, Status> {
    let below = as_of_size(register, as_of)?;
    let last = register.with_index(|index| index.last(stream));
    if last.is_none_or(|last| last < below) {
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
