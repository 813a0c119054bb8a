//! Entries (aantekeningen): a fact about the care, as fields, as text or as a FHIR resource, with
//! where it comes from. One file per group of kinds; this one is their sum.

pub mod agreement;
pub mod consent;
pub mod contact;
pub mod fhir;
pub mod incident_note;
pub mod kind;
pub mod measurement;
pub mod meldcode;
pub mod plan;
pub mod report;
pub mod signing;

pub use agreement::{Agreement, CareDecision, InformationGiven, InformationTopic, RequestForCare};
pub use consent::{Consent, ConsentDecision, ConsentForm, ConsentScope};
pub use contact::{
    CareNotGiven, Correspondent, Direction, Ending, EndingReason, FailedContact, FailedWay,
    Handover, HandoverMeans, Letter, NotGivenBy,
};
pub use fhir::Resource;
pub use incident_note::IncidentNote;
pub use kind::EntryKind;
pub use measurement::{Device, Measurement, Quantity};
pub use meldcode::{
    MeldcodeAdviser, MeldcodeConsultation, MeldcodeDecision, MeldcodeStage, MeldcodeStep,
    MeldcodeTalk, MeldcodeWeighing,
};
pub use plan::{Evaluation, Occasion, Plan, PlanRole, RiskAndMeasures};
pub use report::{ConsultReport, Intake, IntakeTopic, Length, Narrative};
pub use signing::{Agreed, Means, Sending, Setting, Signatory, Signature};

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::id::EntryId;
use crate::domain::provenance::Provenance;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// An entry as it is offered, under an id of the caller's making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id; new in the dossier.
    pub entry: EntryId,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub content: Content,
}

/// What an entry says, in one of three forms.
#[expect(clippy::large_enum_variant, reason = "most entries are in fields, the largest form")]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// In the fields of its kind.
    Fields(Matter),
    /// As running text.
    Text {
        /// The kind.
        kind: EntryKind,
        /// The text.
        text: Text,
    },
    /// As a FHIR R4 resource, kept byte for byte.
    Fhir {
        /// The kind.
        kind: EntryKind,
        /// The resource.
        resource: Resource,
    },
}

/// The fields of each kind of entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Request for care (aanmelding, hulpvraag).
    RequestForCare(RequestForCare),
    /// Information given before the care (informatie vooraf).
    InformationGiven(InformationGiven),
    /// Agreement (zorgovereenkomst).
    Agreement(Agreement),
    /// History taken (anamnese).
    Anamnesis(Narrative),
    /// Intake.
    Intake(Intake),
    /// Consult report (consultverslag).
    ConsultReport(ConsultReport),
    /// Care plan (zorgplan).
    Plan(Plan),
    /// Advice (advies).
    Advice(Narrative),
    /// Measurement (meting).
    Measurement(Measurement),
    /// Consent, refusal or withdrawal (toestemming).
    Consent(Consent),
    /// Risk and the measures taken (risico-inventarisatie).
    RiskAndMeasures(RiskAndMeasures),
    /// Care that was not given (niet verleende zorg).
    CareNotGiven(CareNotGiven),
    /// A contact that failed (no-show).
    FailedContact(FailedContact),
    /// Letter (brief).
    Letter(Letter),
    /// Evaluation (evaluatie).
    Evaluation(Evaluation),
    /// Warm handover (warme overdracht).
    Handover(Handover),
    /// Ending of the care (beëindiging).
    Ending(Ending),
    /// The note of an incident (aantekening van een incident, Wkkgz 10(3)).
    IncidentNote(IncidentNote),
    /// A step of the reporting code (meldcode).
    MeldcodeStep(MeldcodeStep),
}

/// Gives every matter that has one of the kinds below to the same expression.
macro_rules! each_matter {
    ($matter:expr, $inner:ident => $result:expr) => {
        match $matter {
            Matter::RequestForCare($inner) => $result,
            Matter::InformationGiven($inner) => $result,
            Matter::Agreement($inner) => $result,
            Matter::Anamnesis($inner) | Matter::Advice($inner) => $result,
            Matter::Intake($inner) => $result,
            Matter::ConsultReport($inner) => $result,
            Matter::Plan($inner) => $result,
            Matter::Measurement($inner) => $result,
            Matter::Consent($inner) => $result,
            Matter::RiskAndMeasures($inner) => $result,
            Matter::CareNotGiven($inner) => $result,
            Matter::FailedContact($inner) => $result,
            Matter::Letter($inner) => $result,
            Matter::Evaluation($inner) => $result,
            Matter::Handover($inner) => $result,
            Matter::Ending($inner) => $result,
            Matter::IncidentNote($inner) => $result,
            Matter::MeldcodeStep($inner) => $result,
        }
    };
}

