//! What the event is by law: who decided when, the six weeks of doubt, and what another insight changes.

use griffie::domain::dossier::Regime::{Jeugdwet, Wgbo, Wmo};
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::{
    Calamity, Dismissal, InDoubt, Incident, StillInDoubt, Violence,
};
use griffie::domain::incident::*;

use crate::given::*;
use crate::sample::*;

const MIC: &str = "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03";

#[test]
fn an_ordinary_incident_stays_within_the_practice() {
    let given = given([reported(Wgbo), assess("2026-03-03")])
        .when(classify(Incident, "2026-03-04"))
        .clocks([MIC]);
    assert_eq!(given.state.incident().unwrap().stage, IncidentStage::Internal);
}

#[test]
fn whoever_says_what_it_is_has_assessed_the_report() {
    given([reported(Wgbo)]).when(classify(Incident, "2026-03-03")).clocks([MIC]);
}

#[test]
fn a_calamity_is_notified_three_working_days_after_it_was_established_and_promised_in_three_days() {
    given([reported(Wgbo)]).when(classify(Calamity, "2026-03-03")).clocks([
        MIC,
        "WKKGZ-CALAMITY from 2026-03-03 due 2026-03-06: runs",
        "HANDBOOK-CALAMITY-3D from 2026-03-03 due 2026-03-06: runs",
        "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: runs",
        "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: runs",
    ]);
}

#[test]
fn good_friday_is_a_working_day_and_easter_monday_is_not() {
    given([reported(Wgbo), assess("2026-03-03"), tell_client("2026-03-03")])
        .when(classify(Calamity, "2026-04-02"))
        .clocks([
            MIC,
            "WKKGZ-CALAMITY from 2026-04-02 due 2026-04-08: runs",
            "HANDBOOK-CALAMITY-3D from 2026-04-02 due 2026-04-05: runs",
            "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: met 2026-03-03",
            "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: met 2026-03-03",
        ]);
}

#[test]
fn violence_is_notified_by_the_rule_of_its_regime() {
    given([reported(Wgbo)])
        .when(classify(Violence, "2026-03-03"))
        .clocks([MIC, "WKKGZ-VIOLENCE from 2026-03-03 due 2026-03-06: runs"]);
    given([reported(Jeugdwet)])
        .when(classify(Violence, "2026-03-03"))
        .clocks([MIC, "JW-CALAMITY from 2026-03-03 due 2026-03-06: runs"]);
    given([reported(Wmo)])
        .when(classify_wmo(Violence, municipal(None, false), "2026-03-03"))
        .clocks([MIC, "WMO-CALAMITY from 2026-03-03 due 2026-03-06: runs"]);
}

#[test]
fn a_dismissal_is_for_institutions_and_under_the_wkkgz_only() {
    let by_institution = |regime| {
        let classification = Classification { institution: true, ..classification(Dismissal) };
        given([reported(regime)]).when(step(Step::Classify(classification), "2026-03-03"))
    };
    by_institution(Wgbo).clocks([MIC, "WKKGZ-DISMISSAL from 2026-03-03 due 2026-03-06: runs"]);
    by_institution(Jeugdwet).refused("ONLY_INSTITUTIONS", "Wkkgz 11(1)(c)");
    given([reported(Wgbo)])
        .when(classify(Dismissal, "2026-03-03"))
        .refused("ONLY_INSTITUTIONS", "Wkkgz 11(1)(c)");
}

#[test]
fn a_municipality_may_count_another_number_of_days_and_from_the_event() {
    let asked =
        |municipal| given([reported(Wmo)]).when(classify_wmo(Violence, municipal, "2026-03-09"));
    let mic = "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met late 2026-03-09";
    asked(municipal(Some(5), false))
        .clocks([mic, "WMO-CALAMITY from 2026-03-09 due 2026-03-16: runs"]);
    asked(municipal(None, true)).clocks([mic, "WMO-CALAMITY from 2026-03-01 due 2026-03-04: runs"]);
}

#[test]
fn a_municipality_is_named_for_the_wmo_and_for_nothing_else() {
    given([reported(Wmo)])
        .when(classify(Calamity, "2026-03-03"))
        .invalid(["classify.municipal: MISSING"]);
    given([reported(Wmo)]).when(classify(Incident, "2026-03-03")).accepted();
    given([reported(Wgbo)])
        .when(classify_wmo(Calamity, municipal(None, false), "2026-03-03"))
        .invalid(["classify.municipal: CONTRADICTION"]);
}

