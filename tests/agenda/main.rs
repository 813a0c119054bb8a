//! The agenda, its calendar and its figures: what is on them, in which order, for which role, at which moment.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod cases;
mod command;
mod figures;
mod follow;
mod kinds;
mod measure;
mod operation;
mod order;
#[path = "../recorded/mod.rs"]
mod recorded;
#[path = "../register_given/mod.rs"]
mod register_given;
mod retention;
mod served;
mod walls;
