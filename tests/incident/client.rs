//! The client is told (Wkkgz 10(3)), and where the note of it stands is known to the register alone.

use griffie::domain::dossier::Regime::{Jeugdwet, Wgbo};
use griffie::domain::incident::IncidentClass::Calamity;
use griffie::domain::incident::*;
use griffie::domain::provenance::{Happened, Moment};

use crate::given::*;
use crate::sample::*;

const MIC: &str = "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: runs";

fn noticeable(noticeable: Noticeable) -> Command {
    report_it(Report { noticeable, ..a_report(Wgbo) }, on("2026-03-02"))
}

#[test]
fn effects_that_are_or_may_be_noticeable_are_told_from_the_discovery_on() {
    for effects in [Noticeable::Yes, Noticeable::Perhaps] {
        given([noticeable(effects)]).when(tell_client("2026-03-04")).clocks([
            MIC,
            "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: met 2026-03-04",
            "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: met 2026-03-04",
        ]);
    }
    given([noticeable(Noticeable::No)]).clocks([MIC]);
}

#[test]
fn the_practice_aims_at_a_day_from_the_hour_of_discovery() {
    let report = Report {
        took_place: Happened::On(day("2026-03-10")),
        discovered: Moment::At(instant("2026-03-10T08:30:00Z")),
        noticeable: Noticeable::Yes,
        ..a_report(Wgbo)
    };
    given([report_it(report, at("2026-03-10T09:00:00Z"))]).clocks([
        "HANDBOOK-MIC-3D from 2026-03-10T09:00:00Z due 2026-03-13: runs",
        "WKKGZ-INCIDENT-CLIENT from 2026-03-10T08:30:00Z without delay, aim 2026-03-11T08:30:00Z: runs",
        "HANDBOOK-CLIENT-TOLD from 2026-03-10T08:30:00Z without delay, aim 2026-03-11T08:30:00Z: runs",
    ]);
}

#[test]
fn outside_the_wkkgz_telling_is_a_promise_and_not_called_statute() {
    let report = Report { noticeable: Noticeable::Yes, ..a_report(Jeugdwet) };
    given([report_it(report, on("2026-03-02"))])
        .clocks([MIC, "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: runs"]);
}

#[test]
fn an_assessment_may_find_effects_or_find_that_there_are_none() {
    let assessed = |effects| step(Step::Assess(assessment(effects)), "2026-03-03");
    let met = "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03";
    given([noticeable(Noticeable::Perhaps)]).when(assessed(Noticeable::No)).clocks([
        met,
        "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: stopped: NotApplicable",
        "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: stopped: NotApplicable",
    ]);
    given([noticeable(Noticeable::No)]).when(assessed(Noticeable::Yes)).clocks([
        met,
        "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: runs",
        "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: runs",
    ]);
}

#[test]
fn who_told_the_client_before_effects_were_found_has_told_them() {
    given([noticeable(Noticeable::No), tell_client("2026-03-03")])
        .when(classify(Calamity, "2026-03-05"))
        .clocks([
            "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-05",
            "WKKGZ-CALAMITY from 2026-03-05 due 2026-03-10: runs",
            "HANDBOOK-CALAMITY-3D from 2026-03-05 due 2026-03-08: runs",
            "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: met 2026-03-03",
            "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: met 2026-03-03",
        ]);
}

#[test]
fn of_a_calamity_the_effects_are_noticeable_whoever_looks_again() {
    let looked = given([noticeable(Noticeable::No), classify(Calamity, "2026-03-03")])
        .when(assess("2026-03-04"))
        .accepted();
    let clock = looked.clocks.newest(griffie::law::RuleId::WkkgzIncidentClient).unwrap();
    assert_eq!(in_words(clock), "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: runs");
}

#[test]
fn somebody_is_told_and_others_than_the_client_are_named() {
    let asked = |told: Vec<Told>| {
        let telling = Telling { told, ..telling() };
        given([noticeable(Noticeable::Yes)]).when(step(Step::TellClient(telling), "2026-03-03"))
    };
    asked(vec![]).invalid(["tell_client.told: EMPTY"]);
    let kin = |name| Told { told_as: ToldAs::NextOfKin, name };
    asked(vec![kin(None)]).invalid(["tell_client.told[0].name: MISSING"]);
    asked(vec![kin(Some(line("Aart Verzonnen")))]).accepted();
    given([noticeable(Noticeable::Yes)])
        .when(tell_client("2026-02-28"))
        .invalid(["provenance.happened: BEFORE_CAUSE"]);
}

#[test]
fn the_note_is_linked_once_also_after_closing() {
    let linked = given([noticeable(Noticeable::No), link_note("2026-03-03")]);
    assert!(linked.state.incident().unwrap().notes.contains(&note()));
    linked.when(link_note("2026-03-04")).refused("NOTE_ALREADY_LINKED", "");
    given([
        noticeable(Noticeable::No),
        classify(IncidentClass::Incident, "2026-03-03"),
        close("2026-03-04"),
    ])
    .when(link_note("2026-03-05"))
    .accepted();
}
