//! How a command ends: the exit codes of the command line, and the words on standard error.

use std::process::ExitCode;

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
}

/// The exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It failed.
    Failed = 1,
    /// It was asked wrongly.
    Usage = 2,
    /// The chain is broken or the ledger damaged.
    ChainBroken = 3,
    /// The chain is sound, but nothing outside attests all of it.
    NotAttested = 4,
    /// What was asked for is not there.
    NotFound = 5,
    /// The policy does not let the caller.
    Refused = 6,
    /// Try later.
    TryLater = 75,
}

impl Failure {
    /// A failure with its exit code.
    pub fn new(exit: Exit, message: impl Into<String>) -> Failure {
        Failure { exit, message: message.into() }
    }

    /// It failed, with what the cause says.
    pub fn because(message: &str, cause: &dyn std::error::Error) -> Failure {
        let mut text = format!("{message}: {cause}");
        let mut source = cause.source();
        while let Some(below) = source {
            let below_text = below.to_string();
            if !text.ends_with(&below_text) {
                text.push_str(": ");
                text.push_str(&below_text);
            }
            source = below.source();
        }
        Failure::new(Exit::Failed, text)
    }

    /// The words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::because("input or output failed", &error)
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Failure {
        let exit = match status.code() {
            Code::NotFound => Exit::NotFound,
            Code::PermissionDenied | Code::Unauthenticated => Exit::Refused,
            Code::ResourceExhausted | Code::Unavailable | Code::Aborted => Exit::TryLater,
            Code::DataLoss => Exit::ChainBroken,
            Code::InvalidArgument => Exit::Usage,
            _ => Exit::Failed,
        };
        let details = status.get_error_details();
        let mut message = status.message().to_owned();
        if let Some(info) = details.error_info() {
            message = format!("{message} ({})", info.reason);
            let mut facts: Vec<_> = info.metadata.iter().collect();
            facts.sort();
            for (name, value) in facts {
                message = format!("{message}, {name} {value}");
            }
        }
        if let Some(request) = details.bad_request() {
            for violation in &request.field_violations {
                message = format!("{message}\n  {}: {}", violation.field, violation.description);
            }
        }
        if let Some(refused) = details.precondition_failure() {
            for violation in &refused.violations {
                message = format!("{message}\n  {}: {}", violation.subject, violation.r#type);
            }
        }
        Failure { exit, message }
    }
}
