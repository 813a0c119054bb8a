//! Closing and reopening, and what a closed dossier still takes.

use griffie::domain::dossier::entry::{Content, Matter};
use griffie::domain::dossier::*;
use griffie::domain::provenance::Happened;

use crate::given::*;
use crate::sample::*;

fn closed_dossier() -> Given {
    given([opened(), recorded(1, "2026-04-01", advice("links")), closed("2026-04-30")])
}

#[test]
fn an_open_dossier_is_closed_and_a_closed_one_opened_again() {
    given([opened()]).when(close("2026-04-30")).then([closed("2026-04-30")]);
    closed_dossier().when(close("2026-05-01")).refused("DOSSIER_CLOSED");
    closed_dossier().when(reopen("2026-05-01")).then([reopened("2026-05-01")]);
    given([opened()]).when(reopen("2026-05-01")).refused("DOSSIER_NOT_CLOSED");
}

#[test]
fn closing_for_another_reason_is_explained() {
    let provenance = on("2026-04-30");
    given([opened()])
        .when(Command::Close { reason: ClosingReason::Other, note: None, provenance })
        .invalid(["note: MISSING"]);
}

#[test]
fn care_after_the_closing_needs_the_dossier_open_again() {
    let late = || record([draft(2, "2026-05-01", advice("rechts"))]);
    closed_dossier().when(late()).refused("DOSSIER_CLOSED");
    closed_dossier().when(attach(9, None, "2026-05-01")).refused("DOSSIER_CLOSED");
    given([opened(), closed("2026-04-30"), reopened("2026-05-01")]).when(late()).accepted();
}

#[test]
fn care_up_to_the_closing_is_recorded_however_late() {
    closed_dossier().when(record([draft(2, "2026-04-30", advice("rechts"))])).accepted();
    closed_dossier().when(attach(9, None, "2026-04-30")).accepted();
    closed_dossier().when(attach(9, Some(1), "2026-05-02")).accepted();
}

#[test]
fn a_dossier_closed_over_a_period_is_closed_from_its_last_day() {
    let Event::Closed(mut fact) = closed("2026-04-30") else { unreachable!() };
    fact.provenance.happened =
        Happened::During { from: day("2026-04-27"), until: day("2026-04-30") };
    let closed = || given([opened(), Event::Closed(fact.clone())]);
    closed().when(record([draft(2, "2026-04-29", advice("rechts"))])).accepted();
    closed().when(record([draft(2, "2026-05-01", advice("rechts"))])).refused("DOSSIER_CLOSED");
}

#[test]
fn a_letter_comes_in_when_it_comes_in() {
    let matter = every_matter("uitslag").into_iter().find(|m| m.kind() == EntryKind::Letter);
    let letter: Matter = matter.unwrap();
    closed_dossier().when(record([draft(2, "2026-05-10", Content::Fields(letter))])).accepted();
}

#[test]
fn a_closed_dossier_is_still_corrected_and_kept_up_to_date() {
    closed_dossier().when(correct(1, "2026-04-01", advice("rechts"))).accepted();
    closed_dossier().when(withdraw(1)).accepted();
    closed_dossier().when(link(1, 2, Relation::MotherOf)).accepted();
    let identity = Identity { died_on: Some(day("2026-05-01")), ..identity("Berkel") };
    closed_dossier()
        .when(Command::ChangeClient {
            cause: ChangeCause::Changed,
            changes: Changes { identity: Some(identity), ..Changes::default() },
            provenance: on("2026-05-02"),
        })
        .accepted();
}
