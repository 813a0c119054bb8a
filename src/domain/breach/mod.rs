//! The breach (datalek): report, assessment, notification or the reasoned decision not to, notice to the persons, and the register
//! of AVG 33(5) for every breach, notified or not.

pub mod assessment;
mod command;
mod decide;
mod duty;
pub mod event;
mod evolve;
mod missing;
pub mod notice;
pub mod persons;
pub mod report;
pub mod sheet;
mod state;

pub use command::{Command, Refusal, Step};
pub use decide::decide;
pub use event::Event;
pub use evolve::evolve;
pub use missing::Missing;
pub use state::{Breach, Ending, State};
