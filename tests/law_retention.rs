//! How long each category of record is kept, and from which day it may be destroyed.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use griffie::law::retention::{ROWS, RetentionClass, retention};

#[test]
fn the_end_day_is_included_and_destruction_begins_the_day_after() {
    use RetentionClass::{Financial, MedicalDossier, RealEstateVat, WageTax, WmoData};
    for (class, start, last, destroy) in [
        (MedicalDossier, "2026-01-15", "2046-01-15", "2046-01-16"),
        (MedicalDossier, "2024-02-29", "2044-02-29", "2044-03-01"),
        (WmoData, "2024-02-29", "2039-02-28", "2039-03-01"),
        // From the end of the year.
        (Financial, "2024-03-15", "2031-12-31", "2032-01-01"),
        (RealEstateVat, "2024-03-15", "2034-12-31", "2035-01-01"),
        (WageTax, "2024-03-15", "2029-12-31", "2030-01-01"),
    ] {
        let row = retention(class).unwrap();
        assert_eq!(row.last_day(date(start), None), Some(date(last)), "{class:?}");
        assert_eq!(row.destroy_from(date(start), None), Some(date(destroy)), "{class:?}");
    }
}

#[test]
fn a_practice_sets_another_number_only_within_the_bounds() {
    let kept = |class, count| retention(class).unwrap().last_day(date("2026-03-03"), Some(count));
    assert_eq!(kept(RetentionClass::ComplaintFile, 1), None);
    assert_eq!(kept(RetentionClass::ComplaintFile, 2), Some(date("2028-03-03")));
    assert_eq!(kept(RetentionClass::ComplaintFile, 5), Some(date("2031-03-03")));
    assert_eq!(kept(RetentionClass::ComplaintFile, 6), None);
    // Incident reports at most two years, key backups at most a fortnight, the law not at all.
    assert_eq!(kept(RetentionClass::IncidentReport, 3), None);
    assert_eq!(kept(RetentionClass::KeyBackup, 15), None);
    assert_eq!(kept(RetentionClass::MedicalDossier, 25), None);
}

#[test]
fn what_follows_a_dossier_or_a_consent_has_no_length_of_its_own() {
    for class in [
        RetentionClass::IncidentNote,
        RetentionClass::CareImages,
        RetentionClass::OtherImages,
        RetentionClass::WorkingNotes,
    ] {
        assert_eq!(retention(class).unwrap().destroy_from(date("2026-03-03"), None), None);
    }
}

#[test]
fn every_row_is_found_by_its_class() {
    for row in ROWS {
        assert_eq!(retention(row.class).map(|found| found.starts), Some(row.starts));
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
