//! What the register of incidents accepts, refuses and waits for, as sentences; what lies in the log; and who finds nothing of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod classification;
mod client;
mod closing;
mod correction;
mod given;
mod inquiry;
mod notification;
mod payloads;
mod practice;
mod report;
mod sample;
mod table;
mod walls;
mod wire;
