//! The dossier (dossier, cliëntdossier): everything recorded about the care for one client under
//! one regime. Complaints, incidents and breaches are other aggregates and never show in here.

pub mod attachment;
pub mod bsn;
pub mod client;
pub mod command;
mod decide;
pub mod entry;
pub mod event;
mod evolve;
pub mod identity;
pub mod link;
pub mod recording;
pub mod regime;
pub mod representative;
pub mod rights;
pub mod state;
pub mod view;

pub use attachment::{Attachment, FileHash, MediaType};
pub use bsn::{Bsn, BsnCheck, BsnGround, BsnOnRecord};
pub use client::{
    CareNetwork, ChangeCause, Changes, Client, Commission, ContactDetails, Insurer, Uzovi,
};
pub use command::{Command, Refusal};
pub use decide::{decide, decide_recording};
pub use entry::{Content, Draft, EntryKind, Matter, Resource};
pub use event::{ClosingReason, Event, WithdrawalReason};
pub use evolve::evolve;
pub use identity::{Identity, NameUse, Names, Sex};
pub use link::Relation;
pub use recording::Recording;
pub use regime::Regime;
pub use representative::{CapacityJudgement, RepresentationGround, Representative};
pub use state::{Dossier, Entry, Standing, State, Version};
