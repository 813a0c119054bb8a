//! Reading is written: before an answer about a person leaves, a line that says so is on the disk; and what the line never holds.

use std::time::Duration;

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

/// Cases, letters, disclosures, copies and attachments too: asking is enough, whatever is found.
#[tokio::test]
#[expect(clippy::needless_update, reason = "some requests have no other field")]
async fn every_look_at_anything_else_about_a_person_leaves_a_line_whatever_is_found() {
    let server = solo();
    let connection = server.client().await;
    let id = || "ab".repeat(16);
    let as_role =
        |role: pb::Role| care().map(|context| pb::AccessContext { role: role.into(), ..context });
    let mut asked = Vec::new();
    // What is asked in which role, of this one or of all.
    macro_rules! ask {
        ($($service:ident . $call:ident as $role:ident ($request:ident $(, $field:ident)*);)*) => {$(
            let request = pb::$request {
                access_context: as_role(pb::Role::$role),
                $($field: id(),)*
                ..Default::default()
            };
            // There is no such thing, or nothing in the list: the line is there all the same.
            drop(connection.$service().$call(request).await);
            asked.push((stringify!($call).replace('_', ""), <[&str]>::len(&[$(stringify!($field)),*])));
        )*};
    }
    ask! {
        complaint.get_complaint as ComplaintsOfficer (GetComplaintRequest, complaint_id);
        complaint.list_complaints as ComplaintsOfficer (ListComplaintsRequest);
        breach.get_breach as PrivacyOfficer (GetBreachRequest, breach_id);
        breach.get_breach_sheet as PrivacyOfficer (GetBreachSheetRequest, breach_id);
        breach.list_breaches as PrivacyOfficer (ListBreachesRequest);
        incident.get_incident as IncidentOfficer (GetIncidentRequest, incident_id);
        incident.list_incidents as IncidentOfficer (ListIncidentsRequest);
        measure.get_measure as Owner (GetMeasureRequest, measure_id);
        measure.list_measures as Owner (ListMeasuresRequest);
        grant.list_people as Owner (ListPeopleRequest);
        grant.list_grants as PrivacyOfficer (ListGrantsRequest);
        client_request.get_client_request as PrivacyOfficer (GetClientRequestRequest, client_request_id);
        client_request.list_client_requests as Owner (ListClientRequestsRequest);
        complaint_letter.get_complaint_letter as Owner (GetComplaintLetterRequest, complaint_id, letter_id);
        complaint_letter.list_complaint_letters as Owner (ListComplaintLettersRequest, complaint_id);
        breach_letter.get_breach_letter as Owner (GetBreachLetterRequest, breach_id, letter_id);
        breach_letter.list_breach_letters as Owner (ListBreachLettersRequest, breach_id);
        incident_letter.get_incident_letter as IncidentOfficer (GetIncidentLetterRequest, incident_id, letter_id);
        incident_letter.list_incident_letters as IncidentOfficer (ListIncidentLettersRequest, incident_id);
        attachment.get_attachment as Owner (GetAttachmentRequest, dossier_id, attachment_id);
        client_rights.make_copy as Owner (MakeCopyRequest, dossier_id);
        client_rights.list_disclosures as Owner (ListDisclosuresRequest, dossier_id);
    }
    let export = pb::ExportBundleRequest {
        access_context: care(),
        sealed_content: pb::SealedContent::Opened.into(),
    };
    drop(connection.ledger().export_bundle(export).await.unwrap());
    asked.push(("exportbundle".to_owned(), 0));

    let mut found = lines(&connection).await;
    found.retain(|line| line.action() != pb::AccessAction::ReadLog);
    found.reverse();
    let told: Vec<(String, usize)> = found
        .iter()
        .map(|line| {
            let call = line.operation.rsplit('/').next().unwrap().to_lowercase();
            // The one it is about, and the thing in it.
            (call, line.stream_ids.len() + usize::from(!line.object_id.is_empty()))
        })
        .collect();
    assert_eq!(told, asked);
    for line in &found {
        assert!(line.stream_ids.iter().all(|it| *it == id()), "{line:?}");
    }
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
    if let Ok(stranger) = Connection::at(&server.found(), &nobody).await {
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

/// Refused at the door, since no role of theirs may: that leaves a line too.
#[tokio::test]
async fn who_has_no_role_for_it_leaves_a_line_at_the_door() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let connection = server.client().await;
    let request = pb::ListAccessLinesRequest { access_context: care(), ..Default::default() };
    let refused = connection.access_log().list_access_lines(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    // Nobody waits for it: it comes in by itself.
    let follow =
        pb::SubscribeRequest { kinds: vec!["access.refused/1".to_owned()], ..Default::default() };
    let mut followed = connection.ledger().subscribe(follow).await.unwrap().into_inner();
    let refusal = async {
        loop {
            let message = followed.message().await.unwrap().expect("the stream goes on");
            if let Some(pb::subscribe_response::Message::Record(record)) = message.message {
                return record;
            }
        }
    };
    let record = tokio::time::timeout(Duration::from_secs(30), refusal).await.unwrap();
    assert_eq!(record.kind, "access.refused/1");
    let header = griffie::chain::Header::decode(&record.header).unwrap();
    assert_ne!(header.actor, griffie::chain::ActorId::ZERO, "they are known");
}
