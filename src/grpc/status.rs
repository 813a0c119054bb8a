//! The one table from errors to statuses: canonical code, stable reason, details. Reasons are public contract: never renamed.
//! No status holds personal data.

mod destruction;

use std::collections::HashMap;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::domain::violation::Violations;
use crate::domain::{
    breach, complaint, dossier, incident, letter, measure, person, practice, request,
};
use crate::export::{ExportError, ReceiptError};
use crate::register::tree::TreeError;
use crate::register::{ExecuteError, ReadFailure, Refusal, SubmitError};

/// The domain of every reason.
const DOMAIN: &str = "griffie";
/// When a caller told to come back may do so.
const RETRY_AFTER: Duration = Duration::from_millis(200);

fn reason(
    code: Code,
    reason: &str,
    message: impl Into<String>,
    facts: &[(&str, String)],
) -> Status {
    let facts: HashMap<String, String> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, facts);
    if code == Code::ResourceExhausted {
        details.set_retry_info(Some(RETRY_AFTER));
    }
    Status::with_error_details(code, message, details)
}

/// Fields that are wrong, all of them.
pub fn invalid(violations: Violations) -> Status {
    let mut details = ErrorDetails::with_error_info("INVALID", DOMAIN, HashMap::new());
    for violation in violations.into_vec() {
        let description = format!("{}: {}", violation.reason.code(), violation.reason.clause());
        details.add_bad_request_violation(violation.field.as_str(), description);
    }
    Status::with_error_details(Code::InvalidArgument, "fields of the request are invalid", details)
}

/// The same status, with fields named as the caller's request names them.
pub fn rebased(error: ExecuteError, from: &str, to: &str) -> Status {
    use crate::domain::dossier::Refusal::Invalid;
    let ExecuteError::Refused(Refusal::Dossier(Invalid(violations))) = error else {
        return error.into();
    };
    let mut renamed = Violations::default();
    for violation in violations.into_vec() {
        renamed.add(violation.field.rebase(from, to), violation.reason);
    }
    invalid(renamed)
}

/// No token came with the call.
pub fn token_missing() -> Status {
    reason(Code::Unauthenticated, "TOKEN_MISSING", "a bearer token is needed", &[])
}

/// The token is not one of ours, or not any more.
pub fn token_invalid() -> Status {
    reason(Code::Unauthenticated, "TOKEN_INVALID", "the bearer token is not valid", &[])
}

/// The policy table does not let this role do this.
pub fn not_allowed() -> Status {
    reason(Code::PermissionDenied, "NOT_ALLOWED", "this role may not do this", &[])
}

/// The role stated on the call is not the grant's.
pub fn role_not_granted() -> Status {
    reason(Code::PermissionDenied, "ROLE_NOT_GRANTED", "the stated role is not granted", &[])
}

/// No such rpc is in the policy table.
pub fn unknown_operation() -> Status {
    reason(Code::Unimplemented, "UNKNOWN_OPERATION", "there is no such operation", &[])
}

/// While the ledger is damaged, personal data is served in an emergency only.
pub fn damaged_emergency_only(position: u64) -> Status {
    let facts = [("position", position.to_string())];
    let message = "the ledger is damaged: personal data is served under emergency access only";
    reason(Code::FailedPrecondition, "LEDGER_DAMAGED", message, &facts)
}

/// Headers are damaged; nothing can be accepted.
pub fn chain_damaged(position: u64) -> Status {
    let facts = [("position", position.to_string())];
    let message = "the chain itself is damaged: put back a backup";
    reason(Code::FailedPrecondition, "CHAIN_DAMAGED", message, &facts)
}

/// The use of a dossier is restricted, and this purpose is none of those it may be read for.
pub fn restricted() -> Status {
    let message = "the use of the dossier is restricted: it is read for named purposes only";
    reason(Code::FailedPrecondition, RESTRICTED, message, &[])
}

/// The reason of [`restricted`].
const RESTRICTED: &str = "RESTRICTED";

/// Whether a refusal is that of a restriction.
pub fn is_restricted(status: &Status) -> bool {
    status.get_error_details().error_info().is_some_and(|info| info.reason == RESTRICTED)
}

/// What an entry said before it was corrected is shown to those who must account for it.
pub fn purpose_needed() -> Status {
    let message = "what was corrected is shown for purposes that account for it, not for this one";
    reason(Code::PermissionDenied, "PURPOSE_NEEDED", message, &[])
}

/// What was asked for is not there.
pub fn not_found(what: &'static str) -> Status {
    reason(Code::NotFound, what, "there is no such thing", &[])
}

/// An upload that broke its own announcement.
pub fn upload(what: &'static str, message: &'static str) -> Status {
    reason(Code::InvalidArgument, what, message, &[])
}

