//! The whole table: what every command gets in every state of a case's letters.

use std::fmt::Write as _;

use griffie::domain::letter::{Asked, Draft, Fact, Language, LetterKind, Register, Sent};

use crate::given::*;

#[test]
fn every_command_in_every_state() {
    let kind = LetterKind::ComplaintReceipt;
    let receipt = |number| Draft {
        letter: letter_id(number),
        ..draft(kind, Language::Dutch, &receipt_values())
    };
    let sent_again = Sent { received_on: Some(day("2026-03-12")), ..sent(1, "2026-03-11") };
    let states = [
        ("no such case in the register", no_case()),
        ("a case without letters", case_with(complaint())),
        ("a letter lies drafted", case_with(complaint()).with_a_draft()),
        (
            "the letter was sent",
            case_with(complaint()).with_a_draft().and(Fact::Sent(sent(1, "2026-03-11"))),
        ),
    ];
    let commands = [
        ("draft the letter", Asked::Draft(Box::new(receipt(1)))),
        ("draft another letter", Asked::Draft(Box::new(receipt(2)))),
        ("record that the letter was sent", Asked::Send(sent(1, "2026-03-11"))),
        ("record that it was received", Asked::Send(sent_again)),
        ("record that an unknown letter was sent", Asked::Send(sent(9, "2026-03-11"))),
    ];
    let mut table = String::new();
    for (state, desk) in &states {
        writeln!(table, "{state}").unwrap();
        for (command, asked) in &commands {
            let answer = desk.when(Register::Complaint, asked.clone()).word();
            writeln!(table, "  {command:<40} {answer}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_case_that_is_not_there_is_named_by_its_register() {
    for (register, reason) in [
        (Register::Complaint, "NO_SUCH_COMPLAINT"),
        (Register::Breach, "NO_SUCH_BREACH"),
        (Register::Incident, "NO_SUCH_INCIDENT"),
    ] {
        no_case().when(register, Asked::Send(sent(1, "2026-03-11"))).refused(reason);
    }
}
