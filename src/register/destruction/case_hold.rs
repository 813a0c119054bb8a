//! The hold an open complaint or dispute places of itself on the dossier it is about, in the same commit, and lifts when it ends. The
//! open record names dossier and hold id alone: no ground, no case.

use crate::chain::StreamId;
use crate::domain::complaint::{Complaint, State, evolve};
use crate::domain::{Event, complaint};
use crate::register::execute::ExecuteError;
use crate::register::proposal::Draft;
use crate::register::{Folded, Register};

use super::fact::{Fact, HoldLifted, HoldPlaced};
use super::state::Resolved;

/// The dossier an open complaint keeps; nothing once it ended, or where it names none.
fn keeps(state: &State) -> Option<StreamId> {
    let complaint = state.complaint().filter(|it| it.ended.is_none())?;
    dossier_of(complaint)
}

fn dossier_of(complaint: &Complaint) -> Option<StreamId> {
    let filed = complaint.filed.as_ref().map(|it| &it.what.grievance);
    let voiced = complaint.voiced.as_ref().map(|it| &it.what.grievance);
    let disputed = complaint.dispute.as_ref().and_then(|it| it.grievance.as_ref());
    let named = [filed, voiced, disputed].into_iter().flatten().find_map(|it| it.dossier_id)?;
    Some(StreamId::from_bytes(named.to_bytes()))
}

impl Register {
    /// The records by which a complaint's facts place a hold or lift it.
    pub(in crate::register) fn case_holds(
        &self,
        stream: StreamId,
        folded: &Folded,
        events: &[&complaint::Event],
    ) -> Result<Vec<(StreamId, Draft)>, ExecuteError> {
        let before = folded.complaint();
        let mut after = before.clone();
        for event in events {
            evolve(&mut after, event);
        }
        let is_reopening =
            |event: &complaint::Event| matches!(event, complaint::Event::Reopened(_));
        let of_history = folded
            .history
            .iter()
            .filter(|(_, event)| matches!(event, Event::Complaint(fact) if is_reopening(fact)));
        let openings = of_history.count() as u64;
        let reopened = events.iter().filter(|event| is_reopening(event)).count() as u64;
        let (kept, keeps) = (keeps(before), keeps(&after));
        if kept == keeps {
            return Ok(Vec::new());
        }
        let ledger = self.ledger_stream()?;
        let mut drafts = Vec::new();
        if kept.is_some() {
            let hold = self.vault().case_hold(stream, openings)?;
            // Somebody may have lifted it by hand.
            if self.with_destructions(|state| state.held_by(hold).is_some()) {
                let fact = Fact::HoldLifted(HoldLifted { hold });
                drafts.push((ledger, self.ledger_draft(ledger, Resolved::plain(fact))?));
            }
        }
        let gone = |dossier| {
            self.with_destructions(|state| state.whole(dossier).is_some())
                || !self.with_index(|index| index.knows(dossier))
        };
        if let Some(dossier) = keeps.filter(|dossier| !gone(*dossier)) {
            let hold = self.vault().case_hold(stream, openings + reopened)?;
            let fact = Fact::HoldPlaced(HoldPlaced { dossier, hold });
            drafts.push((ledger, self.ledger_draft(ledger, Resolved::plain(fact))?));
        }
        Ok(drafts)
    }
}
