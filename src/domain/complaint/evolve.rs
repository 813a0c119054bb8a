//! What a recorded fact changes. Total: history is never refused.

use super::event::Event;
use super::state::{Complaint, State};

/// Applies a recorded fact.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Filed(fact) => *state = State::Known(Box::new(Complaint { filed: fact.clone() })),
    }
}
