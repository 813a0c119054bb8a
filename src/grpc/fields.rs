//! The fields every request has in common, parsed with all their violations at once.

use tonic::Status;

use crate::access::{AccessContext, Ground, OnBehalfOf, Purpose, Role, allowed};
use crate::chain::{Kind, StreamId};
use crate::domain::violation::{FieldPath, Reason};

use super::convert::Reader;
use super::gate::Admitted;
use super::reading_log::refused;
use super::{pb, status};

impl Reader {
    /// A UUID's 16 bytes.
    pub fn request_id(&mut self, at: &FieldPath, text: &str) -> Option<[u8; 16]> {
        let parsed = uuid::Uuid::try_parse(text).ok().filter(|id| !id.is_nil());
        if parsed.is_none() {
            let reason = if text.is_empty() { Reason::Missing } else { Reason::NotAUuid };
            self.note(at, "request_id", reason);
        }
        parsed.map(uuid::Uuid::into_bytes)
    }

    /// Streams' ids.
    pub fn streams(&mut self, field: &str, texts: &[String]) -> Option<Vec<StreamId>> {
        let path = FieldPath::new(field);
        let mut streams = Vec::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate() {
            match text.parse() {
                Ok(stream) if stream != StreamId::ZERO => streams.push(stream),
                _ => self.refuse(path.index(number), Reason::NotAnIdentifier),
            }
        }
        (streams.len() == texts.len()).then_some(streams)
    }

    /// Kinds as they stand in headers.
    pub fn kinds(&mut self, field: &str, texts: &[String]) -> Option<Vec<Kind>> {
        let path = FieldPath::new(field);
        let mut kinds = Vec::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate() {
            match text.parse() {
                Ok(kind) => kinds.push(kind),
                Err(_) => self.refuse(path.index(number), Reason::NotAKind),
            }
        }
        (kinds.len() == texts.len()).then_some(kinds)
    }

    /// Purpose, ground and on whose behalf; the role is judged by [`stated_role`].
    pub fn access_context(
        &mut self,
        at: &FieldPath,
        given: Option<pb::AccessContext>,
    ) -> Option<AccessContext> {
        let Some(given) = given else {
            self.note(at, "access_context", Reason::Missing);
            return None;
        };
        let purpose = purpose(given.purpose());
        let ground = ground(given.ground());
        let on_behalf_of = on_behalf_of(given.on_behalf_of());
        let role = role(given.role());
        let said = [
            ("purpose", purpose.is_some()),
            ("ground", ground.is_some()),
            ("on_behalf_of", on_behalf_of.is_some()),
            ("role", role.is_some()),
        ];
        let at = at.join("access_context");
        for (field, _) in said.iter().filter(|(_, said)| !said) {
            self.note(&at, field, Reason::Unspecified);
        }
        let (purpose, ground, on_behalf_of) = (purpose?, ground?, on_behalf_of?);
        Some(AccessContext { purpose, ground, on_behalf_of, role: role? })
    }
}

/// The role in which a call is made: one the caller holds, and that may do this. Walls hold between the roles of one person. A
/// role that is not stated is a violation of its own, noted while the access context was read.
pub fn stated_role(given: Option<&pb::AccessContext>, admitted: &Admitted) -> Result<Role, Status> {
    let stated = given.and_then(|given| role(given.role()));
    let stated = stated.filter(|role| admitted.caller.roles.hold(*role));
    let judged = stated.ok_or_else(status::role_not_granted).and_then(|stated| {
        allowed(stated, admitted.operation).map(|_| stated).ok_or_else(status::not_allowed)
    });
    if judged.is_err() {
        refused(&admitted.hosted, admitted.caller.actor, admitted.operation);
    }
    judged
}

fn purpose(given: pb::Purpose) -> Option<Purpose> {
    Some(match given {
        pb::Purpose::Unspecified => return None,
        pb::Purpose::Care => Purpose::Care,
        pb::Purpose::Locum => Purpose::Locum,
        pb::Purpose::ClientRequest => Purpose::ClientRequest,
        pb::Purpose::Complaint => Purpose::Complaint,
        pb::Purpose::Incident => Purpose::Incident,
        pb::Purpose::Breach => Purpose::Breach,
        pb::Purpose::QualityReview => Purpose::QualityReview,
        pb::Purpose::Supervision => Purpose::Supervision,
        pb::Purpose::Administration => Purpose::Administration,
        pb::Purpose::Emergency => Purpose::Emergency,
    })
}

fn ground(given: pb::AccessGround) -> Option<Ground> {
    Some(match given {
        pb::AccessGround::Unspecified => return None,
        pb::AccessGround::TreatmentContract => Ground::TreatmentContract,
        pb::AccessGround::Consent => Ground::Consent,
        pb::AccessGround::LegalDuty => Ground::LegalDuty,
        pb::AccessGround::VitalInterest => Ground::VitalInterest,
        pb::AccessGround::DirectlyInvolved => Ground::DirectlyInvolved,
        pb::AccessGround::Locum => Ground::Locum,
        pb::AccessGround::Representative => Ground::Representative,
    })
}

fn on_behalf_of(given: pb::OnBehalfOf) -> Option<OnBehalfOf> {
    Some(match given {
        pb::OnBehalfOf::Unspecified => return None,
        pb::OnBehalfOf::Practice => OnBehalfOf::Practice,
        pb::OnBehalfOf::Client => OnBehalfOf::Client,
        pb::OnBehalfOf::Representative => OnBehalfOf::Representative,
        pb::OnBehalfOf::Principal => OnBehalfOf::Principal,
        pb::OnBehalfOf::Supervisor => OnBehalfOf::Supervisor,
    })
}

/// The role of a word of the wire; nothing if it was not said.
pub fn role(given: pb::Role) -> Option<Role> {
    match given {
        pb::Role::Unspecified => None,
        pb::Role::Owner => Some(Role::Owner),
        pb::Role::ComplaintsOfficer => Some(Role::ComplaintsOfficer),
        pb::Role::IncidentOfficer => Some(Role::IncidentOfficer),
        pb::Role::PrivacyOfficer => Some(Role::PrivacyOfficer),
        pb::Role::Practitioner => Some(Role::Practitioner),
        pb::Role::Locum => Some(Role::Locum),
        pb::Role::System => Some(Role::System),
        pb::Role::Auditor => Some(Role::Auditor),
        pb::Role::Client => Some(Role::Client),
    }
}

/// A role on the wire.
pub fn role_of(role: Role) -> pb::Role {
    match role {
        Role::Owner => pb::Role::Owner,
        Role::ComplaintsOfficer => pb::Role::ComplaintsOfficer,
        Role::IncidentOfficer => pb::Role::IncidentOfficer,
        Role::PrivacyOfficer => pb::Role::PrivacyOfficer,
        Role::Practitioner => pb::Role::Practitioner,
        Role::Locum => pb::Role::Locum,
        Role::System => pb::Role::System,
        Role::Auditor => pb::Role::Auditor,
        Role::Client => pb::Role::Client,
    }
}
