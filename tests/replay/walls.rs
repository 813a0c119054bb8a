//! Who may play what, and what is destroyed before or meanwhile.

use griffie::chain::StreamId;
use griffie::grpc::pb;
use griffie::grpc::pb::replay_response::Message;
use griffie::grpc::pb::replay_selection::Selection;
use tonic::Code;

use crate::dossiers::{destroy, entry, opened, two_dossiers, whole};
use crate::register_given::{Given, dossier};
use crate::served::*;

/// Roles and the registers each may open, as the policy table says.
const MAY_OPEN: [(pb::Role, &[&str]); 4] = [
    (pb::Role::Owner, &["dossier", "complaint", "breach", "measure", "request"]),
    (pb::Role::ComplaintsOfficer, &["complaint"]),
    (pb::Role::IncidentOfficer, &["incident"]),
    (pb::Role::PrivacyOfficer, &["breach", "request"]),
];

fn selections(id: StreamId) -> [(&'static str, Selection); 6] {
    let id = id.to_string();
    [
        ("dossier", Selection::DossierId(id.clone())),
        ("complaint", Selection::ComplaintId(id.clone())),
        ("breach", Selection::BreachId(id.clone())),
        ("incident", Selection::IncidentId(id.clone())),
        ("measure", Selection::MeasureId(id.clone())),
        ("request", Selection::ClientRequestId(id)),
    ]
}

#[test]
fn each_role_plays_the_registers_it_may_open_and_is_told_nothing_of_the_others() {
    let served = served(Given::a_solo_ledger());
    let stream = |number: u64| dossier(40 + number);
    for (number, (register, _)) in (0..).zip(selections(stream(0))) {
        let kind = format!("{register}.imagined/1");
        served.given.record_sealed(&[(stream(number), &kind, br#"{"body":{}}"#.to_vec())]);
    }
    for (role, open) in MAY_OPEN {
        for number in 0..6 {
            let (register, selection) =
                selections(stream(number))[usize::try_from(number).unwrap()].clone();
            if open.contains(&register) {
                let steps = served.plays(of(selection, role)).unwrap();
                assert_eq!(steps.len(), 1, "{role:?} {register}");
            } else {
                // The same whether it is there or not.
                let refused = (Code::PermissionDenied, "NOT_ALLOWED".to_owned());
                assert_eq!(served.refuses(of(selection, role)), refused, "{role:?} {register}");
                let nowhere = selections(dossier(99))[usize::try_from(number).unwrap()].1.clone();
                assert_eq!(served.refuses(of(nowhere, role)), refused);
            }
        }
    }
    // A stream of one register is nothing to another, also for a role that may open both.
    let as_breach = Selection::BreachId(stream(1).to_string());
    let refused = served.refuses(of(as_breach, pb::Role::Owner));
    assert_eq!(refused, (Code::NotFound, "NO_SUCH_BREACH".to_owned()));
}

#[test]
fn a_dossier_shows_what_was_corrected_only_for_purposes_that_account_for_it() {
    let served = served(two_dossiers());
    let care = |time: pb::ReplayTime| pb::ReplayRequest {
        access_context: access(pb::Role::Owner, pb::Purpose::Care),
        time: time.into(),
        ..of_dossier(dossier(1))
    };
    let refused = served.refuses(care(pb::ReplayTime::Recorded));
    assert_eq!(refused, (Code::PermissionDenied, "PURPOSE_NEEDED".to_owned()));
    assert_eq!(served.plays(care(pb::ReplayTime::Happened)).unwrap().len(), 4);
    assert_eq!(served.plays(of_dossier(dossier(1))).unwrap().len(), 4);
}

#[test]
fn a_restricted_dossier_is_played_for_named_purposes_alone() {
    let served = served(two_dossiers());
    let provenance = r#"{"happened":{"on":"2026-03-02"},"learned":{"on":"2026-03-02"},"author":{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"},"responsible":{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"},"informant":"client"}"#;
    let restricted =
        format!(r#"{{"body":{{"ground":"accuracy_disputed","provenance":{provenance}}}}}"#);
    served.given.record_sealed(&[(dossier(1), "dossier.restricted/1", restricted.into_bytes())]);
    let refused = served.refuses(of_dossier(dossier(1)));
    assert_eq!(refused, (Code::FailedPrecondition, "RESTRICTED".to_owned()));
    let named = pb::ReplayRequest {
        access_context: access(pb::Role::Owner, pb::Purpose::Supervision),
        ..of_dossier(dossier(1))
    };
    assert_eq!(served.plays(named).unwrap().len(), 5);
}

#[test]
fn a_replay_as_of_a_position_knows_nothing_of_what_came_after() {
    let served = served(two_dossiers());
    let as_of = |position| Some(pb::AsOf { as_of: Some(pb::as_of::AsOf::Position(position)) });
    let request = pb::ReplayRequest { as_of: as_of(6), ..of_dossier(dossier(1)) };
    let positions: Vec<u64> =
        served.plays(request).unwrap().iter().map(|it| it.place.unwrap().position).collect();
    assert_eq!(positions, [3, 5]);
    let before = pb::ReplayRequest { as_of: as_of(2), ..of_dossier(dossier(1)) };
    assert_eq!(served.refuses(before), (Code::NotFound, "NO_SUCH_DOSSIER".to_owned()));
    let resumed = pb::ReplayRequest { after_position: Some(5), ..of_dossier(dossier(1)) };
    assert_eq!(served.plays(resumed).unwrap()[0].place.unwrap().position, 7);
    let elsewhere = pb::ReplayRequest { after_position: Some(4), ..of_dossier(dossier(1)) };
    assert_eq!(served.refuses(elsewhere), (Code::NotFound, "NO_SUCH_POSITION".to_owned()));
}

#[test]
fn a_replay_is_written_down_before_anything_leaves() {
    let served = served(two_dossiers());
    let lines = || {
        served.given.register.with_index(|index| {
            index
                .positions_of_kinds(index.size(), |kind| kind.as_str().starts_with("access."))
                .len()
        })
    };
    assert_eq!(lines(), 0);
    let mut told = served.begins(of_dossier(dossier(1))).unwrap();
    assert_eq!(lines(), 1);
    assert!(matches!(served.next(&mut told).unwrap(), Some(Message::Begun(_))));
}

#[test]
fn a_destroyed_dossier_cannot_be_played() {
    let served = served(two_dossiers());
    destroy(&served.given, &whole(&[dossier(1)])).unwrap();
    let refused = served.refuses(of_dossier(dossier(1)));
    assert_eq!(refused, (Code::FailedPrecondition, "DESTROYED".to_owned()));
    assert_eq!(served.plays(of_dossier(dossier(2))).unwrap().len(), 4);
}

/// Enough that not all of it fits between the server and a reader who waits.
fn a_long_dossier() -> Given {
    let given = Given::a_ledger();
    given.record_sealed(&[(dossier(1), "dossier.opened/1", opened("Zeldenthuis"))]);
    for number in 1..=60 {
        let words = "Kind drinkt goed. ".repeat(2_000);
        given.record_sealed(&[(dossier(1), "dossier.entry_recorded/1", entry(number, &words))]);
    }
    given
}

#[test]
fn a_replay_that_runs_while_its_dossier_is_destroyed_ends() {
    let served = served(a_long_dossier());
    let mut told = served.begins(of_dossier(dossier(1))).unwrap();
    assert!(matches!(served.next(&mut told).unwrap(), Some(Message::Begun(_))));
    destroy(&served.given, &whole(&[dossier(1)])).unwrap();
    let mut steps = 0;
    let ended = loop {
        match served.next(&mut told) {
            Ok(Some(_)) => steps += 1,
            Ok(None) => panic!("it played to its end: {steps} steps"),
            Err(status) => break refusal(&status),
        }
    };
    assert_eq!(ended, (Code::FailedPrecondition, "DESTROYED".to_owned()));
    assert!(steps < 60, "{steps} of 61 steps were on their way");
}

#[test]
fn a_replay_that_runs_while_a_part_of_its_dossier_goes_ends() {
    let served = served(a_long_dossier());
    let mut told = served.begins(of_dossier(dossier(1))).unwrap();
    assert!(matches!(served.next(&mut told).unwrap(), Some(Message::Begun(_))));
    destroy(&served.given, &crate::dossiers::records(&[60])).unwrap();
    let ended = loop {
        match served.next(&mut told) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it played to its end"),
            Err(status) => break refusal(&status),
        }
    };
    assert_eq!(ended, (Code::Aborted, "DESTROYED_SINCE".to_owned()));
}

#[test]
fn what_is_wrong_with_a_question_is_named_all_at_once() {
    let served = served(Given::a_ledger());
    let position = pb::replay_moment::Moment::Position(3);
    let request = pb::ReplayRequest {
        time: pb::ReplayTime::Happened.into(),
        from: Some(pb::ReplayMoment { moment: Some(position) }),
        until: Some(pb::ReplayMoment {
            moment: Some(pb::replay_moment::Moment::Day("morgen".to_owned())),
        }),
        ..pb::ReplayRequest::default()
    };
    let status = served.plays(request).unwrap_err();
    let details = tonic_types::StatusExt::get_error_details(&status);
    let mut fields: Vec<String> =
        details.bad_request().unwrap().field_violations.iter().map(|it| it.field.clone()).collect();
    fields.sort();
    assert_eq!(fields, ["access_context", "from.position", "selection", "until.day"]);
}
