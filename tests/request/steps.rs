//! What the file of a request accepts and refuses.

use griffie::domain::part::Cut;
use griffie::domain::request::*;
use griffie::domain::sending::Means;

use crate::given::*;

fn copy() -> Given {
    given([receive(asked(&[Right::Copy]), "2026-06-10")])
}

#[test]
fn a_request_is_closed_once_everything_is_answered_and_done() {
    let granted = copy().when(grant(0, "2026-06-12")).accepted();
    granted.clone().when(close("2026-06-12")).refused("ITEMS_OPEN");
    let answered = granted.when(answer(Means::Electronic, "2026-06-12")).accepted();
    answered.clone().when(close("2026-06-13")).refused("ITEMS_OPEN");
    let done = answered.when(fulfil(0, "2026-06-13")).accepted();
    let closed = done.when(close("2026-06-14")).accepted();
    assert_eq!(closed.standing(), Standing::Closed);
    closed.clone().when(extend("2026-06-15")).refused("REQUEST_ENDED");
    // That the answer arrived may come in later.
    closed.when(take(Step::ReceiveAnswer(AnswerReceived {}), "2026-06-15")).accepted();
}

#[test]
fn steps_come_after_what_they_follow_on() {
    copy().when(fulfil(0, "2026-06-12")).refused("NOT_GRANTED");
    copy().when(answer(Means::Post, "2026-06-12")).refused("NOTHING_TO_ANSWER");
    copy().when(grant(3, "2026-06-12")).refused("NO_SUCH_ITEM");
    let received = take(Step::ReceiveAnswer(AnswerReceived {}), "2026-06-12");
    copy().when(received).refused("NOT_ANSWERED");
    copy().when(grant(0, "2026-06-09")).invalid(["provenance.happened: BEFORE_ITS_START"]);
    copy().when(receive(asked(&[Right::Copy]), "2026-06-10")).refused("REQUEST_ALREADY_THERE");
    Given::default().when(grant(0, "2026-06-12")).refused("NO_SUCH_REQUEST");
    let done = copy().when(grant(0, "2026-06-12")).accepted();
    let done = done.when(fulfil(0, "2026-06-12")).accepted();
    done.clone().when(fulfil(0, "2026-06-12")).refused("ALREADY_FULFILLED");
    done.when(refuse(0, RefusalGround::PrivacyOfAnother, "2026-06-13"))
        .refused("ALREADY_FULFILLED");
}

#[test]
fn a_refusal_can_be_thought_over_and_what_was_granted_is_not_taken_back() {
    let refused = copy()
        .when(refuse(0, RefusalGround::PrivacyOfAnother, "2026-06-12"))
        .accepted()
        .when(answer(Means::Electronic, "2026-06-12"))
        .accepted();
    let granted = refused.when(grant(0, "2026-07-01")).accepted();
    let answered = granted.when(answer(Means::Electronic, "2026-07-01")).accepted();
    answered
        .when(refuse(0, RefusalGround::PrivacyOfAnother, "2026-07-02"))
        .refused("ALREADY_ANSWERED");
}

#[test]
fn nothing_is_granted_to_somebody_who_could_not_show_who_they_are() {
    let unknown = given([
        receive(asked(&[Right::Copy]), "2026-06-10"),
        ask_identity("2026-06-11"),
        check_identity(false, "2026-06-12"),
    ]);
    unknown.clone().when(grant(0, "2026-06-13")).refused("IDENTITY_NOT_ESTABLISHED");
    unknown.clone().when(refuse(0, RefusalGround::IdentityNotEstablished, "2026-06-13")).accepted();
    // They may try again.
    let known = unknown.when(ask_identity("2026-06-14")).accepted();
    known.clone().when(ask_identity("2026-06-14")).refused("IDENTITY_ALREADY_ASKED");
    known
        .when(check_identity(true, "2026-06-15"))
        .accepted()
        .when(grant(0, "2026-06-16"))
        .accepted();
}

#[test]
fn a_refusal_says_on_which_ground_and_why() {
    let bare = take(Step::Decide(decision(0, Outcome::Refused)), "2026-06-12");
    copy().when(bare).invalid(["decide.grounds: MISSING", "decide.explanation: MISSING"]);
    let part = take(Step::Decide(decision(0, Outcome::GrantedInPart)), "2026-06-12");
    copy().when(part).invalid([
        "decide.grounds: MISSING",
        "decide.explanation: MISSING",
        "decide.withheld: MISSING",
    ]);
    copy()
        .when(refuse(0, RefusalGround::ActOpposes, "2026-06-12"))
        .invalid(["decide.grounds[0]: CONTRADICTION"]);
    let grounds = vec![RefusalGround::PrivacyOfAnother];
    let granted = Decision { grounds, ..decision(0, Outcome::Granted) };
    copy()
        .when(take(Step::Decide(granted), "2026-06-12"))
        .invalid(["decide.grounds: CONTRADICTION"]);
}

#[test]
fn what_is_asked_is_checked_all_at_once() {
    let part = PartNamed { position: 7, cuts: vec![] };
    let scope = Scope { parts: vec![part.clone(), part], ..Scope::default() };
    let wrong = Received {
        requesters: vec![],
        after_death: Some(AfterDeath {
            ground: AfterDeathGround::WeightyInterest,
            explanation: None,
        }),
        items: vec![
            Item { right: Right::Destruction, scope },
            whole(Right::Copy),
            whole(Right::Copy),
        ],
        ..asked(&[])
    };
    Given::default().when(receive(wrong, "2026-06-10")).invalid([
        "requesters: MISSING",
        "items[0].scope.parts[0].cuts: MISSING",
        "items[0].scope.parts[1].cuts: MISSING",
        "items[0].scope.parts[1]: DUPLICATE",
        "items[2]: DUPLICATE",
        "after_death: CONTRADICTION",
        "after_death.explanation: MISSING",
    ]);
    let nowhere = Received { dossier: None, regime: None, ..asked(&[Right::Destruction]) };
    Given::default().when(receive(nowhere, "2026-06-10")).invalid(["dossier: MISSING"]);
    // Of the file of a complaint a copy can be asked, without any dossier.
    let of_complaint = Received { dossier: None, regime: None, ..asked(&[Right::Copy]) };
    Given::default().when(receive(of_complaint, "2026-06-10")).accepted();
}

#[test]
fn a_part_to_destroy_is_pointed_at_and_never_quoted() {
    let cut = Cut::Text { pointer: "/content/text/text".to_owned(), from: 4, until: 9 };
    let parts = vec![PartNamed { position: 7, cuts: vec![cut] }];
    let scope = Scope { parts, ..Scope::default() };
    let items = vec![Item { right: Right::Destruction, scope }];
    let asked = given([receive(Received { items, ..asked(&[]) }, "2026-06-10")]);
    let request = asked.state.request().unwrap();
    assert!(!request.received.items[0].scope.is_whole());
}
