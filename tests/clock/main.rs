//! Clocks of cases: what starts, extends, pauses, meets and corrects them, and what is derived. A lawyer's sentences.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod amended;
mod given;
mod golden;
mod history;
mod rules;
