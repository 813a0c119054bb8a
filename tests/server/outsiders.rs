//! Those who are no colleagues: a client, a record system, an auditor; and how a right ends while it is used.
use std::time::{Duration, Instant};

use super::contract::{is, refusal};
use super::given::{Server, open_dossier, provenance, record_entry, request_id};
use super::roles::{Colleague, comes_in, context, giving, joins, reads};
use griffie::cli::connect::Connection;
use griffie::grpc::pb;
use tonic::Code;

fn of_client(purpose: pb::Purpose) -> Option<pb::AccessContext> {
    context(pb::Role::Client, purpose)
        .map(|it| pb::AccessContext { on_behalf_of: pb::OnBehalfOf::Client.into(), ..it })
}

async fn asks(
    who: &Connection,
    context: Option<pb::AccessContext>,
    dossier: &str,
) -> Result<String, tonic::Status> {
    let request = pb::ReceiveClientRequestRequest {
        request_id: request_id(),
        access_context: context,
        dossier_id: dossier.to_owned(),
        channel: pb::RequestChannel::InPerson.into(),
        requesters: vec![pb::Requester {
            name: "Fenna Verzonnen".to_owned(),
            capacity: Some(pb::requester::Capacity::Client(pb::AsClient {})),
        }],
        items: vec![pb::RequestedItem {
            right: pb::RequestedRight::Inspection.into(),
            scope: None,
        }],
        provenance: provenance(),
        ..Default::default()
    };
    let done = who.client_request().receive_client_request(request).await?;
    Ok(done.into_inner().client_request_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_sees_their_own_dossier_their_requests_and_who_looked() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let own = open_dossier(&mut owner.dossier(), "Verzonnen").await;
    let other = open_dossier(&mut owner.dossier(), "Bedacht").await;
    owner.dossier().record_entry(record_entry(&own, "voeden op verzoek")).await.unwrap();
    let owners = context(pb::Role::Owner, pb::Purpose::ClientRequest);
    let mine = asks(&owner, owners, &own).await.unwrap();
    let theirs = asks(&owner, owners, &other).await.unwrap();
    let client = comes_in(&server, giving("", pb::Role::Client, &[&own])).await.connection;

    assert!(reads(&client, pb::Role::Client, &own).await.is_ok());
    let refused = reads(&client, pb::Role::Client, &other).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    let access_context = of_client(pb::Purpose::ClientRequest);
    let entries =
        pb::ListEntriesRequest { access_context, dossier_id: own.clone(), ..Default::default() };
    let shown = client.dossier().list_entries(entries).await.unwrap().into_inner();
    assert_eq!(shown.entries.len(), 1);

    // Whoever asked for nothing yet is told so, and of nobody else's.
    let third = open_dossier(&mut owner.dossier(), "Zwijgzaam").await;
    let silent = comes_in(&server, giving("", pb::Role::Client, &[&third])).await.connection;
    let request = pb::ListClientRequestsRequest { access_context, ..Default::default() };
    let listed = silent.client_request().list_client_requests(request.clone()).await.unwrap();
    assert_eq!(listed.into_inner().client_requests, []);
    let listed = client.client_request().list_client_requests(request).await.unwrap().into_inner();
    let ids: Vec<&str> =
        listed.client_requests.iter().map(|it| it.client_request_id.as_str()).collect();
    assert_eq!(ids, [mine.as_str()]);
    for (request, there) in [(&mine, true), (&theirs, false)] {
        let client_request_id = request.clone();
        let request =
            pb::GetClientRequestRequest { access_context, client_request_id, as_of: None };
        let answer = client.client_request().get_client_request(request).await;
        assert_eq!(answer.is_ok(), there);
        if let Err(refused) = answer {
            assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_REQUEST"));
        }
    }
    assert!(asks(&client, access_context, &own).await.is_ok());
    let refused = asks(&client, access_context, &other).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_REQUEST"));

    for (stream, there) in [(&own, true), (&other, false)] {
        let stream_id = stream.clone();
        let request =
            pb::GetAccessOverviewRequest { access_context, stream_id, ..Default::default() };
        assert_eq!(client.access_log().get_access_overview(request).await.is_ok(), there);
    }
    let changing =
        pb::CloseDossierRequest { access_context, dossier_id: own, ..Default::default() };
    let refused = client.dossier().close_dossier(changing).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::PermissionDenied, "NOT_ALLOWED"));
}

