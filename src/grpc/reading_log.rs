//! Reading is written: before an answer about a person leaves, a line that says so is on the disk. Names no content.

use tonic::Status;

use std::sync::Arc;

use crate::access::{AccessContext, Operation, Purpose, Role};
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
    reach: NeededReach,
    object: Option<String>,
    searched: Vec<String>,
}

/// What must be in the caller's reach.
#[derive(Clone, Debug)]
enum NeededReach {
    /// All it is about.
    About,
    /// The dossiers that what it is about belongs to.
    Dossiers(Vec<StreamId>),
    /// Nothing: which dossiers there are, told in an emergency.
    Nothing,
}

impl Told {
    fn new(action: Action, about: Vec<StreamId>) -> Told {
        let (reach, object, searched) = (NeededReach::About, None, Vec::new());
        Told { action, about, reach, object, searched }
    }

    /// Something of one dossier or case.
    pub fn of(stream: StreamId) -> Told {
        Told::new(Action::Read, vec![stream])
    }

    /// What belongs to these dossiers: in reach of whoever they are in reach of.
    #[must_use]
    pub fn inside(self, dossiers: Vec<StreamId>) -> Told {
        Told { reach: NeededReach::Dossiers(dossiers), ..self }
    }

    /// Which dossiers there are, told beyond reach in an emergency.
    #[must_use]
    pub fn beyond_reach(self) -> Told {
        Told { reach: NeededReach::Nothing, ..self }
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
        Told::new(Action::Search, about)
    }

    /// What was searched by these fields.
    #[must_use]
    pub fn by(self, fields: &[(&str, bool)]) -> Told {
        let used = fields.iter().filter(|(_, used)| *used);
        Told { searched: used.map(|(field, _)| (*field).to_owned()).collect(), ..self }
    }

    /// Content in bulk, of these streams; of the whole ledger if none is named.
    pub fn exported(about: Vec<StreamId>) -> Told {
        Told::new(Action::Export, about)
    }

    /// Lines of the log itself.
    pub fn log(about: Vec<StreamId>) -> Told {
        Told::new(Action::ReadLog, about)
    }

    /// Refuses what lies outside the caller's reach, as if it were not there.
    fn judge(&self, admitted: &Admitted, role: Role) -> Result<(), Status> {
        let needed = match &self.reach {
            NeededReach::About => &self.about,
            NeededReach::Dossiers(dossiers) => dossiers,
            NeededReach::Nothing => return Ok(()),
        };
        // A list of nothing tells of nobody.
        if self.action == Action::Search && self.about.is_empty() {
            return Ok(());
        }
        admitted.within_reach(role, needed)
    }
}

/// Writes down who is about to be told what, and why. No answer before this returned.
pub async fn written_down(
    admitted: &Admitted,
    context: AccessContext,
    told: Told,
) -> Result<(), Status> {
    let register = &admitted.hosted.register;
    if let Err(missing) = told.judge(admitted, context.role) {
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

/// Writes down that callers nobody knows were refused.
pub fn strangers_refused(hosted: &Hosted, operation: &str, times: u32) {
    let line = Line { times, ..bare(&hosted.register, operation, Action::Refuse) };
    write_refusal(hosted.register.clone(), ActorId::ZERO, line);
}
