//! The register from outside: the real server, a real client, the command line; and the walls around it. A practice of one, so that
//! one token holds every role and each call states the one it is made in.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use griffie::cli::connect::{Connection, ServerFile};
use griffie::domain::complaint::{Ground, Means};
use griffie::domain::dossier::Regime;
use griffie::grpc::pb;
use pb::record_complaint_step_request::Step;
use tempfile::TempDir;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::sample;

/// A practice's ledger in a folder of its own, and a server at work on it.
struct Server {
    folder: TempDir,
    process: Option<Child>,
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Server {
    fn started() -> Server {
        let mut server = Server { folder: tempfile::tempdir().unwrap(), process: None };
        let token = server.folder.path().join("token");
        server.griffie(&["init", "--solo", "--token-file", token.to_str().unwrap()]);
        server.start();
        server
    }

    fn start(&mut self) {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("serving ledger"), "the server said {said:?}");
        self.process = Some(process);
    }

    fn restart(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        self.start();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(arguments).arg("--data").arg(self.data()).stdin(Stdio::null());
        for (name, value) in [
            ("GRIFFIE_PURPOSE", "complaint"),
            ("GRIFFIE_GROUND", "legal_duty"),
            ("GRIFFIE_ON_BEHALF_OF", "practice"),
            ("GRIFFIE_ROLE", "complaints_officer"),
            ("GRIFFIE_AUTHOR", "Sanne Duinker"),
        ] {
            command.env(name, value);
        }
        command
    }

    /// Runs a command of the program that must succeed, and gives what it printed.
    fn griffie(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "griffie {arguments:?} failed: {words}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The answer in JSON.
    fn answer(&self, arguments: &[&str]) -> serde_json::Value {
        let said = self.griffie(&[arguments, &["--output", "json"]].concat());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    async fn client(&self) -> Connection {
        let file = std::fs::read(self.data().join("server.json")).unwrap();
        let found: ServerFile = serde_json::from_slice(&file).unwrap();
        let token = std::fs::read_to_string(self.folder.path().join("token")).unwrap();
        let connection = Connection::at(&found, &token).await;
        connection.unwrap_or_else(|failure| panic!("no connection: {}", failure.message()))
    }
}

/// Handling a complaint, in a role.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
fn as_role(role: pb::Role) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::Complaint.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

fn officer() -> Option<pb::AccessContext> {
    as_role(pb::Role::ComplaintsOfficer)
}

fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn filed(when: &str) -> pb::FileComplaintRequest {
    pb::FileComplaintRequest {
        request_id: request_id(),
        access_context: officer(),
        provenance: Some((&sample::on(when)).into()),
        filing: Some((&sample::filing(&[Regime::Wgbo])).into()),
        ..Default::default()
    }
}

fn step(complaint_id: &str, when: &str, step: Step) -> pb::RecordComplaintStepRequest {
    pb::RecordComplaintStepRequest {
        request_id: request_id(),
        access_context: officer(),
        complaint_id: complaint_id.to_owned(),
        provenance: Some((&sample::on(when)).into()),
        step: Some(step),
        ..Default::default()
    }
}

fn got(complaint_id: &str) -> pb::GetComplaintRequest {
    let complaint_id = complaint_id.to_owned();
    pb::GetComplaintRequest { access_context: officer(), complaint_id, as_of: None }
}

fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map_or_else(String::new, |info| info.reason.clone()))
}

