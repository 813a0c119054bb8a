//! A run of commands on one dossier that each record an entry: decided together, recorded each on its own, in their order.
//!
//! One after the other they would wait for the disk once each, since each is decided upon the one before it. Entries judged as
//! those of one command are judged as if each had been recorded before the next, so nothing is lost by judging them at once.

use chrono::DateTime;
use tokio::sync::oneshot;

use crate::chain::StreamId;
use crate::domain::{Context, Event, dossier};

use super::execute::Judged;
use super::proposal::{Acknowledgement, Proposal, Read, SubmitError};
use super::writer::{Answer, Envelope};
use super::{Call, Command, ExecuteError, Register, Step};

/// One command of a run.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Who asks, and what makes it repeatable.
    pub call: Call,
    /// The entry.
    pub entry: dossier::entry::Draft,
}

/// What came of a run: the first so many were recorded; what follows a refusal was not tried.
#[derive(Debug, Default)]
pub struct RunOutcome {
    /// One acknowledgement for each command carried out, in their order.
    pub recorded: Vec<Acknowledgement>,
    /// Why the next one was not.
    pub refused: Option<ExecuteError>,
}

/// A command of the run on its way to the disk.
struct Sent {
    answer: oneshot::Receiver<Answer>,
    event: Event,
}

impl Register {
    /// Carries out a run on one dossier. None is recorded before those ahead of it, and none after a refusal.
    pub async fn execute_together(&self, stream: StreamId, run: &[Recording]) -> RunOutcome {
        let mut outcome = RunOutcome::default();
        let within = run.iter().try_for_each(|Recording { call, entry }| {
            let record = dossier::Command::Record { entries: vec![entry.clone()] };
            self.within_reach(call, &[Step::new(stream, Command::Dossier(record))])
        });
        if let Err(error) = within {
            return RunOutcome { refused: Some(error), ..outcome };
        }
        let sent = match self.send_together(stream, run).await {
            Ok(sent) => sent.unwrap_or_default(),
            Err(error) => return RunOutcome { refused: Some(error), ..outcome },
        };
        for Sent { answer, event } in sent {
            match answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown)) {
                Ok(acknowledgement) => {
                    self.fold_in(&acknowledgement, vec![(stream, Some(event))]);
                    outcome.recorded.push(acknowledgement);
                }
                // Somebody else wrote to the dossier: this one and all after it are decided again, in turn.
                Err(SubmitError::Stale { .. } | SubmitError::Duplicate { .. }) => break,
                Err(error) => return RunOutcome { refused: Some(error.into()), ..outcome },
            }
        }
        for Recording { call, entry } in run.get(outcome.recorded.len()..).unwrap_or_default() {
            let record = dossier::Command::Record { entries: vec![entry.clone()] };
            match self.execute(call, &[Step::new(stream, Command::Dossier(record))]).await {
                Ok(Some(acknowledgement)) => outcome.recorded.push(acknowledgement),
                Ok(None) => {} // Only judged: nothing to acknowledge.
                Err(error) => return RunOutcome { refused: Some(error), ..outcome },
            }
        }
        outcome
    }

    /// Decides and seals all of them, and queues them side by side. Nothing if any of them needs to be looked at by itself: a
    /// repeat, another revision than expected, a refusal.
    async fn send_together(
        &self,
        stream: StreamId,
        run: &[Recording],
    ) -> Result<Option<Vec<Sent>>, ExecuteError> {
        let requests: Vec<_> = run.iter().map(|it| self.request_of(&it.call)).collect();
        let repeated =
            self.with_index(|index| requests.iter().any(|it| index.request(*it).is_some()));
        if repeated || run.iter().any(|it| it.call.validate_only) {
            return Ok(None);
        }
        let now = DateTime::from_timestamp_micros(self.now()).unwrap_or(DateTime::UNIX_EPOCH);
        let entries = run.iter().map(|it| it.entry.clone()).collect();
        let record = Step::new(stream, Command::Dossier(dossier::Command::Record { entries }));
        let Judged { next_revision: first_revision, events, .. } =
            self.judge(&record, &Context::at(now)).await?;
        let as_expected = (first_revision..).zip(run).all(|(revision, it)| {
            it.call.expected_revision.is_none_or(|expected| expected == revision)
        });
        let (true, Ok(events)) = (as_expected, events) else { return Ok(None) };
        if events.len() != run.len() {
            return Ok(None);
        }
        let mut sealed = Vec::with_capacity(run.len());
        for (it, event) in run.iter().zip(events) {
            sealed.push((self.seal(&it.call, stream, &event, true).await?, event));
        }
        let mut sent = Vec::with_capacity(run.len());
        let mut after = None;
        for (((next_revision, it), request), (draft, event)) in
            (first_revision..).zip(run).zip(requests).zip(sealed)
        {
            let (reply, answer) = oneshot::channel();
            let proposal = Proposal {
                request,
                actor: it.call.caller.actor,
                reads: vec![Read { stream, next_revision }],
                // Its revision alone does not hold it back: a record of somebody else's in the place of the one ahead would let
                // it pass.
                after: after.replace(request),
                drafts: vec![draft],
            };
            if let Err(full) = self.command(Envelope::Submit { proposal, reply }) {
                // Those queued already are answered; the one that found no room is the refusal.
                let (refusal, refused) = oneshot::channel();
                let _ = refusal.send(Err(full)); // It is read below.
                sent.push(Sent { answer: refused, event });
                break;
            }
            sent.push(Sent { answer, event });
        }
        Ok(Some(sent))
    }
}
