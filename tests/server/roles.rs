//! Who is given what: officers, practitioners, locums, systems, auditors and clients, each with a token of their own. What was not given
//! to somebody is not there for them, in the very words that something that never was has.
use super::contract::{is, refusal};
use super::given::{Server, care, open_dossier, record_entry, request_id};
use griffie::cli::connect::Connection;
use griffie::grpc::pb;
use tonic::{Code, Status};

/// Somebody who came in with a token of their own.
pub struct Colleague {
    pub connection: Connection,
    pub grant: String,
    pub token: u64,
    pub secret: String,
}

pub fn context(role: pb::Role, purpose: pb::Purpose) -> Option<pb::AccessContext> {
    care().map(|it| pb::AccessContext { role: role.into(), purpose: purpose.into(), ..it })
}

fn administration() -> Option<pb::AccessContext> {
    context(pb::Role::Owner, pb::Purpose::Administration)
}

pub async fn register(owner: &Connection, name: &str, sort: pb::PersonSort) -> String {
    let details = pb::PersonDetails { name: name.to_owned(), numbers: vec![] };
    let request = pb::RegisterPersonRequest {
        request_id: request_id(),
        access_context: administration(),
        validate_only: false,
        sort: sort.into(),
        details: Some(details),
    };
    owner.grant().register_person(request).await.unwrap().into_inner().person_id
}

pub fn giving(person: &str, role: pb::Role, streams: &[&str]) -> pb::GiveGrantRequest {
    pb::GiveGrantRequest {
        request_id: request_id(),
        access_context: administration(),
        validate_only: false,
        person_id: person.to_owned(),
        role: role.into(),
        stream_ids: streams.iter().map(|it| (*it).to_owned()).collect(),
        from: String::new(),
        until: String::new(),
    }
}

/// Gives a grant, issues a token for it, and comes in with that.
pub async fn comes_in(server: &Server, given: pb::GiveGrantRequest) -> Colleague {
    let owner = server.client().await;
    let grant = owner.grant().give_grant(given).await.unwrap().into_inner().grant_id;
    let request = pb::IssueTokenRequest {
        request_id: request_id(),
        access_context: administration(),
        validate_only: false,
        grant_id: grant.clone(),
        until: String::new(),
    };
    let issued = owner.grant().issue_token(request).await.unwrap().into_inner();
    let connection = Connection::at(&server.found(), &issued.secret).await;
    let connection = connection.unwrap_or_else(|failure| panic!("{}", failure.message()));
    Colleague { connection, grant, token: issued.token, secret: issued.secret }
}

/// Registers somebody and lets them in.
pub async fn joins(server: &Server, name: &str, role: pb::Role, streams: &[&str]) -> Colleague {
    let sort =
        if role == pb::Role::System { pb::PersonSort::System } else { pb::PersonSort::Person };
    let person = register(&server.client().await, name, sort).await;
    comes_in(server, giving(&person, role, streams)).await
}

pub async fn reads(
    who: &Connection,
    role: pb::Role,
    dossier: &str,
) -> Result<pb::GetDossierResponse, Status> {
    let request = pb::GetDossierRequest {
        access_context: context(role, pb::Purpose::Care),
        dossier_id: dossier.to_owned(),
        as_of: None,
    };
    who.dossier().get_dossier(request).await.map(tonic::Response::into_inner)
}

async fn listed(who: &Connection, role: pb::Role) -> Vec<String> {
    let access_context = context(role, pb::Purpose::Care);
    let request = pb::ListDossiersRequest { access_context, ..Default::default() };
    let found = who.dossier().list_dossiers(request).await.unwrap().into_inner();
    found.dossiers.into_iter().map(|it| it.dossier_id).collect()
}

async fn found(who: &Connection, role: pb::Role, purpose: pb::Purpose) -> usize {
    let access_context = context(role, purpose);
    let name = "Verzonnen".to_owned();
    let request = pb::FindDossiersRequest { access_context, name, ..Default::default() };
    who.dossier().find_dossiers(request).await.unwrap().into_inner().dossiers.len()
}

