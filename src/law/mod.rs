//! The law's clocks: calendars, periods, rules as rows, ends and why they fall where they do.
//! Pure: no clock, no randomness, no disk; knows nothing of records, dossiers or protobuf.
//! `docs/rules.md` states the same rules in words.

pub mod age;
pub mod answer;
pub mod book;
pub mod calendar;
pub mod clock;
pub mod explain;
pub mod moment;
pub mod no_show;
pub mod pause;
pub mod period;
pub mod receipt;
pub mod representation;
pub mod retention;
mod rows;
pub mod rule;
mod shift;

pub use answer::{Answer, Question, answer};
pub use book::Book;
pub use calendar::{Calendar, Calendars, FreeDay};
pub use clock::{Clock, ClockError, End, Warning};
pub use explain::Language;
pub use moment::Start;
pub use no_show::NoShows;
pub use pause::Pause;
pub use period::Length;
pub use rule::{Basis, Extension, Regime, Rule, RuleId, RuleName, Setting, Term, Trigger};
