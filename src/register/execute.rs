//! Carrying out a command: decide against what was read, seal, submit; decide again if somebody was faster; answer a repeated
//! request with the same acknowledgement.

use chrono::DateTime;

use crate::access::{AccessContext, Caller, Reach};
use crate::chain::{RequestId, SealedBox, StreamId, Visibility};
use crate::domain::{Context, Event};
use crate::vault::{KeyError, NoKey, Purpose, SealError};

use super::Register;
use super::matter::{Command, Refusal};
use super::payload::{self, MalformedPayload};
use super::proposal::{Acknowledgement, Draft, Proposal, Read, SubmitError};
use super::read::{PayloadRead, ReadFailure};

/// Decisions tried when others keep writing to the same stream.
const ATTEMPTS_MAX: usize = 16;

/// Who calls, and what makes the call repeatable.
#[derive(Clone, Debug)]
pub struct Call {
    /// The acting identity.
    pub caller: Caller,
    /// The caller's request id: the 16 bytes of a UUID.
    pub request_id: [u8; 16],
    /// The stream the command names; zeros if it creates one.
    pub names: StreamId,
    /// The revision the caller decided upon, if they insist on it.
    pub expected_revision: Option<u64>,
    /// Why.
    pub context: AccessContext,
    /// The request as it came in, without its id: the same id with another body is refused.
    pub body: Vec<u8>,
    /// Judge, but record nothing.
    pub validate_only: bool,
    /// How far it reaches: what lies outside does not exist for it.
    pub reach: Reach,
}

/// One stream's part of a command; several parts are recorded together or not at all.
pub struct Step {
    /// The stream.
    pub stream: StreamId,
    /// Records that go before the decided ones (parts of an attachment).
    pub before: Vec<Draft>,
    /// The command, given the revision the stream's next record gets.
    pub command: Box<dyn Fn(u64) -> Command + Send + Sync>,
}

