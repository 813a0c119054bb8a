//! Carries decisions out: nothing in memory shows them, the boxes go from the store, the keys from the vault and its mirrors, and
//! then that is put on record. Every step may be done again; a process that ends between two of them begins anew at the next start.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::chain::{KeyId, SealedBox, StreamId, box_key_id};
use crate::register::proposal::{Proposal, SubmitError};
use crate::register::shared::Condition;
use crate::register::{ExecuteError, ReadFailure, Record, Register};
use crate::store::CommitError;
use crate::vault::{
    KeptBox, MirrorReport, MirrorState, Purpose, RotateError, Rotated, Rotation, Shred,
};

use super::fact::{DestructionExecuted, Fact, MirrorReached, MirrorStanding, TECHNIQUE};
use super::fault::{FaultPoint, reached};
use super::state::{Decision, Resolved};

/// Why a decision was not carried out to its end. The next start does it.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// What it rests on cannot be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// The boxes could not be deleted.
    #[error(transparent)]
    Boxes(#[from] CommitError),
    /// The keys could not be destroyed.
    #[error(transparent)]
    Keys(#[from] RotateError),
    /// That it was done could not be recorded.
    #[error(transparent)]
    Record(#[from] ExecuteError),
    /// There is no such decision.
    #[error("there is no such decision")]
    NoSuchDecision,
}

impl From<SubmitError> for CarryError {
    fn from(error: SubmitError) -> Self {
        CarryError::Record(error.into())
    }
}

impl Register {
    /// Carries one decision out, and whatever else was decided and not carried out; says where that is on record. Done once,
    /// however often it is asked for.
    pub(super) async fn carry_through(&self, position: u64) -> Result<u64, CarryError> {
        let _turn = self.shared.destroying.lock().await;
        let decision = self.decision_at(position).ok_or(CarryError::NoSuchDecision)?;
        if let Some((executed, _)) = decision.executed {
            return Ok(executed);
        }
        let going: Vec<(u64, Decision)> = self.with_destructions(|state| {
            let open = state.decisions().iter().filter(|(_, it)| it.executed.is_none());
            open.map(|(at, decision)| (*at, decision.clone())).collect()
        });
        let register = self.clone();
        let erasing = tokio::task::spawn_blocking(move || {
            register.forget(&going);
            reached(FaultPoint::Forgotten);
            let rotated = register.erase(&going);
            (rotated, going)
        });
        let (rotated, going) = erasing.await.map_err(|_| ReadFailure::Unavailable)?;
        let rotated = rotated?;
        let mut executed = 0;
        for (at, decision) in &going {
            let recorded = self.record_executed(*at, decision, &rotated).await?;
            if *at == position {
                executed = recorded;
            }
        }
        // On a full disk the room set aside was used for this.
        let shared = Arc::clone(&self.shared);
        let holding = tokio::task::spawn_blocking(move || shared.room.hold());
        if holding.await.is_ok_and(|held| held.is_err()) {
            tracing::warn!("no room is set aside for the next destruction on a full disk");
        }
        reached(FaultPoint::Executed);
        Ok(executed)
    }

    /// Every decision there ever was, held against store and vault: what an older copy of either brought back goes again, and
    /// what was decided and not carried out is carried through. Done once, at open, and not while anything is damaged: what
    /// cannot be read now may say otherwise.
    ///
    /// A full disk or a clock that is not believed is no reason to serve nobody: what was decided upon is shown to nobody, and
    /// the decision stays pending until the next destruction or the next start.
    pub(in crate::register) fn carry_all_through(&self) {
        if let Err(error) = self.carry_all() {
            let pending = self.with_destructions(|state| state.pending().len());
            tracing::error!(%error, pending, "what was decided to be destroyed could not be carried out");
        }
    }

    fn carry_all(&self) -> Result<(), CarryError> {
        let decisions: Vec<(u64, Decision)> = self.with_destructions(|state| {
            state.decisions().iter().map(|(at, decision)| (*at, decision.clone())).collect()
        });
        if decisions.is_empty() || !matches!(self.condition(), Condition::Writable) {
            return Ok(());
        }
        let rotated = self.erase(&decisions)?;
        for (position, decision) in decisions.iter().filter(|(_, it)| it.executed.is_none()) {
            pollster::block_on(self.record_executed(*position, decision, &rotated))?;
        }
        Ok(())
    }

    /// Has something called each time a destruction was decided and nothing is gone yet: whoever keeps in memory what was read
    /// lets go of it then.
    pub fn when_destroying(&self, forget: impl Fn() + Send + Sync + 'static) {
        self.shared.when_destroying.write().push(Box::new(forget));
    }

    fn decision_at(&self, position: u64) -> Option<Decision> {
        self.with_destructions(|state| state.decisions().get(&position).cloned())
    }

    /// Lets go of everything in memory that holds what the streams decided upon said. Waits for whoever is just reading it.
    fn forget(&self, decisions: &[(u64, Decision)]) {
        for stream in decisions.iter().flat_map(|(_, it)| &it.touched) {
            self.folded_streams.forget(*stream);
        }
        for forget in self.shared.when_destroying.read().iter() {
            forget();
        }
    }

    /// Deletes the boxes, then destroys the keys. Boxes first: while a key lives, a box is what could be read with it.
    fn erase(&self, decisions: &[(u64, Decision)]) -> Result<Rotated, CarryError> {
        let rotation = self.rotation(decisions)?;
        let mut held = Vec::new();
        for (_, decision) in decisions {
            for (first, last) in &decision.positions {
                let found = self.held(*first, last - first + 1)?;
                held.extend((*first..=*last).filter(|at| found.get(*at) == Some(true)));
            }
        }
        if !held.is_empty() {
            pollster::block_on(self.shared.store.delete_boxes(&held))?;
        }
        reached(FaultPoint::BoxesDeleted);
        let rotated = self.vault().rotate(&rotation)?;
        reached(FaultPoint::KeysDestroyed);
        Ok(rotated)
    }

    /// The keys that go and are still there; and for what they sealed beside, the boxes that stay readable.
    fn rotation(&self, decisions: &[(u64, Decision)]) -> Result<Rotation, ReadFailure> {
        let vault = self.vault();
        let touched = decisions.iter().flat_map(|(_, it)| it.touched.iter().copied()).collect();
        let held = vault.keys_of_streams(&touched);
        let mut rotation = Rotation::default();
        for (decided_at, decision) in decisions {
            let mut going: BTreeSet<KeyId> = decision.fact.keys.iter().copied().collect();
            let of_touched = decision.touched.iter().filter_map(|stream| held.get(stream));
            let of_touched: Vec<&(KeyId, Purpose)> = of_touched.flatten().collect();
            if !decision.fact.streams.is_empty() {
                going.extend(of_touched.iter().map(|(key, _)| *key));
            } else if of_touched.iter().any(|(_, purpose)| *purpose == Purpose::Box) {
                going.extend(self.kept_keys(&decision.each_position().collect::<Vec<_>>())?);
            }
            going.retain(|key| vault.key_state(*key).is_ok());
            let sealing = |key: &&KeyId| {
                matches!(
                    vault.key_purpose(**key),
                    Some(Purpose::Data | Purpose::Open | Purpose::Year)
                )
            };
            let sealing: BTreeSet<KeyId> = going.iter().filter(sealing).copied().collect();
            if decision.fact.streams.is_empty() && !sealing.is_empty() {
                for stream in &decision.touched {
                    rotation.keep.extend(self.survivors(*stream, &sealing)?);
                }
            }
            let decided_at = *decided_at;
            rotation.shred.extend(going.into_iter().map(|key| Shred { key, decided_at }));
        }
        Ok(rotation)
    }

    /// The keys that may be kept for the boxes at these positions alone.
    fn kept_keys(&self, positions: &[u64]) -> Result<Vec<KeyId>, ReadFailure> {
        let ledger = self.ledger();
        let kept =
            |record: Record| box_key_id(ledger, record.header.stream, &record.header.commitment);
        Ok(self.records(positions, false)?.into_iter().map(kept).collect())
    }

    /// The boxes of a stream under these keys that no decision names.
    fn survivors(
        &self,
        stream: StreamId,
        keys: &BTreeSet<KeyId>,
    ) -> Result<Vec<KeptBox>, ReadFailure> {
        let positions = self.with_index(|index| index.positions(stream, 0, u64::MAX));
        let positions: Vec<u64> = positions.into_iter().filter(|it| !self.is_gone(*it)).collect();
        let boxes = self.shared.boxes(&positions)?;
        let mut kept = Vec::new();
        for (record, sealed) in self.records(&positions, false)?.into_iter().zip(boxes) {
            let sealed = sealed.as_deref().and_then(|bytes| SealedBox::parse(bytes).ok());
            let Some(data_key) = sealed.map(|it| it.key_id).filter(|key| keys.contains(key)) else {
                continue;
            };
            kept.push(KeptBox { data_key, stream, commitment: record.header.commitment });
        }
        Ok(kept)
    }

    /// Puts on record that a decision was carried out. Never twice: the record has one request of its own for each decision.
    async fn record_executed(
        &self,
        position: u64,
        decision: &Decision,
        rotated: &Rotated,
    ) -> Result<u64, CarryError> {
        let stream = self.ledger_stream()?;
        let mut own = [0; 16];
        own[..8].copy_from_slice(&position.to_be_bytes());
        let request = self.shared.vault.request_id(EXECUTED_GRANT, &own, stream);
        let now = chrono::DateTime::from_timestamp_micros(self.now()).unwrap_or_default();
        let today = crate::domain::provenance::local_day(now);
        let fact = Fact::Executed(Box::new(DestructionExecuted {
            decided: position,
            epoch: rotated.epoch,
            technique: TECHNIQUE.to_owned(),
            mirrors: rotated.mirrors.iter().map(reached_mirror).collect(),
            key_backups_until: self.with_backups(|known| known.key_backups_until(today)),
        }));
        let proposal = Proposal {
            request,
            actor: decision.fact.approver,
            reads: vec![],
            after: None,
            drafts: vec![self.ledger_draft(stream, Resolved::plain(fact))?],
        };
        match self.submit(proposal).await {
            Ok(done) => Ok(done.records.first().map_or(0, |it| it.position)),
            Err(SubmitError::Duplicate { first }) => Ok(first),
            Err(error) => Err(error.into()),
        }
    }
}

/// In place of a grant in the request ids of what the register records of itself.
const EXECUTED_GRANT: &[u8; 16] = b"destruction.exec";

fn reached_mirror(report: &MirrorReport) -> MirrorReached {
    let state = match report.state {
        MirrorState::Current { .. } => MirrorStanding::Current,
        MirrorState::Lagging { .. } => MirrorStanding::Lagging,
    };
    MirrorReached { mirror: report.id(), state }
}
