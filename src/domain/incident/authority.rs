//! Dealings with the inspectorate or the municipal supervisor: notification, reply, the inquiry's report and its date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::dossier::entry::Means;
use crate::domain::provenance::Moment;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Who is notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentAuthority {
    /// The health and youth care inspectorate (IGJ).
    Inspectorate,
    /// The municipality's Wmo supervisor (Wmo 6.1).
    MunicipalSupervisor,
}

/// A notification; it was sent when its provenance says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// To whom.
    pub authority: IncidentAuthority,
    /// Of which municipality, for its supervisor.
    pub municipality: Option<Line>,
    /// By what means.
    pub means: Means,
    /// When it was received, where that is known; else receipt is assumed from the means.
    pub received: Option<Moment>,
    /// The authority's number for it, if it came at once; it may follow in a reply.
    pub reference: Option<Line>,
    /// What was told: among it the first measures.
    pub account: Option<Text>,
}

/// What an authority answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentReply {
    /// It has the notification, or the report.
    Received,
    /// It set the date for the report of the inquiry.
    DateSet,
    /// It gave a later date.
    ExtensionGranted,
    /// It gave no later date.
    ExtensionRefused,
    /// It asks for more.
    MoreAsked,
    /// It is done with the report.
    ReportAccepted,
    /// It asks for no report.
    NoReportNeeded,
}

impl IncidentReply {
    /// Whether a date comes with it.
    pub fn sets_date(self) -> bool {
        matches!(self, IncidentReply::DateSet | IncidentReply::ExtensionGranted)
    }
}

/// A reply of the authority; it came in when its provenance says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityReply {
    /// What it answers.
    pub reply: IncidentReply,
    /// The date for the report, where it sets one.
    pub due: Option<NaiveDate>,
    /// Its number for the case.
    pub reference: Option<Line>,
    /// In its words.
    pub words: Option<Text>,
}

/// A request for a later date, made before the date that stands; it was made when its provenance says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRequest {
    /// Until when.
    pub until: NaiveDate,
    /// Why, such as a complex case in the chain, or expertise from outside.
    pub reasons: Text,
}

/// The report of the inquiry, sent when its provenance says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InquiryReport {
    /// By what means.
    pub means: Means,
    /// When it was received, where that is known; else receipt is assumed from the means.
    pub received: Option<Moment>,
    /// What it concludes.
    pub conclusions: Text,
}

impl Notification {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        let municipal = self.authority == IncidentAuthority::MunicipalSupervisor;
        match (&self.municipality, municipal) {
            (None, true) => violations.add(path.join("municipality"), Reason::Missing),
            (Some(_), false) => violations.add(path.join("municipality"), Reason::Contradiction),
            _ => {}
        }
    }
}

impl AuthorityReply {
    pub(super) fn check(&self, path: &FieldPath, violations: &mut Violations) {
        match (self.due, self.reply.sets_date()) {
            (None, true) => violations.add(path.join("due"), Reason::Missing),
            (Some(_), false) => violations.add(path.join("due"), Reason::Contradiction),
            _ => {}
        }
    }
}
