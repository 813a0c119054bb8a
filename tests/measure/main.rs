//! What the register of measures accepts, in sentences; its facts as they lie in the log; its wire.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod given;
mod payloads;
mod steps;
mod table;
mod wire;