impl Matter {
    /// Its kind.
    pub fn kind(&self) -> EntryKind {
        match self {
            Matter::RequestForCare(_) => EntryKind::RequestForCare,
            Matter::InformationGiven(_) => EntryKind::InformationGiven,
            Matter::Agreement(_) => EntryKind::Agreement,
            Matter::Anamnesis(_) => EntryKind::Anamnesis,
            Matter::Intake(_) => EntryKind::Intake,
            Matter::ConsultReport(_) => EntryKind::ConsultReport,
            Matter::Plan(_) => EntryKind::Plan,
            Matter::Advice(_) => EntryKind::Advice,
            Matter::Measurement(_) => EntryKind::Measurement,
            Matter::Consent(_) => EntryKind::Consent,
            Matter::RiskAndMeasures(_) => EntryKind::RiskAndMeasures,
            Matter::CareNotGiven(_) => EntryKind::CareNotGiven,
            Matter::FailedContact(_) => EntryKind::FailedContact,
            Matter::Letter(_) => EntryKind::Letter,
            Matter::Evaluation(_) => EntryKind::Evaluation,
            Matter::Handover(_) => EntryKind::Handover,
            Matter::Ending(_) => EntryKind::Ending,
            Matter::IncidentNote(_) => EntryKind::IncidentNote,
            Matter::MeldcodeStep(_) => EntryKind::MeldcodeStep,
        }
    }
}

impl Content {
    /// Its kind.
    pub fn kind(&self) -> EntryKind {
        match self {
            Content::Fields(matter) => matter.kind(),
            Content::Text { kind, .. } | Content::Fhir { kind, .. } => *kind,
        }
    }

    /// The consent that it withdraws, if it says so in fields.
    pub fn withdraws(&self) -> Option<EntryId> {
        match self {
            Content::Fields(Matter::Consent(consent)) => consent.decision.withdraws(),
            _ => None,
        }
    }

    /// Its texts, for search; never for storing.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Content::Fields(matter) => {
                let mut texts = Vec::new();
                each_matter!(matter, fields => fields.texts(&mut texts));
                texts.into_iter().map(str::to_owned).collect()
            }
            Content::Text { text, .. } => vec![text.as_str().to_owned()],
            Content::Fhir { resource, .. } => resource.texts(),
        }
    }

    pub(super) fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        match self {
            Content::Fields(matter) => {
                let path = path.join(matter.kind().as_str());
                each_matter!(matter, fields => fields.check(now, &path, violations));
            }
            // What holds about consent is read by programs, not only by people.
            Content::Text { kind: EntryKind::Consent, .. } => {
                violations.add(path.join("text"), Reason::FieldsNeeded);
            }
            Content::Text { .. } | Content::Fhir { .. } => {}
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Content(…)")
    }
}

impl fmt::Debug for Matter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Matter(…)")
    }
}

/// What every kind's fields can do: give their texts, and be checked where types cannot.
trait Fields {
    fn texts<'a>(&'a self, into: &mut Vec<&'a str>);

    fn check(&self, _now: DateTime<Utc>, _path: &FieldPath, _violations: &mut Violations) {}
}

/// Something with text in it.
trait Texts {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>);
}

impl Texts for Text {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        into.push(self.as_str());
    }
}

impl Texts for Line {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        into.push(self.as_str());
    }
}

impl<T: Texts> Texts for Option<T> {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        if let Some(value) = self {
            value.add_to(into);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        for value in self {
            value.add_to(into);
        }
    }
}

/// `texts` over the named fields.
macro_rules! texts_of {
    ($($field:ident),*) => {
        fn texts<'a>(&'a self, into: &mut Vec<&'a str>) {
            $(super::Texts::add_to(&self.$field, into);)*
        }
    };
}
use texts_of;
