//! Every rpc with every role, held against the policy table: what the table refuses is refused at the door, and what it allows gets
//! past it.
use std::str::FromStr as _;

use super::contract::refusal;
use super::given::{Server, open_dossier};
use super::roles::{comes_in, giving, joins};
use griffie::access::{Operation, Role, allowed};
use griffie::grpc::pb;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::{Code, Request, Status};

/// Calls an rpc with a message of no fields, which every message can be.
async fn called(channel: tonic::transport::Channel, token: &str, path: &str) -> Result<(), Status> {
    let mut client = tonic::client::Grpc::new(channel);
    client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
    let mut request = Request::new(tokio_stream::iter([()]));
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    // Whatever is answered counts as let in; a call that would go on for ever is let go of.
    request.set_timeout(std::time::Duration::from_secs(5));
    let codec = tonic_prost::ProstCodec::<(), ()>::default();
    let path = PathAndQuery::from_str(&format!("/{path}")).unwrap();
    let mut answer = client.streaming(request, path, codec).await?.into_inner();
    answer.message().await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_lets_each_role_through_to_what_the_table_allows_and_to_nothing_else() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let dossier = open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    let mut tokens = vec![(Role::Owner, server.token().trim().to_owned())];
    for (role, wire) in [
        (Role::ComplaintsOfficer, pb::Role::ComplaintsOfficer),
        (Role::IncidentOfficer, pb::Role::IncidentOfficer),
        (Role::PrivacyOfficer, pb::Role::PrivacyOfficer),
        (Role::Practitioner, pb::Role::Practitioner),
        (Role::System, pb::Role::System),
        (Role::Auditor, pb::Role::Auditor),
    ] {
        tokens.push((role, joins(&server, "Sietske Bedacht", wire, &[]).await.secret));
    }
    let person =
        super::roles::register(&server.client().await, "Waarnemer", pb::PersonSort::Person).await;
    let locum = pb::GiveGrantRequest {
        until: "2099-12-31".to_owned(),
        ..giving(&person, pb::Role::Locum, &[])
    };
    tokens.push((Role::Locum, comes_in(&server, locum).await.secret));
    let client = giving("", pb::Role::Client, &[&dossier]);
    tokens.push((Role::Client, comes_in(&server, client).await.secret));
    assert_eq!(tokens.len(), Role::ALL.len());

    let channel = server.bare_channel();
    let mut wrong = Vec::new();
    for (role, token) in &tokens {
        for operation in Operation::ALL {
            let answer = called(channel.clone(), token, operation.path()).await;
            let refused = answer.err().map(|status| refusal(&status));
            let at_the_door = refused == Some((Code::PermissionDenied, "NOT_ALLOWED".to_owned()));
            if at_the_door != allowed(*role, *operation).is_none() {
                wrong.push((*role, operation.path(), refused));
            }
        }
    }
    assert_eq!(wrong, []);
}
