//! What is written for whoever looks after the machine holds: the unit starts the real program, the handbook answers the doctor, figures
//! are what they say, and nothing the program says of itself tells of a person.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test may fail"
)]

mod given;
mod handbook;
mod metrics;
mod spoken;
mod unit;
