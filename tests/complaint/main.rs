//! The register of complaints: what is accepted and refused, what the clocks do, what is stored and what goes over the wire, as
//! sentences. Everybody in it is invented.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod answers;
mod dispute;
mod ending;
mod filing;
mod given;
mod handling;
mod judgement;
mod payloads;
mod sample;
mod server;
mod term;
mod wire;
