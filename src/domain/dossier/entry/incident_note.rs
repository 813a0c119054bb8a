//! The short note of an incident that belongs into the dossier (Wkkgz 10(3)). It says what the client is told and no more: the
//! report, its analysis and its number stay in the register of incidents (Wkkgz 9), which this must not name.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::{Sending, check_sendings};
use super::{Fields, texts_of};
use crate::domain::provenance::{Happened, check_past_day};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// The note of an incident whose effects are, or may be, noticeable (rule WKKGZ-INCIDENT-CLIENT).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentNote {
    /// What went otherwise than meant.
    pub nature: Text,
    /// What caused it, as far as it is known.
    pub cause: Text,
    /// When the incident took place.
    pub took_place: Happened,
    /// Names of those involved; at least one.
    pub involved: Vec<Line>,
    /// Who was told, and when: the client, a representative, next of kin.
    pub told_to: Vec<Sending>,
    /// Ways to undo or limit the effects.
    pub limiting: Option<Text>,
}

impl Fields for IncidentNote {
    texts_of!(nature, cause, involved, told_to, limiting);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let field = path.join("took_place");
        if self.took_place.last_day() < self.took_place.first_day() {
            violations.add(field, Reason::PeriodReversed);
        } else {
            check_past_day(self.took_place.first_day(), now, field, violations);
        }
        if self.involved.is_empty() {
            violations.add(path.join("involved"), Reason::Empty);
        }
        check_sendings(&self.told_to, now, &path.join("told_to"), violations);
    }
}
