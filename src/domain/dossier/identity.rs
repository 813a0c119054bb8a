//! Who the client is: names and their use, birth, sex as registered, death.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::bsn::BsnOnRecord;
use super::regime::Regime;
use crate::domain::provenance::check_past_day;
use crate::domain::text::Line;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Which surname the client goes by (naamgebruik).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameUse {
    /// Their own (eigen geslachtsnaam).
    Own,
    /// Their partner's.
    Partner,
    /// Their partner's, then their own.
    PartnerThenOwn,
    /// Their own, then their partner's.
    OwnThenPartner,
}

/// Sex as registered (geslacht volgens de registratie).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Registered as neither.
    Undetermined,
    /// Not known to the practice.
    Unknown,
}

/// A client's names.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Initials (voorletters).
    pub initials: Option<Line>,
    /// First names in full (voornamen).
    pub given: Option<Line>,
    /// The name by which they are called (roepnaam).
    pub called: Option<Line>,
    /// Prefix of the surname (voorvoegsel).
    pub prefix: Option<Line>,
    /// Surname (geslachtsnaam).
    pub surname: Line,
    /// Prefix of the partner's surname.
    pub partner_prefix: Option<Line>,
    /// The partner's surname.
    pub partner_surname: Option<Line>,
    /// Which surname they go by.
    pub name_use: NameUse,
}

/// Who a client is.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Names.
    pub names: Names,
    /// Date of birth, if known.
    pub born_on: Option<NaiveDate>,
    /// Sex as registered.
    pub sex: Sex,
    /// The citizen service number, if an act allows it.
    pub bsn: Option<BsnOnRecord>,
    /// Date of death. Secrecy goes on after it (rule WGBO-NEXTOFKIN).
    pub died_on: Option<NaiveDate>,
}

impl Names {
    /// The name as one would address a letter: `Zoë van der Berg - de Vries`.
    pub fn display(&self) -> String {
        let own = [self.prefix.as_ref(), Some(&self.surname)];
        let partner = [self.partner_prefix.as_ref(), self.partner_surname.as_ref()];
        let first = self.called.as_ref().or(self.given.as_ref()).or(self.initials.as_ref());
        let join = |parts: &[Option<&Line>]| {
            parts.iter().flatten().map(|part| part.as_str()).collect::<Vec<_>>().join(" ")
        };
        let (own, partner) = (join(&own), join(&partner));
        let surname = match self.name_use {
            NameUse::Own => own,
            NameUse::Partner => partner,
            NameUse::PartnerThenOwn => format!("{partner} - {own}"),
            NameUse::OwnThenPartner => format!("{own} - {partner}"),
        };
        first.map_or_else(|| surname.clone(), |first| format!("{} {surname}", first.as_str()))
    }

    /// Every part by which one may look for the client.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        let first = [&self.initials, &self.given, &self.called, &self.prefix];
        let partner = [&self.partner_prefix, &self.partner_surname];
        let others = first.into_iter().chain(partner).flatten().map(Line::as_str);
        others.chain([self.surname.as_str()])
    }
}

impl Identity {
    pub(super) fn check(
        &self,
        regime: Regime,
        now: DateTime<Utc>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        let names = path.join("names");
        if self.names.name_use != NameUse::Own && self.names.partner_surname.is_none() {
            violations.add(names.join("name_use"), Reason::NameUseNeedsPartnerName);
        }
        if let Some(born_on) = self.born_on {
            check_past_day(born_on, now, path.join("born_on"), violations);
        }
        if let Some(died_on) = self.died_on {
            check_past_day(died_on, now, path.join("died_on"), violations);
            if self.born_on.is_some_and(|born_on| died_on < born_on) {
                violations.add(path.join("died_on"), Reason::DiedBeforeBirth);
            }
        }
        let Some(bsn) = &self.bsn else { return };
        let path = path.join("bsn");
        if !bsn.ground.fits(regime) {
            violations.add(path.join("ground"), Reason::BsnGroundDoesNotFitRegime);
        }
        if bsn.ground == super::BsnGround::OtherAct && bsn.article.is_none() {
            violations.add(path.join("article"), Reason::Missing);
        }
        if let Some(day) = bsn.checked_on {
            check_past_day(day, now, path.join("checked_on"), violations);
        }
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Names(…)")
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Identity(…)")
    }
}
