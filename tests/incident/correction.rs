//! A date was entered wrongly: the clocks count again from the right one, and the old ends stay.

use griffie::domain::clock::When;
use griffie::domain::dossier::Regime::{Wgbo, Wmo};
use griffie::domain::incident::IncidentClass::{Calamity, InDoubt, StillInDoubt, Violence};
use griffie::domain::incident::IncidentDate::{Discovered, Established, Received, TookPlace};
use griffie::domain::incident::*;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

#[test]
fn another_day_of_receipt_moves_the_three_days_also_when_they_were_met() {
    let assessed = given([reported(Wgbo), assess("2026-03-05")]);
    assessed
        .clone()
        .when(correct(Received, "2026-03-01", "2026-03-06"))
        .invalid(["correction.right: BEFORE_CAUSE"]);
    assessed
        .when(correct(Received, "2026-03-03", "2026-03-06"))
        .clocks(["HANDBOOK-MIC-3D from 2026-03-03 due 2026-03-06: met 2026-03-05"]);
}

#[test]
fn another_day_of_discovery_moves_telling_and_doubt() {
    let told = Report { noticeable: Noticeable::Yes, ..a_report(Wgbo) };
    let corrected = given([report_it(told, on("2026-03-02")), classify(InDoubt, "2026-03-03")])
        .when(correct(Discovered, "2026-03-01", "2026-03-05"))
        .clocks([
            "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03",
            "WKKGZ-INCIDENT-CLIENT from 2026-03-01 without delay: runs",
            "HANDBOOK-CLIENT-TOLD from 2026-03-01 without delay: runs",
            "WKKGZ-CALAMITY-FACTS from 2026-03-01 due 2026-04-12: runs",
            "HANDBOOK-CALAMITY-6W from 2026-03-01 due 2026-04-12: runs",
        ]);
    let facts = corrected.clocks.newest(RuleId::WkkgzCalamityFacts).unwrap();
    assert_eq!(facts.ends.len(), 2);
    assert_eq!(facts.ends[0].due, Some(When::Day(day("2026-04-13"))));
    // Who is still in doubt counts from the end of the six weeks, wherever that falls now.
    let doubtful = given([
        reported(Wgbo),
        classify(InDoubt, "2026-03-03"),
        classify(StillInDoubt, "2026-04-20"),
        correct(Discovered, "2026-03-01", "2026-04-21"),
    ]);
    let start = doubtful.clocks.newest(RuleId::WkkgzCalamity).unwrap().started.start;
    assert_eq!(start, When::Day(day("2026-04-12")));
}

#[test]
fn another_day_of_establishing_moves_the_notification_and_its_promise() {
    given([reported(Wgbo), classify(Calamity, "2026-03-03"), tell_client("2026-03-03")])
        .when(correct(Established, "2026-03-05", "2026-03-06"))
        .clocks([
            "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03",
            "WKKGZ-CALAMITY from 2026-03-05 due 2026-03-10: runs",
            "HANDBOOK-CALAMITY-3D from 2026-03-05 due 2026-03-08: runs",
            "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: met 2026-03-03",
            "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: met 2026-03-03",
        ]);
    given([reported(Wgbo)])
        .when(correct(Established, "2026-03-05", "2026-03-06"))
        .refused("NOT_CLASSIFIED", "");
}

#[test]
fn where_a_municipality_counts_from_the_event_the_event_moves_it_and_establishing_does_not() {
    let wmo = given([reported(Wmo), classify_wmo(Violence, municipal(None, true), "2026-03-03")]);
    let clock = |given: Given| in_words(given.clocks.newest(RuleId::WmoCalamity).unwrap());
    let moved = wmo.clone().when(correct(TookPlace, "2026-03-02", "2026-03-06")).accepted();
    assert_eq!(clock(moved), "WMO-CALAMITY from 2026-03-02 due 2026-03-05: runs");
    let same = wmo.when(correct(Established, "2026-03-05", "2026-03-06")).accepted();
    assert_eq!(clock(same), "WMO-CALAMITY from 2026-03-01 due 2026-03-04: runs");
}

#[test]
fn a_correction_corrects_something_and_keeps_the_order_of_things() {
    let given = given([reported(Wgbo)]);
    let asked = |date, right| given.clone().when(correct(date, right, "2026-03-06"));
    asked(Received, "2026-03-02").invalid(["correction.right: NOTHING_CHANGES"]);
    asked(Discovered, "2026-03-03").invalid(["correction.right: AFTER_EFFECT"]);
    asked(TookPlace, "2026-03-03").invalid(["correction.right: AFTER_EFFECT"]);
    asked(Received, "2027-02-01").invalid(["correction.right: IN_THE_FUTURE"]);
}
