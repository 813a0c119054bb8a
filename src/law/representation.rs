//! Who decides on a client's rights: rows by regime, right, age, understanding and first day in
//! force. Says whose word counts; who these people are, and the proof of it, the dossier knows.

use super::age::{AgeBand, age_band_on};
use super::calendar::{FIRST_DAY, day};
use chrono::NaiveDate;

/// The act that grants the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RightsAct {
    /// BW 7:446–468.
    Wgbo,
    /// Jeugdwet chapter 7.
    Jeugdwet,
    /// Wmo 2015 chapter 5.
    Wmo,
    /// AVG chapter III with Uavg art. 5; gives way to the Wgbo where that has its own rule.
    Avg,
    /// Wabvpz 15a–15g: exchange systems.
    Wabvpz,
}

/// The right that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Inspection and copy (inzage en afschrift).
    Inspection,
    /// Destruction (vernietiging).
    Destruction,
    /// Rectification, statement, restriction and the like.
    Other,
    /// Consent to treatment (behandeling).
    Treatment,
    /// Consent to making data available in an exchange system.
    Exchange,
    /// Withdrawing consent to processing.
    ConsentWithdrawal,
    /// Going to court about a request.
    Court,
}

/// Whose word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// The client alone.
    Client,
    /// The client and the parents with authority (or the guardian): both must agree.
    ClientAndParents,
    /// The client and the representative: both must agree.
    ClientAndRepresentative,
    /// The client, or also the legal representative: either may.
    ClientOrRepresentative,
    /// Each parent with authority alone, or the guardian.
    EachParentAlone,
    /// All parents with authority together, each recorded, or the guardian.
    AllParents,
    /// Parents with authority or the guardian; how two parents act together is not laid down.
    ParentsOrGuardian,
    /// The legal representative.
    LegalRepresentative,
    /// The first of these who is there and willing.
    FirstOf(&'static [Relation]),
}

/// Who may speak for an adult who cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Curator or mentor, named by the court.
    CuratorOrMentor,
    /// Proxy in writing (schriftelijk gemachtigde).
    WrittenProxy,
    /// Spouse or partner.
    Partner,
    /// Parent.
    Parent,
    /// Child.
    Child,
    /// Brother or sister.
    Sibling,
    /// Grandparent.
    Grandparent,
    /// Grandchild: Wgbo only.
    Grandchild,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct RepresentationRow {
    /// The act.
    pub act: RightsAct,
    /// The rights it is about.
    pub rights: &'static [Right],
    /// The ages.
    pub ages: &'static [AgeBand],
    /// `Some(true)`: understands the matter; `Some(false)`: does not; `None`: makes no difference.
    pub understands: Option<bool>,
    /// Whose word counts.
    pub decides: Decides,
    /// Where it is found.
    pub article: &'static str,
    /// What may stand against it or comes with it.
    pub proviso: &'static str,
    /// First day in force.
    pub first_day: NaiveDate,
}

/// The row for a right of somebody born on a day, used on a day: the date of the request decides.
/// The last row in force wins. `None` before birth, or where the table names nobody.
pub fn who_decides(
    act: RightsAct,
    right: Right,
    birth: NaiveDate,
    on: NaiveDate,
    understands: bool,
) -> Option<&'static RepresentationRow> {
    let band = age_band_on(birth, on)?;
    ROWS.iter()
        .filter(|row| row.act == act && row.first_day <= on)
        .filter(|row| row.rights.contains(&right) && row.ages.contains(&band))
        .filter(|row| row.understands.is_none_or(|wanted| wanted == understands))
        .max_by_key(|row| row.first_day)
}

use AgeBand::{Adult, From12To15, From16To17, Under12};
use Right::{ConsentWithdrawal, Court, Destruction, Exchange, Inspection, Other, Treatment};
use RightsAct::{Avg, Jeugdwet, Wabvpz, Wgbo, Wmo};

const UAVG_5: NaiveDate = day(2026, 9, 1);
const DOSSIER: &[Right] = &[Inspection, Destruction, Other];
const DATA: &[Right] = &[Inspection, Destruction, Other, ConsentWithdrawal, Court];
const GOOD_CARE: &str = "not if that is not good care; the reason is recorded";
const CHILD_ABUSE: &str = "signs of child abuse are a ground to refuse, in the child's interest";
const CLIENT_INTEREST: &str = "unless the interest of the client opposes";
const WGBO_ORDER: &[Relation] = &[
    Relation::CuratorOrMentor,
    Relation::WrittenProxy,
    Relation::Partner,
    Relation::Parent,
    Relation::Child,
    Relation::Sibling,
    Relation::Grandparent,
    Relation::Grandchild,
];
const JEUGDWET_ORDER: &[Relation] = &[
    Relation::CuratorOrMentor,
    Relation::WrittenProxy,
    Relation::Partner,
    Relation::Parent,
    Relation::Child,
    Relation::Sibling,
    Relation::Grandparent,
];

