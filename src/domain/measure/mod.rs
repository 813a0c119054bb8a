//! The measure (maatregel; handbook 5.4): deviation, repair, corrective and preventive action, done, effect reviewed. Knows of
//! what gave rise to it the kind alone.

mod command;
mod decide;
pub mod event;
mod evolve;
mod plan;
mod state;

pub use command::{Command, Refusal};
pub use decide::decide;
pub use event::{Event, Outcome, WithdrawalCause, WrongDay};
pub use evolve::evolve;
pub use plan::{Occurrence, Plan, Source};
pub use state::{Measure, Review, State};
