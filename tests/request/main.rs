//! Requests of clients: what their file accepts, in sentences; who is entitled to what; terms; facts as they lie in the log; the
//! request over a real server.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod authority;
mod given;
mod granted;
mod grounds;
mod payloads;
mod steps;
mod terms;
mod wire;
