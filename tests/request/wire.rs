//! What a request says on the wire is what is decided on, and what is wrong with it is named all at once.

use griffie::domain::request::*;
use griffie::domain::violation::Violations;
use griffie::grpc::convert::{Reader, client_request};
use griffie::grpc::pb;
use pb::record_client_request_step_request::Step as Wire;

use crate::given::*;
use crate::payloads::every_shape;

fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

#[track_caller]
fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let found: Vec<String> = violations
        .into_vec()
        .into_iter()
        .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
        .collect();
    assert_eq!(found, expected);
}

fn step(step: Option<Wire>) -> pb::RecordClientRequestStepRequest {
    pb::RecordClientRequestStepRequest {
        client_request_id: "0d".repeat(16),
        provenance: Some((&on("2026-06-10")).into()),
        step,
        ..Default::default()
    }
}

/// A request that came in, written as it stands and read back, is the same: also its scopes, requesters and grounds.
#[test]
fn what_is_shown_of_a_request_reads_back_as_it_was_received() {
    for (what, fact) in every_shape() {
        let Event::Received(fact) = fact else { continue };
        let mut state = State::default();
        evolve(&mut state, &Event::Received(fact.clone()));
        let shown = client_request::request(state.request().unwrap());
        let request = pb::ReceiveClientRequestRequest {
            provenance: Some((&fact.provenance).into()),
            dossier_id: shown.dossier_id,
            channel: shown.channel,
            requesters: shown.requesters,
            incapacity: shown.incapacity,
            after_death: shown.after_death,
            items: shown.items.into_iter().map(|item| item.asked.unwrap()).collect(),
            ..Default::default()
        };
        let (received, _) = read(|reader| client_request::receive(request, reader)).unwrap();
        assert_eq!(Received { regime: fact.what.regime, ..received }, fact.what, "{what}");
    }
}

#[test]
fn every_step_is_read_as_it_was_sent() {
    let method = || "Videogesprek".to_owned();
    let rows = [
        (Wire::AskIdentity(pb::AskIdentity { method: method() }), ask_identity("2026-06-10")),
        (
            Wire::CheckIdentity(pb::CheckIdentity { method: method(), established: true }),
            check_identity(true, "2026-06-10"),
        ),
        (
            Wire::Extend(pb::ExtendClientRequest { reasons: "Het dossier is omvangrijk.".into() }),
            extend("2026-06-10"),
        ),
        (
            Wire::Decide(pb::DecideItem {
                item: 2,
                outcome: pb::RequestOutcome::Refused.into(),
                grounds: vec![pb::RefusalGround::Veto.into()],
                withheld: None,
                explanation: "De uitleg staat in de brief.".into(),
            }),
            refuse(2, RefusalGround::Veto, "2026-06-10"),
        ),
        (Wire::Fulfil(pb::FulfilItem { item: 1, position: None }), fulfil(1, "2026-06-10")),
        (
            Wire::Answer(pb::AnswerClientRequest {
                means: pb::AnswerMeans::Post.into(),
                received: None,
            }),
            answer(griffie::domain::sending::Means::Post, "2026-06-10"),
        ),
        (
            Wire::ReceiveAnswer(pb::ReceiveAnswer {}),
            take(Step::ReceiveAnswer(AnswerReceived {}), "2026-06-10"),
        ),
        (
            Wire::Withdraw(pb::WithdrawClientRequest {}),
            take(Step::Withdraw(Withdrawal {}), "2026-06-10"),
        ),
        (Wire::Close(pb::CloseClientRequest::default()), close("2026-06-10")),
    ];
    for (sent, command) in rows {
        let (_, taken, provenance) =
            read(|reader| client_request::step(step(Some(sent)), reader)).unwrap();
        let Command::Take(expected, at, _) = command else { panic!() };
        assert_eq!((taken, provenance), (expected, at));
    }
}

#[test]
fn what_is_wrong_is_named_all_at_once() {
    let empty = pb::ReceiveClientRequestRequest {
        requesters: vec![pb::Requester::default()],
        items: vec![pb::RequestedItem::default()],
        ..Default::default()
    };
    refused(
        read(|reader| client_request::receive(empty, reader)),
        [
            "channel: UNSPECIFIED",
            "requesters[0].name: MISSING",
            "requesters[0].capacity: MISSING",
            "items[0].right: UNSPECIFIED",
            "provenance: MISSING",
        ],
    );
    let wrong = Wire::Decide(pb::DecideItem { item: 70_000, outcome: 9, ..Default::default() });
    refused(
        read(|reader| client_request::step(step(Some(wrong)), reader)),
        ["decide.item: NUMBER_OUT_OF_BOUNDS", "decide.outcome: UNSPECIFIED"],
    );
    refused(
        read(|reader| client_request::correct(pb::CorrectClientRequestRequest::default(), reader)),
        ["client_request_id: MISSING", "to: MISSING", "reason: MISSING", "provenance: MISSING"],
    );
}
