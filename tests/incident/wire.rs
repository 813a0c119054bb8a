//! What a request says is what is decided on; and a case from its report to its closing through the real server.

use griffie::chain::StreamId;
use griffie::domain::dossier::Regime::{Wgbo, Wmo};
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::Calamity;
use griffie::domain::incident::*;
use griffie::domain::provenance::Moment;
use griffie::domain::violation::Violations;
use griffie::grpc::convert::{Reader, incident as convert};
use griffie::grpc::pb;
use tonic::Code;
use tonic_types::StatusExt;

use crate::practice::*;
use crate::sample::*;

fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

#[track_caller]
fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let mut found: Vec<String> = violations
        .into_vec()
        .into_iter()
        .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
        .collect();
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

fn every_step() -> Vec<Step> {
    let commands = [
        assess("2026-03-03"),
        classify(Calamity, "2026-03-03"),
        classify_wmo(Calamity, municipal(Some(5), true), "2026-03-03"),
        notify(Means::Website, "2026-03-04"),
        notify_supervisor("2026-03-04"),
        reply(IncidentReply::DateSet, Some("2026-05-15"), "2026-03-11"),
        ask_extension("2026-05-29", "2026-04-20"),
        send_report(Means::Post, "2026-04-20"),
        tell_client("2026-03-03"),
        link_note("2026-03-03"),
        evaluate("2026-03-10"),
        list_measures(&[1, 2], "2026-03-10"),
        close("2026-03-11"),
        reopen("2026-03-12"),
    ];
    let steps = commands.map(|command| match command {
        Command::Record { step, .. } => step,
        _ => unreachable!("only steps stand above"),
    });
    steps.into()
}

#[test]
fn a_report_comes_over_the_wire_unchanged() {
    for report in [a_report(Wmo), a_full_report()] {
        let request = wire_report(&report, &on("2026-03-02"));
        let command = read(|reader| convert::report(request, reader)).unwrap();
        assert_eq!(command, report_it(report, on("2026-03-02")));
    }
}

#[test]
fn every_step_comes_over_the_wire_unchanged() {
    let id = "0a".repeat(16);
    for step in every_step() {
        let request = wire_request(&id, &step, &on("2026-03-20"));
        let (stream, command) = read(|reader| convert::record(request, reader)).unwrap();
        assert_eq!(stream, StreamId::from_bytes([10; 16]));
        assert_eq!(command, Command::Record { step, provenance: on("2026-03-20") });
    }
}

#[test]
fn a_correction_comes_over_the_wire_unchanged() {
    let dates = [
        IncidentDate::TookPlace,
        IncidentDate::Discovered,
        IncidentDate::Received,
        IncidentDate::Established,
    ];
    for date in dates {
        let right = Moment::At(instant("2026-03-02T08:00:00Z"));
        let correction = Correction { date, right, reason: text("Verschreven.") };
        let request = pb::CorrectIncidentRequest {
            incident_id: "0a".repeat(16),
            provenance: Some((&on("2026-03-06")).into()),
            correction: Some((&correction).into()),
            ..pb::CorrectIncidentRequest::default()
        };
        let (_, command) = read(|reader| convert::correct(request, reader)).unwrap();
        assert_eq!(command, Command::Correct { correction, provenance: on("2026-03-06") });
    }
}

#[test]
fn all_that_is_wrong_is_named_at_once() {
    let empty = pb::ReportIncidentRequest {
        report: Some(pb::IncidentReport::default()),
        ..pb::ReportIncidentRequest::default()
    };
    refused(
        read(|reader| convert::report(empty, reader)),
        [
            "provenance: MISSING",
            "report.kind: UNSPECIFIED",
            "report.regime: UNSPECIFIED",
            "report.took_place: MISSING",
            "report.discovered: MISSING",
            "report.nature: MISSING",
            "report.noticeable: UNSPECIFIED",
            "report.reporter: MISSING",
        ],
    );
    let nothing = pb::RecordIncidentStepRequest::default();
    refused(
        read(|reader| convert::record(nothing, reader)),
        ["incident_id: MISSING", "provenance: MISSING", "step: MISSING"],
    );
}

