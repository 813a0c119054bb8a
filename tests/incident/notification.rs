//! Notifying: to whom by which act, when it counts as received, and what follows from it.

use griffie::domain::dossier::Regime::{Jeugdwet, Wgbo, Wmo};
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::{Calamity, Incident, Violence};
use griffie::domain::incident::*;
use griffie::domain::provenance::Moment;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

fn calamity() -> Given {
    given([reported(Wgbo), classify(Calamity, "2026-03-03"), tell_client("2026-03-03")])
}

/// How the notification stands, in words.
fn notified(given: &Given) -> String {
    in_words(given.clocks.newest(RuleId::WkkgzCalamity).unwrap())
}

#[test]
fn a_form_on_the_website_is_received_as_it_is_sent_and_the_inquiry_has_eight_weeks() {
    calamity().when(notify(Means::Website, "2026-03-06")).clocks([
        "HANDBOOK-MIC-3D from 2026-03-02 due 2026-03-05: met 2026-03-03",
        "WKKGZ-CALAMITY from 2026-03-03 due 2026-03-06: met 2026-03-06",
        "HANDBOOK-CALAMITY-3D from 2026-03-03 due 2026-03-06: met 2026-03-06",
        "WKKGZ-INCIDENT-CLIENT from 2026-03-02 without delay: met 2026-03-03",
        "HANDBOOK-CLIENT-TOLD from 2026-03-02 without delay: met 2026-03-03",
        "WKKGZ-CALAMITY-REPORT from 2026-03-06 due 2026-05-01: runs",
        "HANDBOOK-CALAMITY-8W from 2026-03-06 due 2026-05-01: runs",
    ]);
}

#[test]
fn post_is_assumed_to_arrive_two_working_days_later_unless_its_receipt_is_known() {
    let posted = calamity().when(notify(Means::Post, "2026-03-05")).accepted();
    let late = "WKKGZ-CALAMITY from 2026-03-03 due 2026-03-06: met late 2026-03-09, assumed";
    assert_eq!(notified(&posted), late);
    let mailed = calamity().when(notify(Means::Email, "2026-03-05")).accepted();
    let mailed = notified(&mailed);
    assert!(mailed.ends_with("met 2026-03-05, assumed"), "{mailed}");
    let received = |day_received| Notification {
        received: Some(Moment::On(day(day_received))),
        ..notification(Means::Post)
    };
    let known = calamity().when(step(Step::Notify(received("2026-03-06")), "2026-03-05"));
    assert!(notified(&known.accepted()).ends_with("met 2026-03-06"));
    calamity()
        .when(step(Step::Notify(received("2026-03-04")), "2026-03-05"))
        .invalid(["notify.received: BEFORE_CAUSE"]);
}

#[test]
fn a_notification_that_came_late_is_recorded_and_shown_as_missed() {
    let late = calamity().when(notify(Means::Website, "2026-03-10")).accepted();
    assert!(notified(&late).ends_with("met late 2026-03-10"));
}

#[test]
fn each_regime_has_its_authority_and_another_one_is_refused_with_the_article() {
    let violence = |regime| match regime {
        Wmo => given([reported(Wmo), classify_wmo(Violence, municipal(None, false), "2026-03-03")]),
        other => given([reported(other), classify(Violence, "2026-03-03")]),
    };
    violence(Wgbo).when(notify(Means::Website, "2026-03-04")).accepted();
    violence(Wgbo)
        .when(notify_supervisor("2026-03-04"))
        .refused("WRONG_AUTHORITY", "Wkkgz 11(1)(a)");
    violence(Jeugdwet).when(notify(Means::Website, "2026-03-04")).accepted();
    violence(Jeugdwet).when(notify_supervisor("2026-03-04")).refused("WRONG_AUTHORITY", "Jw 4.1.8");
    violence(Wmo).when(notify_supervisor("2026-03-04")).accepted();
    violence(Wmo).when(notify(Means::Website, "2026-03-04")).refused("WRONG_AUTHORITY", "Wmo 3.4");
}

#[test]
fn a_supervisor_is_that_of_a_municipality_and_the_inspectorate_of_none() {
    let wmo =
        || given([reported(Wmo), classify_wmo(Violence, municipal(None, false), "2026-03-03")]);
    let supervisor = Notification {
        authority: IncidentAuthority::MunicipalSupervisor,
        ..notification(Means::Website)
    };
    wmo()
        .when(step(Step::Notify(supervisor), "2026-03-04"))
        .invalid(["notify.municipality: MISSING"]);
    let inspectorate =
        Notification { municipality: Some(line("Fictum")), ..notification(Means::Website) };
    calamity()
        .when(step(Step::Notify(inspectorate), "2026-03-04"))
        .invalid(["notify.municipality: CONTRADICTION"]);
}

#[test]
fn ordinary_incidents_are_not_notified() {
    let asked = |commands: Vec<Command>| given(commands).when(notify(Means::Website, "2026-03-06"));
    asked(vec![reported(Wgbo)]).refused("NOTHING_TO_NOTIFY", "Wkkgz 11(1)(a)");
    asked(vec![reported(Wgbo), classify(Incident, "2026-03-03")])
        .refused("NOTHING_TO_NOTIFY", "Wkkgz 11(1)(a)");
    asked(vec![reported(Jeugdwet), assess("2026-03-03")]).refused("NOTHING_TO_NOTIFY", "Jw 4.1.8");
}

#[test]
fn the_authoritys_number_may_follow() {
    let with = |reference| AuthorityReply {
        reference: Some(line(reference)),
        ..a_reply(IncidentReply::Received, None)
    };
    let known = calamity()
        .when(notify(Means::Website, "2026-03-04"))
        .accepted()
        .when(step(Step::RecordReply(with("IGJ-2026-44")), "2026-03-11"))
        .accepted();
    assert_eq!(known.state.incident().unwrap().references, [line("IGJ-2026-44")]);
}