/// The kinds a follower is told of until it has caught up.
async fn followed(
    who: &Connection,
    request: pb::SubscribeRequest,
) -> Result<Vec<String>, tonic::Status> {
    use pb::subscribe_response::Message;
    let mut stream = who.ledger().subscribe(request).await?.into_inner();
    let mut kinds = Vec::new();
    while let Some(said) = stream.message().await? {
        match said.message {
            Some(Message::Record(record)) => kinds.push(record.kind),
            Some(Message::CaughtUp(_)) => break,
            _ => {}
        }
    }
    Ok(kinds)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_writes_and_follows_the_dossiers_it_was_given_and_hears_of_nothing_else() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let own = open_dossier(&mut owner.dossier(), "Verzonnen").await;
    let other = open_dossier(&mut owner.dossier(), "Bedacht").await;
    let role = pb::Role::System;
    let named = joins(&server, "Bedacht Systeem", role, &[&own]).await.connection;
    let all = joins(&server, "Ander Systeem", role, &[]).await.connection;
    let access_context = context(role, pb::Purpose::Care);
    let mut entry = record_entry(&own, "voeden op verzoek");
    entry.access_context = access_context;
    named.dossier().record_entry(entry).await.unwrap();

    let request =
        pb::SubscribeRequest { access_context, include_payloads: true, ..Default::default() };
    let told = followed(&named, request.clone()).await.unwrap();
    assert_eq!(told, ["dossier.opened/1", "dossier.entry_recorded/1"]);
    let told = followed(&all, request.clone()).await.unwrap();
    assert_eq!(told, ["dossier.opened/1", "dossier.opened/1", "dossier.entry_recorded/1"]);
    let beyond = pb::SubscribeRequest { stream_ids: vec![other], ..request.clone() };
    let refused = followed(&named, beyond).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    // Not even headers without saying why.
    let refused = followed(&named, pb::SubscribeRequest::default()).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::InvalidArgument, "INVALID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_reads_headers_and_open_payloads_and_nothing_sealed() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    let auditor = joins(&server, "Wietske Controle", pb::Role::Auditor, &[]).await.connection;
    let request = pb::ReadRecordsRequest {
        access_context: context(pb::Role::Auditor, pb::Purpose::Supervision),
        include_payloads: true,
        ..Default::default()
    };
    let mut stream = auditor.ledger().read_records(request).await.unwrap().into_inner();
    let (mut open, mut sealed) = (0, 0);
    while let Some(message) = stream.message().await.unwrap() {
        for record in message.records {
            let visible = !record.payload.is_empty();
            let is_open =
                record.kind.starts_with("ledger.") || record.kind.starts_with("grant.given");
            assert_eq!(visible, is_open, "{}", record.kind);
            if is_open { open += 1 } else { sealed += 1 }
        }
    }
    assert!(open > 2 && sealed > 2);
}

/// Follows the ledger, ends the right to it, and says how long the stream went on and how it ended.
async fn cut(follower: &Connection, end: impl AsyncFnOnce()) -> (Duration, tonic::Status) {
    let request = pb::SubscribeRequest {
        access_context: context(pb::Role::Auditor, pb::Purpose::Supervision),
        ..Default::default()
    };
    let mut stream = follower.ledger().subscribe(request).await.unwrap().into_inner();
    assert!(stream.message().await.unwrap().is_some());
    end().await;
    let ended = Instant::now();
    loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the stream ended without a word"),
            Err(refused) => return (ended.elapsed(), refused),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_token_opened_ends_within_a_second_of_its_revocation_or_of_the_end_of_its_grant() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let context = || context(pb::Role::Owner, pb::Purpose::Administration);
    let revoked = joins(&server, "Wietske Controle", pb::Role::Auditor, &[]).await;
    let Colleague { connection, token, .. } = &revoked;
    let (lasted, refused) = cut(connection, async || {
        let request = pb::RevokeTokenRequest {
            request_id: request_id(),
            access_context: context(),
            validate_only: false,
            token: *token,
        };
        owner.grant().revoke_token(request).await.unwrap();
    })
    .await;
    assert_eq!(refusal(&refused), is(Code::Unauthenticated, "TOKEN_INVALID"));
    assert!(lasted < Duration::from_secs(1), "{lasted:?}");
    let again = connection.ledger().get_status(pb::GetStatusRequest {}).await.unwrap_err();
    assert_eq!(refusal(&again), is(Code::Unauthenticated, "TOKEN_INVALID"));

    let ended = joins(&server, "Hylke Controle", pb::Role::Auditor, &[]).await;
    let (lasted, refused) = cut(&ended.connection, async || {
        let request = pb::EndGrantRequest {
            request_id: request_id(),
            access_context: context(),
            validate_only: false,
            grant_id: ended.grant.clone(),
        };
        owner.grant().end_grant(request).await.unwrap();
    })
    .await;
    assert_eq!(refusal(&refused), is(Code::Unauthenticated, "TOKEN_INVALID"));
    assert!(lasted < Duration::from_secs(1), "{lasted:?}");
}
