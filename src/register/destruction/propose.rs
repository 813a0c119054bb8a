//! Proposals: what one person wants destroyed, until another has answered.

use crate::register::Register;
use crate::register::execute::Call;
use crate::register::proposal::Acknowledgement;

use super::destroy::{DestroyError, Destroyed};
use super::fact::{DestructionProposed, DestructionRefused, Fact};
use super::order::{Objection, Order};
use super::state::Answer;

/// Why a proposal was not recorded or not answered.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// There is no such proposal.
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// It was approved or refused before.
    #[error("the proposal was answered before")]
    AlreadyAnswered,
    /// What is proposed is refused.
    #[error(transparent)]
    Destroy(#[from] DestroyError),
}

impl From<crate::register::ExecuteError> for ProposalError {
    fn from(error: crate::register::ExecuteError) -> Self {
        ProposalError::Destroy(error.into())
    }
}

impl Register {
    /// Records a proposal, judged as if somebody else approved it now.
    pub async fn propose_destruction(
        &self,
        call: &Call,
        order: &Order,
    ) -> Result<Option<Acknowledgement>, ProposalError> {
        let mut found = self.objections_to(order, call.caller.actor)?;
        found.retain(|it| *it != Objection::SamePerson);
        if !found.is_empty() {
            return Err(DestroyError::Refused(found).into());
        }
        let fact = Fact::Proposed(Box::new(DestructionProposed { order: order.clone() }));
        self.record_ledger_fact(call, &fact, |_, _| Ok::<(), ProposalError>(())).await
    }

    /// Refuses a proposal.
    pub async fn refuse_destruction(
        &self,
        call: &Call,
        proposed: u64,
    ) -> Result<Option<Acknowledgement>, ProposalError> {
        let fact = Fact::Refused(DestructionRefused { proposed });
        self.record_ledger_fact(call, &fact, |_, state| match state.proposals().get(&proposed) {
            None => Err(ProposalError::NoSuchProposal),
            Some(proposal) if proposal.answer != Answer::Open => {
                Err(ProposalError::AlreadyAnswered)
            }
            Some(_) => Ok(()),
        })
        .await
    }

    /// Approves a proposal: decides it, and carries it out.
    pub async fn approve_destruction(
        &self,
        call: &Call,
        proposed: u64,
    ) -> Result<Option<Destroyed>, ProposalError> {
        let proposal = self.with_destructions(|state| state.proposals().get(&proposed).cloned());
        let proposal = proposal.ok_or(ProposalError::NoSuchProposal)?;
        let request = self.request_of(call);
        let repeated = self.with_index(|index| index.request(request).is_some());
        if proposal.answer != Answer::Open && !repeated {
            return Err(ProposalError::AlreadyAnswered);
        }
        Ok(self.destroy(call, proposal.decider, &proposal.order).await?)
    }
}
