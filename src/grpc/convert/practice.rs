//! The practice's details.

use super::table::message;
use super::write;
use crate::domain::dossier::view::Recorded;
use crate::domain::practice::{Described, Details, ProfessionalNumber, Supervisor};
use crate::grpc::pb;

message!(Practice => Details {
    name: text,
    address: message,
    telephone: optional_text,
    email: optional_text,
    website: optional_text,
    kvk: text,
    branch: optional_text,
    agb: optional_text,
    professional_numbers: messages,
    dispute_body: optional_message,
    complaints_officer: optional_message,
    supervisors: messages,
});

message!(ProfessionalNumber { holder: text, kind: choice, number: text });

message!(Supervisor { municipality: text, contact: message });

/// A version of the practice's details, and where it was recorded.
pub fn version(described: &Described, recorded: Option<Recorded>) -> pb::PracticeVersion {
    pb::PracticeVersion {
        from: write::day(&described.from),
        learned: write::message(&described.learned),
        author: write::message(&described.author),
        practice: write::message(&described.details),
        place: write::optional_message(&recorded),
    }
}
