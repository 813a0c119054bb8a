//! Who may come in: the stored form of people, grants and tokens, and how days end a right.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod days;
mod payloads;
#[path = "../register_given/mod.rs"]
mod register_given;
