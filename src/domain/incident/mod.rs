//! The incident (melding, MIC; calamiteit, geweld): register of Wkkgz 9, readable by the incident officer alone. Never shows in a
//! dossier; what the client is told is noted there apart, and the link between the two is kept on this side only.

pub mod aftermath;
pub mod authority;
pub mod classification;
mod classify;
pub mod command;
mod correct;
mod decide;
mod duty;
pub mod event;
mod evolve;
pub mod report;
mod state;
mod step;

pub use aftermath::{
    Closing, Correction, Evaluation, IncidentDate, MeasureList, NoteLink, Reopening, Telling, Told,
    ToldAs,
};
pub use authority::{
    AuthorityReply, ExtensionRequest, IncidentAuthority, IncidentReply, InquiryReport, Notification,
};
pub use classification::{Assessment, Classification, IncidentClass, Municipal};
pub use command::{Command, Refusal, Step};
pub use decide::decide;
pub use event::Event;
pub use evolve::evolve;
pub use report::{
    IncidentKind, IncidentPart, Noticeable, Person, Report, Reporter, ReporterPosition, Settlement,
    SettlementParty,
};
pub use state::{Incident, IncidentStage, State};
