//! What a release wrote is opened by every later one: a ledger of each format lies in `tests/fixtures`, and a kind that only a
//! newer release knows stops nothing. Fixtures are added, never changed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod given;
mod made;
mod opened;
mod packed;
mod unknown;
mod upgrade;
