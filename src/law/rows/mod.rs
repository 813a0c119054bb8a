//! The rule table: every rule as a row, one file a subject. Amending the law is adding a row with
//! a later first day and the next revision; a row that was released is never edited.

mod breach;
mod complaint;
mod handbook;
mod incident;
mod request;
mod retention;
mod wmo;

use super::calendar::day;
use super::rule::Rule;
use chrono::NaiveDate;

/// All rows.
pub(super) const TABLES: &[&[Rule]] = &[
    complaint::ROWS,
    request::ROWS,
    retention::ROWS,
    breach::ROWS,
    incident::ROWS,
    wmo::ROWS,
    handbook::ROWS,
];

// First days in force of the acts.
const WKKGZ: NaiveDate = day(2016, 1, 1);
const AVG: NaiveDate = day(2018, 5, 25);
const WMO_2015: NaiveDate = day(2015, 1, 1);
const JEUGDWET: NaiveDate = day(2015, 1, 1);
const WGBO_20_YEARS: NaiveDate = day(2020, 1, 1);
const LOG_DECREE: NaiveDate = day(2019, 6, 27);
