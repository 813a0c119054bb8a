//! A breach from report to closing through a real server, on the wire and on the command line, and the walls around it.

use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::notice::Phase;
use griffie::domain::breach::report::Role;
use griffie::domain::breach::{Command, Step};
use griffie::grpc::pb;
use griffie::grpc::pb::ClockStatus::{Met, Missed};
use griffie::grpc::pb::record_breach_step_request::Step as Asked;
use serde_json::json;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::practice::{Practice, calling, request_id};
use crate::sample::*;

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const AWARE: &str = "2026-03-10T09:30:00+01:00";
const THEN: &str = "2026-03-11T10:00:00+01:00";

/// Code and reason of a refusal.
fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map_or_else(String::new, |info| info.reason.clone()))
}

fn is(code: Code, reason: &str) -> (Code, String) {
    (code, reason.to_owned())
}

fn entering(when: &str) -> pb::ReportBreachRequest {
    pb::ReportBreachRequest {
        request_id: request_id(),
        access_context: calling(pb::Role::PrivacyOfficer),
        validate_only: false,
        provenance: Some((&at(when)).into()),
        report: Some((&the_report(Role::Controller)).into()),
        awareness: None,
    }
}

fn taking(breach_id: &str, command: Command) -> pb::RecordBreachStepRequest {
    let Command::Take { step, provenance } = command else { panic!("no step") };
    let asked = match step {
        Step::BecomeAware { by, certain_because } => Asked::BecomeAware(pb::BreachBecomeAware {
            by: by.into(),
            certain_because: certain_because.into(),
        }),
        Step::Assess(it) => Asked::Assessment((&it).into()),
        Step::Approve(it) => Asked::Approval((&it).into()),
        Step::NotifyAuthority(it) => Asked::AuthorityNotice((&it).into()),
        Step::AuthorityAnswered(it) => Asked::AuthorityAnswer((&it).into()),
        Step::TellPersons(it) => Asked::NoticeToPersons((&it).into()),
        Step::Close(it) => Asked::Closing((&it).into()),
        other => panic!("not asked in this story: {other:?}"),
    };
    pb::RecordBreachStepRequest {
        request_id: request_id(),
        access_context: calling(pb::Role::PrivacyOfficer),
        breach_id: breach_id.to_owned(),
        expected_revision: None,
        validate_only: false,
        provenance: Some((&provenance).into()),
        step: Some(asked),
    }
}

fn getting(breach_id: &str, as_of: Option<u64>) -> pb::GetBreachRequest {
    let position = as_of.map(|it| pb::AsOf { as_of: Some(pb::as_of::AsOf::Position(it)) });
    pb::GetBreachRequest {
        access_context: calling(pb::Role::PrivacyOfficer),
        breach_id: breach_id.to_owned(),
        as_of: position,
    }
}

