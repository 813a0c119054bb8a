//! What the destruction of a dossier, of an entry, of a single word must hold: gone is gone, and nothing else is.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "../register_given/mod.rs"]
mod register_given;

mod crash;
mod given;
mod gone;
mod part;
mod refused;