/// A stream that was refused, with how many of its messages were recorded all the same.
pub fn streamed(refusal: Status, recorded: usize) -> Status {
    let mut details = refusal.get_error_details();
    let (word, mut facts) = match details.error_info() {
        Some(info) => (info.reason.clone(), info.metadata.clone()),
        None => return refusal,
    };
    facts.insert("recorded".to_owned(), recorded.to_string());
    details.set_error_info(word, DOMAIN, facts);
    Status::with_error_details(refusal.code(), refusal.message(), details)
}

/// Something that cannot go on for a reason of the server's own.
pub fn internal(what: &'static str) -> Status {
    tracing::error!(what, "a call failed");
    reason(Code::Internal, "INTERNAL", "the server failed", &[])
}

/// A precondition that does not hold.
pub fn precondition(what: &'static str, message: &'static str) -> Status {
    reason(Code::FailedPrecondition, what, message, &[])
}

/// Something of what is being told was destroyed meanwhile.
pub fn destroyed_since() -> Status {
    reason(Code::Aborted, "DESTROYED_SINCE", "a part of it was destroyed meanwhile: ask anew", &[])
}

/// More is asked for at once than the server gives.
pub fn exhausted(what: &'static str, message: &'static str) -> Status {
    reason(Code::ResourceExhausted, what, message, &[])
}

impl From<ExecuteError> for Status {
    fn from(error: ExecuteError) -> Status {
        let message = error.to_string();
        match error {
            ExecuteError::Refused(refusal) => refused(refusal),
            ExecuteError::StaleRevision { current } => {
                let facts = [("current_revision", current.to_string())];
                reason(Code::Aborted, "STALE_REVISION", message, &facts)
            }
            ExecuteError::RequestReused => {
                reason(Code::AlreadyExists, "REQUEST_ID_REUSED", message, &[])
            }
            ExecuteError::Contended => reason(Code::Aborted, "CONTENDED", message, &[]),
            ExecuteError::OutOfReach { reason } => not_found(reason),
            ExecuteError::Submit(error) => error.into(),
            ExecuteError::Read(failure) => failure.into(),
            ExecuteError::Key(_) => internal("a key could not be made"),
            ExecuteError::Seal(_) | ExecuteError::NoKey(_) | ExecuteError::Payload(_) => {
                internal("sealing failed")
            }
        }
    }
}

impl From<SubmitError> for Status {
    fn from(error: SubmitError) -> Status {
        let message = error.to_string();
        match error {
            SubmitError::Stale { .. } => reason(Code::Aborted, "CONTENDED", message, &[]),
            SubmitError::Duplicate { .. } => {
                reason(Code::AlreadyExists, "REQUEST_ID_REUSED", message, &[])
            }
            SubmitError::Fenced { whole: true, .. } => {
                reason(Code::FailedPrecondition, "DESTROYED", message, &[])
            }
            SubmitError::Fenced { .. } => {
                reason(Code::Unavailable, "BEING_DESTROYED", message, &[])
            }
            SubmitError::Busy => reason(Code::ResourceExhausted, "QUEUE_FULL", message, &[]),
            SubmitError::DiskFull => reason(Code::ResourceExhausted, "DISK_FULL", message, &[]),
            SubmitError::Clock(_) => {
                reason(Code::FailedPrecondition, "CLOCK_REFUSED", message, &[])
            }
            SubmitError::Damaged { position } => {
                let facts = [("position", position.to_string())];
                reason(Code::FailedPrecondition, "LEDGER_DAMAGED", message, &facts)
            }
            SubmitError::Stopped => reason(Code::Unavailable, "REGISTER_STOPPED", message, &[]),
            SubmitError::OutcomeUnknown => {
                reason(Code::Unavailable, "OUTCOME_UNKNOWN", message, &[])
            }
        }
    }
}

impl From<ReadFailure> for Status {
    fn from(failure: ReadFailure) -> Status {
        let message = failure.to_string();
        match failure {
            ReadFailure::NoSuchPosition { position } => {
                let facts = [("position", position.to_string())];
                reason(Code::NotFound, "NO_SUCH_POSITION", message, &facts)
            }
            ReadFailure::Damaged { position } => {
                let facts = [("position", position.to_string())];
                reason(Code::DataLoss, "LEDGER_DAMAGED", message, &facts)
            }
            ReadFailure::Unavailable => reason(Code::Unavailable, "REGISTER_STOPPED", message, &[]),
        }
    }
}

impl From<TreeError> for Status {
    fn from(error: TreeError) -> Status {
        match error {
            TreeError::NoSuchPlace => not_found("NO_SUCH_POSITION"),
            TreeError::Unreadable(_) | TreeError::Altered { .. } => {
                internal("the derived tree cannot be read; a restart rebuilds it")
            }
        }
    }
}

