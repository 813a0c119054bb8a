//! The policy table: role × operation × scope, refused unless it says otherwise. The one place with these rules.

use std::fmt::Write as _;

use super::{Operation, Role};

/// How far an operation reaches for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole ledger.
    Ledger,
}

/// The reach of a role for an operation; nothing means refused.
///
/// The owner handles complaints, breaches and requests beside the officers of those registers; the incident register is the incident
/// officer's alone (Wkkgz 9(3)). Every officer reads who the practice is, how the ledger stands, and their own agenda.
pub fn allowed(role: Role, operation: Operation) -> Option<Scope> {
    // A client's overview is given by whoever answers requests; what a colleague looked at is the privacy officer's to review.
    if operation == Operation::ListAccessLines {
        return (role == Role::PrivacyOfficer).then_some(Scope::Ledger);
    }
    let everyone = matches!(
        operation,
        Operation::GetPractice
            | Operation::ListPracticeVersions
            | Operation::GetStatus
            | Operation::GetCheckpoint
            // What may go, of the registers that a role sees.
            | Operation::ListRetention
    ) || operation.service() == "AgendaService";
    let may = everyone
        || match operation.service() {
            "PracticeService"
            | "DossierService"
            | "AttachmentService"
            | "LedgerService"
            | "BackupService"
            | "MeasureService"
            | "ClientRightsService"
            | "RetentionService" => role == Role::Owner,
            "ComplaintService" | "ComplaintLetterService" => {
                matches!(role, Role::Owner | Role::ComplaintsOfficer)
            }
            "BreachService"
            | "BreachLetterService"
            | "ClientRequestService"
            | "AccessLogService" => {
                matches!(role, Role::Owner | Role::PrivacyOfficer)
            }
            // Four eyes need two pairs: what the owner proposes, somebody answerable for privacy may approve.
            "DestructionService" => matches!(role, Role::Owner | Role::PrivacyOfficer),
            "IncidentService" | "IncidentLetterService" => role == Role::IncidentOfficer,
            _ => false,
        };
    may.then_some(Scope::Ledger)
}

/// Whether a role may see the content of records of a kind. The same walls as in the table, for whatever reads records of any
/// kind: streams of the ledger, bundles, agendas.
pub fn may_open(role: Role, kind: &str) -> bool {
    match kind.split_once('.').map(|(aggregate, _)| aggregate) {
        Some("complaint") => matches!(role, Role::Owner | Role::ComplaintsOfficer),
        Some("breach" | "request") => matches!(role, Role::Owner | Role::PrivacyOfficer),
        Some("incident") => role == Role::IncidentOfficer,
        // Who watches the watchers: the log is the privacy officer's.
        Some("access") => role == Role::PrivacyOfficer,
        _ => role == Role::Owner,
    }
}

/// The whole table as text, for the snapshot test and the README.
pub fn table() -> String {
    let mut lines = String::new();
    for operation in Operation::ALL {
        for role in Role::ALL {
            let reach = match allowed(*role, *operation) {
                Some(Scope::Ledger) => "ledger",
                None => "refused",
            };
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "{:<52} {:<18} {reach}", operation.path(), role.as_str());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(table());
    }
}
