//! Letters of complaints, breaches and incidents, as sentences: what is drafted, what is refused, who finds what.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod cases;
mod desk;
mod drafting;
mod given;
mod office;
mod pages;
mod payloads;
#[path = "../recorded/mod.rs"]
mod recorded;
mod sending;
mod served;
mod table;
mod templates;
mod told;
mod walls;
mod wire;
