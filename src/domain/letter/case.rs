//! What a case itself can tell its letters, a function a register: names of placeholders with their values. A proposal only: what a
//! request gives takes its place, since a letter is written for somebody and often in another language than the case.

use super::value::Value;
use crate::domain::{breach, complaint, incident};

/// Of a complaint. It is kept in the words of the file; the letter's own come with the request, its days from the clocks.
pub fn complaint_values(_complaint: &complaint::State) -> Vec<(&'static str, Value)> {
    Vec::new()
}

/// Of a breach.
pub fn breach_values(_breach: &breach::State) -> Vec<(&'static str, Value)> {
    Vec::new()
}

/// Of an incident.
pub fn incident_values(_incident: &incident::State) -> Vec<(&'static str, Value)> {
    Vec::new()
}
