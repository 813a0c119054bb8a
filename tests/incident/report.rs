//! A report comes in: what it must say, and the three days in which it is assessed.

use griffie::domain::dossier::Regime;
use griffie::domain::incident::*;
use griffie::domain::provenance::{Happened, Moment};

use crate::given::*;
use crate::sample::*;

#[test]
fn a_report_is_assessed_within_three_days_of_its_receipt() {
    let friday = Report { discovered: Moment::On(day("2026-03-06")), ..a_report(Regime::Wgbo) };
    given([])
        .when(report_it(friday, on("2026-03-06")))
        .clocks(["HANDBOOK-MIC-3D from 2026-03-06 due 2026-03-09: runs"])
        .when(assess("2026-03-09"))
        .clocks(["HANDBOOK-MIC-3D from 2026-03-06 due 2026-03-09: met 2026-03-09"]);
}

#[test]
fn an_assessment_that_came_late_is_recorded_and_shown_as_missed() {
    given([reported(Regime::Wgbo)])
        .when(assess("2026-03-06"))
        .clocks(["HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met late 2026-03-06"]);
}

#[test]
fn whoever_looks_again_meets_no_term_twice_and_changes_no_class() {
    let class = IncidentClass::Incident;
    let given =
        given([reported(Regime::Wgbo), assess("2026-03-03"), classify(class, "2026-03-04")])
            .when(assess("2026-03-09"))
            .clocks(["HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03"]);
    assert_eq!(given.state.incident().unwrap().stage, IncidentStage::Internal);
}

#[test]
fn nothing_is_assessed_before_it_was_received() {
    given([reported(Regime::Wgbo)])
        .when(assess("2026-03-01"))
        .invalid(["provenance.happened: BEFORE_CAUSE"]);
}

#[test]
fn the_times_of_a_report_follow_one_another() {
    let asked = |took_place: Happened, discovered: &str, received: &str| {
        let discovered = Moment::On(day(discovered));
        let report = Report { took_place, discovered, ..a_report(Regime::Wgbo) };
        given([]).when(report_it(report, on(received)))
    };
    let first = Happened::On(day("2026-03-01"));
    asked(first, "2026-03-01", "2026-03-01").accepted();
    asked(first, "2026-02-28", "2026-03-01").invalid(["report.discovered: BEFORE_CAUSE"]);
    asked(first, "2026-03-02", "2026-03-01").invalid(["provenance.happened: BEFORE_CAUSE"]);
    let turned = Happened::During { from: day("2026-03-01"), until: day("2026-02-01") };
    asked(turned, "2026-03-02", "2026-03-02").invalid(["report.took_place: PERIOD_REVERSED"]);
    asked(Happened::On(day("1899-03-01")), "2026-03-02", "2026-03-02")
        .invalid(["report.took_place: TIME_OUT_OF_RANGE"]);
    asked(first, "2027-02-01", "2027-02-01").invalid([
        "report.discovered: IN_THE_FUTURE",
        "provenance.learned: LEARNED_AFTER_RECORDED",
    ]);
}

#[test]
fn the_chain_names_other_providers_and_only_property_is_settled() {
    let asked = |report| given([]).when(report_it(report, on("2026-03-02")));
    let chain = Report { kind: IncidentKind::Chain, ..a_report(Regime::Wgbo) };
    asked(chain).invalid(["report.chain: EMPTY"]);
    let settled = Report { kind: IncidentKind::Accident, ..a_full_report() };
    asked(settled).invalid(["report.settlements: CONTRADICTION"]);
    asked(a_full_report()).accepted();
}

#[test]
fn all_kinds_of_reports_enter_the_register() {
    let kinds = [
        IncidentKind::Accident,
        IncidentKind::NearAccident,
        IncidentKind::Violence,
        IncidentKind::Improvement,
        IncidentKind::SupplierFault,
        IncidentKind::EquipmentFailure,
        IncidentKind::LossDamageTheft,
        IncidentKind::Chain,
    ];
    for kind in kinds {
        let chain = vec![line("Kraamzorg De Wieg")];
        let report = Report { kind, chain, ..a_report(Regime::Jeugdwet) };
        let given = given([]).when(report_it(report, on("2026-03-02"))).accepted();
        assert_eq!(given.state.incident().unwrap().stage, IncidentStage::Reported);
    }
}

#[test]
fn a_report_that_does_not_fit_in_a_record_is_refused() {
    let long = || text(&"x".repeat(40_000));
    let report = Report { nature: long(), harm: Some(long()), ..a_report(Regime::Wgbo) };
    given([]).when(report_it(report, on("2026-03-02"))).invalid(["report: TOO_LARGE"]);
}
