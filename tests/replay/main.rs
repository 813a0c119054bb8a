//! A matter played again: what was known when, what was true when, and who may see it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod course;
mod dossier;
#[path = "../destruction/given.rs"]
#[allow(dead_code, reason = "this binary uses a part of it")]
mod dossiers;
mod given;
mod history;
mod readme;
mod rebuild;
#[path = "../register_given/mod.rs"]
mod register_given;
#[path = "../complaint/sample.rs"]
#[allow(dead_code, reason = "this binary uses a part of it")]
mod sample;
mod served;
mod walls;
