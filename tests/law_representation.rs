//! Who decides on a client's rights, by act, age and day. Invented children only.
#![allow(clippy::unwrap_used, clippy::panic)]

use chrono::{NaiveDate, TimeDelta};
use griffie::law::age::{AgeBand, age_band_on, age_on};
use griffie::law::representation::{Decides, Relation, Right, RightsAct, who_decides};

#[test]
fn an_age_begins_with_the_birthday() {
    let born = date("2014-06-15");
    assert_eq!(age_on(born, date("2026-06-14")), Some(11));
    assert_eq!(age_on(born, date("2026-06-15")), Some(12));
    assert_eq!(age_on(born, born), Some(0));
    assert_eq!(age_on(born, date("2014-06-14")), None);
}

#[test]
fn someone_born_on_a_leap_day_has_a_birthday_on_1_march_in_a_common_year() {
    let born = date("2012-02-29");
    assert_eq!(age_on(born, date("2024-02-28")), Some(11));
    assert_eq!(age_on(born, date("2024-02-29")), Some(12));
    assert_eq!(age_on(born, date("2028-02-29")), Some(16));
    assert_eq!(age_on(born, date("2030-02-28")), Some(17));
    assert_eq!(age_on(born, date("2030-03-01")), Some(18));
}

#[test]
fn under_the_wgbo_each_parent_may_look_but_only_all_together_may_destroy() {
    assert_eq!(wgbo(Right::Inspection, 8, true), Decides::EachParentAlone);
    assert_eq!(wgbo(Right::Destruction, 8, true), Decides::AllParents);
    assert_eq!(wgbo(Right::Inspection, 14, false), Decides::EachParentAlone);
    assert_eq!(wgbo(Right::Destruction, 14, false), Decides::AllParents);
}

#[test]
fn from_twelve_on_the_client_decides_on_the_dossier_and_shares_consent_to_treatment() {
    assert_eq!(wgbo(Right::Destruction, 12, true), Decides::Client);
    assert_eq!(wgbo(Right::Inspection, 15, true), Decides::Client);
    assert_eq!(wgbo(Right::Treatment, 12, true), Decides::ClientAndParents);
    assert_eq!(wgbo(Right::Treatment, 11, true), Decides::ParentsOrGuardian);
    assert_eq!(wgbo(Right::Treatment, 16, true), Decides::Client);
}

#[test]
fn a_grandchild_may_speak_under_the_wgbo_but_not_under_the_jeugdwet() {
    let order = |act| match decides(act, Right::Inspection, 80, false, "2026-10-01") {
        Decides::FirstOf(order) => order,
        other => panic!("{other:?}"),
    };
    assert!(order(RightsAct::Wgbo).contains(&Relation::Grandchild));
    assert!(!order(RightsAct::Jeugdwet).contains(&Relation::Grandchild));
    assert_eq!(order(RightsAct::Wgbo).first(), Some(&Relation::CuratorOrMentor));
}

#[test]
fn the_avg_line_for_twelve_to_fifteen_moved_on_1_september_2026() {
    let at_thirteen = |right, on| decides(RightsAct::Avg, right, 13, true, on);
    assert_eq!(at_thirteen(Right::Inspection, "2026-08-31"), Decides::LegalRepresentative);
    assert_eq!(at_thirteen(Right::Inspection, "2026-09-01"), Decides::ClientOrRepresentative);
    assert_eq!(
        at_thirteen(Right::ConsentWithdrawal, "2026-09-01"),
        Decides::ClientOrRepresentative
    );
    // To court alone only from sixteen on.
    assert_eq!(at_thirteen(Right::Court, "2026-09-01"), Decides::LegalRepresentative);
    assert_eq!(decides(RightsAct::Avg, Right::Court, 16, true, "2026-09-01"), Decides::Client);
    assert_eq!(
        decides(RightsAct::Avg, Right::Inspection, 11, true, "2026-09-01"),
        Decides::LegalRepresentative
    );
}

#[test]
fn under_the_wmo_the_representative_speaks_along_until_sixteen() {
    let wmo =
        |right, age, understands| decides(RightsAct::Wmo, right, age, understands, "2026-10-01");
    assert_eq!(wmo(Right::Inspection, 11, true), Decides::LegalRepresentative);
    assert_eq!(wmo(Right::Inspection, 12, true), Decides::ClientOrRepresentative);
    assert_eq!(wmo(Right::Destruction, 12, true), Decides::Client);
    assert_eq!(wmo(Right::Destruction, 12, false), Decides::LegalRepresentative);
    assert_eq!(wmo(Right::Inspection, 16, true), Decides::Client);
}

#[test]
fn sharing_through_an_exchange_system_asks_both_from_twelve_to_fifteen() {
    let exchange = |age| decides(RightsAct::Wabvpz, Right::Exchange, age, true, "2026-10-01");
    assert_eq!(exchange(11), Decides::LegalRepresentative);
    assert_eq!(exchange(12), Decides::ClientAndRepresentative);
    assert_eq!(exchange(16), Decides::Client);
}

#[test]
fn the_table_has_exactly_one_answer_at_every_age() {
    let rights: [(RightsAct, &[Right]); 5] = [
        (RightsAct::Wgbo, &[Right::Inspection, Right::Destruction, Right::Other, Right::Treatment]),
        (RightsAct::Jeugdwet, &[Right::Inspection, Right::Destruction, Right::Other]),
        (RightsAct::Wmo, &[Right::Inspection, Right::Destruction, Right::Other]),
        (
            RightsAct::Avg,
            &[
                Right::Inspection,
                Right::Destruction,
                Right::Other,
                Right::ConsentWithdrawal,
                Right::Court,
            ],
        ),
        (RightsAct::Wabvpz, &[Right::Exchange]),
    ];
    for (act, rights) in rights {
        for right in rights {
            for age in 0..100 {
                for understands in [true, false] {
                    for on in ["2026-08-31", "2026-09-01"] {
                        decides(act, *right, age, understands, on);
                    }
                }
            }
        }
    }
    assert_no_two_rows_of_one_day();
}

/// Two rows of the same first day for one case would make the answer a matter of order.
fn assert_no_two_rows_of_one_day() {
    use griffie::law::representation::ROWS;
    for (number, row) in ROWS.iter().enumerate() {
        for other in ROWS.iter().skip(number + 1) {
            let apart = row.act != other.act
                || row.first_day != other.first_day
                || !row.rights.iter().any(|right| other.rights.contains(right))
                || !row.ages.iter().any(|age| other.ages.contains(age))
                || row.understands.zip(other.understands).is_some_and(|(a, b)| a != b);
            assert!(apart, "{row:?} and {other:?}");
        }
    }
}

fn wgbo(right: Right, age: i32, understands: bool) -> Decides {
    decides(RightsAct::Wgbo, right, age, understands, "2026-10-01")
}

#[track_caller]
fn decides(act: RightsAct, right: Right, age: i32, understands: bool, on: &str) -> Decides {
    let on = date(on);
    // A birthday half a year ago, so that the age is right whatever the day.
    let birth = on - TimeDelta::days(i64::from(age) * 36_525 / 100 + 180);
    assert_eq!(age_on(birth, on), u32::try_from(age).ok(), "{birth}");
    assert!(age_band_on(birth, on).is_some_and(|band| (band == AgeBand::Adult) == (age >= 18)));
    let row = who_decides(act, right, birth, on, understands);
    row.unwrap_or_else(|| panic!("nobody for {act:?} {right:?} {age} {understands}")).decides
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
