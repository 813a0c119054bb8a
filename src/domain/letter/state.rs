//! The letters of one case, as their records make them. Total: history is never refused.

use super::event::{Drafted, Event, Fact, Sent};
use crate::domain::id::LetterId;

/// The letters of a case, in the order in which they were drafted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    letters: Vec<Letter>,
}

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// As it was drafted.
    pub drafted: Drafted,
    /// To whom and when it went, in the order of telling; empty while it lies there.
    pub sendings: Vec<Sent>,
}

impl Letters {
    /// Applies a recorded fact.
    pub fn evolve(&mut self, event: &Event) {
        match &event.fact {
            Fact::Drafted(fact) => {
                self.letters.push(Letter { drafted: fact.clone(), sendings: Vec::new() });
            }
            Fact::Sent(fact) => {
                let found = self.letters.iter_mut().find(|it| it.drafted.letter == fact.letter);
                let Some(letter) = found else { return };
                match letter.sendings.iter_mut().find(|told| told.is_same_sending(fact)) {
                    Some(told) => *told = fact.clone(),
                    None => letter.sendings.push(fact.clone()),
                }
            }
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Letter> {
        self.letters.iter()
    }

    /// A letter by its id.
    pub fn get(&self, id: LetterId) -> Option<&Letter> {
        self.iter().find(|letter| letter.drafted.letter == id)
    }
}

impl Sent {
    /// Whether two facts tell of one sending: to the same receiver, by the same means, on the same day.
    pub(super) fn is_same_sending(&self, other: &Sent) -> bool {
        (self.to, self.means, self.sent_on) == (other.to, other.means, other.sent_on)
    }
}
