//! What follows within the practice: the client is told, the event is evaluated, measures are taken, the case is closed.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::id::{DossierId, EntryId, MeasureId};
use crate::domain::provenance::Moment;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// As what somebody was told (Wkkgz 10(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldAs {
    /// The client.
    Client,
    /// The client's representative.
    Representative,
    /// Next of kin of a client who died.
    NextOfKin,
}

/// Somebody who was told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// As what.
    pub told_as: ToldAs,
    /// Their name; the client's own may be left out.
    pub name: Option<Line>,
}

/// The client was told, when the provenance says (Wkkgz 10(3)).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// Who was told; at least one.
    pub told: Vec<Told>,
    /// The nature of the incident, as it was told.
    pub nature: Text,
    /// Its cause, as it was told.
    pub cause: Text,
    /// Ways to undo or limit the effects, as they were told.
    pub limiting: Option<Text>,
}

/// Where the short note of it stands. The note itself names no incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteLink {
    /// The client's dossier.
    pub dossier: DossierId,
    /// The entry with the note.
    pub entry: EntryId,
}

/// An evaluation within the practice.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Who evaluated it; at least one.
    pub evaluated_by: Vec<Line>,
    /// By which method.
    pub method: Option<Line>,
    /// What came of it.
    pub findings: Text,
    /// Causes that were found.
    pub causes: Vec<Text>,
}

/// Measures that were taken because of it; each is a case of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureList {
    /// Their ids; at least one.
    pub measures: Vec<MeasureId>,
}

/// The case is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// How it ended.
    pub conclusion: Text,
}

/// The case is taken up again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// Why.
    pub reason: Text,
}

/// A date of an incident from which terms count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentDate {
    /// When it took place.
    TookPlace,
    /// When it was found.
    Discovered,
    /// When the report was received.
    Received,
    /// When its class was established.
    Established,
}

/// A date that was entered wrongly. The wrong one stays in the log, as do the ends that were counted from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Which date.
    pub date: IncidentDate,
    /// The right one.
    pub right: Moment,
    /// How it is known that the other was wrong.
    pub reason: Text,
}

impl Telling {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if self.told.is_empty() {
            violations.add(path.join("told"), Reason::Empty);
        }
        for (index, told) in self.told.iter().enumerate() {
            if told.told_as != ToldAs::Client && told.name.is_none() {
                violations.add(path.join("told").index(index).join("name"), Reason::Missing);
            }
        }
    }
}

impl Evaluation {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if self.evaluated_by.is_empty() {
            violations.add(path.join("evaluated_by"), Reason::Empty);
        }
    }
}
