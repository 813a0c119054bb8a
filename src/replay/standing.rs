//! How a matter stands, in the words of its register.

use crate::domain::{breach, complaint, dossier, measure, request};
use crate::projection::matter::Matter;

/// The word for how a matter stands; empty where there is nothing yet.
pub fn word(matter: &Matter) -> &'static str {
    match matter {
        Matter::Nothing | Matter::Practice(_) | Matter::Person(_) => "",
        Matter::Dossier(view) => match view.state().dossier().map(|it| it.standing) {
            None => "",
            Some(dossier::Standing::Open) => "open",
            Some(dossier::Standing::Closed { .. }) => "closed",
        },
        Matter::Complaint(state) => {
            state.complaint().map_or("", |it| complaint_word(it.standing()))
        }
        Matter::Breach(state) => match state {
            breach::State::Unknown => "",
            breach::State::Suspected(_) => "suspected",
            breach::State::Aware(_) => "aware",
            breach::State::Closed(_) => "closed",
            breach::State::Dismissed(_) => "dismissed",
        },
        Matter::Incident(state) => match state.incident() {
            None => "",
            Some(_) if state.is_closed() => "closed",
            Some(_) => "open",
        },
        Matter::Measure(state) => match state {
            measure::State::Unknown => "",
            measure::State::Planned(_) => "planned",
            measure::State::CarriedOut(_) => "carried_out",
            measure::State::Effective(_) => "effective",
            measure::State::Closed(_) => "closed",
            measure::State::Withdrawn(_) => "withdrawn",
        },
        Matter::Request(state) => state.request().map_or("", |it| match it.standing {
            request::Standing::Open => "open",
            request::Standing::Withdrawn => "withdrawn",
            request::Standing::Closed => "closed",
        }),
    }
}

fn complaint_word(standing: complaint::Standing) -> &'static str {
    use complaint::Standing;
    match standing {
        Standing::Dissatisfaction => "dissatisfaction",
        Standing::Filed => "filed",
        Standing::InHandling => "in_handling",
        Standing::Extended => "extended",
        Standing::ExtendedByConsent => "extended_by_consent",
        Standing::Judged => "judged",
        Standing::DisputeSubmitted => "dispute_submitted",
        Standing::Ruled => "ruled",
        Standing::Withdrawn => "withdrawn",
        Standing::Settled => "settled",
        Standing::Closed => "closed",
    }
}