/// All rows. Amending is adding a row with a later first day.
#[rustfmt::skip]
pub const ROWS: &[RepresentationRow] = &[
    row(Wgbo, &[Inspection],            &[Under12],                Some(true),  Decides::EachParentAlone,   "BW 7:465(1)", GOOD_CARE),
    row(Wgbo, &[Inspection],            &[Under12, From12To15, From16To17], Some(false), Decides::EachParentAlone, "BW 7:465(1), (2)", GOOD_CARE),
    row(Wgbo, &[Destruction],           &[Under12],                Some(true),  Decides::AllParents,        "BW 7:455, 465(1)", CHILD_ABUSE),
    row(Wgbo, &[Destruction],           &[Under12, From12To15, From16To17], Some(false), Decides::AllParents, "BW 7:455, 465(1), (2)", CHILD_ABUSE),
    row(Wgbo, &[Other, Treatment],      &[Under12],                Some(true),  Decides::ParentsOrGuardian, "BW 7:465(1)", GOOD_CARE),
    row(Wgbo, &[Other, Treatment],      &[Under12, From12To15, From16To17], Some(false), Decides::ParentsOrGuardian, "BW 7:465(1), (2)", GOOD_CARE),
    row(Wgbo, DOSSIER,                  &[From12To15],             Some(true),  Decides::Client,            "BW 7:457(3), 465(2)", "parents get what they need to consent to treatment"),
    row(Wgbo, &[Treatment],             &[From12To15],             Some(true),  Decides::ClientAndParents,  "BW 7:450(2)", "without the parents to prevent serious harm, or if the client keeps wanting it"),
    row(Wgbo, &[Inspection, Destruction, Other, Treatment], &[From16To17], Some(true), Decides::Client,     "BW 7:447", ""),
    row(Wgbo, &[Inspection, Destruction, Other, Treatment], &[Adult],      Some(true), Decides::Client,     "BW 7:446", ""),
    row(Wgbo, &[Inspection, Destruction, Other, Treatment], &[Adult],      Some(false), Decides::FirstOf(WGBO_ORDER), "BW 7:465(2), (3)", GOOD_CARE),

    row(Jeugdwet, &[Inspection],        &[Under12],                Some(true),  Decides::EachParentAlone,   "Jw 7.3.15", GOOD_CARE),
    row(Jeugdwet, &[Inspection],        &[Under12, From12To15, From16To17], Some(false), Decides::EachParentAlone, "Jw 7.3.15", GOOD_CARE),
    row(Jeugdwet, &[Destruction],       &[Under12],                Some(true),  Decides::AllParents,        "Jw 7.3.15", CHILD_ABUSE),
    row(Jeugdwet, &[Destruction],       &[Under12, From12To15, From16To17], Some(false), Decides::AllParents, "Jw 7.3.15", CHILD_ABUSE),
    row(Jeugdwet, &[Other],             &[Under12],                Some(true),  Decides::ParentsOrGuardian, "Jw 7.3.15", GOOD_CARE),
    row(Jeugdwet, &[Other],             &[Under12, From12To15, From16To17], Some(false), Decides::ParentsOrGuardian, "Jw 7.3.15", GOOD_CARE),
    row(Jeugdwet, DOSSIER,              &[From12To15, From16To17, Adult], Some(true),  Decides::Client,     "Jw 7.3.8-7.3.15", ""),
    row(Jeugdwet, DOSSIER,              &[Adult],                  Some(false), Decides::FirstOf(JEUGDWET_ORDER), "Jw 7.3.15", GOOD_CARE),

    row(Wmo, DOSSIER,                   &[Under12],                None,        Decides::LegalRepresentative, "Wmo 5.3.2, 5.3.5", CLIENT_INTEREST),
    row(Wmo, &[Inspection, Other],      &[From12To15],             Some(true),  Decides::ClientOrRepresentative, "Wmo 5.3.2", CLIENT_INTEREST),
    row(Wmo, &[Destruction],            &[From12To15],             Some(true),  Decides::Client,            "Wmo 5.3.5", ""),
    row(Wmo, DOSSIER,                   &[From12To15],             Some(false), Decides::LegalRepresentative, "Wmo 5.3.2, 5.3.5", CLIENT_INTEREST),
    row(Wmo, DOSSIER,                   &[From16To17, Adult],      Some(true),  Decides::Client,            "Wmo 5.3.2, 5.3.5", ""),
    row(Wmo, DOSSIER,                   &[From16To17, Adult],      Some(false), Decides::LegalRepresentative, "Wmo 5.3.2, Uavg 5", CLIENT_INTEREST),

    row(Avg, DATA,                      &[Under12, From12To15],    None,        Decides::LegalRepresentative, "Uavg 5 (before 1 September 2026)", ""),
    row(Avg, DATA,                      &[From16To17, Adult],      Some(true),  Decides::Client,            "Uavg 5", ""),
    row(Avg, DATA,                      &[From16To17, Adult],      Some(false), Decides::LegalRepresentative, "Uavg 5", "only in what the person cannot do"),
    since(UAVG_5, row(Avg, &[Inspection, Destruction, Other, ConsentWithdrawal], &[From12To15], None, Decides::ClientOrRepresentative, "Uavg 5", "")),

    row(Wabvpz, &[Exchange],            &[Under12],                None,        Decides::LegalRepresentative, "Wabvpz 15g", ""),
    row(Wabvpz, &[Exchange],            &[From12To15],             None,        Decides::ClientAndRepresentative, "Wabvpz 15g", ""),
    row(Wabvpz, &[Exchange],            &[From16To17, Adult],      Some(true),  Decides::Client,            "Wabvpz 15a", ""),
    row(Wabvpz, &[Exchange],            &[From16To17, Adult],      Some(false), Decides::LegalRepresentative, "Wabvpz 15g", ""),
];

const fn row(
    act: RightsAct,
    rights: &'static [Right],
    ages: &'static [AgeBand],
    understands: Option<bool>,
    decides: Decides,
    article: &'static str,
    proviso: &'static str,
) -> RepresentationRow {
    RepresentationRow {
        act,
        rights,
        ages,
        understands,
        decides,
        article,
        proviso,
        first_day: FIRST_DAY,
    }
}

/// The same row, in force from a later day.
const fn since(first_day: NaiveDate, row: RepresentationRow) -> RepresentationRow {
    RepresentationRow { first_day, ..row }
}
