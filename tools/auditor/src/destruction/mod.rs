//! Holds and destructions (format.md §7): what each record says, on what authority, and which positions are gone by it.
//! `statement` reads one record, `places` remembers what every position is, `judge` holds the two against each other.

mod judge;
mod places;
mod statement;

pub use judge::{Gone, Known, judge};
pub use places::{Places, fate};
pub use statement::{Decided, Statement};