impl Step {
    /// A command that does not depend on where its records will lie.
    pub fn new(stream: StreamId, command: Command) -> Step {
        Step { stream, before: Vec::new(), command: Box::new(move |_| command.clone()) }
    }
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// The aggregate refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The stream is not at the revision the caller expects.
    #[error("the stream has moved on")]
    StaleRevision {
        /// The revision its next record gets now.
        current: u64,
    },
    /// The request id was used for another body.
    #[error("the request id was used for another request")]
    RequestReused,
    /// Others kept writing to the same stream.
    #[error("the stream keeps changing")]
    Contended,
    /// It is about something the caller was not given: for them it is not there.
    #[error("there is no such thing")]
    OutOfReach {
        /// The reason that something that is not there has.
        reason: &'static str,
    },
    /// The register did not record it, or may not have.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// What the decision rests on cannot be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// A key could not be made.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A payload could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key is gone.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// A payload could not be written.
    #[error(transparent)]
    Payload(#[from] MalformedPayload),
}

/// What judging a step against its stream came to.
pub(super) struct Judged {
    /// Records the stream had.
    pub(super) next_revision: u64,
    /// The revision the command is to know ([`super::Folded::next_revision_for`]).
    pub(super) current: u64,
    /// What it decided.
    pub(super) events: Result<Vec<Event>, Refusal>,
}

/// A decision, sealed, with what it rests on.
struct Decided {
    proposal: Proposal,
    events: Vec<(StreamId, Option<Event>)>,
}

impl Register {
    /// Carries out a command. `None` when it was only to be judged, and would have been recorded.
    pub async fn execute(
        &self,
        call: &Call,
        steps: &[Step],
    ) -> Result<Option<Acknowledgement>, ExecuteError> {
        self.within_reach(call, steps)?;
        let request = self.request_of(call);
        for _ in 0..ATTEMPTS_MAX {
            let recorded = self.with_index(|index| index.request(request));
            if let Some(first) = recorded {
                return self.answer_again(call, first).map(Some);
            }
            let (reads, facts) = self.decide(call, steps).await?;
            if call.validate_only {
                return Ok(None);
            }
            let holds = self.holds_of(&facts).await?;
            let mut decided = self.seal_all(call, request, reads, facts).await?;
            for (stream, draft) in holds {
                decided.proposal.drafts.push(draft);
                decided.events.push((stream, None));
            }
            match self.submit(decided.proposal).await {
                Ok(acknowledgement) => {
                    self.fold_in(&acknowledgement, decided.events);
                    return Ok(Some(acknowledgement));
                }
                Err(SubmitError::Duplicate { first }) => {
                    return self.answer_again(call, first).map(Some);
                }
                Err(SubmitError::Stale { current }) => {
                    if let Some(stale) = stale(call, steps, &current) {
                        return Err(stale);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(ExecuteError::Contended)
    }

    /// The keyed id of a command, under which it is recorded once.
    pub(super) fn request_of(&self, call: &Call) -> RequestId {
        let grant = call.caller.grant.as_bytes();
        self.shared.vault.request_id(grant, &call.request_id, call.names)
    }

    /// Judges every step against its stream as it stands, and notes what was read.
    async fn decide(
        &self,
        call: &Call,
        steps: &[Step],
    ) -> Result<(Vec<Read>, Vec<(StreamId, Fact)>), ExecuteError> {
        let now = DateTime::from_timestamp_micros(self.now()).unwrap_or(DateTime::UNIX_EPOCH);
        let context = Context::at(now);
        let mut reads = Vec::with_capacity(steps.len());
        let mut facts = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            let Judged { next_revision, current, events } = self.judge(step, &context).await?;
            if number == 0 && call.expected_revision.is_some_and(|it| it != current) {
                return Err(ExecuteError::StaleRevision { current });
            }
            reads.push(Read { stream: step.stream, next_revision });
            facts
                .extend(step.before.iter().map(|draft| (step.stream, Fact::Sealed(draft.clone()))));
            facts.extend(events?.into_iter().map(|event| (step.stream, Fact::Decided(event))));
        }
        Ok((reads, facts))
    }

    /// What the facts of complaints say of holds on the dossiers they are about; recorded with them or not at all.
    async fn holds_of(
        &self,
        facts: &[(StreamId, Fact)],
    ) -> Result<Vec<(StreamId, Draft)>, ExecuteError> {
        let mut holds = Vec::new();
        let of_complaint = |fact: &(StreamId, Fact)| {
            matches!(fact, (_, Fact::Decided(Event::Complaint(_)))).then_some(fact.0)
        };
        let streams: std::collections::BTreeSet<StreamId> =
            facts.iter().filter_map(of_complaint).collect();
        for stream in streams {
            let events: Vec<_> = facts
                .iter()
                .filter(|(of, _)| *of == stream)
                .filter_map(|(_, fact)| match fact {
                    Fact::Decided(Event::Complaint(event)) => Some(event.as_ref()),
                    _ => None,
                })
                .collect();
            let folded = self.folded(stream).await?;
            let folded = folded.lock();
            holds.extend(self.case_holds(stream, &folded, &events)?);
        }
        Ok(holds)
    }

    /// Judges one step against its stream as it stands.
    pub(super) async fn judge(
        &self,
        step: &Step,
        context: &Context,
    ) -> Result<Judged, ExecuteError> {
        let gone = self.with_destructions(|state| {
            state.fence(step.stream).map(|_| state.whole(step.stream).is_some())
        });
        if let Some(whole) = gone {
            return Err(SubmitError::Fenced { stream: step.stream, whole }.into());
        }
        if let Some(judged) = self.judge_recording(step, context) {
            return Ok(judged);
        }
        let folded = self.folded(step.stream).await?;
        let folded = folded.lock();
        let next_revision = folded.next_revision;
        let command = (step.command)(next_revision);
        let current = folded.next_revision_for(&command);
        Ok(Judged { next_revision, current, events: folded.decide(command, context) })
    }

    /// Seals what was decided. The first record with a payload of its own carries the request's digest.
    async fn seal_all(
        &self,
        call: &Call,
        request: RequestId,
        reads: Vec<Read>,
        facts: Vec<(StreamId, Fact)>,
    ) -> Result<Decided, ExecuteError> {
        let (mut drafts, mut events) = (Vec::new(), Vec::new());
        let mut first = true;
        for (stream, fact) in facts {
            match fact {
                Fact::Sealed(draft) => {
                    drafts.push(draft);
                    events.push((stream, None));
                }
                Fact::Decided(event) => {
                    drafts.push(self.seal(call, stream, &event, first).await?);
                    first &= event.is_open();
                    events.push((stream, Some(event)));
                }
            }
        }
        let of_incident = |event: &Event| match event {
            Event::Incident(_) => true,
            Event::Letter(event) => event.register == crate::domain::letter::Register::Incident,
            _ => false,
        };
        let in_incident_register = events.iter().filter_map(|it| it.1.as_ref()).any(of_incident);
        let vault = &self.shared.vault;
        let actor = if in_incident_register { vault.incident_actor() } else { call.caller.actor };
        let proposal = Proposal { request, actor, reads, after: None, drafts };
        Ok(Decided { proposal, events })
    }

    /// Seals a fact under its stream's key, which is made and durable first if the stream is new: open facts under a key of their
    /// own, so that the one can be given away and the other not.
    pub(super) async fn seal(
        &self,
        call: &Call,
        stream: StreamId,
        event: &Event,
        first: bool,
    ) -> Result<Draft, ExecuteError> {
        let vault = &self.shared.vault;
        let body = event.to_body().ok_or(MalformedPayload)?;
        let (visibility, sealed) = if event.is_open() {
            let key = self.open_key(stream).await?;
            (Visibility::Open, vault.seal(key, stream, body.as_bytes())?)
        } else {
            let key = self.data_key(stream).await?;
            let digest = first.then(|| vault.body_digest(key, &call.body)).transpose()?;
            let payload = payload::write(&body, Some(&call.context), digest)?;
            (Visibility::Sealed, vault.seal(key, stream, &payload)?)
        };
        Ok(Draft {
            stream,
            kind: event.kind().parse().map_err(|_| MalformedPayload)?,
            visibility,
            commitment: sealed.commitment,
            sealed: sealed.box_bytes,
            fact: None,
        })
    }

    /// The data key of a stream; made, and on the disk, before anything is sealed with it.
    pub async fn data_key(&self, stream: StreamId) -> Result<crate::chain::KeyId, KeyError> {
        match self.shared.vault.data_key_id(stream) {
            Some(key) => Ok(key),
            None => self.make_key(Purpose::Data, stream).await,
        }
    }

    /// The key of a stream's open facts; made, and on the disk, before anything is sealed with it.
    async fn open_key(&self, stream: StreamId) -> Result<crate::chain::KeyId, KeyError> {
        match self.shared.vault.open_key_id(stream) {
            Some(key) => Ok(key),
            None => self.make_key(Purpose::Open, stream).await,
        }
    }

    pub(super) async fn make_key(
        &self,
        purpose: Purpose,
        stream: StreamId,
    ) -> Result<crate::chain::KeyId, KeyError> {
        let vault = std::sync::Arc::clone(&self.shared.vault);
        let made = tokio::task::spawn_blocking(move || vault.create_keys(&[(purpose, stream)]));
        let stopped = KeyError::Stopped(std::io::ErrorKind::Other);
        made.await.unwrap_or(Err(stopped))?.first().copied().ok_or(stopped)
    }

    /// The acknowledgement of a command that was recorded before, if this is that command.
    fn answer_again(&self, call: &Call, first: u64) -> Result<Acknowledgement, ExecuteError> {
        let acknowledgement = self.acknowledgement_again(first)?;
        let positions: Vec<u64> = acknowledgement.records.iter().map(|it| it.position).collect();
        let boxes = self.shared.boxes(&positions)?;
        for (record, sealed) in self.records(&positions, true)?.into_iter().zip(boxes) {
            // After a loss there is nothing left to compare with, and the records speak for themselves.
            let PayloadRead::Given(opened) = &record.payload else { continue };
            if record.header.kind.is_raw() || record.header.visibility == Visibility::Open {
                continue;
            }
            let payload = payload::read(opened.payload())?;
            let Some(known) = payload.request_digest else { continue };
            let vault = &self.shared.vault;
            // The digest was made under the key of this very record. When a part of the dossier went, so did that key, and
            // nothing is compared any more; the stream's key of today would call an honest repeat another request.
            let sealed = sealed.as_deref().and_then(|bytes| SealedBox::parse(bytes).ok());
            let key = sealed.map(|it| it.key_id).filter(|key| vault.key_state(*key).is_ok());
            let Some(key) = key else { break };
            if hex::encode(vault.body_digest(key, &call.body)?) != known {
                return Err(ExecuteError::RequestReused);
            }
            break;
        }
        Ok(acknowledgement)
    }

    /// Lets kept folds follow what was just recorded. One that is not at that revision catches up when it is next used.
    pub(super) fn fold_in(
        &self,
        acknowledgement: &Acknowledgement,
        events: Vec<(StreamId, Option<Event>)>,
    ) {
        self.folded_streams.count(acknowledgement.records.len() as u64);
        for (recorded, (stream, event)) in acknowledgement.records.iter().zip(events) {
            let Some(folded) = self.folded_streams.kept(stream) else {
                self.folded_streams.recordings.follow(stream, recorded.revision, event.as_ref());
                continue;
            };
            let mut folded = folded.lock();
            if folded.next_revision == recorded.revision {
                match event {
                    Some(event) => {
                        folded.apply_event(recorded.position, recorded.recorded_at, &event);
                    }
                    None => folded.pass(),
                }
            }
        }
    }
}

enum Fact {
    Sealed(Draft),
    Decided(Event),
}

/// What to tell a caller who insisted on a revision that is gone; nothing when deciding again may help.
fn stale(call: &Call, steps: &[Step], current: &[Read]) -> Option<ExecuteError> {
    let expected = call.expected_revision?;
    let named = steps.first()?.stream;
    let now = current.iter().find(|read| read.stream == named)?.next_revision;
    (now != expected).then_some(ExecuteError::StaleRevision { current: now })
}
