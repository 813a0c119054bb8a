//! The register of breaches: what it accepts and refuses, as sentences; its clocks; its stored form; its wire; and its walls.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod closing;
mod correcting;
mod given;
mod notifying;
mod payloads;
mod persons;
mod practice;
mod reporting;
mod sample;
mod served;
mod sheet;
mod summer_time;
mod table;
mod wire;
