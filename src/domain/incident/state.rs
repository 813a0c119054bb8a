//! An incident as its records make it.

use std::collections::BTreeSet;

use super::aftermath::{NoteLink, Telling};
use super::authority::{IncidentAuthority, Notification};
use super::classification::{IncidentClass, Municipal};
use super::report::Report;
use crate::domain::clock::When;
use crate::domain::id::MeasureId;
use crate::domain::provenance::Provenance;
use crate::domain::text::Line;

/// What is known of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It is being dealt with.
    Open(Box<Incident>),
    /// It was dealt with.
    Closed(Box<Incident>),
}

/// How far an incident has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IncidentStage {
    /// Reported, and nothing more.
    Reported,
    /// Assessed, not classified.
    Assessed,
    /// In doubt whether it is a calamity.
    InDoubt,
    /// An ordinary incident, which stays within the practice.
    Internal,
    /// To be notified to an authority.
    Reportable,
    /// Notified.
    Notified,
    /// The report of the inquiry was sent.
    Inquired,
}

/// An incident that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// What was reported, as it was.
    pub report: Report,
    /// Where that comes from.
    pub provenance: Provenance,
    /// How far it has come.
    pub stage: IncidentStage,
    /// When it took place, as it is known now.
    pub took_place: When,
    /// When it was found, as it is known now.
    pub discovered: When,
    /// When the report was received, as it is known now.
    pub received: When,
    /// When its class was established, as it is known now.
    pub established: Option<When>,
    /// What it is.
    pub class: Option<IncidentClass>,
    /// How the municipality counts.
    pub municipal: Option<Municipal>,
    /// The rule by which an authority is to be notified.
    pub duty: Option<String>,
    /// Who that is.
    pub authority: Option<IncidentAuthority>,
    /// Notifications that were sent.
    pub notifications: Vec<Notification>,
    /// When the first of them was sent.
    pub notified: Option<When>,
    /// Numbers the authority gave.
    pub references: Vec<Line>,
    /// When the client was first told.
    pub told: Option<When>,
    /// What was last told.
    pub telling: Option<Telling>,
    /// Where notes of it stand.
    pub notes: BTreeSet<NoteLink>,
    /// Measures that were taken.
    pub measures: BTreeSet<MeasureId>,
}

impl State {
    /// The incident, if there is one.
    pub fn incident(&self) -> Option<&Incident> {
        match self {
            State::Unknown => None,
            State::Open(incident) | State::Closed(incident) => Some(incident),
        }
    }

    /// Whether it was dealt with.
    pub fn is_closed(&self) -> bool {
        matches!(self, State::Closed(_))
    }
}
