//! The breach (datalek): report, assessment, notification or the reasoned decision not to, register of AVG 33(5).

mod decide;
pub mod event;
mod evolve;
mod state;

pub use decide::{Command, Refusal, decide};
pub use event::{Event, Reported};
pub use evolve::evolve;
pub use state::{Breach, State};
