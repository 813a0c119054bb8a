//! What clients' rights leave in a dossier: statements, restrictions, disclosures.

use DisclosureGround::{Consent, DirectlyInvolved};
use griffie::domain::dossier::Command;
use griffie::domain::dossier::entry::ConsentDecision;
use griffie::domain::dossier::event::*;
use griffie::domain::dossier::rights::{DisclosureGround, RestrictionGround};
use griffie::domain::dossier::view::{Recorded, View};
use griffie::domain::event::Event as AnyEvent;

use crate::given::*;
use crate::sample::*;

pub fn statement(number: Option<u8>, date: &str) -> StatementAdded {
    StatementAdded {
        entry: number.map(entry),
        text: text("Zo heb ik het niet gezegd."),
        received_on: day(date),
        provenance: on(date),
    }
}

pub fn restricted() -> Restricted {
    Restricted { ground: RestrictionGround::AccuracyDisputed, provenance: on("2026-05-10") }
}

pub fn lifted(told: &str, date: &str) -> RestrictionLifted {
    let reason = text("De juistheid is nagegaan.");
    RestrictionLifted { told_on: day(told), reason, provenance: on(date) }
}

pub fn disclosed(ground: DisclosureGround, consent: Option<u8>) -> Disclosed {
    Disclosed {
        recipient: line("Huisartsenpraktijk De Linde"),
        categories: vec![line("verslag")],
        ground,
        consent: consent.map(entry),
        provenance: on("2026-05-10"),
    }
}

#[test]
fn a_statement_is_accepted_beside_any_entry_also_one_that_was_withdrawn_or_in_a_closed_dossier() {
    let before = [
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        withdrawn(1, true),
        closed("2026-05-02"),
    ];
    let fact = statement(Some(1), "2026-05-20");
    given(before.clone()).when(Command::AddStatement(fact.clone())).then([fact.clone().into()]);
    assert!(Event::from(fact).substantive(), "it moves the retention term");
    given(before.clone()).when(Command::AddStatement(statement(None, "2026-05-20"))).accepted();
    given(before)
        .when(Command::AddStatement(statement(Some(7), "2026-05-20")))
        .refused("NO_SUCH_ENTRY");
    let future = StatementAdded { received_on: day("2026-05-30"), ..statement(None, "2026-05-20") };
    given([opened()]).when(Command::AddStatement(future)).invalid(["received_on: IN_THE_FUTURE"]);
}

#[test]
fn a_statement_stands_beside_its_entry_in_the_view() {
    let mut view = View::default();
    let facts = [
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        statement(Some(1), "2026-05-20").into(),
        statement(None, "2026-05-21").into(),
    ];
    for (revision, fact) in (0..).zip(facts) {
        let place = Recorded { position: 10 + revision, revision, at: instant(NOW) };
        view.apply(place, &AnyEvent::Dossier(Box::new(fact)));
    }
    let beside: Vec<u64> = view.statements(Some(entry(1))).map(|it| it.0.position).collect();
    assert_eq!(beside, [12]);
    let of_dossier: Vec<u64> = view.statements(None).map(|it| it.0.position).collect();
    assert_eq!(of_dossier, [13]);
}

#[test]
fn a_restriction_stands_until_it_is_lifted_and_the_client_is_told_before() {
    let free = || [opened()];
    let bound = || [opened(), restricted().into()];
    given(free()).when(Command::Restrict(restricted())).then([restricted().into()]);
    given(bound()).when(Command::Restrict(restricted())).refused("ALREADY_RESTRICTED");
    let lift = |told, on| Command::LiftRestriction(lifted(told, on));
    given(free()).when(lift("2026-05-12", "2026-05-14")).refused("NOT_RESTRICTED");
    given(bound()).when(lift("2026-05-15", "2026-05-14")).invalid(["told_on: AFTER_EFFECT"]);
    given(bound()).when(lift("2026-05-14", "2026-05-14")).accepted();
    let again = [opened(), restricted().into(), lifted("2026-05-12", "2026-05-14").into()];
    given(again).when(Command::Restrict(restricted())).accepted();
}

#[test]
fn a_disclosure_on_consent_names_one_that_stands() {
    let consented = || [opened(), recorded(1, "2026-05-01", consent(ConsentDecision::Given))];
    let disclose = |ground, consent| Command::Disclose(disclosed(ground, consent));
    given(consented()).when(disclose(Consent, Some(1))).accepted();
    given(consented()).when(disclose(Consent, None)).invalid(["consent_id: MISSING"]);
    given(consented()).when(disclose(Consent, Some(2))).invalid(["consent_id: NO_SUCH_CONSENT"]);
    given(consented()).when(disclose(DirectlyInvolved, None)).accepted();
    given(consented())
        .when(disclose(DirectlyInvolved, Some(1)))
        .invalid(["consent_id: CONTRADICTION"]);
    let nothing = Disclosed { categories: vec![], ..disclosed(DirectlyInvolved, None) };
    given([opened()]).when(Command::Disclose(nothing)).invalid(["categories: MISSING"]);
}
