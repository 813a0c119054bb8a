//! The measure (maatregel): deviation, repair, corrective and preventive action, done, effect reviewed.

mod decide;
pub mod event;
mod evolve;
mod state;

pub use decide::{Command, Refusal, decide};
pub use event::{Event, Opened};
pub use evolve::evolve;
pub use state::{Measure, State};