impl From<ExportError> for Status {
    fn from(error: ExportError) -> Status {
        let message = error.to_string();
        let at = |position: u64| [("position", position.to_string())];
        match error {
            ExportError::NothingPublished => {
                reason(Code::FailedPrecondition, "NOTHING_PUBLISHED", message, &[])
            }
            ExportError::ForeignCheckpoint => {
                reason(Code::FailedPrecondition, "NOT_PUBLISHED", message, &[])
            }
            ExportError::Read(failure) => failure.into(),
            ExportError::Chain(broken) => {
                reason(Code::DataLoss, "LEDGER_DAMAGED", message, &at(broken.position()))
            }
            ExportError::RootDiffers { .. } => {
                reason(Code::DataLoss, "LEDGER_DAMAGED", message, &[])
            }
            ExportError::Unreadable { position, .. }
            | ExportError::TreeDiffers { first: position } => {
                reason(Code::DataLoss, "LEDGER_DAMAGED", message, &at(position))
            }
            ExportError::LostSince { position } => {
                reason(Code::Aborted, "LOST_SINCE", message, &at(position))
            }
            ExportError::DestroyedSince { position } => {
                reason(Code::Aborted, "DESTROYED_SINCE", message, &at(position))
            }
            ExportError::NoKey(_) | ExportError::Checkpoint | ExportError::Key(_) => {
                internal("the bundle could not be made")
            }
        }
    }
}

impl From<ReceiptError> for Status {
    fn from(error: ReceiptError) -> Status {
        let message = error.to_string();
        match error {
            ReceiptError::NotPublished { position, .. } => {
                let facts = [("position", position.to_string())];
                reason(Code::FailedPrecondition, "NOT_PUBLISHED", message, &facts)
            }
            ReceiptError::Read(failure) => failure.into(),
            ReceiptError::Tree(error) => error.into(),
            ReceiptError::Rejected(_) => reason(Code::DataLoss, "LEDGER_DAMAGED", message, &[]),
            ReceiptError::Note(_) => internal("the receipt could not be made"),
        }
    }
}

fn refused(refusal: Refusal) -> Status {
    let message = refusal.to_string();
    let mut facts = Vec::new();
    let (code, word) = match refusal {
        Refusal::Practice(practice::Refusal::Invalid(violations))
        | Refusal::Dossier(dossier::Refusal::Invalid(violations))
        | Refusal::Complaint(complaint::Refusal::Invalid(violations))
        | Refusal::Breach(breach::Refusal::Invalid(violations))
        | Refusal::Incident(incident::Refusal::Invalid(violations))
        | Refusal::Measure(measure::Refusal::Invalid(violations))
        | Refusal::Request(request::Refusal::Invalid(violations))
        | Refusal::Person(person::Refusal::Invalid(violations))
        | Refusal::Letter(letter::Refusal::Invalid(violations)) => return invalid(violations),
        Refusal::Practice(refusal) => (Code::FailedPrecondition, refusal.reason()),
        Refusal::Dossier(refusal) => (dossier_code(&refusal), refusal.reason()),
        Refusal::Complaint(refusal) => {
            facts = refusal.facts();
            (super::complaint::code(&refusal), refusal.reason())
        }
        Refusal::Breach(refusal) => {
            facts = refusal.facts();
            (super::breach::code(&refusal), refusal.reason())
        }
        Refusal::Incident(refusal) => {
            facts = refusal.facts();
            (super::incident::code(&refusal), refusal.reason())
        }
        Refusal::Measure(refusal) => {
            facts = refusal.facts();
            (super::measure::code(&refusal), refusal.reason())
        }
        Refusal::Request(refusal) => {
            facts = refusal.facts();
            (super::client_request::code(&refusal), refusal.reason())
        }
        Refusal::Person(refusal) => (super::grant::code(&refusal), refusal.reason()),
        Refusal::Letter(refusal) => (super::letter::code(&refusal), refusal.reason()),
    };
    reason(code, word, message, &facts)
}

/// No `_` arm: a new refusal must choose its code.
fn dossier_code(refusal: &dossier::Refusal) -> Code {
    use dossier::Refusal::{
        AlreadyLinked, AlreadyOpened, AlreadyRestricted, AttachmentExists, AttachmentWithdrawn,
        DossierClosed, EntryExists, EntryWithdrawn, Invalid, LinkToItself, NoSuchAttachment,
        NoSuchDossier, NoSuchEntry, NotClosed, NotLinked, NotRestricted,
    };
    match refusal {
        Invalid(_) | LinkToItself => Code::InvalidArgument,
        NoSuchDossier | NoSuchEntry { .. } | NoSuchAttachment { .. } => Code::NotFound,
        AlreadyOpened | EntryExists { .. } | AttachmentExists { .. } | AlreadyLinked => {
            Code::AlreadyExists
        }
        DossierClosed
        | NotClosed
        | EntryWithdrawn { .. }
        | AttachmentWithdrawn { .. }
        | NotLinked
        | AlreadyRestricted
        | NotRestricted => Code::FailedPrecondition,
    }
}
