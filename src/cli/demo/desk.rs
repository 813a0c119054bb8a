//! Where the year is recorded from: who writes, over which line, in which year; and where each fact is said to come from.

use uuid::Uuid;

use super::calendar::{Calendar, happened, learned};
use super::line::Line;
use super::script::Draft;
use crate::grpc::pb;

/// Who records, over which line, in which year.
#[derive(Clone)]
pub struct Desk {
    /// The line to the server.
    pub line: Line,
    /// The days.
    pub calendar: Calendar,
    /// Who writes it down.
    pub author: pb::Practitioner,
    /// The seed, for the content of files.
    pub seed: u64,
}

/// Why the practice calls: care, under the treatment contract.
pub fn care() -> pb::AccessContext {
    pb::AccessContext {
        purpose: pb::Purpose::Care.into(),
        ground: pb::AccessGround::TreatmentContract.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: pb::Role::Owner.into(),
    }
}

/// Why an officer looks at the registers and the agenda: their review.
pub fn in_role(role: pb::Role) -> pb::AccessContext {
    pb::AccessContext {
        purpose: pb::Purpose::QualityReview.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    }
}

/// A new request id; the same one is used again if there is no answer.
pub fn request_id() -> String {
    Uuid::new_v4().to_string()
}

impl Desk {
    /// Where a fact of this very day comes from.
    pub fn on(&self, day: u16) -> pb::Provenance {
        let at = self.calendar.at(day, 655);
        pb::Provenance {
            happened: Some(happened(at)),
            learned: Some(learned(at)),
            author: Some(self.author.clone()),
            informant: Some(informant(pb::InformantKind::Client)),
            ..pb::Provenance::default()
        }
    }

    /// Where an entry comes from: what is told later is learned later than it happened.
    pub fn provenance(&self, day: u16, draft: &Draft) -> pb::Provenance {
        let at = self.calendar.at(draft.day, draft.minute);
        pb::Provenance {
            happened: Some(happened(at)),
            learned: Some(learned(at.max(self.calendar.at(day, draft.minute)))),
            informant: Some(informant(draft.informant)),
            ..self.on(day)
        }
    }
}

fn informant(kind: pb::InformantKind) -> pb::Informant {
    pb::Informant { kind: kind.into(), name: String::new() }
}
