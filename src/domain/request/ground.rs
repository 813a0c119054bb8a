//! Why something asked may be refused: a closed table of ground and right. A ground that is not in it is none.

use serde::{Deserialize, Serialize};

use super::right::Right;
use Right::{
    AccessAfterDeath, AccessOverview, Copy, Destruction, Inspection, Objection, Portability,
    Rectification, Restriction, Statement,
};

/// Why something asked is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalGround {
    /// Keeping it is likely of substantial interest to another than the client.
    InterestOfAnother,
    /// An act opposes destruction.
    ActOpposes,
    /// Signs of child abuse: destroying it would harm the child.
    ChildSafety,
    /// The privacy of another person.
    PrivacyOfAnother,
    /// Giving it to a representative is not good care.
    NotGoodCare,
    /// It is a professional's opinion or not wrong; the client's statement is put beside it.
    NotAWrongFact,
    /// None of the cases in which use is restricted.
    NoCaseForRestriction,
    /// It is kept under a legal duty or for care: the right is not for it.
    OutsideTheRight,
    /// None of the grounds on which somebody may see the dossier of a client who died.
    NoGroundAfterDeath,
    /// The client recorded in life that they do not want it.
    Veto,
    /// Who asks is not entitled to it.
    NotEntitled,
    /// Who asks could not be identified.
    IdentityNotEstablished,
    /// It is manifestly unfounded or excessive; the practice must be able to show that.
    UnfoundedOrExcessive,
    /// There is nothing of the kind.
    NothingThere,
}

/// A row: the ground, the rights it may refuse, where it is found.
type Row = (RefusalGround, &'static [Right], &'static str);

const ACCESS: &[Right] = &[Inspection, Copy, AccessOverview, AccessAfterDeath];
const WITH_REPRESENTATIVE: &[Right] = &[
    Inspection,
    Copy,
    Rectification,
    Statement,
    Destruction,
    Restriction,
    Portability,
    Objection,
    AccessOverview,
    AccessAfterDeath,
];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (RefusalGround::InterestOfAnother,      &[Destruction],             "BW 7:455(2), Wmo 5.3.5"),
    (RefusalGround::ActOpposes,             &[Destruction],             "BW 7:455(2), Wmo 5.3.5"),
    (RefusalGround::ChildSafety,            &[Destruction],             "BW 7:455(2)"),
    (RefusalGround::PrivacyOfAnother,       ACCESS,                     "BW 7:456, 458a(4), Wmo 5.3.2, AVG 15(4)"),
    (RefusalGround::NotGoodCare,            WITH_REPRESENTATIVE,        "BW 7:457(3), 465(4)"),
    (RefusalGround::NotAWrongFact,          &[Rectification],           "AVG 16"),
    (RefusalGround::NoCaseForRestriction,   &[Restriction],             "AVG 18(1)"),
    (RefusalGround::OutsideTheRight,        &[Portability, Objection],  "AVG 20, 21"),
    (RefusalGround::NoGroundAfterDeath,     &[AccessAfterDeath],        "BW 7:458a(1)"),
    (RefusalGround::Veto,                   &[AccessAfterDeath],        "BW 7:458a(4)"),
    (RefusalGround::NotEntitled,            Right::ALL,                 "BW 7:465, Jw 7.3.15, Wmo 5.3.2, Uavg 5"),
    (RefusalGround::IdentityNotEstablished, Right::ALL,                 "AVG 12(6)"),
    (RefusalGround::UnfoundedOrExcessive,   Right::ALL,                 "AVG 12(5)"),
    (RefusalGround::NothingThere,           Right::ALL,                 "AVG 12(4)"),
];

impl RefusalGround {
    /// Every ground.
    pub fn all() -> impl Iterator<Item = RefusalGround> {
        ROWS.iter().map(|(ground, _, _)| *ground)
    }

    /// Whether it is a ground to refuse this.
    pub fn refuses(self, right: Right) -> bool {
        ROWS.iter().any(|(ground, rights, _)| *ground == self && rights.contains(&right))
    }

    /// Where it is found.
    pub fn article(self) -> &'static str {
        ROWS.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }
}
