//! A matter is played for those it was given to, and is not there for others.
use super::contract::{is, refusal};
use super::given::{Server, open_dossier};
use super::roles::{context, joins};
use griffie::cli::connect::Connection;
use griffie::grpc::pb;
use pb::replay_response::Message;
use pb::replay_selection::Selection;
use tonic::{Code, Status};

/// How many steps somebody is shown of a dossier, and whether they are told that it ended.
async fn played(who: &Connection, role: pb::Role, dossier: &str) -> Result<(u64, bool), Status> {
    let selection = Some(Selection::DossierId(dossier.to_owned()));
    let request = pb::ReplayRequest {
        access_context: context(role, pb::Purpose::QualityReview),
        selection: Some(pb::ReplaySelection { selection }),
        ..pb::ReplayRequest::default()
    };
    let mut told = who.replay().replay(request).await?.into_inner();
    let (mut steps, mut ended) = (0, false);
    while let Some(message) = told.message().await? {
        match message.message {
            Some(Message::Step(_)) => steps += 1,
            Some(Message::Ended(end)) => ended = end.steps == steps,
            _ => {}
        }
    }
    Ok((steps, ended))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practitioner_plays_the_dossiers_that_were_given_and_no_other() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let given = open_dossier(&mut owner.dossier(), "Verzonnen").await;
    let other = open_dossier(&mut owner.dossier(), "Bedacht").await;
    let role = pb::Role::Practitioner;
    let practitioner = joins(&server, "Jikke Fictie", role, &[&given]).await;
    assert_eq!(played(&practitioner.connection, role, &given).await.unwrap(), (1, true));
    let refused = played(&practitioner.connection, role, &other).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    assert_eq!(played(&owner, pb::Role::Owner, &other).await.unwrap(), (1, true));
}
