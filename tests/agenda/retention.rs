//! Twenty years later: what is due is listed, proposed, approved and gone; what is held or kept longer stays.

use griffie::grpc::pb;

use crate::register_given::{Given, LEDGER_STREAM, dossier};
use crate::served::*;

const WHO: &str = r#"{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"}"#;

fn opened(surname: &str) -> Vec<u8> {
    format!(
        r#"{{"body":{{"regime":"wgbo","client":{{"identity":{{"names":{{"surname":"{surname}","name_use":"own"}},"sex":"unknown"}},"contact":{{"telephones":[],"emails":[]}},"network":{{}},"representatives":[],"commission":"own_client"}},"provenance":{{"happened":{{"on":"2026-03-01"}},"learned":{{"on":"2026-03-01"}},"author":{WHO},"responsible":{WHO},"informant":"own_finding"}}}}}}"#
    )
    .into_bytes()
}

fn due(served: &Served, all: bool) -> Vec<pb::RetentionItem> {
    due_for(pb::Role::Owner, served, all)
}

fn due_for(role: pb::Role, served: &Served, all: bool) -> Vec<pb::RetentionItem> {
    let request = pb::ListRetentionRequest {
        access_context: as_role(role),
        due_only: !all,
        ..Default::default()
    };
    let mut client = served.connection.retention();
    served.given.wait(client.list_retention(request)).unwrap().into_inner().items
}

fn propose(served: &Served, number: u64) -> Result<u64, tonic::Status> {
    let order = pb::DestructionOrder {
        ground: pb::DestructionGround::RetentionEnded.into(),
        stream_ids: vec![dossier(number).to_string()],
        ..Default::default()
    };
    let request = pb::ProposeDestructionRequest {
        request_id: uuid::Uuid::from_u128(
            7_000 + u128::from(number) + u128::from(served.given.register.size()) * 100,
        )
        .to_string(),
        access_context: as_role(pb::Role::Owner),
        order: Some(order),
        ..Default::default()
    };
    let mut client = served.connection.destruction();
    Ok(served.given.wait(client.propose_destruction(request))?.into_inner().proposal)
}

#[test]
fn what_is_due_after_twenty_years_goes_and_what_is_held_stays() {
    let given = Given::a_solo_ledger();
    for number in [1, 2] {
        let surname = ["", "Zeldenthuis", "Bovenkamp"][usize::try_from(number).unwrap()];
        given.record_sealed(&[(dossier(number), "dossier.opened/1", opened(surname))]);
    }
    given
        .wait(given.register.place_hold(&given.call(LEDGER_STREAM), dossier(2), dossier(77)))
        .unwrap();
    let served = served(given);
    assert!(due(&served, false).is_empty());
    let all = due(&served, true);
    assert_eq!(
        all.iter().map(|it| it.destroy_from.as_str()).collect::<Vec<_>>(),
        ["2046-11-03"; 2]
    );
    // What a role may not open is not on its list.
    for role in [pb::Role::PrivacyOfficer, pb::Role::ComplaintsOfficer, pb::Role::IncidentOfficer] {
        assert!(due_for(role, &served, true).is_empty(), "{role:?}");
    }
    let early = propose(&served, 1).unwrap_err();
    assert!(crate::walls::refusal(&early).1 == "STILL_KEPT", "{early:?}");

    // From 2 November 2026 to 3 November 2046.
    served.days_pass(7_306);
    let found = due(&served, false);
    assert_eq!(found.len(), 1, "one is held: {found:?}");
    assert_eq!(found[0].stream_id, dossier(1).to_string());
    assert_eq!(
        (found[0].class.as_str(), found[0].article.as_str()),
        ("medical_dossier", "BW 7:454(3)")
    );
    // Nothing goes by itself: one proposes, another approves; in a practice of one, she who declared so.
    assert!(propose(&served, 2).is_err(), "under hold");
    let proposal = propose(&served, 1).unwrap();
    let approve = pb::ApproveDestructionRequest {
        request_id: uuid::Uuid::from_u128(9_001).to_string(),
        access_context: as_role(pb::Role::Owner),
        proposal,
        ..Default::default()
    };
    let mut client = served.connection.destruction();
    let done = served.given.wait(client.approve_destruction(approve)).unwrap().into_inner();
    assert!(done.executed.is_some());
    let left = due(&served, true);
    assert_eq!(
        left.iter().map(|it| it.stream_id.clone()).collect::<Vec<_>>(),
        [dossier(2).to_string()]
    );
    assert!(left[0].held && !left[0].due);
    served.stopped();
}