async fn searched(who: &Connection, role: pb::Role) -> usize {
    let access_context = context(role, pb::Purpose::Care);
    let query = "voeden".to_owned();
    let request = pb::SearchEntriesRequest { access_context, query, ..Default::default() };
    who.dossier().search_entries(request).await.unwrap().into_inner().entries.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sees_their_register_and_nothing_of_dossiers() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    let officer = joins(&server, "Sietske Bedacht", pb::Role::ComplaintsOfficer, &[]).await;

    let access_context = context(pb::Role::ComplaintsOfficer, pb::Purpose::Complaint);
    let request = pb::ListComplaintsRequest { access_context, ..Default::default() };
    officer.connection.complaint().list_complaints(request).await.unwrap();
    let request = pb::ListDossiersRequest { access_context, ..Default::default() };
    let refused = officer.connection.dossier().list_dossiers(request).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::PermissionDenied, "NOT_ALLOWED"));
    // The owner's role is not theirs to state.
    let request = pb::ListComplaintsRequest {
        access_context: care(),
        ..pb::ListComplaintsRequest::default()
    };
    let refused = officer.connection.complaint().list_complaints(request).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::PermissionDenied, "ROLE_NOT_GRANTED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn among_practitioners_a_dossier_is_open_to_those_with_a_relation_of_care() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let role = pb::Role::Practitioner;
    let first = joins(&server, "Jikke Fictie", role, &[]).await;
    let owners = open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    // One who practises alone sees all there is.
    assert!(reads(&first.connection, role, &owners).await.is_ok());

    let second = joins(&server, "Harmke Fictie", role, &[]).await;
    let mut request = record_entry(&owners, "voeden op verzoek");
    request.access_context = context(role, pb::Purpose::Care);
    let unknown = "ab".repeat(16);
    for (who, dossier) in [(&first, &owners), (&second, &owners), (&second, &unknown)] {
        let refused = reads(&who.connection, role, dossier).await.unwrap_err();
        assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
        request.dossier_id.clone_from(dossier);
        request.request_id = request_id();
        let refused = who.connection.dossier().record_entry(request.clone()).await.unwrap_err();
        assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
    }
    assert_eq!(listed(&second.connection, role).await, Vec::<String>::new());
    assert_eq!(found(&second.connection, role, pb::Purpose::Care).await, 0);

    // Whose grant names it may open it, write in it, and find what is written.
    let third = joins(&server, "Nynke Fictie", role, &[&owners]).await;
    request.dossier_id.clone_from(&owners);
    request.request_id = request_id();
    third.connection.dossier().record_entry(request).await.unwrap();
    assert_eq!(listed(&third.connection, role).await, [owners]);
    assert_eq!(searched(&third.connection, role).await, 1);
    assert_eq!(searched(&second.connection, role).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_practitioner_opened_is_theirs_and_no_colleagues() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let role = pb::Role::Practitioner;
    let first = joins(&server, "Jikke Fictie", role, &[]).await;
    let second = joins(&server, "Harmke Fictie", role, &[]).await;
    let mut request = pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: context(role, pb::Purpose::Care),
        validate_only: false,
        regime: pb::Regime::Wgbo.into(),
        client: super::given::client("Verzonnen"),
        provenance: super::given::provenance(),
    };
    let opened = first.connection.dossier().open_dossier(request.clone()).await.unwrap();
    let opened = opened.into_inner().dossier_id;
    assert_eq!(listed(&first.connection, role).await, std::slice::from_ref(&opened));
    assert_eq!(listed(&second.connection, role).await, Vec::<String>::new());
    // Another's request id is another's: it opens a dossier of one's own.
    request.access_context = context(role, pb::Purpose::Care);
    let again = second.connection.dossier().open_dossier(request).await.unwrap().into_inner();
    assert_ne!(again.dossier_id, opened);
    // Two dossiers are linked by whoever has both.
    let link = pb::LinkDossiersRequest {
        request_id: request_id(),
        access_context: context(role, pb::Purpose::Care),
        dossier_id: again.dossier_id,
        other_dossier_id: opened,
        relation: pb::Relation::MotherOf.into(),
        provenance: super::given::provenance(),
        ..Default::default()
    };
    let refused = second.connection.dossier().link_dossiers(link).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_an_emergency_a_dossier_is_found_and_opened_with_a_reason_on_record() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let dossier = open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    let role = pb::Role::Practitioner;
    joins(&server, "Jikke Fictie", role, &[]).await;
    let second = joins(&server, "Harmke Fictie", role, &[]).await.connection;
    assert_eq!(found(&second, role, pb::Purpose::Care).await, 0);
    assert_eq!(found(&second, role, pb::Purpose::Emergency).await, 1);
    // Finding is not opening, whatever purpose is stated.
    let request = pb::GetDossierRequest {
        access_context: context(role, pb::Purpose::Emergency),
        dossier_id: dossier.clone(),
        as_of: None,
    };
    let refused = second.dossier().get_dossier(request).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_DOSSIER"));

    let mut taking = pb::TakeEmergencyAccessRequest {
        request_id: request_id(),
        access_context: context(role, pb::Purpose::Care),
        validate_only: false,
        dossier_id: dossier.clone(),
        reason: "collega onbereikbaar, kind drinkt niet".to_owned(),
    };
    let refused = second.grant().take_emergency_access(taking.clone()).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::PermissionDenied, "PURPOSE_NEEDED"));
    taking.access_context = context(role, pb::Purpose::Emergency);
    let taken = second.grant().take_emergency_access(taking.clone()).await.unwrap().into_inner();
    assert!(reads(&second, role, &dossier).await.is_ok());

    let request = pb::ListGrantsRequest { access_context: administration(), include_ended: false };
    let grants = server.client().await.grant().list_grants(request).await.unwrap().into_inner();
    let shown = grants.grants.into_iter().find(|it| it.grant_id == taken.grant_id).unwrap();
    assert_eq!(shown.emergency_reason, taking.reason);
    assert_eq!(shown.name, "Harmke Fictie");
    assert_eq!((shown.stream_ids, shown.from), (vec![dossier], shown.until));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_grant_is_the_same_and_a_repeated_token_is_not_shown_again() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let person = register(&owner, "Sietske Bedacht", pb::PersonSort::Person).await;
    let given = giving(&person, pb::Role::PrivacyOfficer, &[]);
    let first = owner.grant().give_grant(given.clone()).await.unwrap().into_inner();
    let again = owner.grant().give_grant(given).await.unwrap().into_inner();
    assert_eq!(again.grant_id, first.grant_id);
    let request = pb::IssueTokenRequest {
        request_id: request_id(),
        access_context: administration(),
        validate_only: false,
        grant_id: first.grant_id,
        until: String::new(),
    };
    let issued = owner.grant().issue_token(request.clone()).await.unwrap().into_inner();
    let again = owner.grant().issue_token(request).await.unwrap().into_inner();
    assert!(issued.secret.starts_with("griffie_"));
    assert_eq!(
        (again.token, again.until, again.secret),
        (issued.token, issued.until, String::new())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_ends_once_and_a_repeated_call_is_told_so_again() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let joined = joins(&server, "Sietske Bedacht", pb::Role::PrivacyOfficer, &[]).await;
    let revoking = |request_id| pb::RevokeTokenRequest {
        request_id,
        access_context: administration(),
        validate_only: false,
        token: joined.token,
    };
    let ending = |request_id| pb::EndGrantRequest {
        request_id,
        access_context: administration(),
        validate_only: false,
        grant_id: joined.grant.clone(),
    };
    let (first, second) = (request_id(), request_id());
    for replayed in [false, true] {
        let revoked = owner.grant().revoke_token(revoking(first.clone())).await.unwrap();
        assert_eq!(revoked.into_inner().acknowledgement.unwrap().replayed, replayed);
        let ended = owner.grant().end_grant(ending(second.clone())).await.unwrap();
        assert_eq!(ended.into_inner().acknowledgement.unwrap().replayed, replayed);
    }
    let refused = owner.grant().revoke_token(revoking(request_id())).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_TOKEN"));
    let refused = owner.grant().end_grant(ending(request_id())).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::NotFound, "NO_SUCH_GRANT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfit_grant_is_refused_with_all_that_is_wrong_and_an_owner_remains() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let owner = server.client().await;
    let system = register(&owner, "Bedacht Systeem", pb::PersonSort::System).await;
    let unknown = "ab".repeat(16);
    let mut unfit = giving(&system, pb::Role::Locum, &[&unknown]);
    unfit.from = "2031-01-02".to_owned();
    unfit.until = "2031-01-01".to_owned();
    let refused = owner.grant().give_grant(unfit).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::InvalidArgument, "INVALID"));
    let details = tonic_types::StatusExt::get_error_details(&refused);
    let fields: Vec<String> =
        details.bad_request().unwrap().field_violations.iter().map(|it| it.field.clone()).collect();
    assert_eq!(fields, ["person_id", "stream_ids[0]", "until"]);

    let request = pb::ListGrantsRequest { access_context: administration(), include_ended: false };
    let grants = owner.grant().list_grants(request).await.unwrap().into_inner().grants;
    let ending = pb::EndGrantRequest {
        request_id: request_id(),
        access_context: administration(),
        validate_only: false,
        grant_id: grants[0].grant_id.clone(),
    };
    let refused = owner.grant().end_grant(ending.clone()).await.unwrap_err();
    assert_eq!(refusal(&refused), is(Code::FailedPrecondition, "LAST_OWNER"));
    // With a second owner the first may go, and is out at once.
    let person = register(&owner, "Sietske Bedacht", pb::PersonSort::Person).await;
    let second = comes_in(&server, giving(&person, pb::Role::Owner, &[])).await;
    owner.grant().end_grant(ending).await.unwrap();
    let out = owner.ledger().get_status(pb::GetStatusRequest {}).await.unwrap_err();
    assert_eq!(refusal(&out), is(Code::Unauthenticated, "TOKEN_INVALID"));
    assert!(reads(&second.connection, pb::Role::Owner, &unknown).await.is_err());
    // A restart reads the same from the records.
    server.kill();
    server.start();
    let out = Connection::at(&server.found(), &server.token()).await;
    let out = out.unwrap_or_else(|failure| panic!("{}", failure.message()));
    let out = out.ledger().get_status(pb::GetStatusRequest {}).await.unwrap_err();
    assert_eq!(refusal(&out), is(Code::Unauthenticated, "TOKEN_INVALID"));
}
