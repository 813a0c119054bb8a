//! The ways out when the ledger cannot be written: somebody looked, and says so on the record.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::access::Caller;
use crate::chain::{StreamId, Visibility};
use crate::vault::Vault;

use super::Register;
use super::damage::{DAMAGE_RECORDED, DamageRecorded, LossCause, RANGES_MAX, ranges};
use super::execute::ExecuteError;
use super::facts::{CLOCK_ACCEPTED, ClockAccepted};
use super::payload::MalformedPayload;
use super::proposal::{Acknowledgement, Draft, Proposal, SubmitError};
use super::read::{PayloadRead, ReadFailure};
use super::shared::{Cause, Damage};
use super::writer::Envelope;

/// Why damage was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Nothing is damaged.
    #[error("nothing is damaged")]
    NothingDamaged,
    /// Headers are damaged or missing: there is no going on from that, only a restore.
    #[error("the chain itself is damaged at position {position}: put back a backup")]
    ChainDamaged {
        /// Where.
        position: u64,
    },
    /// It could not be recorded.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

impl Register {
    /// Takes the clock as right and records it. A repeated request gets the same answer.
    pub async fn accept_clock(
        &self,
        caller: Caller,
        request_id: [u8; 16],
    ) -> Result<Acknowledgement, ExecuteError> {
        let stream = self.ledger_stream()?;
        let request = self.shared.vault.request_id(caller.grant.as_bytes(), &request_id, stream);
        if let Some(first) = self.with_index(|index| index.request(request)) {
            return Ok(self.acknowledgement_again(first)?);
        }
        let vault = Arc::clone(&self.shared.vault);
        let make = Box::new(move |last_recorded_at, accepted_at| {
            let fact = ClockAccepted { accepted_at, last_recorded_at };
            let payload = serde_json::to_vec(&fact).ok()?;
            let draft = ledger_fact(&vault, stream, CLOCK_ACCEPTED, &payload).ok()?;
            Some(Proposal {
                request,
                actor: caller.actor,
                reads: vec![],
                after: None,
                drafts: vec![draft],
            })
        });
        let (reply, answer) = oneshot::channel();
        self.command(Envelope::AcceptClock { make, reply })?;
        Ok(answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown))?)
    }

    /// Records that the damaged boxes are lost, after looking at everything stored; says how many.
    pub async fn accept_damage(
        &self,
        caller: Caller,
        request_id: [u8; 16],
    ) -> Result<(Acknowledgement, u64), AcceptError> {
        let stream = self.ledger_stream().map_err(ExecuteError::from)?;
        let vault = &self.shared.vault;
        let request = vault.request_id(caller.grant.as_bytes(), &request_id, stream);
        if let Some(first) = self.with_index(|index| index.request(request)) {
            let again = self.acknowledgement_again(first).map_err(ExecuteError::from)?;
            let count = self.lost_by(&again).map_err(ExecuteError::from)?;
            return Ok((again, count));
        }
        let lost = self.find_losses(caller).await?;
        let drafts = lost
            .iter()
            .map(|fact| {
                let payload = serde_json::to_vec(fact).map_err(|_| MalformedPayload)?;
                ledger_fact(vault, stream, DAMAGE_RECORDED, &payload)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let count = lost.iter().map(DamageRecorded::count).sum();
        let proposal =
            Proposal { request, actor: caller.actor, reads: vec![], after: None, drafts };
        let (reply, answer) = oneshot::channel();
        let sent = self.command(Envelope::AcceptDamage { proposal, lost, reply });
        sent.map_err(ExecuteError::from)?;
        let answer = answer.await.unwrap_or(Err(SubmitError::OutcomeUnknown));
        Ok((answer.map_err(ExecuteError::from)?, count))
    }

    /// How many positions the records of an earlier acceptance name.
    fn lost_by(&self, accepted: &Acknowledgement) -> Result<u64, ReadFailure> {
        let positions: Vec<u64> = accepted.records.iter().map(|it| it.position).collect();
        let mut count = 0;
        for record in self.records(&positions, true)? {
            // A record of damage that was lost in its turn no longer says what it named.
            let PayloadRead::Given(opened) = &record.payload else { continue };
            let position = record.header.position;
            let recorded: DamageRecorded = serde_json::from_slice(opened.payload())
                .map_err(|_| ReadFailure::Damaged { position })?;
            count += recorded.count();
        }
        Ok(count)
    }

    /// Everything that cannot be read and is not recorded as lost yet, in facts of one cause each.
    pub(super) async fn find_losses(
        &self,
        caller: Caller,
    ) -> Result<Vec<DamageRecorded>, AcceptError> {
        let mut verification = self.verification().without_limit();
        let verified = tokio::task::spawn_blocking(move || {
            while verification.step()? {}
            Ok::<_, ReadFailure>(verification.found().to_vec())
        });
        let unavailable = Err(ReadFailure::Unavailable);
        let found = verified.await.unwrap_or(unavailable).map_err(ExecuteError::from)?;
        if let Some(Damage { position, .. }) = found
            .iter()
            .chain(&self.status().verified.damage)
            .find(|damage| !damage.cause.can_be_accepted())
        {
            return Err(AcceptError::ChainDamaged { position: *position });
        }
        let mut by_cause: BTreeMap<&str, (LossCause, Vec<u64>)> = BTreeMap::new();
        for damage in found {
            let cause = loss(damage.cause);
            let entry = by_cause.entry(damage.cause.as_str());
            entry.or_insert((cause, Vec::new())).1.push(damage.position);
        }
        if by_cause.is_empty() {
            return Err(AcceptError::NothingDamaged);
        }
        let approver = caller.actor;
        let mut facts = Vec::new();
        for (cause, positions) in by_cause.into_values() {
            facts.extend(ranges(&positions).chunks(RANGES_MAX).map(|ranges| DamageRecorded {
                positions: ranges.to_vec(),
                cause,
                approver,
            }));
        }
        Ok(facts)
    }

    /// The stream of facts about the ledger itself: that of its first record.
    pub(super) fn ledger_stream(&self) -> Result<StreamId, ReadFailure> {
        Ok(self.shared.header(0)?.1.stream)
    }
}

fn loss(cause: Cause) -> LossCause {
    match cause {
        Cause::BoxMissing => LossCause::BoxMissing,
        Cause::KeyMissing => LossCause::KeyMissing,
        Cause::BoxUnreadable | Cause::ChainBroken | Cause::TailMissing => LossCause::BoxUnreadable,
    }
}

/// An open fact about the ledger, sealed at rest like any other, under the house key.
pub(super) fn ledger_fact(
    vault: &Vault,
    stream: StreamId,
    kind: &str,
    payload: &[u8],
) -> Result<Draft, ExecuteError> {
    let sealed = vault.seal(vault.house_key_id(), stream, payload)?;
    Ok(Draft {
        stream,
        kind: kind.parse().map_err(|_| MalformedPayload)?,
        visibility: Visibility::Open,
        commitment: sealed.commitment,
        sealed: sealed.box_bytes,
        fact: None,
    })
}
