//! What a recorded fact changes. Total: history is never refused.

use super::event::Event;
use super::state::{Identity, ItemState, Request, Sent, Standing, State};
use crate::domain::provenance::{Moment, Provenance};
use crate::domain::told::moment;

/// Applies a recorded fact. One about a request that never came in is nothing to it.
pub fn evolve(state: &mut State, event: &Event) {
    if let (State::Unknown, Event::Received(fact)) = (&*state, event) {
        *state = State::Known(Box::new(Request {
            at: when(&fact.provenance),
            items: vec![ItemState::default(); fact.what.items.len()],
            received: fact.what.clone(),
            identity: Identity::NotAsked,
            extended: None,
            answers: Vec::new(),
            standing: Standing::Open,
            ended_on: None,
        }));
    } else if let State::Known(request) = state {
        request.evolve(event);
    }
}

/// When it happened; of a period its last day.
fn when(provenance: &Provenance) -> Moment {
    moment(provenance.happened).unwrap_or(Moment::On(provenance.happened.last_day()))
}

impl Request {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::IdentityAsked(fact) => {
                self.identity = Identity::Asked(when(&fact.provenance).day());
            }
            Event::IdentityChecked(fact) => {
                self.identity = if fact.what.established {
                    Identity::Established
                } else {
                    Identity::NotEstablished
                };
            }
            Event::Extended(fact) => self.extended = Some(when(&fact.provenance).day()),
            Event::Decided(fact) => {
                if let Some(item) = self.items.get_mut(usize::from(fact.what.item)) {
                    *item = ItemState { decided: Some(fact.what.clone()), ..ItemState::default() };
                }
            }
            Event::Fulfilled(fact) => {
                if let Some(item) = self.items.get_mut(usize::from(fact.what.item)) {
                    item.fulfilled = Some(when(&fact.provenance).day());
                    item.position = fact.what.position;
                }
            }
            Event::Answered(fact) => {
                let (means, received) = (fact.what.means, fact.what.received);
                let number = self.answers.len();
                self.answers.push(Sent { at: when(&fact.provenance), means, received });
                let told = |item: &&mut ItemState| item.decided.is_some() && item.answer.is_none();
                for item in self.items.iter_mut().filter(told) {
                    item.answer = Some(number);
                }
            }
            Event::AnswerReceived(fact) => {
                if let Some(answer) = self.answers.last_mut() {
                    answer.received = Some(when(&fact.provenance));
                }
            }
            Event::Withdrawn(fact) => self.end(Standing::Withdrawn, &fact.provenance),
            Event::Closed(fact) => self.end(Standing::Closed, &fact.provenance),
            Event::ReceiptCorrected(fact) => self.at = fact.what.to,
            // Kept in the records; nothing else depends on them.
            Event::Received(_) | Event::RecipientsTold(_) => {}
        }
    }

    fn end(&mut self, standing: Standing, provenance: &Provenance) {
        self.standing = standing;
        self.ended_on = Some(when(provenance).day());
    }
}
