//! Reading is written: before an answer about a person leaves, a line that says so is on the disk; and what the line never holds.

use griffie::access::Token;
use griffie::cli::connect::Connection;
use griffie::grpc::pb;
use pb::AccessAction::{Read, Search};
use tonic::Code;

use crate::given::*;

/// The log as the privacy officer sees it, newest first.
async fn lines(connection: &Connection) -> Vec<pb::AccessLine> {
    let request = pb::ListAccessLinesRequest {
        access_context: as_officer(),
        page_size: 200,
        ..Default::default()
    };
    connection.access_log().list_access_lines(request).await.unwrap().into_inner().lines
}

fn as_officer() -> Option<pb::AccessContext> {
    care().map(|context| pb::AccessContext {
        role: pb::Role::PrivacyOfficer.into(),
        purpose: pb::Purpose::QualityReview.into(),
        ..context
    })
}

fn solo() -> Server {
    let mut server = Server::of_a_fresh_solo_ledger();
    server.start();
    server
}

/// Everything that can be asked about a dossier, asked once: each leaves one line, and the line names the dossier.
#[tokio::test]
async fn every_look_at_a_dossier_leaves_a_line_about_it() {
    let server = solo();
    let connection = server.client().await;
    let mut dossiers = connection.dossier();
    let dossier_id = open_dossier(&mut dossiers, "Verzonnen").await;
    let recorded = dossiers.record_entry(record_entry(&dossier_id, "Kind drinkt goed.")).await;
    let entry_id = recorded.unwrap().into_inner().entry_id;
    let access_context = care();
    assert!(lines(&connection).await.is_empty(), "what was written is on record by itself");

    let id = || dossier_id.clone();
    let get = pb::GetDossierRequest { access_context, dossier_id: id(), as_of: None };
    dossiers.get_dossier(get).await.unwrap();
    dossiers
        .list_dossiers(pb::ListDossiersRequest { access_context, ..Default::default() })
        .await
        .unwrap();
    let find = pb::FindDossiersRequest {
        access_context,
        name: "verzonnen".to_owned(),
        ..Default::default()
    };
    dossiers.find_dossiers(find).await.unwrap();
    let entry = pb::GetEntryRequest {
        access_context,
        dossier_id: id(),
        entry_id: entry_id.clone(),
        ..Default::default()
    };
    dossiers.get_entry(entry).await.unwrap();
    let list = pb::ListEntriesRequest { access_context, dossier_id: id(), ..Default::default() };
    dossiers.list_entries(list).await.unwrap();
    let search = pb::SearchEntriesRequest {
        access_context,
        query: "drinkt".to_owned(),
        ..Default::default()
    };
    dossiers.search_entries(search).await.unwrap();
    let timeline = pb::GetTimelineRequest { access_context, dossier_id: id(), as_of: None };
    dossiers.get_timeline(timeline).await.unwrap();
    let attachments =
        pb::ListAttachmentsRequest { access_context, dossier_id: id(), ..Default::default() };
    connection.attachment().list_attachments(attachments).await.unwrap();

    let found = lines(&connection).await;
    let told: Vec<(&str, pb::AccessAction)> = found
        .iter()
        .filter(|line| line.action() != pb::AccessAction::ReadLog)
        .map(|line| (line.operation.rsplit('/').next().unwrap(), line.action()))
        .collect();
    let expected = [
        ("ListAttachments", Read),
        ("GetTimeline", Read),
        ("SearchEntries", Search),
        ("ListEntries", Read),
        ("GetEntry", Read),
        ("FindDossiers", Search),
        ("ListDossiers", Search),
        ("GetDossier", Read),
    ];
    assert_eq!(told, expected);
    for line in found.iter().filter(|line| line.action() != pb::AccessAction::ReadLog) {
        assert_eq!(line.stream_ids, std::slice::from_ref(&dossier_id), "{}", line.operation);
        assert_eq!(line.access_context, care(), "{}", line.operation);
        assert_ne!(line.actor_id, "0".repeat(32));
    }
    let of = |name: &str| found.iter().find(|line| line.operation.ends_with(name)).unwrap();
    assert_eq!(of("GetEntry").object_id, entry_id);
    // Which fields were searched, never for what.
    assert_eq!(of("FindDossiers").searched_fields, ["name"]);
    assert_eq!(of("SearchEntries").searched_fields, ["query"]);
    let all = format!("{found:?}");
    assert!(!all.contains("drinkt") && !all.to_lowercase().contains("verzonnen"));
}

