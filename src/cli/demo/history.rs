//! A dossier as it was on three dates: it grows, and a weight that was written down wrongly reads right once it was corrected.

use super::super::connect::Connection;
use super::super::failure::{Exit, Failure};
use super::calendar::{Calendar, DAYS, timestamp};
use super::desk::care;
use super::script::{SHOWN_CORRECTED, SHOWN_FROM, SHOWN_GRAMS_RIGHT, SHOWN_GRAMS_WRONG};
use crate::grpc::pb;

/// The days on which the dossier is looked at.
const LOOKS: [u16; 3] = [SHOWN_FROM, SHOWN_CORRECTED - 50, DAYS - 1];

/// A child's dossier as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    on: String,
    entries: u64,
    revision: u64,
    grams: String,
    corrected: bool,
    closed: bool,
}

/// Reads the dossier as it was at three dates, and says what it looked like.
pub async fn look_back(
    connection: &Connection,
    calendar: Calendar,
    dossier: &str,
    weight: &str,
) -> Result<String, Failure> {
    let mut looks = Vec::new();
    for day in LOOKS {
        looks.push(look(connection, calendar, dossier, weight, day).await?);
    }
    let told: Vec<String> = looks.iter().map(Look::told).collect();
    let told = told.join("; ");
    if has_grown(&looks) {
        return Ok(told);
    }
    Err(Failure::new(Exit::Failed, format!("the history does not read as it was made: {told}")))
}

fn has_grown(looks: &[Look]) -> bool {
    let [first, middle, last] = looks else { return false };
    let wrong = SHOWN_GRAMS_WRONG.to_string();
    first.entries < middle.entries
        && middle.entries < last.entries
        && first.revision < middle.revision
        && middle.revision < last.revision
        && first.grams == wrong
        && middle.grams == wrong
        && !middle.corrected
        && !middle.closed
        && last.grams == SHOWN_GRAMS_RIGHT.to_string()
        && last.corrected
        && last.closed
}

async fn look(
    connection: &Connection,
    calendar: Calendar,
    dossier: &str,
    weight: &str,
    day: u16,
) -> Result<Look, Failure> {
    // An hour after a day's work was written down.
    let at = timestamp(calendar.evening(day) + chrono::TimeDelta::minutes(30));
    let as_of = Some(pb::AsOf { as_of: Some(pb::as_of::AsOf::RecordedTime(at)) });
    let request = pb::GetDossierRequest {
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        as_of,
    };
    let found = connection.dossier().get_dossier(request).await?.into_inner().dossier;
    let found = found.unwrap_or_default();
    let request = pb::GetEntryRequest {
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        entry_id: weight.to_owned(),
        as_of,
        include_earlier: false,
    };
    let entry = connection.dossier().get_entry(request).await?.into_inner().entry;
    let entry = entry.unwrap_or_default();
    let content = entry.current.and_then(|version| version.content).and_then(|it| it.content);
    let grams = match content {
        Some(pb::content::Content::Measurement(measurement)) => measurement.value,
        _ => String::new(),
    };
    Ok(Look {
        on: calendar.text(day.into()),
        entries: found.entry_count,
        revision: found.revision,
        grams,
        corrected: entry.corrected,
        closed: found.standing() == pb::Standing::Closed,
    })
}

impl Look {
    fn told(&self) -> String {
        let Look { on, entries, grams, .. } = self;
        let corrected = if self.corrected { " (corrected)" } else { "" };
        let closed = if self.closed { ", closed" } else { "" };
        format!("{on}: {entries} entries, first weight {grams} g{corrected}{closed}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(entries: u64, grams: &str, corrected: bool, closed: bool) -> Look {
        let (on, grams) = ("2026-01-01".to_owned(), grams.to_owned());
        Look { on, entries, revision: entries, grams, corrected, closed }
    }

    #[test]
    fn a_history_that_shows_the_correction_too_early_does_not_pass() {
        let first = look(4, "3120", false, false);
        let last = look(9, "3210", true, true);
        assert!(has_grown(&[first.clone(), look(7, "3120", false, false), last.clone()]));
        assert!(!has_grown(&[first.clone(), look(7, "3210", true, false), last.clone()]));
        assert!(!has_grown(&[first, look(4, "3120", false, false), last]));
    }
}
