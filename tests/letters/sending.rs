//! Sending: to whom, how and when, recorded even when it is late.

use griffie::domain::letter::{Capacity, Fact, Means, Sent};

use crate::given::*;

#[test]
fn a_letter_may_go_twice_and_be_received_later() {
    let desk = case_with(complaint()).with_a_draft().and(Fact::Sent(sent(1, "2026-03-11")));
    let by_hand = Sent { means: Means::HandedOver, ..sent(1, "2026-03-11") };
    desk.sends(by_hand.clone()).event();
    let received = Sent { received_on: Some(day("2026-03-13")), ..sent(1, "2026-03-11") };
    desk.sends(received.clone()).event();
    let desk = desk.and(Fact::Sent(received.clone())).and(Fact::Sent(by_hand.clone()));
    assert_eq!(desk.letters().get(letter_id(1)).unwrap().sendings, [received, by_hand]);
}

#[test]
fn the_same_sending_is_not_told_twice() {
    let desk = case_with(complaint()).with_a_draft().and(Fact::Sent(sent(1, "2026-03-11")));
    desk.sends(sent(1, "2026-03-11")).refused("LETTER_SENDING_KNOWN");
    desk.sends(sent(1, "2026-03-12")).event();
    desk.sends(Sent { to: Capacity::Representative, ..sent(1, "2026-03-11") }).event();
}

#[test]
fn a_letter_goes_on_its_date_or_after_and_is_received_after_it_went() {
    let desk = case_with(complaint()).with_a_draft();
    desk.sends(sent(1, "2026-03-10")).event();
    desk.sends(sent(1, "2026-03-09")).invalid(["sent_on: SENT_BEFORE_DATED"]);
    let received = |date| Sent { received_on: Some(day(date)), ..sent(1, "2026-03-11") };
    desk.sends(received("2026-03-11")).event();
    desk.sends(received("2026-03-10")).invalid(["received_on: PERIOD_REVERSED"]);
    desk.sends(received("2026-05-22")).invalid(["received_on: IN_THE_FUTURE"]);
    let ahead = Sent { provenance: on("2026-05-20"), ..sent(1, "2026-05-22") };
    desk.sends(ahead).invalid(["sent_on: IN_THE_FUTURE"]);
}

#[test]
fn only_a_letter_of_the_case_can_be_sent() {
    case_with(complaint()).with_a_draft().sends(sent(2, "2026-03-11")).refused("NO_SUCH_LETTER");
}

/// History is never refused: a sending of a letter that is lost changes nothing.
#[test]
fn a_sending_of_a_lost_letter_changes_nothing() {
    let desk = case_with(complaint()).and(Fact::Sent(sent(1, "2026-03-11")));
    assert_eq!(desk.letters().iter().count(), 0);
}
