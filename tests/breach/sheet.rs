//! The sheet that is typed over into the authority's form, whole, in both languages.

use griffie::domain::breach::Command;
use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::report::{Report, Role};
use griffie::domain::breach::sheet::sheet;

use crate::given::*;
use crate::payloads::full_report;
use crate::sample::*;

fn printed(given: &Given) -> String {
    let rows = sheet(given.state.breach().unwrap(), &given.clocks).into_iter();
    let lines = rows.map(|row| {
        let (question, answer) = (row.question, row.answer);
        let dutch = format!("{}: {}", question.dutch, answer.dutch);
        format!("{dutch}\n    {}: {}\n", question.english, answer.english)
    });
    lines.collect()
}

#[test]
fn a_notified_breach_answers_the_authoritys_questions_in_their_order() {
    let report = Report { role: Role::Controller, principal: None, ..full_report() };
    let when = "2026-03-13T11:00:00+01:00";
    let given = given([
        Command::Report { report, awareness: None, provenance: at("2026-03-10T09:00:00+01:00") },
        aware("2026-03-10T09:30:00+01:00"),
        assess(Risk::High, "2026-03-10T14:00:00+01:00"),
        notify_late(when),
        answered("2026-03-14"),
        tell_persons(when),
        approve(when),
        close("2026-04-01"),
    ]);
    insta::assert_snapshot!(printed(&given));
}

#[test]
fn a_breach_that_was_not_notified_says_why_and_what_is_still_missing() {
    let given = given([
        report_as(Role::Commissioned, "2026-03-10T09:00:00+01:00"),
        aware("2026-03-10T09:30:00+01:00"),
    ]);
    let printed = printed(&given);
    assert!(printed.contains("Cross-border: persons in other countries: no\n"), "{printed}");
    assert!(printed.contains("Number of records: unknown\n"));
    assert!(printed.contains(
        "What is still missing: the assessment; the notice to the one for whom the practice works\n"
    ));
    let declined = given_declined();
    assert!(crate::sheet::printed(&declined).contains(
        "Decision not to notify, with reasons: 2026-03-11 10:00 (+01:00), by Tjitske Verzonnen: \
         Ongelezen verwijderd.\n"
    ));
}

fn given_declined() -> Given {
    given(crate::closing::dealt_with())
}