#[test]
fn a_notification_says_by_what_means_and_when() {
    let mut request = wire_request(
        &"0a".repeat(16),
        &Step::Notify(notification(Means::Website)),
        &on("2026-03-04"),
    );
    let Some(pb::record_incident_step_request::Step::Notify(notify)) = &mut request.step else {
        panic!()
    };
    notify.means = pb::Means::Unspecified.into();
    request.provenance.as_mut().unwrap().happened = None;
    refused(
        read(|reader| convert::record(request, reader)),
        ["notify.means: UNSPECIFIED", "provenance.happened: MISSING"],
    );
    let many =
        pb::IncidentMunicipality { days: Some(70_000), ..pb::IncidentMunicipality::default() };
    let mut classification = pb::IncidentClassification::from(&classification(Calamity));
    classification.municipal = Some(many);
    let request = pb::RecordIncidentStepRequest {
        incident_id: "0a".repeat(16),
        provenance: Some((&on("2026-03-04")).into()),
        step: Some(pb::record_incident_step_request::Step::Classify(classification)),
        ..pb::RecordIncidentStepRequest::default()
    };
    refused(
        read(|reader| convert::record(request, reader)),
        ["classify.municipal.municipality: MISSING", "classify.municipal.days: TOO_LARGE"],
    );
}

/// Records a step of an incident.
async fn record(practice: &Practice, id: &str, command: Command) -> Result<u64, tonic::Status> {
    let Command::Record { step, provenance } = command else { panic!("a step is recorded") };
    let mut incidents = practice.client().await.incident();
    let request = wire_request(id, &step, &provenance);
    let answer = incidents.record_incident_step(request).await?.into_inner();
    Ok(answer.acknowledgement.unwrap().records.len() as u64)
}

