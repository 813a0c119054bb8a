//! The policy table: role × operation × scope, refused unless it says otherwise. The one place with these rules.

use std::fmt::Write as _;

use super::{Operation, Role};

/// How far an operation reaches for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole ledger, or the whole of the role's register.
    Ledger,
    /// What the caller's grants name; for those who give care also the dossiers they opened.
    Granted,
}

/// The reach of a role for an operation; nothing means refused.
///
/// The owner handles complaints, breaches and requests beside the officers of those registers; the incident register is the incident
/// officer's alone (Wkkgz 9(3)). Every officer reads who the practice is, how the ledger stands, and their own agenda. Those who give
/// care write and read the dossiers of those in their care; a client sees their own; an auditor headers and open payloads.
pub fn allowed(role: Role, operation: Operation) -> Option<Scope> {
    match role {
        Role::Owner | Role::ComplaintsOfficer | Role::IncidentOfficer | Role::PrivacyOfficer => {
            officer(role, operation)
        }
        // A program has no emergencies.
        Role::Practitioner | Role::Locum if operation == Operation::TakeEmergencyAccess => {
            Some(Scope::Ledger)
        }
        Role::Practitioner | Role::Locum | Role::System => caring(operation),
        Role::Auditor => auditing(operation).then_some(Scope::Ledger),
        Role::Client => client(operation),
    }
}

fn officer(role: Role, operation: Operation) -> Option<Scope> {
    // A client's overview is given by whoever answers requests; what a colleague looked at is the privacy officer's to review.
    if operation == Operation::ListAccessLines {
        return (role == Role::PrivacyOfficer).then_some(Scope::Ledger);
    }
    // Who may come in, and who came in by an emergency, is the privacy officer's to see. Emergencies are for those who give care.
    if operation == Operation::ListGrants {
        return matches!(role, Role::Owner | Role::PrivacyOfficer).then_some(Scope::Ledger);
    }
    if operation == Operation::TakeEmergencyAccess {
        return None;
    }
    let everyone = matches!(
        operation,
        Operation::GetPractice
            | Operation::ListPracticeVersions
            | Operation::GetStatus
            | Operation::GetCheckpoint
            // What may go, of the registers that a role sees.
            | Operation::ListRetention
            // Of what the practice takes along, each role carries what it may open.
            | Operation::ExportPractice
    ) || operation.service() == "AgendaService";
    // An officer may be given some cases alone.
    let register = match operation.service() {
        "ComplaintService" | "ComplaintLetterService" => Some(Role::ComplaintsOfficer),
        "BreachService" | "BreachLetterService" => Some(Role::PrivacyOfficer),
        "IncidentService" | "IncidentLetterService" => Some(Role::IncidentOfficer),
        _ => None,
    };
    // A matter is played for whoever may open its register: [`may_open`] judges by what is asked for.
    let looks_over = operation.service() == "AgendaService"
        || matches!(
            operation,
            Operation::ListRetention
                | Operation::ExportPractice
                | Operation::Replay
                | Operation::CompareMoments
        );
    if register == Some(role) || (looks_over && role != Role::Owner) {
        return Some(Scope::Granted);
    }
    let may = everyone
        || match operation.service() {
            "PracticeService"
            | "GrantService"
            | "DossierService"
            | "AttachmentService"
            | "LedgerService"
            | "BackupService"
            | "MeasureService"
            | "ClientRightsService"
            | "RetentionService"
            | "ComplaintService"
            | "ComplaintLetterService"
            | "BreachService"
            | "BreachLetterService"
            | "ReplayService" => role == Role::Owner,
            // Four eyes need two pairs: what the owner proposes, somebody answerable for privacy may approve.
            "ClientRequestService" | "AccessLogService" | "DestructionService" => {
                matches!(role, Role::Owner | Role::PrivacyOfficer)
            }
            _ => false,
        };
    may.then_some(Scope::Ledger)
}

/// Those who give care, and the systems they write with.
fn caring(operation: Operation) -> Option<Scope> {
    match operation {
        Operation::GetPractice
        | Operation::ListPracticeVersions
        | Operation::GetStatus
        | Operation::GetCheckpoint => Some(Scope::Ledger),
        Operation::AddClientStatement
        | Operation::RecordDisclosure
        | Operation::ListDisclosures
        | Operation::Replay
        | Operation::CompareMoments
        | Operation::Subscribe => Some(Scope::Granted),
        _ => matches!(operation.service(), "DossierService" | "AttachmentService")
            .then_some(Scope::Granted),
    }
}

/// Headers, open payloads, proofs: what the offline audit needs, and nothing sealed.
fn auditing(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::GetStatus
            | Operation::GetCheckpoint
            | Operation::GetInclusionProof
            | Operation::GetConsistencyProof
            | Operation::GetReceipt
            | Operation::ReadRecords
            | Operation::Subscribe
            | Operation::ExportBundle
            | Operation::VerifyLedger
    )
}

/// One's own dossier, requests about it, and who looked.
fn client(operation: Operation) -> Option<Scope> {
    match operation {
        Operation::GetPractice | Operation::GetCheckpoint => Some(Scope::Ledger),
        Operation::GetDossier
        | Operation::GetEntry
        | Operation::ListEntries
        | Operation::GetTimeline
        | Operation::GetAttachment
        | Operation::ListAttachments
        | Operation::ListDisclosures
        | Operation::MakeCopy
        | Operation::GetAccessOverview
        | Operation::ReceiveClientRequest
        | Operation::GetClientRequest
        | Operation::ListClientRequests => Some(Scope::Granted),
        _ => None,
    }
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
        Some("dossier") => {
            matches!(role, Role::Owner | Role::Practitioner | Role::Locum | Role::System)
        }
        _ => role == Role::Owner,
    }
}

/// The whole table in Markdown, for the snapshot test and docs/policy.md: `all`, what is `granted`, or nothing.
pub fn table() -> String {
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let mut lines =
        format!("| operation | {} |\n|---|{}\n", roles.join(" | "), "---|".repeat(roles.len()));
    for operation in Operation::ALL {
        let reach = Role::ALL.iter().map(|role| match allowed(*role, *operation) {
            Some(Scope::Ledger) => "all",
            Some(Scope::Granted) => "granted",
            None => "",
        });
        let name = operation.path().trim_start_matches("griffie.v1.");
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "| {name} | {} |", reach.collect::<Vec<_>>().join(" | "));
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

    #[test]
    fn the_table_in_the_documentation_is_the_policy() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/policy.md"));
        let page = page.unwrap();
        let begins = page.find("| operation |").unwrap();
        assert_eq!(page.get(begins..), Some(table().as_str()));
    }
}
