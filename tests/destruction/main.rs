//! What the destruction of a dossier, of an entry, of a single word must hold: gone is gone, and nothing else is.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

#[allow(dead_code, reason = "the vault's own tests look at more")]
#[path = "../vault_given/reader.rs"]
mod reader;
#[path = "../register_given/mod.rs"]
mod register_given;

mod aside;
mod backup;
mod beside;
mod crash;
mod given;
mod gone;
mod leaving;
mod part;
mod refused;
