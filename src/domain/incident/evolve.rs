//! What a recorded fact changes. Total: history is never refused.

use super::event::Event;
use super::state::{Incident, State};

/// Applies a recorded fact.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Reported(fact) => {
            *state = State::Known(Box::new(Incident { reported: fact.clone() }));
        }
    }
}
