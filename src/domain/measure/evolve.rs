//! What a recorded fact changes. Total: history is never refused.

use super::event::Event;
use super::state::{Measure, State};

/// Applies a recorded fact.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Opened(fact) => *state = State::Known(Box::new(Measure { opened: fact.clone() })),
    }
}
