//! What a recorded fact changes. Total: history is never refused.

use super::event::{Event, Outcome, WrongDay};
use super::state::{Measure, Review, State};

/// Applies a recorded fact. One that finds no measure changes nothing.
pub fn evolve(state: &mut State, event: &Event) {
    if let Event::Opened(fact) = event {
        *state = State::Planned(Box::new(Measure {
            opened: fact.clone(),
            plan: fact.plan.clone(),
            carried_out: None,
            reviews: Vec::new(),
        }));
        return;
    }
    *state = match std::mem::take(state) {
        State::Unknown => State::Unknown,
        State::Planned(measure)
        | State::CarriedOut(measure)
        | State::Effective(measure)
        | State::Closed(measure)
            if matches!(event, Event::Closed(_)) =>
        {
            State::Closed(measure)
        }
        State::Planned(measure)
        | State::CarriedOut(measure)
        | State::Effective(measure)
        | State::Closed(measure)
            if matches!(event, Event::Withdrawn(_)) =>
        {
            State::Withdrawn(measure)
        }
        State::Planned(measure) | State::CarriedOut(measure) | State::Effective(measure) => {
            standing(changed(measure, event))
        }
        State::Closed(measure) => State::Closed(changed(measure, event)),
        State::Withdrawn(measure) => State::Withdrawn(changed(measure, event)),
    };
}

/// The measure with what a fact says of it.
fn changed(mut measure: Box<Measure>, event: &Event) -> Box<Measure> {
    match event {
        Event::Revised(fact) => measure.plan = fact.plan.clone(),
        Event::CarriedOut(fact) => measure.carried_out = Some(fact.provenance.happened.last_day()),
        Event::Reviewed(fact) => {
            let on = fact.provenance.happened.last_day();
            measure.reviews.push(Review { on, outcome: fact.outcome });
        }
        Event::Corrected(fact) => match fact.which {
            WrongDay::CarriedOut => measure.carried_out = Some(fact.day),
            WrongDay::LastReview => {
                let newest = measure.reviews.iter_mut().max_by_key(|review| review.on);
                if let Some(review) = newest {
                    review.on = fact.day;
                }
            }
        },
        Event::Opened(_) | Event::Closed(_) | Event::Withdrawn(_) => {}
    }
    measure
}

/// How a measure stands that is still followed.
fn standing(measure: Box<Measure>) -> State {
    match (measure.carried_out, measure.last_review()) {
        (None, _) => State::Planned(measure),
        (Some(_), Some(review)) if review.outcome == Outcome::Effective => {
            State::Effective(measure)
        }
        (Some(_), _) => State::CarriedOut(measure),
    }
}
