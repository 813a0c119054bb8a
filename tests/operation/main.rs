//! What is written for whoever looks after the machine holds: the unit starts the real program, the handbook answers the doctor.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod handbook;
mod unit;
