//! The complaint (klacht): from dissatisfaction to judgement, dispute and closing (Wkkgz 13-23). Never shows in a dossier.

mod decide;
pub mod event;
mod evolve;
mod state;

pub use decide::{Command, Refusal, decide};
pub use event::{Event, Filed};
pub use evolve::evolve;
pub use state::{Complaint, State};
