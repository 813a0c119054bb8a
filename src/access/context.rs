//! Why a call touches a person: purpose, ground, on whose behalf. Named on every such call, never defaulted.

use serde::{Deserialize, Serialize};

use super::Role;

/// What the data is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Care for the client (zorgverlening).
    Care,
    /// Standing in for the treating practitioner (waarneming).
    Locum,
    /// Answering a client's request (verzoek van de cliënt).
    ClientRequest,
    /// Handling a complaint (klacht).
    Complaint,
    /// Handling an incident (melding incident cliënt).
    Incident,
    /// Handling a data breach (datalek).
    Breach,
    /// Reviewing the quality of one's own work (kwaliteitstoetsing).
    QualityReview,
    /// Answering a supervisor (toezicht).
    Supervision,
    /// Administration of the practice.
    Administration,
    /// Emergency access (noodtoegang).
    Emergency,
}

/// What makes the use lawful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The treatment contract (behandelingsovereenkomst, BW 7:446).
    TreatmentContract,
    /// Consent (toestemming).
    Consent,
    /// A duty in an act (wettelijke plicht).
    LegalDuty,
    /// A vital interest (vitaal belang).
    VitalInterest,
    /// Directly involved in the treatment (rechtstreeks betrokken, BW 7:457(2)).
    DirectlyInvolved,
    /// Locum (waarnemer, BW 7:457(2)).
    Locum,
    /// Representative of the client (vertegenwoordiger, BW 7:465).
    Representative,
}

/// For whom the caller acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnBehalfOf {
    /// The practice itself.
    Practice,
    /// The client.
    Client,
    /// The client's representative.
    Representative,
    /// A commissioning party (opdrachtgever).
    Principal,
    /// A supervisor (toezichthouder).
    Supervisor,
}

/// The access context of a call. The role is stated on each call and checked against the caller's grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessContext {
    /// What for.
    pub purpose: Purpose,
    /// On which ground.
    pub ground: Ground,
    /// For whom.
    pub on_behalf_of: OnBehalfOf,
    /// In which role.
    pub role: Role,
}
