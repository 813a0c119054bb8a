//! The complaint (klacht): from dissatisfaction to judgement, dispute and closing (Wkkgz 13-23). Never shows in a dossier.

mod command;
mod decide;
mod dispute;
pub mod event;
mod evolve;
mod grievance;
mod judgement;
mod permit;
mod refusal;
mod state;
mod step;
mod term;

pub use crate::domain::sending::Means;
pub use crate::domain::told::Told;
pub use command::{Beginning, Command, Correction, Step};
pub use decide::decide;
pub use dispute::{Dispute, Ground, Route, RouteNoted, Ruling, RulingOutcome};
pub use event::Event;
pub use evolve::evolve;
pub use grievance::{
    Capacity, Complainant, Dissatisfaction, Filing, Grievance, Kind, Scheme, WrittenForm,
};
pub use judgement::{Decided, Execution, Judgement, JudgementReceived};
pub use refusal::Refusal;
pub use state::{Complaint, Judged, Standing, State};
pub use step::{
    AskedBy, Closing, Consent, Conversation, DateCorrected, Extension, OfficerAsked,
    OfficerConcluded, OfficerContacted, OfficerOutcome, ProgressTold, Reopening, Settlement,
    TakingUp, WhichDate, Withdrawal,
};
