//! The registers of the practice's year: complaints, breaches, incidents and measures, the same cases whatever the seed, each
//! step recorded on its own day. What happens in them is told by the files below; here they only come together.

pub mod agenda;
mod breaches;
mod case;
mod complaints;
mod dossiers;
pub mod figures;
mod incidents;
mod measures;
mod play;

use serde_json::Value as Json;

use super::calendar::Calendar;
use super::search::Needles;
use case::Case;
pub use play::Registers;

/// Every case of the year. On a day they are recorded in this order: an incident names measures and notes that are there.
fn cases(calendar: Calendar) -> Vec<Case> {
    let mut cases = measures::cases(calendar);
    cases.extend(dossiers::cases(calendar));
    cases.extend(complaints::cases(calendar));
    cases.extend(breaches::cases());
    cases.extend(incidents::cases(calendar));
    cases
}

/// Adds the names and texts of all cases.
pub fn add_needles(calendar: Calendar, needles: &mut Needles) {
    for case in cases(calendar) {
        case.steps.iter().for_each(|step| add_texts(&step.form, needles));
    }
}

/// Names and sentences have a space in them; the words of closed lists, which records may show in the open, have none.
fn add_texts(value: &Json, needles: &mut Needles) {
    match value {
        Json::String(text) if text.contains(' ') && !text.starts_with('@') => {
            super::content::add_text(text, needles);
        }
        Json::Array(items) => items.iter().for_each(|item| add_texts(item, needles)),
        Json::Object(fields) => fields.values().for_each(|field| add_texts(field, needles)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn calendar() -> Calendar {
        Calendar::ending_before(chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap())
    }

    #[test]
    fn every_step_falls_in_the_year_and_none_before_the_one_it_follows() {
        for case in cases(calendar()) {
            let times: Vec<_> = case.steps.iter().map(|step| (step.day, step.minute)).collect();
            assert!(times.is_sorted(), "{}: {times:?}", case.name);
            assert!(times.iter().all(|(day, _)| *day < super::super::calendar::DAYS));
        }
    }

    #[test]
    fn no_two_cases_have_one_name() {
        let cases = cases(calendar());
        let names: BTreeSet<_> = cases.iter().map(|case| case.name).collect();
        assert_eq!(names.len(), cases.len());
    }

    #[test]
    fn names_and_sentences_are_looked_for_and_words_of_closed_lists_are_not() {
        let mut needles = Needles::default();
        add_needles(calendar(), &mut needles);
        assert!(needles.count() > 150, "{}", needles.count());
        assert_eq!(needles.occurring(b"Klaagster is Hedwig Koperdraad, zei men."), 1);
        assert_eq!(needles.occurring(b"judgement_insufficient"), 0);
    }
}