/// A command of the owner's, for the administration.
fn as_owner(server: &Server, arguments: &[&str]) -> String {
    let why = "--purpose administration --ground legal_duty --on-behalf-of practice --role owner";
    let why: Vec<&str> = why.split(' ').collect();
    server.griffie(&[arguments, &why].concat())
}

/// The overview a client may ask for, also by the id of a dossier that was destroyed; and a kill right after an answer.
#[tokio::test]
async fn a_client_is_told_who_looked_even_when_the_dossier_is_gone() {
    let mut server = solo();
    let connection = server.client().await;
    let mut dossiers = connection.dossier();
    let one = open_dossier(&mut dossiers, "Verzonnen").await;
    let other = open_dossier(&mut dossiers, "Anders").await;
    for dossier_id in [&one, &other, &one] {
        let request = pb::GetDossierRequest {
            access_context: care(),
            dossier_id: dossier_id.clone(),
            as_of: None,
        };
        dossiers.get_dossier(request).await.unwrap();
    }
    dossiers
        .list_dossiers(pb::ListDossiersRequest { access_context: care(), ..Default::default() })
        .await
        .unwrap();
    server.kill();
    server.start();
    as_owner(
        &server,
        &["destruction", "propose", "--because", "recorded_unlawfully", "--dossier", &one],
    );
    let listed = as_owner(&server, &["destruction", "list", "--output", "json"]);
    let proposal: serde_json::Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    let proposal = proposal["proposal"].to_string().replace('"', "");
    as_owner(&server, &["destruction", "approve", &proposal]);

    let connection = server.client().await;
    let request = pb::GetAccessOverviewRequest {
        access_context: care(),
        stream_id: one.clone(),
        ..Default::default()
    };
    let overview = connection.access_log().get_access_overview(request).await.unwrap().into_inner();
    let looks: Vec<_> =
        overview.lines.iter().map(|it| it.operation.rsplit('/').next().unwrap()).collect();
    // Newest first; the list of both dossiers names this one alone.
    assert_eq!(looks, ["ListDossiers", "GetDossier", "GetDossier"]);
    assert!(overview.lines.iter().all(|line| line.stream_ids == [one.clone()]));
}

/// Who is refused is written down as well; strangers of one second share a line.
#[tokio::test]
async fn refusals_leave_lines() {
    let server = solo();
    let connection = server.client().await;
    let as_incident_officer = care()
        .map(|context| pb::AccessContext { role: pb::Role::IncidentOfficer.into(), ..context });
    let list =
        pb::ListDossiersRequest { access_context: as_incident_officer, ..Default::default() };
    let refused = connection.dossier().list_dossiers(list).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let nobody = Token::from_random([0x0e; 32]).reveal();
    if let Ok(stranger) = Connection::at(&server.address(), &nobody).await {
        let refused = stranger.ledger().get_status(pb::GetStatusRequest {}).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unauthenticated);
    }
    // Nobody waits for these lines: they are there soon.
    let mut found = Vec::new();
    for _ in 0..200 {
        found = lines(&connection).await;
        found.retain(|line| line.action() == pb::AccessAction::Refuse);
        if found.len() > 1 {
            break;
        }
        tokio::task::yield_now().await;
    }
    let line = found.iter().find(|line| line.operation.ends_with("/ListDossiers")).unwrap();
    assert_ne!(line.actor_id, "0".repeat(32));
    assert_eq!((line.access_context, line.times), (None, 1));
    assert!(found.iter().any(|line| line.actor_id == "0".repeat(32)), "of the stranger");
}

/// The log is the privacy officer's: the owner of a practice with one does not see who looked at what.
#[tokio::test]
async fn what_a_colleague_looked_at_is_the_privacy_officers_to_review() {
    let server = solo();
    let connection = server.client().await;
    let request = pb::ListAccessLinesRequest { access_context: care(), ..Default::default() };
    let refused = connection.access_log().list_access_lines(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let request = pb::ReadRecordsRequest {
        access_context: care(),
        include_payloads: true,
        ..Default::default()
    };
    let mut answers = connection.ledger().read_records(request).await.unwrap().into_inner();
    let mut seen = 0;
    while let Some(answer) = answers.message().await.unwrap() {
        for record in answer.records.iter().filter(|it| it.kind.starts_with("access.")) {
            assert_eq!(record.payload_state(), pb::PayloadState::NotRequested);
            seen += 1;
        }
    }
    assert!(seen > 0);
}
