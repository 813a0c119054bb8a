//! The reason of a call as it was recorded, written for the wire.

use crate::access::{AccessContext, Ground, OnBehalfOf, Purpose};
use crate::grpc::fields::role_of;
use crate::grpc::pb;

/// The reason of a call.
pub fn access_context(context: AccessContext) -> pb::AccessContext {
    pb::AccessContext {
        purpose: purpose(context.purpose).into(),
        ground: ground(context.ground).into(),
        on_behalf_of: on_behalf_of(context.on_behalf_of).into(),
        role: role_of(context.role).into(),
    }
}

fn purpose(purpose: Purpose) -> pb::Purpose {
    match purpose {
        Purpose::Care => pb::Purpose::Care,
        Purpose::Locum => pb::Purpose::Locum,
        Purpose::ClientRequest => pb::Purpose::ClientRequest,
        Purpose::Complaint => pb::Purpose::Complaint,
        Purpose::Incident => pb::Purpose::Incident,
        Purpose::Breach => pb::Purpose::Breach,
        Purpose::QualityReview => pb::Purpose::QualityReview,
        Purpose::Supervision => pb::Purpose::Supervision,
        Purpose::Administration => pb::Purpose::Administration,
        Purpose::Emergency => pb::Purpose::Emergency,
    }
}

fn ground(ground: Ground) -> pb::AccessGround {
    match ground {
        Ground::TreatmentContract => pb::AccessGround::TreatmentContract,
        Ground::Consent => pb::AccessGround::Consent,
        Ground::LegalDuty => pb::AccessGround::LegalDuty,
        Ground::VitalInterest => pb::AccessGround::VitalInterest,
        Ground::DirectlyInvolved => pb::AccessGround::DirectlyInvolved,
        Ground::Locum => pb::AccessGround::Locum,
        Ground::Representative => pb::AccessGround::Representative,
    }
}

fn on_behalf_of(whose: OnBehalfOf) -> pb::OnBehalfOf {
    match whose {
        OnBehalfOf::Practice => pb::OnBehalfOf::Practice,
        OnBehalfOf::Client => pb::OnBehalfOf::Client,
        OnBehalfOf::Representative => pb::OnBehalfOf::Representative,
        OnBehalfOf::Principal => pb::OnBehalfOf::Principal,
        OnBehalfOf::Supervisor => pb::OnBehalfOf::Supervisor,
    }
}
