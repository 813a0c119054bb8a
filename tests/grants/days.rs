//! Days end a right, by the ledger's own clock: a locum comes in from the first day to the last, a token until its own last day, and an
//! emergency is over at midnight.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use griffie::access::{Role, Token};
use griffie::chain::{ActorId, StreamId};
use griffie::grpc::hosted::Hosted;
use griffie::register::grants::{Given as Granted, GrantFact, Issued};

use crate::register_given::{Given, LEDGER_STREAM};

const DAY: u64 = 24 * 60 * 60 * 1_000_000;

fn give(given: &Given, days: (NaiveDate, NaiveDate), token: &Token, until: NaiveDate) {
    let grant = StreamId::from_bytes([0x61; 16]);
    let granted = Granted {
        grant,
        actor: ActorId::from_bytes([0x62; 16]),
        role: Role::Locum.as_str().to_owned(),
        streams: BTreeSet::new(),
        from: Some(days.0),
        until: Some(days.1),
    };
    let token_hash = hex::encode(token.hash().as_bytes());
    let facts = [GrantFact::Given(granted), GrantFact::Issued(Issued { token_hash, until })];
    let call = given.call(LEDGER_STREAM);
    given.wait(given.register.record_grant(&call, grant, &facts)).unwrap();
}

#[test]
fn a_locum_comes_in_on_the_days_of_the_grant_and_of_the_token_alone() {
    let given = Given::a_ledger();
    let hosted = Hosted::new(given.register.clone(), None).unwrap();
    let today = hosted.today();
    let in_days = |days| today.checked_add_days(chrono::Days::new(days)).unwrap();
    let token = Token::from_random([0x63; 32]);
    give(&given, (in_days(1), in_days(4)), &token, in_days(3));
    hosted.follow_grants().unwrap();
    let mut comes_in = Vec::new();
    for _ in 0..6 {
        comes_in.push(hosted.caller(&token).is_some());
        given.clock.advance(DAY);
    }
    // The grant is not there yet; then it is; the token ends before the grant does.
    assert_eq!(comes_in, [false, true, true, true, false, false]);
}

#[test]
fn what_was_recorded_of_grants_is_the_same_after_a_start() {
    let given = Given::a_ledger();
    let hosted = Hosted::new(given.register.clone(), None).unwrap();
    let today = hosted.today();
    let token = Token::from_random([0x63; 32]);
    give(&given, (today, today), &token, today);
    hosted.follow_grants().unwrap();
    let before = hosted.caller(&token);
    assert!(before.is_some());
    drop(hosted);
    let given = given.restarted();
    let hosted = Hosted::new(given.register.clone(), None).unwrap();
    assert_eq!(hosted.caller(&token), before);
}
