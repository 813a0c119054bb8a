//! The incident (melding, MIC; calamiteit, geweld): register of Wkkgz 9, readable by the incident officer alone. Never shows in a dossier.

mod decide;
pub mod event;
mod evolve;
mod state;

pub use decide::{Command, Refusal, decide};
pub use event::{Event, Reported};
pub use evolve::evolve;
pub use state::{Incident, State};
