//! Records a destruction and has it carried out: replacements and decision in one commit, judged against everything that stands
//! in the way as it stands then.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::oneshot;

use crate::chain::{ActorId, KeyId, SealedBox, StreamId, Visibility};
use crate::register::damage::ranges;
use crate::register::execute::{Call, ExecuteError};
use crate::register::proposal::{Acknowledgement, Draft, Proposal, Read, SubmitError};
use crate::register::writer::Envelope;
use crate::register::{ReadFailure, Register};
use crate::vault::Purpose;

use super::fact::{DestructionDecided, Fact, WholeStream};
use super::fault::{FaultPoint, reached};
use super::order::{self, Objection, Order, is_never_destroyed, touched};
use super::prepare::{Prepared, whole_streams};
use super::state::Resolved;

/// Decisions tried when others keep writing to what is to go.
const ATTEMPTS_MAX: usize = 16;
/// Ranges one decision names at most: a payload has 64 KiB.
const RANGES_MAX: usize = 700;
/// Keys one decision names at most.
const KEYS_MAX: usize = 700;
/// Records one decision takes parts of at most: all that replaces them goes into one commit.
const PARTS_MAX: usize = 50;
/// Streams that go whole by one decision at most.
const STREAMS_MAX: usize = 500;

/// Why nothing was destroyed.
#[derive(Debug, thiserror::Error)]
pub enum DestroyError {
    /// Something speaks against it; all of it.
    #[error("the destruction is refused")]
    Refused(Vec<Objection>),
    /// One record cannot hold so much: destroy it in several steps.
    #[error("too much for one decision")]
    TooMuch,
    /// It could not be recorded, or may not have been.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

macro_rules! from_execute {
    ($($error:ty),*) => {$(
        impl From<$error> for DestroyError {
            fn from(error: $error) -> Self {
                DestroyError::Execute(error.into())
            }
        }
    )*};
}

from_execute!(
    ReadFailure,
    SubmitError,
    crate::vault::KeyError,
    crate::vault::SealError,
    crate::register::payload::MalformedPayload
);

/// A destruction on record.
#[derive(Clone, Debug)]
pub struct Destroyed {
    /// The records of the decision: replacements first, then the decision itself.
    pub decided: Acknowledgement,
    /// Position of the decision.
    pub position: u64,
    /// Position of the record that it was carried out; nothing if that failed, and the next start does it.
    pub executed: Option<u64>,
}

impl Register {
    /// Destroys what an order names. The caller approves what `decider` decided.
    ///
    /// When it returns with `executed`, neither the store nor the vault nor any mirror that could be reached holds anything
    /// from which it could be read. When it fails after the decision is on the disk, nothing of it is shown any more, and the
    /// next start carries it through.
    pub async fn destroy(
        &self,
        call: &Call,
        decider: ActorId,
        order: &Order,
    ) -> Result<Option<Destroyed>, DestroyError> {
        let ledger_stream = self.ledger_stream()?;
        let request = self.request_of(call);
        let mut fresh_keys = BTreeMap::new();
        for _ in 0..ATTEMPTS_MAX {
            if let Some(first) = self.with_index(|index| index.request(request)) {
                return self.destroyed_before(first).await.map(Some);
            }
            let ledger_read =
                Read { stream: ledger_stream, next_revision: self.next_revision(ledger_stream) };
            // Read before anything is looked up: a record that comes in between makes the decision stale. Read afterwards, it
            // would be decided upon and not be among the positions that are deleted.
            let wholes = self.wholes(order);
            let prepared = self.judge_order(order, &wholes, decider, call.caller.actor)?;
            let reads: Vec<Read> = wholes.iter().copied().chain([ledger_read]).collect();
            if call.validate_only {
                return Ok(None);
            }
            reached(FaultPoint::Judged);
            let replacements = self.seal_replacements(&prepared, &mut fresh_keys).await?;
            let resolved = self.decision(call, decider, order, &wholes, &prepared)?;
            reached(FaultPoint::Sealed);
            let actor = call.caller.actor;
            let proposal = Proposal { request, actor, reads, after: None, drafts: replacements };
            match self.submit_decision(proposal, resolved, ledger_stream).await {
                Ok(done) => {
                    reached(FaultPoint::Decided);
                    return self.finished(done).await.map(Some);
                }
                Err(SubmitError::Stale { .. } | SubmitError::Duplicate { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ExecuteError::Contended.into())
    }

    /// Everything that speaks against an order of this person's, approved by herself.
    pub(super) fn objections_to(
        &self,
        order: &Order,
        decider: ActorId,
    ) -> Result<Vec<Objection>, DestroyError> {
        match self.judge_order(order, &self.wholes(order), decider, decider) {
            Ok(_) => Ok(Vec::new()),
            Err(DestroyError::Refused(found)) => Ok(found),
            Err(error) => Err(error),
        }
    }

    /// The streams that go whole, as they stand.
    fn wholes(&self, order: &Order) -> Vec<Read> {
        let read = |stream| Read { stream, next_revision: self.next_revision(stream) };
        whole_streams(order).into_iter().map(read).collect()
    }

    fn judge_order(
        &self,
        order: &Order,
        wholes: &[Read],
        decider: ActorId,
        approver: ActorId,
    ) -> Result<Prepared, DestroyError> {
        if order.parts.len() > PARTS_MAX || order.streams.len() > STREAMS_MAX {
            return Err(DestroyError::TooMuch);
        }
        let mut prepared = self.prepare(order, wholes)?;
        let now = self.now();
        let mut found = self.with_destructions(|state| {
            let ledger = order::Ledger { state, named: &prepared.named, gone: &prepared.gone, now };
            order::objections(order, &ledger, decider, approver)
        });
        found.append(&mut prepared.objections);
        found.sort_unstable();
        found.dedup();
        if found.is_empty() { Ok(prepared) } else { Err(DestroyError::Refused(found)) }
    }

    /// What takes the place of what goes in part, under new keys of their streams.
    async fn seal_replacements(
        &self,
        prepared: &Prepared,
        fresh_keys: &mut BTreeMap<StreamId, KeyId>,
    ) -> Result<Vec<Draft>, DestroyError> {
        for stream in prepared.replacements.iter().map(|it| it.old.stream) {
            if let Entry::Vacant(vacant) = fresh_keys.entry(stream) {
                vacant.insert(self.make_key(Purpose::Data, stream).await?);
            }
        }
        reached(FaultPoint::KeysMade);
        let mut drafts = Vec::with_capacity(prepared.replacements.len() + 1);
        for replacement in &prepared.replacements {
            let stream = replacement.old.stream;
            let Some(key) = fresh_keys.get(&stream) else { continue };
            let sealed = self.vault().seal(*key, stream, &replacement.payload)?;
            drafts.push(Draft {
                stream,
                kind: replacement.old.kind.clone(),
                visibility: Visibility::Sealed,
                commitment: sealed.commitment,
                sealed: sealed.box_bytes,
                fact: None,
            });
        }
        Ok(drafts)
    }

    /// The decision itself. Where its replacements will lie is filled in when the writer knows.
    fn decision(
        &self,
        call: &Call,
        decider: ActorId,
        order: &Order,
        wholes: &[Read],
        prepared: &Prepared,
    ) -> Result<Resolved, DestroyError> {
        let whole = |read: &Read| WholeStream {
            stream: read.stream,
            through: read.next_revision.saturating_sub(1),
        };
        let streams: Vec<WholeStream> = wholes.iter().map(whole).collect();
        let named: Vec<u64> = prepared.named.iter().map(|it| it.position).collect();
        let keys = if streams.is_empty() {
            self.keys_behind(&named)?
        } else {
            let of = streams.iter().map(|it| it.stream).collect();
            let keys = self.vault().keys_of_streams(&of).into_values().flatten();
            let named = keys.filter(|(_, purpose)| *purpose != Purpose::Box).map(|(key, _)| key);
            named.collect::<BTreeSet<KeyId>>().into_iter().collect()
        };
        let all = ranges(&named);
        let positions = if streams.is_empty() { all.clone() } else { Vec::new() };
        if positions.len() > RANGES_MAX || keys.len() > KEYS_MAX {
            return Err(DestroyError::TooMuch);
        }
        let replaced = prepared.replacements.iter().map(|it| (it.old.position, u64::MAX));
        let fact = DestructionDecided {
            ground: order.ground,
            streams,
            positions,
            replacements: replaced.collect(),
            keys,
            decider,
            approver: call.caller.actor,
            request: order.request,
        };
        Ok(Resolved {
            fact: Fact::Decided(Box::new(fact)),
            positions: all,
            touched: touched(&prepared.named),
            actor: call.caller.actor,
        })
    }

    /// Hands replacements and decision to the writer, which alone knows where they will lie: the decision names the places, so
    /// it is sealed when its turn has come.
    async fn submit_decision(
        &self,
        proposal: Proposal,
        resolved: Resolved,
        ledger_stream: StreamId,
    ) -> Result<Acknowledgement, SubmitError> {
        let register = self.clone();
        let make = Box::new(move |first: u64| {
            let mut resolved = resolved;
            if let Fact::Decided(decided) = &mut resolved.fact {
                for (pair, new) in decided.replacements.iter_mut().zip(first..) {
                    pair.1 = new;
                }
            }
            let decision = register.ledger_draft(ledger_stream, resolved).ok()?;
            let mut proposal = proposal;
            proposal.drafts.push(decision);
            Some(proposal)
        });
        let (reply, answer) = oneshot::channel();
        self.command(Envelope::Decide { make, reply })?;
        answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown))
    }

    /// The keys these positions were sealed with, as far as they live. A key kept for a box alone is not among them: it goes
    /// with its position, and there may be as many as a dossier has records.
    fn keys_behind(&self, positions: &[u64]) -> Result<Vec<KeyId>, ReadFailure> {
        let vault = self.vault();
        let mut keys = BTreeSet::new();
        let boxes = self.shared.boxes(positions)?;
        for (record, sealed) in self.records(positions, false)?.into_iter().zip(boxes) {
            let sealed = sealed.as_deref().and_then(|bytes| SealedBox::parse(bytes).ok());
            let source = sealed
                .map(|it| it.key_id)
                .filter(|_| !is_never_destroyed(record.header.kind.as_str()));
            keys.extend(
                source.filter(|key| *key != vault.house_key_id() && vault.key_state(*key).is_ok()),
            );
        }
        Ok(keys.into_iter().collect())
    }

    /// The answer to a decision that is on the disk: carried out now, if it was not.
    async fn finished(&self, decided: Acknowledgement) -> Result<Destroyed, DestroyError> {
        let position = decided.records.last().map_or(0, |it| it.position);
        let executed = match self.carry_through(position).await {
            Ok(executed) => Some(executed),
            Err(error) => {
                tracing::error!(position, %error, "a destruction is decided and not carried out: start anew");
                None
            }
        };
        Ok(Destroyed { decided, position, executed })
    }

    async fn destroyed_before(&self, first: u64) -> Result<Destroyed, DestroyError> {
        let decided = self.acknowledgement_again(first)?;
        self.finished(decided).await
    }
}
