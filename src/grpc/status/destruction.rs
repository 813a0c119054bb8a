//! The statuses of destructions, holds, proposals and certificates.

use std::collections::HashMap;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::export::CertificateError;
use crate::register::destruction::{DestroyError, HoldError, Objection, ProposalError};

use super::{DOMAIN, not_found, precondition, reason};

impl From<DestroyError> for Status {
    fn from(error: DestroyError) -> Status {
        let message = error.to_string();
        match error {
            DestroyError::Refused(objections) => objected(&objections),
            DestroyError::TooMuch => {
                reason(Code::InvalidArgument, "TOO_MUCH_AT_ONCE", message, &[])
            }
            DestroyError::Execute(error) => error.into(),
        }
    }
}

impl From<CertificateError> for Status {
    fn from(error: CertificateError) -> Status {
        match error {
            CertificateError::NoSuchDestruction => not_found("NO_SUCH_DESTRUCTION"),
            CertificateError::NotExecuted => {
                precondition("BEING_DESTROYED", "the destruction is not carried out yet")
            }
            CertificateError::Receipt(error) => error.into(),
            CertificateError::Read(failure) => failure.into(),
        }
    }
}

impl From<ProposalError> for Status {
    fn from(error: ProposalError) -> Status {
        match error {
            ProposalError::NoSuchProposal => not_found("NO_SUCH_PROPOSAL"),
            ProposalError::AlreadyAnswered => {
                precondition("ALREADY_ANSWERED", "the proposal was answered before")
            }
            ProposalError::Destroy(error) => error.into(),
        }
    }
}

impl From<HoldError> for Status {
    fn from(error: HoldError) -> Status {
        match error {
            HoldError::NoSuchDossier => not_found("NO_SUCH_DOSSIER"),
            HoldError::NoSuchHold => not_found("NO_SUCH_HOLD"),
            HoldError::NothingChanges => {
                precondition("NOTHING_CHANGES", "it is declared so already")
            }
            HoldError::Execute(error) => error.into(),
        }
    }
}

/// Everything that speaks against a destruction, each with the place it is about.
fn objected(objections: &[Objection]) -> Status {
    let mut details = ErrorDetails::with_error_info("DESTRUCTION_REFUSED", DOMAIN, HashMap::new());
    for objection in objections {
        let position = objection.position().map(|it| format!("position {it}"));
        let stream = objection.stream().map(|it| format!("stream {it}"));
        let subject = position.or(stream).unwrap_or_default();
        details.add_precondition_failure_violation(objection.reason(), subject, "");
    }
    let message = "the destruction is refused";
    Status::with_error_details(Code::FailedPrecondition, message, details)
}
