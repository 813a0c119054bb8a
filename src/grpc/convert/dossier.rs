//! Dossiers, summaries and timelines as they are shown.

use super::provenance::timestamp;
use super::rights::shown_statement;
use super::write;
use crate::domain::dossier::view::{Row, Subject, View};
use crate::domain::dossier::{Relation, Standing};
use crate::domain::id::DossierId;
use crate::grpc::pb;

/// A dossier without its entries; nothing if the view holds none.
pub fn dossier(id: DossierId, view: &View) -> Option<pb::Dossier> {
    let dossier = view.state().dossier()?;
    let last = view.timeline().last().map(|row| row.recorded);
    let (standing, closed_on) = standing(dossier.standing);
    let attachments = dossier.attachments.values().filter(|known| known.withdrawn.is_none());
    Some(pb::Dossier {
        dossier_id: id.to_string(),
        regime: dossier.regime.into(),
        client: write::message(&dossier.client),
        standing,
        closed_on,
        links: dossier.links.iter().map(link).collect(),
        opened: write::message(&dossier.opened),
        entry_count: dossier.standing_entries().count() as u64,
        attachment_count: attachments.count() as u64,
        revision: last.map_or(0, |recorded| recorded.revision + 1),
        last_place: write::optional_message(&last),
        statements: view.statements(None).map(shown_statement).collect(),
        restriction: write::optional_message(&dossier.restriction),
    })
}

/// A dossier in a list; nothing if the view holds none.
pub fn summary(id: DossierId, view: &View) -> Option<pb::DossierSummary> {
    let dossier = view.state().dossier()?;
    let last = view.timeline().last().map(|row| row.recorded);
    let identity = &dossier.client.identity;
    Some(pb::DossierSummary {
        dossier_id: id.to_string(),
        client_name: identity.names.display(),
        born_on: write::optional_day(&identity.born_on),
        regime: dossier.regime.into(),
        standing: standing(dossier.standing).0,
        last_recorded_time: last.map(|recorded| timestamp(recorded.at)),
        revision: last.map_or(0, |recorded| recorded.revision + 1),
    })
}

/// A row of a timeline.
pub fn row(row: &Row) -> pb::TimelineRow {
    let (entry_id, attachment_id) = match row.subject {
        Subject::Entry(id) => (id.to_string(), String::new()),
        Subject::Attachment(id) => (String::new(), id.to_string()),
        Subject::Dossier => (String::new(), String::new()),
    };
    pb::TimelineRow {
        place: write::message(&row.recorded),
        kind: row.kind.clone(),
        happened: write::optional_message(&row.happened),
        learned: write::optional_message(&row.learned),
        entry_id,
        entry_kind: write::optional_choice(&row.entry_kind),
        attachment_id,
        substantive: row.substantive,
    }
}

fn standing(standing: Standing) -> (i32, String) {
    match standing {
        Standing::Open => (pb::Standing::Open.into(), String::new()),
        Standing::Closed { on } => (pb::Standing::Closed.into(), on.to_string()),
    }
}

fn link((dossier, relation): &(DossierId, Relation)) -> pb::Link {
    pb::Link { dossier_id: dossier.to_string(), relation: (*relation).into() }
}
