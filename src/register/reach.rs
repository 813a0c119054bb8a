//! Whether a call reaches what it is about, judged where commands are carried out: no service can forget to ask.

use crate::access::Reach;
use crate::chain::{ActorId, StreamId};

use super::{Call, ExecuteError, Register, Step};

impl Register {
    /// Whether a call reaches all that it is about; what it creates is its own.
    pub(super) fn within_reach(&self, call: &Call, steps: &[Step]) -> Result<(), ExecuteError> {
        if call.reach == Reach::Everything {
            return Ok(());
        }
        for step in steps {
            let known = self.with_index(|index| index.knows(step.stream));
            if known && !call.reach.covers(step.stream, || self.opener(step.stream)) {
                let command = (step.command)(self.next_revision(step.stream));
                return Err(ExecuteError::OutOfReach { reason: command.missing() });
            }
        }
        Ok(())
    }

    /// Who wrote the first record of a stream.
    pub fn opener(&self, stream: StreamId) -> Option<ActorId> {
        let first = self.with_index(|index| index.position_of(stream, 0))?;
        Some(self.shared.header(first).ok()?.1.actor)
    }
}
