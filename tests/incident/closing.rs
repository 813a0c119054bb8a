//! Closing waits for what is open; what came late is recorded all the same.

use griffie::domain::dossier::Regime::Wgbo;
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::{Calamity, InDoubt, Incident};
use griffie::domain::incident::*;

use crate::given::*;
use crate::sample::*;

fn closed() -> Given {
    given([reported(Wgbo), classify(Incident, "2026-03-03"), close("2026-03-10")])
}

#[test]
fn an_incident_is_closed_once_it_is_said_what_it_is() {
    let asked = |commands: Vec<Command>| given(commands).when(close("2026-03-10"));
    asked(vec![reported(Wgbo)]).refused("NOT_CLASSIFIED", "");
    asked(vec![reported(Wgbo), assess("2026-03-03")]).refused("NOT_CLASSIFIED", "");
    asked(vec![reported(Wgbo), classify(InDoubt, "2026-03-03")]).refused("NOT_CLASSIFIED", "");
    assert!(closed().state.is_closed());
}

#[test]
fn an_incident_is_not_closed_over_an_open_duty() {
    let told = Report { noticeable: Noticeable::Yes, ..a_report(Wgbo) };
    given([report_it(told, on("2026-03-02")), classify(Incident, "2026-03-03")])
        .when(close("2026-03-10"))
        .refused("DUTY_OPEN", "Wkkgz 10(3)");
    let calamity = || [reported(Wgbo), classify(Calamity, "2026-03-03"), tell_client("2026-03-03")];
    given(calamity()).when(close("2026-03-10")).refused("DUTY_OPEN", "Wkkgz 11(1)(a)");
    let notified = given(calamity()).when(notify(Means::Website, "2026-03-04")).accepted();
    notified
        .clone()
        .when(close("2026-03-10"))
        .refused("DUTY_OPEN", "Uitvoeringsbesluit Wkkgz 8.7, IGJ");
    let sent = notified.when(send_report(Means::Website, "2026-04-01")).accepted();
    assert!(sent.when(close("2026-04-02")).accepted().state.is_closed());
}

#[test]
fn choices_wait_until_it_is_taken_up_again() {
    closed().when(classify(Calamity, "2026-03-12")).refused("INCIDENT_CLOSED", "");
    closed().when(close("2026-03-12")).refused("INCIDENT_CLOSED", "");
    given([reported(Wgbo)]).when(reopen("2026-03-12")).refused("INCIDENT_NOT_CLOSED", "");
    let again = closed().when(reopen("2026-03-12")).accepted();
    assert!(!again.state.is_closed());
    again.when(classify(Calamity, "2026-03-12")).accepted();
}

#[test]
fn facts_that_came_late_are_recorded_in_a_closed_incident() {
    for late in [
        tell_client("2026-03-09"),
        evaluate("2026-03-09"),
        list_measures(&[1], "2026-03-09"),
        link_note("2026-03-09"),
    ] {
        assert!(closed().when(late).accepted().state.is_closed());
    }
}

#[test]
fn there_is_nothing_to_do_about_an_incident_that_is_not_there_and_none_is_reported_twice() {
    given([]).when(assess("2026-03-03")).refused("NO_SUCH_INCIDENT", "");
    given([])
        .when(correct(IncidentDate::Received, "2026-03-01", "2026-03-03"))
        .refused("NO_SUCH_INCIDENT", "");
    given([reported(Wgbo)]).when(reported(Wgbo)).refused("INCIDENT_ALREADY_THERE", "");
    closed().when(reported(Wgbo)).refused("INCIDENT_ALREADY_THERE", "");
}
