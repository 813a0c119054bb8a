//! What the aggregates accept and refuse, as sentences, and what holds for every body.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod closing;
mod dossier;
mod entries;
mod given;
mod payloads;
mod practice;
mod properties;
mod rights;
mod safety;
mod sample;
mod views;
mod wire;
mod wire_refused;
