//! A breach as it is shown: its summary for lists and agendas, and its sheet.

use crate::chain::StreamId;
use crate::domain::breach::sheet::Row;
use crate::domain::breach::{Breach, Ending, State};
use crate::domain::clock::Clocks;
use crate::domain::provenance::{Happened, Provenance};
use crate::domain::text::Text;
use crate::grpc::convert::{timestamp, write};
use crate::grpc::pb;

/// How far a breach is, if there is one.
pub fn standing(state: &State) -> pb::BreachStanding {
    match state {
        State::Unknown => pb::BreachStanding::Unspecified,
        State::Suspected(_) => pb::BreachStanding::Suspected,
        State::Aware(_) => pb::BreachStanding::Aware,
        State::Closed(_) => pb::BreachStanding::Closed,
        State::Dismissed(_) => pb::BreachStanding::Dismissed,
    }
}

/// How a breach stands; nothing if there is none.
pub fn summary(
    stream: StreamId,
    state: &State,
    clocks: &Clocks,
    revision: u64,
) -> Option<pb::BreachSummary> {
    let breach = state.breach()?;
    let report = &breach.reported.report;
    let aware = breach.awareness.as_ref();
    let ground = breach.exempted.as_ref().map(|it| it.exemption.ground);
    Some(pb::BreachSummary {
        breach_id: stream.to_string(),
        standing: standing(state).into(),
        role: report.role.into(),
        reported_at: instant(&breach.reported.provenance),
        detected_at: report.detection.as_ref().map(|detection| (&detection.at).into()),
        aware_at: aware.and_then(|aware| instant(&aware.provenance)),
        aspects: write::choices(&report.aspects),
        persons: write::optional_message(&report.persons),
        risk: write::optional_choice(&breach.risk()),
        approved: breach.approved.is_some(),
        notified_at: breach.notified().and_then(|it| instant(&it.provenance)),
        reference: write::optional_text(&breach.reference),
        reference_missing: breach.reference_missing(),
        notification_declined: breach.declined.is_some(),
        persons_told: !breach.persons_told.is_empty(),
        exemption: write::optional_choice(&ground),
        principal_told: !breach.principal_told.is_empty(),
        missing: write::choices(&missing(breach, clocks)),
        facts: write::text(&report.nature),
        effects: effects(breach).map(write::text).unwrap_or_default(),
        remedial_action: remedial_action(breach).map(write::text).unwrap_or_default(),
        revision,
    })
}

/// What is dismissed waits for nothing.
fn missing(breach: &Breach, clocks: &Clocks) -> Vec<crate::domain::breach::Missing> {
    match breach.ending {
        Some(Ending::Dismissed(_)) => Vec::new(),
        _ => breach.missing(clocks),
    }
}

fn effects(breach: &Breach) -> Option<&Text> {
    let closing = match &breach.ending {
        Some(Ending::Closed(it)) => it.closing.effects.as_ref(),
        _ => None,
    };
    let assessed = || breach.assessments.last().map(|it| &it.assessment.consequences);
    closing.or_else(assessed).or(breach.reported.report.consequences.as_ref())
}

fn remedial_action(breach: &Breach) -> Option<&Text> {
    match &breach.ending {
        Some(Ending::Closed(it)) => Some(&it.closing.remedial_action),
        _ => breach.assessments.last().map(|it| &it.assessment.measures),
    }
}

fn instant(provenance: &Provenance) -> Option<prost_types::Timestamp> {
    match provenance.happened {
        Happened::At(instant) => Some(timestamp(instant)),
        Happened::On(_) | Happened::During { .. } => None,
    }
}

impl From<&Row> for pb::BreachSheetRow {
    fn from(row: &Row) -> pb::BreachSheetRow {
        pb::BreachSheetRow {
            question_dutch: row.question.dutch.clone(),
            answer_dutch: row.answer.dutch.clone(),
            question_english: row.question.english.clone(),
            answer_english: row.answer.english.clone(),
        }
    }
}