async fn list(
    practice: &Practice,
    ask: impl FnOnce(&mut pb::ListBreachesRequest),
) -> Vec<pb::BreachSummary> {
    let mut request = pb::ListBreachesRequest {
        access_context: calling(pb::Role::PrivacyOfficer),
        ..pb::ListBreachesRequest::default()
    };
    ask(&mut request);
    let page = practice.client().await.breach().list_breaches(request).await.unwrap();
    page.into_inner().breaches
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_goes_from_report_to_closing_is_listed_and_outlives_a_kill() {
    let mut practice = Practice::serving();
    let mut breaches = practice.client().await.breach();
    let entered = breaches.report_breach(entering(REPORTED)).await.unwrap().into_inner();
    let id = entered.breach_id;
    let last = entered.acknowledgement.unwrap().records.last().unwrap().position;
    let early = breaches.record_breach_step(taking(&id, close("2026-04-01"))).await.unwrap_err();
    assert_eq!(refusal(&early), is(Code::FailedPrecondition, "BREACH_INCOMPLETE"));
    let told = early.get_error_details().error_info().unwrap().metadata.clone();
    assert_eq!(told["missing"], "AWARENESS, ASSESSMENT, AUTHORITY_DECISION");
    for command in [
        aware(AWARE),
        assess(Risk::High, THEN),
        notify(Phase::First, THEN),
        tell_persons(THEN),
        approve(THEN),
    ] {
        breaches.record_breach_step(taking(&id, command)).await.unwrap();
    }
    let again = breaches.record_breach_step(taking(&id, notify(Phase::First, THEN))).await;
    assert_eq!(refusal(&again.unwrap_err()), is(Code::AlreadyExists, "AUTHORITY_ALREADY_NOTIFIED"));
    assert!(list(&practice, |_| ()).await[0].reference_missing);
    breaches.record_breach_step(taking(&id, answered("2026-03-12"))).await.unwrap();
    breaches.record_breach_step(taking(&id, close("2026-04-01"))).await.unwrap();
    let other = breaches.report_breach(entering("2026-05-20T12:00:00+02:00")).await.unwrap();
    let other = other.into_inner().breach_id;

    practice.kill();
    practice.start();
    let mut breaches = practice.client().await.breach();
    let shown = breaches.get_breach(getting(&id, None)).await.unwrap().into_inner();
    let summary = shown.summary.clone().unwrap();
    assert_eq!(summary.standing(), pb::BreachStanding::Closed);
    assert_eq!((summary.reference.as_str(), summary.reference_missing), ("AP-2026-000123", false));
    assert_eq!(summary.risk(), pb::BreachRisk::High);
    assert_eq!(summary.remedial_action, "Adresboek opgeschoond.");
    assert_eq!(summary.missing, Vec::<i32>::new());
    assert_eq!(summary.revision, shown.records.len() as u64);
    let clocks: Vec<_> = shown.clocks.iter().map(|it| (it.rule.as_str(), it.status())).collect();
    assert_eq!(
        clocks,
        [
            ("HANDBOOK-BREACH-24H", Missed),
            ("AVG-BREACH-AP", Met),
            ("HANDBOOK-BREACH-72H", Met),
            ("AVG-BREACH-SUBJECT", Met),
            ("HANDBOOK-BREACH-SUBJECT", Met),
        ]
    );
    let then = breaches.get_breach(getting(&id, Some(last))).await.unwrap().into_inner();
    assert_eq!(then.summary.unwrap().standing(), pb::BreachStanding::Suspected);

    let ids = |found: Vec<pb::BreachSummary>| {
        found.into_iter().map(|it| it.breach_id).collect::<Vec<_>>()
    };
    assert_eq!(list(&practice, |_| ()).await[0], summary, "the list says the same");
    assert_eq!(ids(list(&practice, |_| ()).await), [id.clone(), other.clone()]);
    let closed = list(&practice, |it| it.set_standing(pb::BreachStanding::Closed)).await;
    assert_eq!(ids(closed), [id.as_str()]);
    let spring = list(&practice, |it| it.from = "2026-05-20".to_owned()).await;
    assert_eq!(ids(spring), [other.as_str()]);
    let before = list(&practice, |it| it.until = "2026-05-19".to_owned()).await;
    assert_eq!(ids(before), [id.as_str()]);
    let one = list(&practice, |it| it.page_size = 1).await;
    assert_eq!(ids(one), [id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_breach_is_found_by_another_register_or_in_another_role() {
    let practice = Practice::serving();
    let connection = practice.client().await;
    let mut breaches = connection.breach();
    let id = breaches.report_breach(entering(REPORTED)).await.unwrap().into_inner().breach_id;
    let nowhere = "ab".repeat(16);

    // A breach is no dossier: it is not there, and neither error, count nor stale revision tells it from what never was.
    for breach in [&id, &nowhere] {
        let request = pb::GetDossierRequest {
            access_context: calling(pb::Role::Owner),
            dossier_id: breach.clone(),
            as_of: None,
        };
        let status = connection.dossier().get_dossier(request).await.unwrap_err();
        assert_eq!(refusal(&status), is(Code::NotFound, "NO_SUCH_DOSSIER"));
        let request = pb::CloseDossierRequest {
            request_id: request_id(),
            access_context: calling(pb::Role::Owner),
            dossier_id: breach.clone(),
            expected_revision: Some(9),
            reason: pb::ClosingReason::CareEnded.into(),
            provenance: Some((&at("2026-03-12")).into()),
            ..pb::CloseDossierRequest::default()
        };
        let status = connection.dossier().close_dossier(request).await.unwrap_err();
        assert_eq!(refusal(&status), is(Code::Aborted, "STALE_REVISION"));
        let told = status.get_error_details().error_info().unwrap().metadata.clone();
        assert_eq!(told["current_revision"], "0");
        let request = pb::GetComplaintRequest {
            access_context: calling(pb::Role::ComplaintsOfficer),
            complaint_id: breach.clone(),
            as_of: None,
        };
        let status = connection.complaint().get_complaint(request).await.unwrap_err();
        assert_eq!(refusal(&status), is(Code::NotFound, "NO_SUCH_COMPLAINT"));
    }
    let request = pb::ListDossiersRequest {
        access_context: calling(pb::Role::Owner),
        ..pb::ListDossiersRequest::default()
    };
    let dossiers = connection.dossier().list_dossiers(request).await.unwrap().into_inner();
    assert_eq!(dossiers.dossiers, []);

    // Neither do other roles of the same person see it, nor learn whether it is there.
    for breach in [&id, &nowhere] {
        for role in [pb::Role::IncidentOfficer, pb::Role::ComplaintsOfficer] {
            let request =
                pb::GetBreachRequest { access_context: calling(role), ..getting(breach, None) };
            let status = breaches.get_breach(request).await.unwrap_err();
            assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));
            let request = pb::RecordBreachStepRequest {
                access_context: calling(role),
                expected_revision: Some(9),
                ..taking(breach, aware(AWARE))
            };
            let status = breaches.record_breach_step(request).await.unwrap_err();
            assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));
            let request = pb::GetBreachSheetRequest {
                access_context: calling(role),
                breach_id: breach.clone(),
                as_of: None,
            };
            let status = breaches.get_breach_sheet(request).await.unwrap_err();
            assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));
        }
    }
    let request = pb::ListBreachesRequest {
        access_context: calling(pb::Role::IncidentOfficer),
        ..pb::ListBreachesRequest::default()
    };
    let status = breaches.list_breaches(request).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));

    // What is not there is not there for the privacy officer either, and a measure is no breach.
    let status = breaches.get_breach(getting(&nowhere, None)).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::NotFound, "NO_SUCH_BREACH"));
    let status = breaches.record_breach_step(taking(&nowhere, aware(AWARE))).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::NotFound, "NO_SUCH_BREACH"));
}

