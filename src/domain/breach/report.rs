//! The report of a breach: what the handbook (2.5 step 1) and the register of AVG 33(5) ask to be written down. Knows no clock.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::clock::When;
use crate::domain::contact::{ContactPoint, Country};
use crate::domain::provenance::{Happened, Moment, check_past_day};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What the practice is to the data that leaked. It settles whose duty it is to notify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Controller (verwerkingsverantwoordelijke): notifies the authority and tells the persons.
    Controller,
    /// Processor (verwerker): tells the controller without undue delay (AVG 33(2)).
    Processor,
    /// At work for somebody who commissioned the care and is the controller: tells them without delay.
    Commissioned,
}

/// Where a reporter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Works for the practice.
    Internal,
    /// Anybody else.
    External,
}

/// Who reported a breach.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// Inside the practice or outside.
    pub side: Side,
    /// Their name.
    pub name: Line,
    /// How to reach them, for the answer they are owed.
    pub reach: Option<Line>,
}

/// What a breach took from the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Somebody saw what they may not see (vertrouwelijkheid).
    Confidentiality,
    /// Something was changed that may not be (integriteit).
    Integrity,
    /// Something is gone or out of reach (beschikbaarheid).
    Availability,
}

/// How a breach came about, as the handbook lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Somebody meant it: cyber crime, identity fraud, malware.
    WilfulAct,
    /// A technical failure.
    TechnicalFailure,
    /// A human failure: weak or shared passwords, a wrong recipient.
    HumanFailure,
    /// A calamity such as fire or water.
    Calamity,
    /// A lost or stolen USB stick, laptop or the like.
    LossOfDevice,
    /// Mail with all addresses visible.
    VisibleAddresses,
    /// Data were processed unlawfully.
    UnlawfulProcessing,
}

/// Yes, no, or not known yet: early in a breach the third is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known yet.
    NotKnownYet,
}

/// How many; absent where nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The number. Larger ones nobody can count, and a body (I-JSON) does not hold the largest of 64 bits exactly.
    pub number: u32,
    /// Whether it is an estimate.
    pub approximate: bool,
}

/// Who noticed a breach, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detection {
    /// When it was noticed.
    pub at: Moment,
    /// By whom.
    pub by: Line,
}

/// The report of a breach. When it reached the practice is when its fact happened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What the practice is to the data.
    pub role: Role,
    /// Whose data they are, where the practice is not the controller.
    pub principal: Option<ContactPoint>,
    /// Who reported it.
    pub reporter: Reporter,
    /// When it was told by telephone.
    pub phoned_at: Option<Moment>,
    /// When it was put in writing.
    pub written_at: Option<Moment>,
    /// When it began, or between which days it went on.
    pub occurred: Option<Happened>,
    /// Who noticed it and when, where that was before the report.
    pub detection: Option<Detection>,
    /// Confidentiality, integrity, availability; one at least.
    pub aspects: Vec<Aspect>,
    /// How it came about; empty where nobody knows yet.
    pub causes: Vec<Cause>,
    /// What happened.
    pub nature: Text,
    /// Whether there is a considerable risk of loss or unlawful processing, as the reporter sees it.
    pub considerable_risk: Answer,
    /// Which personal data, a kind a line.
    pub data: Vec<Line>,
    /// How many persons.
    pub persons: Option<Count>,
    /// How many records or files.
    pub records: Option<Count>,
    /// Which groups of persons.
    pub groups: Vec<Line>,
    /// In which other countries persons are touched by it; empty: in none.
    pub other_countries: Vec<Country>,
    /// What the reporter did about it or is going to do.
    pub measures: Option<Text>,
    /// What it means for the persons, as the reporter sees it.
    pub consequences: Option<Text>,
    /// Whom to ask about the report.
    pub contact: ContactPoint,
    /// The processor with whom it happened.
    pub processor: Option<Line>,
}

impl Report {
    /// Notes what cannot be. `happened` is when the report reached the practice.
    pub fn check(
        &self,
        happened: Happened,
        now: DateTime<Utc>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        let mut note = |field: &str, reason| violations.add(path.join(field), reason);
        match (self.role, &self.principal) {
            (Role::Controller, Some(_)) => note("principal", Reason::Contradiction),
            (Role::Processor | Role::Commissioned, None) => note("principal", Reason::Missing),
            _ => {}
        }
        for (field, absent) in [
            ("aspects", self.aspects.is_empty()),
            ("data", self.data.is_empty()),
            ("groups", self.groups.is_empty()),
        ] {
            if absent {
                note(field, Reason::Missing);
            }
        }
        if twice(&self.aspects) {
            note("aspects", Reason::Duplicate);
        }
        if twice(&self.causes) {
            note("causes", Reason::Duplicate);
        }
        let reported = when(happened);
        for (field, said) in [("phoned_at", self.phoned_at), ("written_at", self.written_at)] {
            let Some(said) = said else { continue };
            check_past_day(said.day(), now, path.join(field), violations);
            // The report reached the practice with the first of them.
            if reported.is_after(said.into()) {
                violations.add(path.join(field), Reason::Contradiction);
            }
        }
        if let Some(detection) = &self.detection {
            let path = path.join("detection");
            check_past_day(detection.at.day(), now, path.join("at"), violations);
            if When::from(detection.at).is_after(reported) {
                violations.add(path.join("at"), Reason::Contradiction);
            }
        }
        if let Some(occurred) = self.occurred {
            let field = path.join("occurred");
            if occurred.last_day() < occurred.first_day() {
                violations.add(field.clone(), Reason::PeriodReversed);
            }
            check_past_day(occurred.first_day(), now, field, violations);
        }
    }

    /// When the report was documented: when it was put in writing, else with the record itself.
    pub fn documented(&self, recorded: DateTime<Utc>) -> When {
        self.written_at.unwrap_or(Moment::At(recorded)).into()
    }
}

/// When something happened, as a clock takes it; of a period its last day.
pub(super) fn when(happened: Happened) -> When {
    match happened {
        Happened::At(instant) => Moment::At(instant).into(),
        Happened::On(_) | Happened::During { .. } => When::Day(happened.last_day()),
    }
}

fn twice<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().any(|(at, item)| items.iter().take(at).any(|other| other == item))
}
