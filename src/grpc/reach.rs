//! How far a call reaches, and the refusal of what lies outside: to the caller it is not there. Writes carry their reach into the
//! register, which judges them; what is read is judged here, at the one place that every answer about a person passes.

use std::sync::Arc;

use tonic::Status;

use crate::access::{Granted, Only, Reach, Role, Scope, allowed};
use crate::chain::StreamId;
use crate::register::Register;

use super::gate::Admitted;
use super::status;

impl Admitted {
    /// How far this call reaches in a role its caller holds.
    pub fn reach(&self, role: Role) -> Reach {
        if allowed(role, self.operation) == Some(Scope::Ledger) {
            return Reach::Everything;
        }
        let actor = self.caller.actor;
        // A role that was stated and is not held reaches nothing.
        let Granted { everything, streams } = self.hosted.granted(actor, role).unwrap_or_default();
        // Among several practitioners each needs a relation of care with the client (zorgrelatie).
        if everything && !(needs_relation(role) && self.hosted.several_practise()) {
            return Reach::Everything;
        }
        // Clients write requests about their dossier; what they opened is no more theirs than the dossier is.
        let opened_by = (role != Role::Client).then_some(actor);
        Reach::Only(Arc::new(Only { streams, opened_by }))
    }

    /// What may be listed in a role: a test of a stream, for lists that leave out what is not in reach.
    pub fn sees(&self, role: Role) -> impl Fn(&Register, StreamId) -> bool + Send + 'static {
        let reach = self.reach(role);
        move |register, stream| reach.covers(stream, || register.opener(stream))
    }

    /// Refuses a look at all of a register at once to those who were given some of it.
    pub(super) fn whole(&self, role: Role) -> Result<(), Status> {
        if self.reach(role) == Reach::Everything { Ok(()) } else { Err(status::not_allowed()) }
    }

    /// Refuses what is not in reach, as if it were not there.
    pub(super) fn within_reach(&self, role: Role, streams: &[StreamId]) -> Result<(), Status> {
        let reach = self.reach(role);
        let register = &self.hosted.register;
        let covered = |it: &StreamId| reach.covers(*it, || register.opener(*it));
        // Content of the whole ledger is for those alone who reach the whole of it.
        let whole = streams.is_empty() && reach != Reach::Everything;
        if whole || !streams.iter().all(covered) {
            return Err(status::not_found(self.missing()));
        }
        Ok(())
    }

    /// The reason that something that is not there has, by what the call is about.
    fn missing(&self) -> &'static str {
        match self.operation.service() {
            "ComplaintService" | "ComplaintLetterService" => "NO_SUCH_COMPLAINT",
            "BreachService" | "BreachLetterService" => "NO_SUCH_BREACH",
            "IncidentService" | "IncidentLetterService" => "NO_SUCH_INCIDENT",
            "ClientRequestService" => "NO_SUCH_REQUEST",
            _ => "NO_SUCH_DOSSIER",
        }
    }
}

fn needs_relation(role: Role) -> bool {
    matches!(role, Role::Practitioner | Role::Locum)
}