#[test]
fn the_command_line_does_all_of_it() {
    let practice = Practice::serving();
    let form = practice.file(
        "report.toml",
        r#"
[provenance]
happened = 2026-03-10T09:00:00+01:00
informant = { kind = "other", name = "Wiebe Nergenshuis" }
[report]
role = "controller"
aspects = ["confidentiality"]
causes = ["loss_of_device"]
nature = "Laptop in de trein laten liggen."
considerable_risk = "yes"
data = ["gezondheid"]
groups = ["cliënten"]
persons = { number = 40, approximate = true }
reporter = { side = "external", name = "Wiebe Nergenshuis" }
contact = { name = "Tjitske Verzonnen" }
"#,
    );
    let entered = practice.json(&["breach", "report", "--from", &form]);
    let id = entered["breach_id"].as_str().unwrap();
    let at = |when| ["--date", when, "--informant", "own_finding"];
    let take = |verb, when, flags: &[&str]| {
        practice.json(&[&["breach", verb, id], flags, &at(when)].concat())
    };
    let by = ["--by", "Tjitske Verzonnen"];
    take("aware", AWARE, &[&by[..], &["--because", "Niet teruggevonden."]].concat());
    let reasons =
        ["--reasons", "Schijf versleuteld.", "--consequences", "Geen.", "--measures", "Gewist."];
    let owner = ["--follow-up", "Geen.", "--action-owner", "Tjitske Verzonnen"];
    take("assess", THEN, &[&["--risk", "high"][..], &reasons, &owner].concat());
    take(
        "exempt",
        THEN,
        &["--exemption", "unintelligible", "--reasons", "Versleuteld, sleutel veilig."],
    );
    take("approve", THEN, &by);
    let notice = ["--phase", "first", "--means", "form", "--nature", "Laptop kwijt."];
    let more =
        ["--contact", "Tjitske Verzonnen", "--consequences", "Geen.", "--measures", "Gewist."];
    take("notify", "2026-03-12T10:00:00+01:00", &[&notice[..], &more].concat());
    take("answer", "2026-03-12", &["--response", "confirmation", "--reference", "AP-2026-000124"]);

    // Awareness was entered a day and a half too late: the notification was late, and its reasons are missing.
    let right = "2026-03-08T20:00:00+01:00";
    let correct =
        ["breach", "correct", id, "awareness", "--right", right, "--reason", "Verschreven."];
    practice.json(&[&correct[..], &at("2026-03-13")].concat());
    let waiting = practice.json(&["breach", "list"]);
    assert_eq!(waiting["missing"], json!(["delay_reasons"]), "the list follows the clocks too");
    let close = [&by[..], &["--remedial-action", "Laptops blijven in de praktijk."]].concat();
    let refused =
        practice.output(&[&["breach", "close", id], &close[..], &at("2026-04-01")].concat());
    assert!(!refused.status.success());
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("the reasons for notifying after 72 hours (AVG 33(1))"), "{words}");
    let late = ["--phase", "follow_up", "--means", "telephone", "--explanation", "Eerder bekend."];
    let because = ["--delay-reasons", "Verkeerd genoteerd."];
    take("notify", "2026-03-13T10:00:00+01:00", &[&late[..], &because].concat());
    take("close", "2026-04-01", &close);

    let shown = practice.json(&["breach", "show", id]);
    assert_eq!(shown["summary"]["standing"], "closed");
    assert_eq!(shown["summary"]["exemption"], "unintelligible");
    assert_eq!(shown["summary"]["aware_at"], "2026-03-08T19:00:00Z");
    assert_eq!(shown["clocks"][1]["status"], "missed");
    assert_eq!(shown["awareness"]["by"], "Tjitske Verzonnen");
    let listed = practice.json(&["breach", "list", "--standing", "closed"]);
    assert_eq!(listed["breach_id"], json!(id));
    assert!(!practice.does(&["breach", "list"]).contains("Laptop"), "a list says nothing of it");

    let dutch = practice.does(&["breach", "sheet", id]);
    assert!(dutch.contains("Aard van de inbreuk\n  Laptop in de trein laten liggen.\n"), "{dutch}");
    assert!(dutch.contains("Aantal betrokkenen\n  ongeveer 40\n"));
    assert!(dutch.contains("Meldingsnummer van de AP\n  AP-2026-000124\n"));
    let english = practice.does(&["breach", "sheet", id, "--language", "english"]);
    assert!(english.contains("Cross-border: persons in other countries\n  no\n"), "{english}");
    let rows = practice.json(&["breach", "sheet", id]);
    assert_eq!(rows["rows"][0]["question_english"], "Role of the practice");
    practice.json(
        &[&["breach", "reopen", id, "--reasons", "Gevonden."][..], &at("2026-04-02")].concat(),
    );
}
