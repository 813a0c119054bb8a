//! `griffie letter …`: the letters of complaints, breaches and incidents.

mod draft;
mod read;
mod sent;
pub mod template;

use std::io::Write;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::input::Form;

/// `griffie letter …`
#[derive(Debug, Subcommand)]
pub enum Letter {
    /// Draft a letter of a case; with --validate-only only show it.
    Draft(Box<draft::Draft>),
    /// Record that a letter was sent, or received.
    Sent(Box<sent::Sent>),
    /// Show a letter as it was drafted: its page, to print.
    Show(read::Show),
    /// List the letters of a case.
    List(read::List),
}

impl Letter {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Letter::Draft(draft) => draft.run(out).await,
            Letter::Sent(sent) => sent.run(out).await,
            Letter::Show(show) => show.run(out).await,
            Letter::List(list) => list.run(out).await,
        }
    }
}

/// The case a letter belongs to.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Case {
    /// The complaint's id.
    #[arg(long, value_name = "ID")]
    complaint: Option<String>,
    /// The breach's id.
    #[arg(long, value_name = "ID")]
    breach: Option<String>,
    /// The incident's id.
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
}

/// The register of a case.
#[derive(Clone, Copy, Debug)]
enum Register {
    Complaint,
    Breach,
    Incident,
}

impl Case {
    /// Names the case in a form, and says of which register it is.
    fn fill(&self, form: &mut Form) -> Register {
        form.set_some("complaint_id", self.complaint.clone());
        form.set_some("breach_id", self.breach.clone());
        form.set_some("incident_id", self.incident.clone());
        match (&self.complaint, &self.breach) {
            (Some(_), _) => Register::Complaint,
            (None, Some(_)) => Register::Breach,
            (None, None) => Register::Incident,
        }
    }
}

/// Calls a letter service's method of the register: the same messages by other names.
macro_rules! by_register {
    ($register:expr, $asks:ident: $($which:ident, $client:ident, $method:ident, $request:ident;)*) => {
        match $register {
            $($crate::cli::letter::Register::$which => $asks!($client, $method, $request),)*
        }
    };
}
use by_register;
