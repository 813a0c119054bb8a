//! A stream of entries on its way to the disk: what has come in goes together, the entries of each dossier in their order.

use std::collections::BTreeMap;

use tokio::task::JoinSet;
use tokio_stream::StreamExt;
use tonic::{Status, Streaming};

use crate::chain::StreamId;
use crate::domain::dossier::Command;
use crate::domain::id::EntryId;
use crate::domain::violation::{FieldPath, Reason};
use crate::register::{Acknowledgement, Recording, Register};

use super::call;
use super::convert::{self, Reader};
use super::dossier::{new_entry_id, recorded_ids, stream_of};
use super::gate::Admitted;
use super::{pb, status};

/// Entries that may wait for the disk at once; more are not read from the network until these are done.
const IN_FLIGHT_MAX: usize = 256;

/// Records a stream of entries. At the first refusal it takes no more, waits for what is in flight, and says how many were recorded.
pub async fn entries(
    admitted: &Admitted,
    mut messages: Streaming<pb::StreamEntriesRequest>,
) -> Result<pb::StreamEntriesResponse, Status> {
    let register = &admitted.hosted.register;
    let mut done = Done::default();
    let mut context = None;
    loop {
        let (handful, ended) = gather(admitted, &mut messages, &mut context).await;
        let nothing_came = handful.taken == 0;
        done.carry_out(register, handful).await;
        if let Some(refusal) = done.refused.take().or(ended.refused) {
            return Err(status::streamed(refusal, done.recorded.len()));
        }
        if ended.at_end || nothing_came {
            break;
        }
    }
    if done.taken == 0 {
        let mut reader = Reader::default();
        reader.note(&FieldPath::whole(), "entry", Reason::Missing);
        reader.finish::<()>(None).map_err(status::invalid)?;
    }
    Ok(done.response(register))
}

/// Messages taken in together, by dossier; each with its number among them.
#[derive(Default)]
struct Handful {
    taken: usize,
    by_dossier: BTreeMap<StreamId, Vec<(usize, Recording)>>,
}

/// Whether more messages may follow.
#[derive(Default)]
struct Ended {
    at_end: bool,
    refused: Option<Status>,
}

/// Waits for a message and takes what came with it: no message waits for one that is still to be sent.
async fn gather(
    admitted: &Admitted,
    messages: &mut Streaming<pb::StreamEntriesRequest>,
    context: &mut Option<pb::AccessContext>,
) -> (Handful, Ended) {
    let mut handful = Handful::default();
    while handful.taken < IN_FLIGHT_MAX {
        let next = if handful.taken == 0 {
            messages.next().await
        } else {
            tokio::select! {
                biased;
                next = messages.next() => next,
                () = std::future::ready(()) => break,
            }
        };
        let read = match next {
            None => return (handful, Ended { at_end: true, refused: None }),
            Some(message) => message.and_then(|message| read(admitted, message, context)),
        };
        match read {
            Err(refusal) => return (handful, Ended { at_end: true, refused: Some(refusal) }),
            Ok((stream, recording)) => {
                handful.by_dossier.entry(stream).or_default().push((handful.taken, recording));
                handful.taken += 1;
            }
        }
    }
    (handful, Ended::default())
}

/// One message; the first one's access context is that of the whole stream.
fn read(
    admitted: &Admitted,
    mut message: pb::StreamEntriesRequest,
    context: &mut Option<pb::AccessContext>,
) -> Result<(StreamId, Recording), Status> {
    *context = context.or(message.access_context);
    message.access_context = *context;
    let (call, entry) = call::read(admitted, message, |message, reader| {
        let (dossier, command) = convert::stream_entry(message, new_entry_id, reader)?;
        let Command::Record { entries } = command else { return None };
        Some((stream_of(dossier), entries.into_iter().next()?))
    })?;
    Ok((call.names, Recording { call, entry }))
}

/// What came of the messages so far, by their number in the stream.
#[derive(Default)]
struct Done {
    taken: usize,
    recorded: BTreeMap<usize, (Acknowledgement, Vec<EntryId>)>,
    refused: Option<Status>,
}

impl Done {
    /// Carries a handful out, the dossiers beside each other, and waits until all of it is on the disk or refused.
    async fn carry_out(&mut self, register: &Register, handful: Handful) {
        let mut runs = JoinSet::new();
        for (stream, numbered) in handful.by_dossier {
            let register = register.clone();
            runs.spawn(async move { carry_out(&register, stream, numbered).await });
        }
        let mut refusals = BTreeMap::new();
        while let Some(run) = runs.join_next().await {
            let Ok((recorded, refusal)) = run else {
                refusals.insert(0, status::internal("a task was lost"));
                continue;
            };
            let first = self.taken;
            self.recorded.extend(recorded.into_iter().map(|(number, it)| (first + number, it)));
            refusals.extend(refusal);
        }
        self.taken += handful.taken;
        // Of several, the one that came first in the stream.
        self.refused = refusals.into_values().next();
    }

    fn response(self, register: &Register) -> pb::StreamEntriesResponse {
        let all_replayed = self.recorded.values().all(|(done, _)| done.replayed);
        let entry_ids = self.recorded.values().flat_map(|(_, ids)| ids);
        let entry_ids = entry_ids.map(ToString::to_string).collect();
        let records = self.recorded.values().flat_map(|(done, _)| done.records.iter().copied());
        let done = Acknowledgement { records: records.collect(), replayed: all_replayed };
        let acknowledgement = Some(super::record::acknowledgement(register, &done));
        pb::StreamEntriesResponse { acknowledgement, entry_ids }
    }
}

/// What was recorded, by number, and the refusal with the number it concerns.
type Run = (Vec<(usize, (Acknowledgement, Vec<EntryId>))>, Option<(usize, Status)>);

/// Carries out what concerns one dossier.
async fn carry_out(
    register: &Register,
    stream: StreamId,
    numbered: Vec<(usize, Recording)>,
) -> Run {
    let (numbers, run): (Vec<usize>, Vec<Recording>) = numbered.into_iter().unzip();
    let outcome = register.execute_together(stream, &run).await;
    let mut refusal = outcome.refused.and_then(|error| {
        let number = *numbers.get(outcome.recorded.len())?;
        Some((number, status::rebased(error, "entries[0]", "entry")))
    });
    let mut recorded = Vec::with_capacity(numbers.len());
    for ((number, recording), done) in numbers.into_iter().zip(run).zip(outcome.recorded) {
        match recorded_ids(register, Some(&done), vec![recording.entry.entry]) {
            Ok(ids) => recorded.push((number, (done, ids))),
            // It is recorded all the same; only its id cannot be told.
            Err(unreadable) => {
                recorded.push((number, (done, Vec::new())));
                refusal.get_or_insert((number, unreadable));
            }
        }
    }
    (recorded, refusal)
}
