//! The citizen service number (burgerservicenummer, BSN). Held only with the ground that allows
//! it (Uavg 46), never printed, never hashed and never indexed (rule WABVPZ-BSN).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::regime::Regime;
use crate::domain::text::{Line, is_digits, parsed_text};
use crate::domain::violation::Reason;

parsed_text! {
    /// A number of nine digits that passes the eleven test (elfproef).
    Bsn, bsn
}

/// The act that lets the practice hold the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BsnGround {
    /// Care providers: Wabvpz, articles 4 to 12.
    Wabvpz,
    /// Providers of Wmo support: Wmo 2015, article 5.2.9.
    Wmo,
    /// Another act, named in [`BsnOnRecord::article`].
    OtherAct,
}

/// How the number was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BsnCheck {
    /// Against the national register.
    Register,
    /// Against an identity document that was shown; no copy is kept.
    Document,
    /// Taken from another user who had checked it.
    CheckedUser,
}

/// The number with its ground.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BsnOnRecord {
    /// The number.
    pub number: Bsn,
    /// The ground for holding it.
    pub ground: BsnGround,
    /// The article, where the ground is another act.
    pub article: Option<Line>,
    /// How it was checked.
    pub checked: Option<BsnCheck>,
    /// On which day.
    pub checked_on: Option<NaiveDate>,
}

impl BsnGround {
    /// Whether the ground can hold for care under this regime.
    pub(super) fn fits(self, regime: Regime) -> bool {
        match self {
            BsnGround::Wabvpz => regime == Regime::Wgbo,
            BsnGround::Wmo => regime == Regime::Wmo,
            BsnGround::OtherAct => true,
        }
    }
}

/// Nine digits whose weighted sum (9, 8, … 2, −1) divides by eleven.
fn bsn(text: String) -> Result<String, Reason> {
    if !is_digits(&text, 9) || text == "000000000" {
        return Err(Reason::BsnInvalid);
    }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let digits = text.bytes().map(|byte| i32::from(byte - b'0'));
    let sum: i32 = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    if sum % 11 == 0 { Ok(text) } else { Err(Reason::BsnInvalid) }
}