#[test]
fn doubt_lasts_six_weeks_from_the_finding_of_the_event() {
    let found = Report {
        took_place: griffie::domain::provenance::Happened::On(day("2026-03-08")),
        discovered: griffie::domain::provenance::Moment::On(day("2026-03-09")),
        ..a_report(Wgbo)
    };
    let mic = "HANDBOOK-MIC-3D from 2026-03-10 due 2026-03-13: met 2026-03-12";
    let doubtful =
        given([report_it(found, on("2026-03-10"))]).when(classify(InDoubt, "2026-03-12")).clocks([
            mic,
            "WKKGZ-CALAMITY-FACTS from 2026-03-09 due 2026-04-20: runs",
            "HANDBOOK-CALAMITY-6W from 2026-03-09 due 2026-04-20: runs",
        ]);
    // Still in doubt, said late: counted from the end of the six weeks all the same.
    doubtful.clone().when(classify(StillInDoubt, "2026-04-22")).clocks([
        mic,
        "WKKGZ-CALAMITY-FACTS from 2026-03-09 due 2026-04-20: met late 2026-04-22",
        "HANDBOOK-CALAMITY-6W from 2026-03-09 due 2026-04-20: met late 2026-04-22",
        "WKKGZ-CALAMITY from 2026-04-20 due 2026-04-23: runs",
        "HANDBOOK-CALAMITY-3D from 2026-04-20 due 2026-04-23: runs",
        "WKKGZ-INCIDENT-CLIENT from 2026-03-09 without delay: runs",
        "HANDBOOK-CLIENT-TOLD from 2026-03-09 without delay: runs",
    ]);
    // Said before they end: from then on.
    let early = doubtful.clone().when(classify(StillInDoubt, "2026-04-01")).accepted();
    let start = early.clocks.newest(griffie::law::RuleId::WkkgzCalamity).unwrap().started.start;
    assert_eq!(start, griffie::domain::clock::When::Day(day("2026-04-01")));
    // Found out that it is none.
    doubtful.when(classify(Incident, "2026-04-01")).clocks([
        mic,
        "WKKGZ-CALAMITY-FACTS from 2026-03-09 due 2026-04-20: met 2026-04-01",
        "HANDBOOK-CALAMITY-6W from 2026-03-09 due 2026-04-20: met 2026-04-01",
    ]);
}

#[test]
fn the_six_weeks_of_the_inspectorate_hold_under_the_wkkgz_and_elsewhere_the_promise_alone() {
    given([reported(Jeugdwet)])
        .when(classify(InDoubt, "2026-03-03"))
        .clocks([MIC, "HANDBOOK-CALAMITY-6W from 2026-03-02 due 2026-04-13: runs"])
        .when(classify(StillInDoubt, "2026-04-20"))
        .clocks([
            MIC,
            "HANDBOOK-CALAMITY-6W from 2026-03-02 due 2026-04-13: met late 2026-04-20",
            "JW-CALAMITY from 2026-04-13 due 2026-04-16: runs",
            "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: runs",
        ]);
}

#[test]
fn nobody_is_in_doubt_twice_or_after_it_was_established() {
    let doubtful = given([reported(Wgbo), classify(InDoubt, "2026-03-03")]);
    doubtful.when(classify(InDoubt, "2026-03-04")).refused("ALREADY_CLASSIFIED", "");
    let established = given([reported(Wgbo), classify(Calamity, "2026-03-03")]);
    established.when(classify(InDoubt, "2026-03-04")).refused("ALREADY_ESTABLISHED", "");
    given([reported(Wgbo)]).when(classify(StillInDoubt, "2026-03-04")).refused("NOT_IN_DOUBT", "");
    given([reported(Wgbo), classify(Incident, "2026-03-03")])
        .when(classify(InDoubt, "2026-03-10"))
        .accepted();
}

#[test]
fn another_insight_stops_what_is_not_asked_any_more() {
    let calamity = given([reported(Wgbo), classify(Calamity, "2026-03-03")]);
    calamity.clone().when(classify(Calamity, "2026-03-04")).refused("ALREADY_CLASSIFIED", "");
    let told = [
        "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: runs",
        "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: runs",
    ];
    calamity.clone().when(classify(Incident, "2026-03-05")).clocks([
        MIC,
        "WKKGZ-CALAMITY from 2026-03-03 due 2026-03-06: stopped: NotApplicable",
        "HANDBOOK-CALAMITY-3D from 2026-03-03 due 2026-03-06: stopped: NotApplicable",
        told[0],
        told[1],
    ]);
    calamity.when(classify(Violence, "2026-03-05")).clocks([
        MIC,
        "WKKGZ-CALAMITY from 2026-03-03 due 2026-03-06: stopped: Replaced",
        "HANDBOOK-CALAMITY-3D from 2026-03-03 due 2026-03-06: stopped: Replaced",
        told[0],
        told[1],
        "WKKGZ-VIOLENCE from 2026-03-05 due 2026-03-10: runs",
    ]);
}

#[test]
fn what_was_notified_by_one_rule_is_notified_again_only_by_another() {
    let stage = |given: Given| given.state.incident().unwrap().stage;
    let jw = given([
        reported(Jeugdwet),
        classify(Violence, "2026-03-03"),
        notify(Means::Website, "2026-03-04"),
    ]);
    assert_eq!(
        stage(jw.when(classify(Calamity, "2026-03-09")).accepted()),
        IncidentStage::Notified
    );
    let wkkgz = given([
        reported(Wgbo),
        classify(Violence, "2026-03-03"),
        notify(Means::Website, "2026-03-04"),
    ]);
    let again = wkkgz.when(classify(Calamity, "2026-03-09")).accepted();
    assert_eq!(stage(again), IncidentStage::Reportable);
}

#[test]
fn nothing_is_established_before_it_was_found() {
    given([reported(Wgbo)])
        .when(classify(Calamity, "2026-03-01"))
        .invalid(["provenance.happened: BEFORE_CAUSE"]);
}
