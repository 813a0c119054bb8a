//! Mirrors of the vault that were not reached when something was destroyed: when one has caught up, that is put on record.

use std::collections::BTreeMap;

use crate::chain::{ActorId, StreamId};
use crate::vault::MirrorState;

use super::Register;
use super::accept::ledger_fact;
use super::destruction::fact::MirrorStanding;
use super::execute::ExecuteError;
use super::facts::{MIRROR_FOLLOWED, MirrorFollowed};
use super::payload::MalformedPayload;
use super::proposal::{Proposal, SubmitError};
use super::read::{PayloadRead, ReadFailure};

impl Register {
    /// Brings mirrors up to date that are not, and records which of them caught up with a destruction. Blocks for as long as a mirror
    /// takes.
    pub fn follow_mirrors(&self) -> Result<(), ExecuteError> {
        if self.vault().is_lagging() {
            self.vault().follow_mirrors();
        }
        self.record_mirrors_followed()
    }

    /// Records which mirrors hold no longer what a destruction could not reach there.
    pub(super) fn record_mirrors_followed(&self) -> Result<(), ExecuteError> {
        let reports = self.vault().mirrors();
        if reports.is_empty() {
            return Ok(());
        }
        let owed = self.mirrors_owed()?;
        for report in reports {
            let MirrorState::Current { epoch } = report.state else { continue };
            let Some((executed, approver)) = owed.get(&report.id()) else { continue };
            self.record_followed(report.id(), epoch, *executed, *approver)?;
        }
        Ok(())
    }

    /// Mirrors that the last record about them says are behind, with the record that says so and who stands for it.
    fn mirrors_owed(&self) -> Result<BTreeMap<StreamId, (u64, ActorId)>, ReadFailure> {
        let mut owed = BTreeMap::new();
        self.with_destructions(|state| {
            for decision in state.decisions().values() {
                let Some((at, executed)) = &decision.executed else { continue };
                for reached in &executed.mirrors {
                    if reached.state == MirrorStanding::Lagging {
                        owed.insert(reached.mirror, (*at, decision.fact.approver));
                    }
                }
            }
        });
        if owed.is_empty() {
            return Ok(owed);
        }
        let size = self.size();
        let positions = self.with_index(|index| {
            index.positions_of_kinds(size, |kind| kind.as_str() == MIRROR_FOLLOWED)
        });
        for record in self.records(&positions, true)? {
            let PayloadRead::Given(opened) = &record.payload else { continue };
            let position = record.header.position;
            let followed: MirrorFollowed = serde_json::from_slice(opened.payload())
                .map_err(|_| ReadFailure::Damaged { position })?;
            owed.retain(|mirror, (at, _)| *mirror != followed.mirror || *at > position);
        }
        Ok(owed)
    }

    fn record_followed(
        &self,
        mirror: StreamId,
        epoch: u64,
        executed: u64,
        actor: ActorId,
    ) -> Result<(), ExecuteError> {
        let stream = self.ledger_stream()?;
        let vault = self.vault();
        let body = serde_json::to_vec(&MirrorFollowed { mirror, epoch });
        let draft =
            ledger_fact(vault, stream, MIRROR_FOLLOWED, &body.map_err(|_| MalformedPayload)?)?;
        // Once for each mirror and destruction, however often it is noticed.
        let mut own = *mirror.as_bytes();
        for (byte, more) in own.iter_mut().zip(executed.to_be_bytes()) {
            *byte ^= more;
        }
        let request = vault.request_id(FOLLOWED_GRANT, &own, stream);
        let drafts = vec![draft];
        let proposal = Proposal { request, actor, reads: vec![], after: None, drafts };
        match pollster::block_on(self.submit(proposal)) {
            Ok(_) | Err(SubmitError::Duplicate { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// In place of a grant in the request ids of what is recorded of mirrors.
const FOLLOWED_GRANT: &[u8; 16] = b"mirror.followed.";
