//! What somebody reported: what happened, to whom, who says so. Who reports stays sealed within the register (Wkkgz 9(3)).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::clock::When;
use crate::domain::dossier::Regime;
use crate::domain::provenance::{Happened, Moment, Provenance, is_before_1900};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What kind of thing was reported (handbook 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// An accident with effects for a client.
    Accident,
    /// A near-accident: it could have led to harm.
    NearAccident,
    /// Violence in the care relation (Wkkgz 1(1), in its present words).
    Violence,
    /// An idea for improvement.
    Improvement,
    /// A fault of a supplier.
    SupplierFault,
    /// Equipment that failed.
    EquipmentFailure,
    /// Loss, damage or theft of property.
    LossDamageTheft,
    /// An incident in the chain with other providers.
    Chain,
}

/// As what a person was involved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentPart {
    /// The client.
    Client,
    /// Family or another person close to the client.
    Family,
    /// Someone who works for the practice.
    Practitioner,
    /// Someone of another provider.
    OtherProvider,
    /// Someone else.
    Other,
}

/// A person involved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their name.
    pub name: Line,
    /// As what they were involved.
    pub part: IncidentPart,
}

/// How the reporter knows of it (handbook 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReporterPosition {
    /// Saw it.
    Witness,
    /// Was involved in it.
    Involved,
    /// Found its effects.
    FoundEffects,
    /// Was told of it by the client or family.
    ToldByClient,
}

/// Who reports.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// Their name; nothing for who reports without one.
    pub name: Option<Line>,
    /// How they know of it.
    pub position: ReporterPosition,
}

/// Whether effects are noticeable to the client (Wkkgz 10(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noticeable {
    /// They are.
    Yes,
    /// They may be, or become so.
    Perhaps,
    /// They are not, and cannot become so.
    No,
}

impl Noticeable {
    /// Whether the client is to be told.
    pub fn asks_telling(self) -> bool {
        self != Noticeable::No
    }
}

/// With whom loss, damage or theft is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementParty {
    /// An insurer.
    Insurer,
    /// The police.
    Police,
}

/// Where loss, damage or theft was claimed or reported.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// With whom.
    pub party: SettlementParty,
    /// Their number for it.
    pub reference: Option<Line>,
}

/// A report. It was received when its provenance says.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What kind of thing.
    pub kind: IncidentKind,
    /// The act under which the care was given; it decides to whom what is notified.
    pub regime: Regime,
    /// When it took place.
    pub took_place: Happened,
    /// When somebody found that it had.
    pub discovered: Moment,
    /// Where.
    pub place: Option<Line>,
    /// Who was involved.
    pub persons: Vec<Person>,
    /// What went otherwise than meant.
    pub nature: Text,
    /// What caused it, as far as it is known.
    pub cause: Option<Text>,
    /// The harm, if there is any.
    pub harm: Option<Text>,
    /// Whether effects are noticeable to the client.
    pub noticeable: Noticeable,
    /// Who reports, and how they know.
    pub reporter: Reporter,
    /// Other providers; at least one for an incident in the chain.
    pub chain: Vec<Line>,
    /// With whom loss, damage or theft is settled; of that kind only.
    pub settlements: Vec<Settlement>,
}

impl Report {
    /// Notes what types cannot hold: times that are out of order, and parts that do not belong to the kind.
    pub(super) fn check(
        &self,
        provenance: &Provenance,
        now: DateTime<Utc>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        if self.took_place.last_day() < self.took_place.first_day() {
            violations.add(path.join("took_place"), Reason::PeriodReversed);
        }
        if is_before_1900(self.took_place.first_day()) {
            violations.add(path.join("took_place"), Reason::TimeOutOfRange);
        }
        let (discovered, took_place) = (When::from(self.discovered), began(self.took_place));
        let received = ended(provenance.happened);
        if took_place.is_after(discovered) {
            violations.add(path.join("discovered"), Reason::BeforeCause);
        }
        if discovered.is_after(received) {
            violations.add(FieldPath::new("provenance").join("happened"), Reason::BeforeCause);
        }
        crate::domain::provenance::check_past_day(
            discovered.day(),
            now,
            path.join("discovered"),
            violations,
        );
        if self.kind == IncidentKind::Chain && self.chain.is_empty() {
            violations.add(path.join("chain"), Reason::Empty);
        }
        if self.kind != IncidentKind::LossDamageTheft && !self.settlements.is_empty() {
            violations.add(path.join("settlements"), Reason::Contradiction);
        }
    }
}

/// The moment from which a term counts: of a period, its first day, which is the safe side.
pub(super) fn began(happened: Happened) -> When {
    match happened {
        Happened::At(instant) => When::from(Moment::At(instant)),
        other => When::Day(other.first_day()),
    }
}

/// The moment on which something was done: of a period, its last day.
pub(super) fn ended(happened: Happened) -> When {
    match happened {
        Happened::At(instant) => When::from(Moment::At(instant)),
        other => When::Day(other.last_day()),
    }
}
