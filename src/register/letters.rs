//! The letters of a case as a command finds them: a stream of one register is no case of another.

use crate::domain::Context;
use crate::domain::letter::{self, Register, Value, case};

use super::folded::Folded;
use super::matter::Matter;

impl Folded {
    /// What the case tells its letters; nothing if the stream is no case of that register.
    pub fn case(&self, register: Register) -> Option<Vec<(&'static str, Value)>> {
        match (&self.matter, register) {
            (Matter::Complaint(state), Register::Complaint) => Some(case::complaint_values(state)),
            (Matter::Breach(state), Register::Breach) => Some(case::breach_values(state)),
            (Matter::Incident(state), Register::Incident) => Some(case::incident_values(state)),
            _ => None,
        }
    }

    /// Judges a command on the case's letters.
    pub fn decide_letter(
        &self,
        command: letter::Command,
        context: &Context,
    ) -> Result<Vec<letter::Event>, letter::Refusal> {
        let case = self.case(command.register);
        letter::decide(case.as_deref(), &self.letters, &self.clocks, command, context)
    }
}
