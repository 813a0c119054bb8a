//! Reading is written: before an answer about a person leaves, a line that says so is on the disk. Names no content.

use tonic::Status;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use crate::access::{AccessContext, Operation, Purpose};
use crate::chain::{ActorId, StreamId};
use crate::register::Register;
use crate::register::access_log::{Action, Kind, Line};

use super::gate::Admitted;
use super::hosted::Hosted;

/// What an answer tells of whom.
#[derive(Clone, Debug)]
pub struct Told {
    action: Action,
    about: Vec<StreamId>,
    inside: Option<Vec<StreamId>>,
    beyond_reach: bool,
    object: Option<String>,
    searched: Vec<String>,
}

impl Told {
    /// Something of one dossier or case.
    pub fn of(stream: StreamId) -> Told {
        Told {
            action: Action::Read,
            about: vec![stream],
            inside: None,
            beyond_reach: false,
            object: None,
            searched: Vec::new(),
        }
    }

    /// What belongs to these dossiers: in reach of whoever they are in reach of.
    #[must_use]
    pub fn inside(self, dossiers: Vec<StreamId>) -> Told {
        Told { inside: Some(dossiers), ..self }
    }

    /// Which dossiers there are, told beyond reach in an emergency.
    #[must_use]
    pub fn beyond_reach(self) -> Told {
        Told { beyond_reach: true, ..self }
    }

    /// One thing in it, by its id.
    #[must_use]
    pub fn object(self, id: &impl ToString) -> Told {
        Told { object: Some(id.to_string()), ..self }
    }

    /// A list of these, by ids as they are shown; what is no id is about nobody.
    pub fn listed<'a>(ids: impl IntoIterator<Item = &'a String>) -> Told {
        let mut about: Vec<StreamId> = ids.into_iter().filter_map(|id| id.parse().ok()).collect();
        about.sort_unstable();
        about.dedup();
        Told {
            action: Action::Search,
            about,
            inside: None,
            beyond_reach: false,
            object: None,
            searched: Vec::new(),
        }
    }

    /// What was searched by these fields.
    #[must_use]
    pub fn by(self, fields: &[(&str, bool)]) -> Told {
        let used = fields.iter().filter(|(_, used)| *used);
        Told { searched: used.map(|(field, _)| (*field).to_owned()).collect(), ..self }
    }

    /// Content in bulk, of these streams; of the whole ledger if none is named.
    pub fn exported(about: Vec<StreamId>) -> Told {
        Told {
            action: Action::Export,
            about,
            inside: None,
            beyond_reach: false,
            object: None,
            searched: Vec::new(),
        }
    }

    /// Lines of the log itself.
    pub fn log(about: Vec<StreamId>) -> Told {
        Told {
            action: Action::ReadLog,
            about,
            inside: None,
            beyond_reach: false,
            object: None,
            searched: Vec::new(),
        }
    }
}

/// Writes down who is about to be told what, and why. No answer before this returned.
pub async fn written_down(
    admitted: &Admitted,
    context: AccessContext,
    told: Told,
) -> Result<(), Status> {
    let register = &admitted.hosted.register;
    let judged = match told.inside {
        Some(dossiers) => admitted.within_reach(context.role, &dossiers),
        None if told.beyond_reach => Ok(()),
        // A list of nothing tells of nobody.
        None if told.action == Action::Search && told.about.is_empty() => Ok(()),
        None => admitted.within_reach(context.role, &told.about),
    };
    if let Err(missing) = judged {
        refused(&admitted.hosted, admitted.caller.actor, admitted.operation);
        return Err(missing);
    }
    let line = Line {
        about: told.about,
        object: told.object,
        searched: told.searched,
        ..bare(register, admitted.operation.path(), told.action)
    };
    let emergency = context.purpose == Purpose::Emergency;
    let actor = admitted.caller.actor;
    register.log_access(actor, Some(&context), Kind::Read, &line, emergency).await?;
    Ok(())
}

fn bare(register: &Register, operation: &str, action: Action) -> Line {
    Line {
        operation: operation.to_owned(),
        action,
        about: Vec::new(),
        object: None,
        searched: Vec::new(),
        times: 1,
        organisation: register.ledger().to_string(),
        source: concat!("griffie ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

/// Writes down that somebody was refused what their roles do not let them do. Nobody waits for it.
pub fn refused(hosted: &Arc<Hosted>, actor: ActorId, operation: Operation) {
    let line = bare(&hosted.register, operation.path(), Action::Refuse);
    write_refusal(hosted.register.clone(), actor, line);
}

fn write_refusal(register: Register, actor: ActorId, line: Line) {
    tokio::spawn(async move {
        if let Err(error) = register.log_access(actor, None, Kind::Refused, &line, true).await {
            tracing::warn!(%error, "a refusal could not be written down");
        }
    });
}

/// Callers nobody knows: those of one second share a line, so that guessing fills no disk.
#[derive(Debug, Default)]
pub struct Strangers {
    second: AtomicI64,
    times: AtomicU32,
}

impl Strangers {
    /// How many came since the last line about them was written.
    pub fn of_this_second(&self) -> u32 {
        self.times.load(Ordering::Relaxed)
    }

    /// Counts one; writes it down, with those before it, unless that was done this second.
    pub fn refused(&self, hosted: &Hosted, operation: &str) {
        let second = hosted.register.now().div_euclid(1_000_000);
        self.times.fetch_add(1, Ordering::Relaxed);
        if self.second.swap(second, Ordering::Relaxed) == second {
            return;
        }
        let times = self.times.swap(0, Ordering::Relaxed).max(1);
        let line = Line { times, ..bare(&hosted.register, operation, Action::Refuse) };
        write_refusal(hosted.register.clone(), ActorId::ZERO, line);
    }
}