async fn shown(practice: &Practice, id: &str, as_of: Option<u64>) -> pb::GetIncidentResponse {
    let as_of = as_of.map(|at| pb::AsOf { as_of: Some(pb::as_of::AsOf::Position(at)) });
    let request =
        pb::GetIncidentRequest { access_context: as_officer(), incident_id: id.to_owned(), as_of };
    practice.client().await.incident().get_incident(request).await.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calamity_goes_from_its_report_to_its_closing() {
    let practice = Practice::solo();
    let mut incidents = practice.client().await.incident();
    let request = wire_report(&a_report(Wgbo), &on("2026-03-02"));
    let first = incidents.report_incident(request.clone()).await.unwrap().into_inner();
    let again = incidents.report_incident(request).await.unwrap().into_inner();
    assert_eq!(again.incident_id, first.incident_id);
    let reported_at = first.acknowledgement.unwrap().records[0].position;
    let id = first.incident_id;

    record(&practice, &id, classify(Calamity, "2026-03-03")).await.unwrap();
    let early = record(&practice, &id, close("2026-03-04")).await.unwrap_err();
    let details = early.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!((early.code(), info.reason.as_str()), (Code::FailedPrecondition, "DUTY_OPEN"));
    assert_eq!(info.metadata["article"], "Wkkgz 11(1)(a)");
    for command in [
        tell_client("2026-03-03"),
        notify(Means::Website, "2026-03-04"),
        link_note("2026-03-05"),
        list_measures(&[1], "2026-03-10"),
        send_report(Means::Website, "2026-04-20"),
        close("2026-04-21"),
    ] {
        record(&practice, &id, command).await.unwrap();
    }

    let now = shown(&practice, &id, None).await;
    let summary = now.summary.unwrap();
    assert_eq!(summary.stage(), pb::IncidentStage::Inquired);
    assert_eq!(summary.standing(), pb::Standing::Closed);
    assert_eq!(summary.duty, "WKKGZ-CALAMITY");
    assert!(now.clocks.iter().all(|clock| clock.status() == pb::ClockStatus::Met));
    assert_eq!(now.report, Some((&a_report(Wgbo)).into()));
    assert_eq!((now.notes.len(), now.measure_ids.len()), (1, 1));
    assert_eq!(now.records.len() as u64, now.revision);
    let then = shown(&practice, &id, Some(reported_at)).await;
    assert_eq!(then.summary.unwrap().stage(), pb::IncidentStage::Reported);
    assert_eq!(then.revision, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn incidents_are_listed_by_standing_stage_and_day_of_receipt_in_pages() {
    let practice = Practice::solo();
    let mut incidents = practice.client().await.incident();
    let mut ids = Vec::new();
    for date in ["2026-03-02", "2026-03-05", "2026-03-09"] {
        let request = wire_report(&a_report(Wgbo), &on(date));
        ids.push(incidents.report_incident(request).await.unwrap().into_inner().incident_id);
    }
    record(&practice, &ids[1], classify(IncidentClass::Incident, "2026-03-06")).await.unwrap();
    record(&practice, &ids[1], close("2026-03-06")).await.unwrap();
    let all = pb::ListIncidentsRequest {
        access_context: as_officer(),
        ..pb::ListIncidentsRequest::default()
    };
    let mut listed = async |request: pb::ListIncidentsRequest| {
        let page = incidents.list_incidents(request).await.unwrap().into_inner();
        let found = page.incidents.into_iter().map(|row| row.incident_id);
        let found: Vec<usize> =
            found.map(|id| ids.iter().position(|known| *known == id).unwrap()).collect();
        (found, page.next_page_token)
    };
    assert_eq!(listed(all.clone()).await.0, [0, 1, 2]);
    let closed = pb::ListIncidentsRequest { standing: pb::Standing::Closed.into(), ..all.clone() };
    assert_eq!(listed(closed).await.0, [1]);
    let stage = pb::IncidentStage::Reported.into();
    assert_eq!(listed(pb::ListIncidentsRequest { stage, ..all.clone() }).await.0, [0, 2]);
    let march = pb::ListIncidentsRequest {
        received_from: "2026-03-05".to_owned(),
        received_until: "2026-03-08".to_owned(),
        ..all.clone()
    };
    assert_eq!(listed(march).await.0, [1]);
    let first = pb::ListIncidentsRequest { page_size: 2, ..all };
    let (page, token) = listed(first.clone()).await;
    assert_eq!(page, [0, 1]);
    assert_eq!(listed(pb::ListIncidentsRequest { page_token: token, ..first }).await.0, [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_reports_classifies_notifies_and_shows() {
    let practice = Practice::solo();
    let reported = practice.griffie(&[
        "incident",
        "report",
        "--kind",
        "accident",
        "--regime",
        "wgbo",
        "--took-place",
        "2026-03-01",
        "--discovered",
        "2026-03-02",
        "--nature",
        "Verkeerde voeding.",
        "--noticeable",
        "no",
        "--position",
        "witness",
        "--date",
        "2026-03-02",
        "--informant",
        "own_finding",
    ]);
    let id = reported["incident_id"].as_str().unwrap();
    let from = ["--informant", "own_finding", "--date"];
    let classify = ["incident", "classify", id, "--class", "violence", "--by", "Sterre van Duin"];
    let grounds = ["--grounds", "Blijkt uit het gesprek."];
    practice.griffie(&[&classify[..], &grounds, &from, &["2026-03-03"]].concat());
    let notify = ["incident", "notify", id, "--authority", "inspectorate", "--means", "website"];
    practice.griffie(&[&notify[..], &from, &["2026-03-04"]].concat());
    let correct = ["incident", "correct", id, "--what", "established", "--right", "2026-03-02"];
    let reason = ["--reason", "Verschreven."];
    practice.griffie(&[&correct[..], &reason, &from, &["2026-03-05"]].concat());
    let shown = practice.griffie(&["incident", "show", id]);
    assert_eq!(shown["summary"]["stage"], "notified");
    assert_eq!(shown["clocks"][1]["rule"], "WKKGZ-VIOLENCE");
    assert_eq!(shown["clocks"][1]["due"]["day"], "2026-03-05");
}
