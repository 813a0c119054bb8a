//! Letters (brieven) of cases: drafted from a template, the case's clocks and the practice's details, kept as they were written, and
//! how they were sent. Knows the registers by name only; what a case itself can tell comes in as named values.

mod article;
pub mod built_in;
pub mod case;
mod decide;
pub mod event;
mod kind;
mod known;
mod page;
pub mod placeholder;
mod state;
mod template;
mod value;

pub use decide::{Asked, Command, Draft, Refusal, TemplateChoice, decide};
pub use event::{Drafted, Event, Fact, Html, Sent};
pub use kind::{Capacity, Language, LetterKind, Means, Register};
pub use state::{Letter, Letters};
pub use template::Template;
pub use value::{Given, Value};
