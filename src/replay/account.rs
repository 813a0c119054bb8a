//! What a kind of record is in the account of a matter: a decision somebody took, and whether it adds, corrects or withdraws. Closed
//! tables: a kind is in one of them, and a test holds them against the kinds there are.

use crate::domain::Event;
use crate::domain::dossier::ChangeCause;
use crate::domain::dossier::Event as Dossier;

/// Kinds by which the practice, or a body that judges it, decided something.
pub const DECISIONS: &[&str] = &[
    "dossier.closed/1",
    "dossier.reopened/1",
    "dossier.restricted/1",
    "dossier.restriction_lifted/1",
    "dossier.retention_extended/1",
    "complaint.extended/1",
    "complaint.judged/1",
    "complaint.dispute_ruled/1",
    "complaint.closed/1",
    "complaint.reopened/1",
    "breach.became_aware/1",
    "breach.assessed/1",
    "breach.approved/1",
    "breach.notification_declined/1",
    "breach.persons_exempted/1",
    "breach.dismissed/1",
    "breach.closed/1",
    "breach.reopened/1",
    "incident.assessed/1",
    "incident.classified/1",
    "incident.evaluated/1",
    "incident.measures_listed/1",
    "incident.closed/1",
    "incident.reopened/1",
    "measure.opened/1",
    "measure.revised/1",
    "measure.reviewed/1",
    "measure.closed/1",
    "measure.withdrawn/1",
    "request.extended/1",
    "request.decided/1",
    "request.closed/1",
];

/// All other kinds: what was told, done, sent, received or set right.
pub const OTHERS: &[&str] = &[
    "practice.described/1",
    "practice.letter_template_set/1",
    "dossier.opened/1",
    "dossier.entry_recorded/1",
    "dossier.entry_corrected/1",
    "dossier.entry_withdrawn/1",
    "dossier.client_changed/1",
    "dossier.linked/1",
    "dossier.unlinked/1",
    "dossier.attachment_recorded/1",
    "dossier.attachment_withdrawn/1",
    "dossier.statement_added/1",
    "dossier.disclosed/1",
    "person.registered/1",
    "person.changed/1",
    "clock.started/1",
    "clock.corrected/1",
    "clock.extended/1",
    "clock.paused/1",
    "clock.resumed/1",
    "clock.met/1",
    "clock.stopped/1",
    "complaint.dissatisfaction_voiced/1",
    "complaint.filed/1",
    "complaint.conversation_held/1",
    "complaint.taken_up/1",
    "complaint.officer_asked/1",
    "complaint.officer_contacted/1",
    "complaint.officer_concluded/1",
    "complaint.progress_told/1",
    "complaint.extension_agreed/1",
    "complaint.judgement_received/1",
    "complaint.dispute_submitted/1",
    "complaint.route_noted/1",
    "complaint.withdrawn/1",
    "complaint.settled/1",
    "complaint.date_corrected/1",
    "complaint.letter_drafted/1",
    "complaint.letter_sent/1",
    "breach.reported/1",
    "breach.report_corrected/1",
    "breach.awareness_corrected/1",
    "breach.authority_notified/1",
    "breach.authority_answered/1",
    "breach.persons_told/1",
    "breach.principal_told/1",
    "breach.letter_drafted/1",
    "breach.letter_sent/1",
    "incident.reported/1",
    "incident.notified/1",
    "incident.authority_replied/1",
    "incident.extension_asked/1",
    "incident.report_sent/1",
    "incident.client_told/1",
    "incident.note_linked/1",
    "incident.corrected/1",
    "incident.letter_drafted/1",
    "incident.letter_sent/1",
    "measure.carried_out/1",
    "measure.corrected/1",
    "request.received/1",
    "request.identity_asked/1",
    "request.identity_checked/1",
    "request.fulfilled/1",
    "request.answered/1",
    "request.answer_received/1",
    "request.recipients_told/1",
    "request.withdrawn/1",
    "request.receipt_corrected/1",
];

/// Whether a record of this kind is a decision; one of a newer release is none to this one.
pub fn is_decision(kind: &str) -> bool {
    DECISIONS.contains(&kind)
}

/// What a record does to what was recorded before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It adds something.
    Adds,
    /// It sets right what was recorded wrongly.
    Corrects,
    /// It takes something back.
    Withdraws,
}

impl Effect {
    /// The effect of a record of a kind that says this, if it still says anything.
    pub fn of(kind: &str, event: Option<&Event>) -> Effect {
        let corrected_client = |event: &Event| match event {
            Event::Dossier(fact) => match fact.as_ref() {
                Dossier::ClientChanged(fact) => fact.cause == ChangeCause::Corrected,
                _ => false,
            },
            _ => false,
        };
        match kind {
            "dossier.entry_corrected/1"
            | "clock.corrected/1"
            | "complaint.date_corrected/1"
            | "breach.report_corrected/1"
            | "breach.awareness_corrected/1"
            | "incident.corrected/1"
            | "measure.corrected/1"
            | "request.receipt_corrected/1" => Effect::Corrects,
            "dossier.entry_withdrawn/1"
            | "dossier.attachment_withdrawn/1"
            | "dossier.unlinked/1"
            | "complaint.withdrawn/1"
            | "measure.withdrawn/1"
            | "request.withdrawn/1" => Effect::Withdraws,
            _ if event.is_some_and(corrected_client) => Effect::Corrects,
            _ => Effect::Adds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::KINDS;

    #[test]
    fn every_kind_says_whether_it_is_a_decision() {
        let mut said: Vec<&str> = [DECISIONS, OTHERS].concat();
        let mut known: Vec<&str> = KINDS.concat();
        said.sort_unstable();
        known.sort_unstable();
        assert_eq!(said, known);
    }
}
