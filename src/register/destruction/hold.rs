//! Holds (bewaring), and whether the practice is one person: facts of the ledger that the four eyes of a destruction look at.

use crate::chain::{StreamId, Visibility};
use crate::register::Register;
use crate::register::accept::ledger_fact;
use crate::register::execute::{Call, ExecuteError};
use crate::register::payload::{self, MalformedPayload};
use crate::register::proposal::{Acknowledgement, Draft, Proposal, Read, SubmitError};

use super::fact::{Fact, HoldLifted, HoldPlaced, SoloDeclared};
use super::state::{Destructions, Resolved};

/// Decisions tried when others keep writing to the ledger's own stream.
const ATTEMPTS_MAX: usize = 16;

/// Why a hold was not placed or lifted.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// No dossier was opened under this id, or it is gone.
    #[error("there is no such dossier")]
    NoSuchDossier,
    /// No such hold stands.
    #[error("there is no such hold")]
    NoSuchHold,
    /// It is declared so already.
    #[error("nothing changes")]
    NothingChanges,
    /// It could not be recorded.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

impl Register {
    /// Places a hold on a dossier: it cannot be destroyed until the hold is lifted. Says under which random id.
    pub async fn place_hold(
        &self,
        call: &Call,
        dossier: StreamId,
        hold: StreamId,
    ) -> Result<Option<Acknowledgement>, HoldError> {
        let fact = Fact::HoldPlaced(HoldPlaced { dossier, hold });
        self.record_ledger_fact(call, &fact, |register, state| {
            let known = register.with_index(|index| index.knows(dossier));
            let gone = state.whole(dossier).is_some();
            if known && !gone { Ok(()) } else { Err(HoldError::NoSuchDossier) }
        })
        .await
    }

    /// Lifts a hold.
    pub async fn lift_hold(
        &self,
        call: &Call,
        hold: StreamId,
    ) -> Result<Option<Acknowledgement>, HoldError> {
        let fact = Fact::HoldLifted(HoldLifted { hold });
        self.record_ledger_fact(call, &fact, |_, state| {
            state.held_by(hold).map(|_| ()).ok_or(HoldError::NoSuchHold)
        })
        .await
    }

    /// Declares that the practice is one person, or is no more: whether she may approve what she decided.
    pub async fn declare_solo(
        &self,
        call: &Call,
        solo: bool,
    ) -> Result<Option<Acknowledgement>, HoldError> {
        let fact = Fact::SoloDeclared(SoloDeclared { solo });
        self.record_ledger_fact(call, &fact, |_, state| {
            if state.solo() == solo { Err(HoldError::NothingChanges) } else { Ok(()) }
        })
        .await
    }

    /// Records an open fact of the ledger, judged against holds and destructions as they stand when it is written.
    pub(super) async fn record_ledger_fact<E: From<ExecuteError>>(
        &self,
        call: &Call,
        fact: &Fact,
        judge: impl Fn(&Register, &Destructions) -> Result<(), E>,
    ) -> Result<Option<Acknowledgement>, E> {
        let stream = self.ledger_stream().map_err(ExecuteError::from)?;
        let request = self.request_of(call);
        for _ in 0..ATTEMPTS_MAX {
            if let Some(first) = self.with_index(|index| index.request(request)) {
                return Ok(Some(self.acknowledgement_again(first).map_err(ExecuteError::from)?));
            }
            let read = Read { stream, next_revision: self.next_revision(stream) };
            self.with_destructions(|state| judge(self, state))?;
            if call.validate_only {
                return Ok(None);
            }
            let actor = call.caller.actor;
            let resolved = Resolved { actor, ..Resolved::plain(fact.clone()) };
            let proposal = Proposal {
                request,
                actor,
                reads: vec![read],
                after: None,
                drafts: vec![self.ledger_draft(stream, resolved)?],
            };
            match self.submit(proposal).await {
                Ok(done) => return Ok(Some(done)),
                Err(SubmitError::Stale { .. } | SubmitError::Duplicate { .. }) => {}
                Err(error) => return Err(ExecuteError::from(error).into()),
            }
        }
        Err(ExecuteError::Contended.into())
    }

    /// A fact of the ledger, sealed; the writer follows it once it is on the disk.
    pub(super) fn ledger_draft(
        &self,
        stream: StreamId,
        resolved: Resolved,
    ) -> Result<Draft, ExecuteError> {
        let body = resolved.fact.to_body()?;
        let (visibility, payload) = if resolved.fact.is_open() {
            (Visibility::Open, body)
        } else {
            let body = std::str::from_utf8(&body).map_err(|_| MalformedPayload)?;
            (Visibility::Sealed, payload::write(body, None, None)?)
        };
        let kind = resolved.fact.kind();
        let draft = ledger_fact(&self.shared.vault, stream, kind, &payload)?;
        Ok(Draft { visibility, fact: Some(Box::new(resolved)), ..draft })
    }
}