fn is(code: Code, reason: &str) -> (Code, String) {
    (code, reason.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_lives_from_filing_to_closing_through_a_kill_and_shows_why_each_date() {
    let mut server = Server::started();
    let mut complaints = server.client().await.complaint();
    let request = filed("2025-03-03");
    let begun = complaints.file_complaint(request.clone()).await.unwrap().into_inner();
    let id = begun.complaint_id;
    // Said twice, it is recorded once.
    let again = complaints.file_complaint(request).await.unwrap().into_inner();
    assert!(again.acknowledgement.unwrap().replayed && again.complaint_id == id);

    let taking_up = Step::TakingUp((&sample::taking_up()).into());
    complaints.record_complaint_step(step(&id, "2025-03-05", taking_up)).await.unwrap();
    let extension = Step::Extension((&sample::extension()).into());
    complaints.record_complaint_step(step(&id, "2025-04-14", extension)).await.unwrap();
    server.restart();

    let mut complaints = server.client().await.complaint();
    let shown = complaints.get_complaint(got(&id)).await.unwrap().into_inner();
    let summary = shown.complaint.unwrap();
    assert_eq!(summary.standing(), pb::ComplaintStanding::Extended);
    // The handbook's promise has no extension: it stays the day to act before.
    assert_eq!(summary.working_day, "2025-04-14");
    let judgement = &shown.clocks[0];
    assert_eq!((judgement.rule.as_str(), judgement.basis.as_str()), ("WKKGZ-JUDGEMENT", "STATUTE"));
    assert_eq!(
        judgement.due,
        Some(pb::When { when: Some(pb::when::When::Day("2025-05-12".into())) })
    );
    assert!(!judgement.explanation_dutch.is_empty() && !judgement.explanation_english.is_empty());

    let late = Step::Judgement((&sample::judgement(Means::HandedOver)).into());
    complaints.record_complaint_step(step(&id, "2025-05-13", late)).await.unwrap();
    let closing = Step::Closing((&sample::closing(Some(3))).into());
    let mut stale = step(&id, "2025-05-20", closing.clone());
    stale.expected_revision = Some(1);
    let status = complaints.record_complaint_step(stale).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::Aborted, "STALE_REVISION"));
    complaints.record_complaint_step(step(&id, "2025-05-20", closing)).await.unwrap();

    let shown = complaints.get_complaint(got(&id)).await.unwrap().into_inner();
    assert_eq!(shown.clocks[0].status(), pb::ClockStatus::Missed);
    assert_eq!(shown.complaint.unwrap().standing(), pb::ComplaintStanding::Closed);
    let kinds: Vec<&str> = shown.records.iter().map(|record| record.kind.as_str()).collect();
    assert!(kinds.contains(&"complaint.judged/1") && kinds.contains(&"clock.extended/1"));

    // As it stood after its first records.
    let first = begun.acknowledgement.unwrap().records.last().unwrap().position;
    let as_of = Some(pb::AsOf { as_of: Some(pb::as_of::AsOf::Position(first)) });
    let then = pb::GetComplaintRequest { as_of, ..got(&id) };
    let then = complaints.get_complaint(then).await.unwrap().into_inner();
    assert_eq!(then.complaint.unwrap().standing(), pb::ComplaintStanding::Filed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_by_standing_and_period_and_in_pages() {
    let server = Server::started();
    let mut complaints = server.client().await.complaint();
    let voiced = pb::VoiceDissatisfactionRequest {
        request_id: request_id(),
        access_context: officer(),
        provenance: Some((&sample::on("2025-02-01")).into()),
        dissatisfaction: Some((&sample::voiced()).into()),
        ..Default::default()
    };
    let first = complaints.voice_dissatisfaction(voiced).await.unwrap().into_inner().complaint_id;
    let second =
        complaints.file_complaint(filed("2025-03-03")).await.unwrap().into_inner().complaint_id;
    let direct = pb::SubmitDisputeRequest {
        request_id: request_id(),
        access_context: officer(),
        provenance: Some((&sample::on("2025-04-01")).into()),
        dispute: Some((&sample::direct_dispute(Ground::NotReasonable)).into()),
        ..Default::default()
    };
    let third = complaints.submit_dispute(direct).await.unwrap().into_inner().complaint_id;

    let all = pb::ListComplaintsRequest { access_context: officer(), ..Default::default() };
    let ids = async |request: pb::ListComplaintsRequest| {
        let mut complaints = server.client().await.complaint();
        let page = complaints.list_complaints(request).await.unwrap().into_inner();
        let ids: Vec<String> = page.complaints.into_iter().map(|it| it.complaint_id).collect();
        (ids, page.next_page_token)
    };
    assert_eq!(ids(all.clone()).await.0, [first.clone(), second.clone(), third.clone()]);
    let standings = vec![pb::ComplaintStanding::Filed.into()];
    let filed = pb::ListComplaintsRequest { standings, ..all.clone() };
    assert_eq!(ids(filed).await.0, std::slice::from_ref(&second));
    let (from, until) = ("2025-02-02".to_owned(), "2025-03-31".to_owned());
    let spring = pb::ListComplaintsRequest { from, until, ..all.clone() };
    assert_eq!(ids(spring).await.0, std::slice::from_ref(&second));
    let paged = pb::ListComplaintsRequest { page_size: 2, ..all };
    let (page, page_token) = ids(paged.clone()).await;
    assert_eq!(page, [first, second]);
    assert_eq!(ids(pb::ListComplaintsRequest { page_token, ..paged }).await.0, [third]);
}

/// Wkkgz 23: nothing of a complaint is found from a dossier, from another register, or in another role.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_complaint_is_found_from_anywhere_else() {
    let server = Server::started();
    let connection = server.client().await;
    let mut complaints = connection.complaint();
    let id =
        complaints.file_complaint(filed("2025-03-03")).await.unwrap().into_inner().complaint_id;
    let nobody = "ee".repeat(16);

    // Asked for as a dossier, it is as absent as what never was: the same answer, word for word.
    let owner = || as_role(pb::Role::Owner);
    let mut dossiers = connection.dossier();
    let mut as_dossier = async |dossier_id: &str| {
        let dossier_id = dossier_id.to_owned();
        let request = pb::GetDossierRequest { access_context: owner(), dossier_id, as_of: None };
        let status = dossiers.get_dossier(request).await.unwrap_err();
        (refusal(&status), status.message().to_owned())
    };
    assert_eq!(as_dossier(&id).await, as_dossier(&nobody).await);
    let mut dossiers = connection.dossier();
    let mut closed_as_dossier = async |dossier_id: &str| {
        let request = pb::CloseDossierRequest {
            request_id: request_id(),
            access_context: owner(),
            dossier_id: dossier_id.to_owned(),
            expected_revision: Some(4),
            validate_only: false,
            reason: pb::ClosingReason::CareEnded.into(),
            note: String::new(),
            provenance: Some((&sample::on("2025-03-03")).into()),
        };
        let status = dossiers.close_dossier(request).await.unwrap_err();
        let facts = status.get_error_details().error_info().map(|it| it.metadata.clone());
        (refusal(&status), status.message().to_owned(), facts)
    };
    assert_eq!(closed_as_dossier(&id).await, closed_as_dossier(&nobody).await);
    let request = pb::ListDossiersRequest { access_context: owner(), ..Default::default() };
    let listed = connection.dossier().list_dossiers(request).await.unwrap().into_inner();
    assert!(listed.dossiers.is_empty());

    // Another register does not know it, and a complaint's step makes no complaint of anything else.
    let request = pb::GetBreachRequest {
        access_context: as_role(pb::Role::PrivacyOfficer),
        breach_id: id.clone(),
        as_of: None,
    };
    let status = connection.breach().get_breach(request).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    let filing = Step::Filing((&sample::filing(&[Regime::Wgbo])).into());
    let request = step(&nobody, "2025-03-03", filing);
    let status = complaints.record_complaint_step(request).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::NotFound, "NO_SUCH_COMPLAINT"));

    // One person holds every role here; the role a call states is the wall.
    for role in [pb::Role::IncidentOfficer, pb::Role::PrivacyOfficer] {
        let asked = pb::GetComplaintRequest { access_context: as_role(role), ..got(&id) };
        let there = complaints.get_complaint(asked.clone()).await.unwrap_err();
        let absent = pb::GetComplaintRequest { complaint_id: nobody.clone(), ..asked };
        let absent = complaints.get_complaint(absent).await.unwrap_err();
        assert_eq!(refusal(&there), is(Code::PermissionDenied, "NOT_ALLOWED"));
        assert_eq!((refusal(&there), there.message()), (refusal(&absent), absent.message()));
        let access_context = as_role(role);
        let list = pb::ListComplaintsRequest { access_context, ..Default::default() };
        let status = complaints.list_complaints(list).await.unwrap_err();
        assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));
        let filing =
            pb::FileComplaintRequest { access_context: as_role(role), ..filed("2025-03-03") };
        let status = complaints.file_complaint(filing).await.unwrap_err();
        assert_eq!(refusal(&status), is(Code::PermissionDenied, "NOT_ALLOWED"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_its_article_and_no_person() {
    let server = Server::started();
    let mut complaints = server.client().await.complaint();
    let id =
        complaints.file_complaint(filed("2025-03-03")).await.unwrap().into_inner().complaint_id;
    let closing = Step::Closing((&sample::closing(None)).into());
    let status =
        complaints.record_complaint_step(step(&id, "2025-03-20", closing)).await.unwrap_err();
    assert_eq!(refusal(&status), is(Code::FailedPrecondition, "JUDGEMENT_OWED"));
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!(info.metadata.get("article").map(String::as_str), Some("Wkkgz 17(1)"));
    assert!(!format!("{status:?}").contains("Veenstra"));
}

#[test]
fn the_command_line_does_it_all() {
    let server = Server::started();
    let begun = server.answer(&[
        "complaint",
        "voice",
        "--complainant",
        "Jorinde Veenstra",
        "--capacity",
        "client",
        "--regime",
        "wgbo",
        "--conduct",
        "niet teruggebeld",
        "--date",
        "2025-03-01",
        "--informant",
        "client",
    ]);
    let id = begun["complaint_id"].as_str().unwrap().to_owned();
    let told = ["--informant", "client", "--date"];
    let step = |verb: &str, more: &[&str], date: &str| {
        let arguments = [&["complaint", verb, &id], more, &told, &[date]].concat();
        server.answer(&arguments);
    };
    step("converse", &["--report", "uitgesproken"], "2025-03-02");
    step(
        "file-after",
        &[
            "--complainant",
            "Jorinde Veenstra",
            "--capacity",
            "client",
            "--regime",
            "wgbo",
            "--kind",
            "communication",
            "--conduct",
            "niet teruggebeld",
            "--written",
            "form",
        ],
        "2025-03-03",
    );
    step("take-up", &["--by", "Sanne Duinker"], "2025-03-05");
    step("ask-officer", &["--asked-by", "provider", "--officer", "Klaas Onzijdig"], "2025-03-06");
    step("officer-contact", &["--report", "gebeld"], "2025-03-07");
    step("officer-outcome", &["--outcome", "not_solved", "--report", "geen"], "2025-03-08");
    step("inform", &["--message", "loopt"], "2025-03-09");
    step("extend", &["--reason", "getuige"], "2025-04-01");
    step("agree", &["--until", "2025-06-30", "--reason", "bemiddeling"], "2025-04-02");
    step(
        "judge",
        &["--conclusion", "gegrond", "--decisions", "excuses", "--no-measures", "--means", "post"],
        "2025-05-08",
    );
    step("received", &[], "2025-05-11");
    step(
        "dispute",
        &["--body", "Geschilleninstantie Voorbeeld", "--dispute-ground", "judgement_insufficient"],
        "2025-06-01",
    );
    step("rule", &["--outcome", "upheld", "--compensation-cents", "25000"], "2025-09-01");
    step("route", &["--route", "civil_court"], "2025-09-02");
    step("close", &["--keep-years", "5"], "2025-09-03");
    step("reopen", &["--reason", "meer bekend"], "2025-09-04");
    step("withdraw", &["--reason", "opgelost"], "2025-09-05");
    step("reopen", &["--reason", "toch niet"], "2025-09-05");
    step("settle", &["--agreement", "betaald"], "2025-09-05");
    server.answer(&[
        "complaint",
        "correct-date",
        &id,
        "--which",
        "receipt",
        "--to",
        "2025-03-02",
        "--reason",
        "typefout",
        "--date",
        "2025-09-06",
        "--informant",
        "own_finding",
    ]);
    begins_judged_only(&server);
    let shown = server.answer(&["complaint", "show", &id]);
    assert_eq!(shown["complaint"]["standing"], "settled");
    assert_eq!(shown["complaint"]["received"]["on"], "2025-03-02");
    let list = server.griffie(&["complaint", "list", "--standing", "settled"]);
    assert!(list.contains(&id) && list.contains("Jorinde Veenstra"), "{list}");
}

/// The other ways to begin, judged and not recorded.
fn begins_judged_only(server: &Server) {
    let who = [
        "--complainant",
        "Jorinde Veenstra",
        "--capacity",
        "client",
        "--regime",
        "wgbo",
        "--kind",
        "advice",
        "--conduct",
        "niet teruggebeld",
        "--validate-only",
        "--informant",
        "client",
        "--date",
        "2025-03-03",
    ];
    let file: &[&str] = &["complaint", "file", "--written", "letter"];
    let dispute: &[&str] = &[
        "complaint",
        "dispute-directly",
        "--body",
        "Geschilleninstantie Voorbeeld",
        "--dispute-ground",
        "not_reasonable",
    ];
    for verb in [file, dispute] {
        let answer = server.answer(&[verb, &who].concat());
        assert!(answer.get("complaint_id").is_none(), "{answer}");
    }
}
