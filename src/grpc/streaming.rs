//! A stream of entries on its way to the disk: many in flight at once, those of one dossier in their order.

use std::collections::{HashMap, VecDeque};

use tokio::task::JoinHandle;
use tonic::{Status, Streaming};

use crate::chain::StreamId;
use crate::domain::id::EntryId;
use crate::domain::violation::{FieldPath, Reason};
use crate::register::{Acknowledgement, Call, Recorded, Register, Step};

use super::call;
use super::convert::{self, Reader};
use super::dossier::{first_entry, new_entry_id, on, recorded_ids};
use super::gate::Admitted;
use super::{pb, status};

/// Entries that may wait for the disk at once; more are not read from the network until these are done.
const IN_FLIGHT_MAX: usize = 256;

type Sent = JoinHandle<Result<(Acknowledgement, Vec<EntryId>), Status>>;

/// Records a stream of entries. At the first refusal it takes no more, waits for what is in flight, and says how many were recorded.
pub async fn entries(
    admitted: &Admitted,
    mut messages: Streaming<pb::StreamEntriesRequest>,
) -> Result<pb::StreamEntriesResponse, Status> {
    let register = &admitted.hosted.register;
    let mut pipeline = Pipeline::default();
    let taken = take(admitted, &mut messages, &mut pipeline).await;
    pipeline.settle_until(u64::MAX).await;
    if let Err(refusal) = taken.and(pipeline.refused.map_or(Ok(()), Err)) {
        return Err(status::streamed(refusal, pipeline.records.len()));
    }
    let records = pipeline.records.into();
    let done = Acknowledgement { records, replayed: pipeline.all_replayed };
    let acknowledgement = Some(super::record::acknowledgement(register, &done));
    Ok(pb::StreamEntriesResponse { acknowledgement, entry_ids: pipeline.entry_ids })
}

/// Takes messages in until there are no more, or one is refused.
async fn take(
    admitted: &Admitted,
    messages: &mut Streaming<pb::StreamEntriesRequest>,
    pipeline: &mut Pipeline,
) -> Result<(), Status> {
    let mut context = None;
    let mut latest: HashMap<StreamId, u64> = HashMap::new();
    while let Some(mut message) = messages.message().await? {
        context = context.or(message.access_context);
        message.access_context = context;
        let mut given = Vec::new();
        let (call, step) = call::read(admitted, message, |message, reader| {
            let (dossier, command) = convert::stream_entry(message, new_entry_id, reader)?;
            given.extend(first_entry(&command));
            Some(on(dossier, command))
        })?;
        // The entry before this one in the same dossier goes first; those of other dossiers overtake freely.
        if let Some(before) = latest.insert(call.names, pipeline.taken) {
            pipeline.settle_until(before + 1).await;
        }
        let room = (pipeline.taken + 1).saturating_sub(IN_FLIGHT_MAX as u64);
        pipeline.settle_until(room).await;
        if pipeline.refused.is_some() {
            return Ok(());
        }
        pipeline.push(admitted.hosted.register.clone(), call, step, given);
    }
    if pipeline.taken == 0 {
        let mut reader = Reader::default();
        reader.note(&FieldPath::whole(), "entry", Reason::Missing);
        reader.finish::<()>(None).map_err(status::invalid)?;
    }
    Ok(())
}

/// What is in flight, and what came of what was.
struct Pipeline {
    in_flight: VecDeque<Sent>,
    taken: u64,
    settled: u64,
    records: Vec<Recorded>,
    entry_ids: Vec<String>,
    all_replayed: bool,
    refused: Option<Status>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Pipeline {
            in_flight: VecDeque::new(),
            taken: 0,
            settled: 0,
            records: Vec::new(),
            entry_ids: Vec::new(),
            all_replayed: true,
            refused: None,
        }
    }
}

impl Pipeline {
    fn push(&mut self, register: Register, call: Call, step: Step, given: Vec<EntryId>) {
        self.taken += 1;
        self.in_flight.push_back(tokio::spawn(async move {
            let done = register.execute(&call, &[step]).await;
            let done = done.map_err(|error| status::rebased(error, "entries[0]", "entry"))?;
            let done = done.ok_or_else(|| status::internal("a stream is never only judged"))?;
            let ids = recorded_ids(&register, Some(&done), given)?;
            Ok((done, ids))
        }));
    }

    /// Waits until the first `count` messages are settled, or all there are.
    async fn settle_until(&mut self, count: u64) {
        while self.settled < count
            && let Some(sent) = self.in_flight.pop_front()
        {
            self.settled += 1;
            match sent.await.unwrap_or_else(|_| Err(status::internal("a task was lost"))) {
                Ok((done, ids)) => {
                    self.records.extend_from_slice(&done.records);
                    self.entry_ids.extend(ids.iter().map(ToString::to_string));
                    self.all_replayed &= done.replayed;
                }
                Err(refusal) => {
                    self.refused.get_or_insert(refusal);
                }
            }
        }
    }
}
