//! What the wire promises: every refusal with its code and stable reason, all violations at once, and nothing half-written.
//! A real server, a real client.
use super::given::{
    Server, care, client, entry, open_dossier, provenance, record_entry, request_id,
};
use griffie::grpc::pb;
use tonic::{Code, Status};
use tonic_types::StatusExt;

/// Code and reason of a refusal.
pub fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map_or_else(String::new, |info| info.reason.clone()))
}

/// Fields and codes of the violations a refusal names.
fn violations(status: &Status) -> Vec<(String, String)> {
    let details = status.get_error_details();
    let found = details.bad_request().map(|request| request.field_violations.clone());
    let found = found.unwrap_or_default().into_iter();
    found
        .map(|it| (it.field, it.description.split(':').next().unwrap_or_default().to_owned()))
        .collect()
}

pub fn is(code: Code, reason: &str) -> (Code, String) {
    (code, reason.to_owned())
}

pub async fn size(server: &Server) -> u64 {
    let status = server.client().await.ledger().get_status(pb::GetStatusRequest {}).await;
    status.unwrap().into_inner().size
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_in_without_a_token_and_health_needs_none() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let channel = server.bare_channel();
    let mut bare = pb::ledger_service_client::LedgerServiceClient::new(channel.clone());
    let missing = bare.get_status(pb::GetStatusRequest {}).await.unwrap_err();
    assert_eq!(refusal(&missing), is(Code::Unauthenticated, "TOKEN_MISSING"));
    let mut request = tonic::Request::new(pb::GetStatusRequest {});
    request.metadata_mut().insert("authorization", "Bearer griffie_AAAA".parse().unwrap());
    let invalid = bare.get_status(request).await.unwrap_err();
    assert_eq!(refusal(&invalid), is(Code::Unauthenticated, "TOKEN_INVALID"));
    let mut health = tonic_health::pb::health_client::HealthClient::new(channel);
    let request =
        tonic_health::pb::HealthCheckRequest { service: "griffie.v1.DossierService".to_owned() };
    let answer = health.check(request).await.unwrap().into_inner();
    assert_eq!(answer.status(), tonic_health::pb::health_check_response::ServingStatus::Serving);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_recorded_once_however_often_it_is_sent_and_another_under_its_id_is_refused() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let request = record_entry(&dossier, "voeden op verzoek");
    let first = dossiers.record_entry(request.clone()).await.unwrap().into_inner();
    let again = dossiers.record_entry(request.clone()).await.unwrap().into_inner();
    let (said, repeated) = (first.acknowledgement.unwrap(), again.acknowledgement.unwrap());
    assert!(!said.replayed && repeated.replayed);
    assert_eq!((again.entry_id, repeated.records), (first.entry_id, said.records.clone()));

    let other = pb::RecordEntryRequest { entry: entry("iets anders"), ..request.clone() };
    let reused = dossiers.record_entry(other).await.unwrap_err();
    assert_eq!(refusal(&reused), is(Code::AlreadyExists, "REQUEST_ID_REUSED"));

    // Also after the server was killed and started again.
    server.kill();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let again = dossiers.record_entry(request).await.unwrap().into_inner();
    assert_eq!(again.acknowledgement.unwrap().records, said.records);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_revision_is_told_with_the_current_one() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let mut request = record_entry(&dossier, "eerste");
    request.expected_revision = Some(1);
    dossiers.record_entry(request).await.unwrap();
    let mut request = record_entry(&dossier, "tweede");
    request.expected_revision = Some(1);
    let stale = dossiers.record_entry(request).await.unwrap_err();
    assert_eq!(refusal(&stale), is(Code::Aborted, "STALE_REVISION"));
    let details = stale.get_error_details();
    assert_eq!(details.error_info().unwrap().metadata["current_revision"], "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_request_is_told_at_once_and_nothing_is_recorded() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let before = size(&server).await;
    let mut dossiers = server.client().await.dossier();
    let empty = dossiers.open_dossier(pb::OpenDossierRequest::default()).await.unwrap_err();
    assert_eq!(refusal(&empty), is(Code::InvalidArgument, "INVALID"));
    let fields: Vec<String> = violations(&empty).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["request_id", "access_context", "regime", "client", "provenance"]);

    let context = pb::AccessContext::default();
    let mut request = record_entry(&"ab".repeat(16), "tekst");
    request.access_context = Some(context);
    let unsaid = dossiers.record_entry(request).await.unwrap_err();
    let unspecified = |field: &str| (format!("access_context.{field}"), "UNSPECIFIED".to_owned());
    assert_eq!(violations(&unsaid), ["purpose", "ground", "on_behalf_of", "role"].map(unspecified));

    let unknown = dossiers.record_entry(record_entry(&"ab".repeat(16), "tekst")).await.unwrap_err();
    assert_eq!(refusal(&unknown), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    assert_eq!(size(&server).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_entry_cannot_be_is_refused_by_its_field() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let before = size(&server).await;
    let long = record_entry(&dossier, &"x".repeat(50_001));
    let long = dossiers.record_entry(long).await.unwrap_err();
    assert_eq!(refusal(&long), is(Code::InvalidArgument, "INVALID"));
    assert_eq!(violations(&long)[0].1, "TOO_LONG");

    let resource = |resource: &str| {
        let kind = pb::EntryKind::Measurement.into();
        let fhir = pb::FhirContent { kind, resource: resource.to_owned() };
        let mut request = record_entry(&dossier, "");
        let content = pb::Content { content: Some(pb::content::Content::Fhir(fhir)) };
        request.entry.as_mut().unwrap().content = Some(content);
        request
    };
    for (text, reason) in [
        (r#"{"resourceType":"Observation""#, "FHIR_NOT_JSON"),
        (r#"{"resourceType":"Observation","a":1,"a":2}"#, "FHIR_NOT_JSON"),
        (r#"{"no":"resource"}"#, "FHIR_NOT_A_RESOURCE"),
    ] {
        let refused = dossiers.record_entry(resource(text)).await.unwrap_err();
        assert_eq!(violations(&refused)[0].1, reason, "{text}");
    }
    let mut many = pb::RecordEntriesRequest {
        request_id: request_id(),
        access_context: care(),
        dossier_id: dossier.clone(),
        expected_revision: None,
        validate_only: false,
        entries: vec![entry("goed").unwrap(), pb::EntryDraft::default()],
    };
    let half = dossiers.record_entries(many.clone()).await.unwrap_err();
    assert!(violations(&half).iter().all(|(field, _)| field.starts_with("entries[1]")));
    many.entries = vec![entry("te veel").unwrap(); 501];
    let many = dossiers.record_entries(many).await.unwrap_err();
    assert_eq!(violations(&many)[0].1, "TOO_MANY");
    assert_eq!(size(&server).await, before, "all or nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn judging_only_records_nothing_and_makes_no_key() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let before = size(&server).await;
    let mut dossiers = server.client().await.dossier();
    let request = pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: care(),
        validate_only: true,
        regime: pb::Regime::Wgbo.into(),
        client: client("Verzonnen"),
        provenance: provenance(),
    };
    let answer = dossiers.open_dossier(request).await.unwrap().into_inner();
    assert_eq!(answer.dossier_id, "");
    assert_eq!(answer.acknowledgement.unwrap().records, []);
    assert_eq!(size(&server).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_beyond_what_is_there_is_refused() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let connection = server.client().await;
    let (mut ledger, mut dossiers) = (connection.ledger(), connection.dossier());
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let beyond = ledger.get_receipt(pb::GetReceiptRequest { position: 99 }).await.unwrap_err();
    assert_eq!(refusal(&beyond), is(Code::NotFound, "NO_SUCH_POSITION"));
    let far = prost_types::Timestamp { seconds: 32_503_680_000, nanos: 0 };
    let as_of = pb::AsOf { as_of: Some(pb::as_of::AsOf::RecordedTime(far)) };
    let request = pb::GetDossierRequest {
        access_context: care(),
        dossier_id: dossier.clone(),
        as_of: Some(as_of),
    };
    let future = dossiers.get_dossier(request).await.unwrap_err();
    assert_eq!(refusal(&future), is(Code::FailedPrecondition, "AS_OF_IN_FUTURE"));
    let as_of = pb::AsOf { as_of: Some(pb::as_of::AsOf::Position(2)) };
    let request =
        pb::GetDossierRequest { access_context: care(), dossier_id: dossier, as_of: Some(as_of) };
    let not_yet = dossiers.get_dossier(request).await.unwrap_err();
    assert_eq!(refusal(&not_yet), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    let request = pb::ListDossiersRequest {
        access_context: care(),
        page_size: 201,
        page_token: "verzonnen".to_owned(),
        ..pb::ListDossiersRequest::default()
    };
    let page = dossiers.list_dossiers(request).await.unwrap_err();
    let fields: Vec<String> = violations(&page).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(fields, ["PAGE_SIZE_INVALID", "PAGE_TOKEN_INVALID"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_sees_everything_once_in_order_and_resumes_where_it_was() {
    use pb::subscribe_response::Message;
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let connection = server.client().await;
    let (mut ledger, mut dossiers) = (connection.ledger(), connection.dossier());
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let other = open_dossier(&mut dossiers, "Anders").await;
    dossiers.record_entry(record_entry(&dossier, "voor het volgen")).await.unwrap();
    let request = pb::SubscribeRequest {
        access_context: care(),
        from_position: 0,
        stream_ids: vec![dossier.clone()],
        kinds: vec!["dossier.entry_recorded/1".to_owned()],
        include_payloads: true,
    };
    let mut following = ledger.subscribe(request.clone()).await.unwrap().into_inner();
    let (mut seen, mut caught_up) = (Vec::new(), None);
    while seen.len() < 2 {
        match following.message().await.unwrap().unwrap().message.unwrap() {
            Message::Record(record) => seen.push(record),
            Message::CaughtUp(mark) => {
                caught_up = Some(mark.next_position);
                dossiers.record_entry(record_entry(&other, "niet gevolgd")).await.unwrap();
                dossiers.record_entry(record_entry(&dossier, "tijdens het volgen")).await.unwrap();
            }
            Message::PositionMark(_) => {}
        }
    }
    // Six records, and that somebody follows them.
    assert_eq!(caught_up, Some(7));
    assert!(seen.iter().all(|record| record.stream_id == dossier));
    let said: Vec<bool> = ["voor het volgen", "tijdens het volgen"]
        .iter()
        .zip(&seen)
        .map(|(text, record)| String::from_utf8_lossy(&record.payload).contains(text))
        .collect();
    assert_eq!(said, [true, true]);

    let from_position = seen[0].position + 1;
    let resumed = pb::SubscribeRequest { from_position, ..request };
    let mut following = ledger.subscribe(resumed).await.unwrap().into_inner();
    let first = following.message().await.unwrap().unwrap().message.unwrap();
    assert!(matches!(first, Message::Record(record) if record.position == seen[1].position));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_read_as_it_stood_and_found_by_name() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Zoëmers").await;
    let mut places = Vec::new();
    for text in ["eerste advies", "tweede advies", "derde advies"] {
        let answer = dossiers.record_entry(record_entry(&dossier, text)).await.unwrap();
        let acknowledgement = answer.into_inner().acknowledgement.unwrap();
        places.push(acknowledgement.records[0].clone());
    }
    for (number, place) in places.iter().enumerate() {
        let by_position = pb::as_of::AsOf::Position(place.position);
        let by_time = pb::as_of::AsOf::RecordedTime(place.recorded_time.unwrap());
        for as_of in [by_position, by_time] {
            let request = pb::ListEntriesRequest {
                access_context: care(),
                dossier_id: dossier.clone(),
                as_of: Some(pb::AsOf { as_of: Some(as_of) }),
                ..pb::ListEntriesRequest::default()
            };
            let entries = dossiers.list_entries(request).await.unwrap().into_inner().entries;
            assert_eq!(entries.len(), number + 1);
        }
    }
    let request = pb::FindDossiersRequest {
        access_context: care(),
        name: "zoem".to_owned(),
        ..pb::FindDossiersRequest::default()
    };
    let found = dossiers.find_dossiers(request).await.unwrap().into_inner().dossiers;
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].dossier_id, found[0].revision), (&dossier, 4));
    let request = pb::SearchEntriesRequest {
        access_context: care(),
        query: "TWEEDE".to_owned(),
        ..pb::SearchEntriesRequest::default()
    };
    let found = dossiers.search_entries(request).await.unwrap().into_inner().entries;
    assert_eq!(found.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_data_folder_holds_what_was_recorded_also_after_a_kill() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Onvindbaarstra").await;
    for number in 0..40 {
        let text = format!("geheimzinnige bevinding {number}");
        dossiers.record_entry(record_entry(&dossier, &text)).await.unwrap();
    }
    server.kill();
    let holds = |needle: &[u8]| {
        let files = super::given::files(&server.data());
        assert!(files.len() > 3, "there is something to search");
        files.iter().any(|file| {
            let bytes = std::fs::read(file).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    };
    assert!(!holds(b"Onvindbaarstra"));
    assert!(!holds(b"geheimzinnige"));
    // The control: kinds stand in headers, in clear, so a search that finds them looks in the right place.
    assert!(holds(b"dossier.entry_recorded/1"));
}
