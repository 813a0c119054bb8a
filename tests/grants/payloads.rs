//! The stored form of every fact about people and grants. Lines are added (with `GRIFFIE_ADD_VECTORS`), never changed.

use std::path::Path;

use chrono::NaiveDate;
use griffie::access::Role;
use griffie::chain::{ActorId, StreamId};
use griffie::domain::id::ActorId as PersonActor;
use griffie::domain::person::{
    self, Changed, Command, Details, Refusal, RegisterNumber, Registered, Sort, State, decide,
    evolve,
};
use griffie::domain::practice::NumberKind;
use griffie::register::grants::{Emergency, Ended, Given, GrantFact, Issued, Revoked};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

fn details(name: &str, numbers: &[(NumberKind, &str)]) -> Details {
    let number = |(kind, number): &(NumberKind, &str)| RegisterNumber {
        kind: *kind,
        number: (*number).try_into().unwrap(),
    };
    Details { name: name.try_into().unwrap(), numbers: numbers.iter().map(number).collect() }
}

fn registered(sort: Sort) -> Registered {
    let actor = PersonActor::from_bytes([7; 16]).unwrap();
    Registered {
        actor,
        sort,
        details: details("Sietske Verdicht", &[(NumberKind::Big, "12345678901")]),
    }
}

fn day(day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 12, day)
}

fn every_shape() -> Vec<(String, String, String)> {
    let mut shapes = Vec::new();
    let mut person = |what: &str, fact: person::Event| {
        shapes.push((what.to_owned(), fact.kind().to_owned(), fact.to_body()));
    };
    person("a person was registered", registered(Sort::Person).into());
    person("a system was registered", registered(Sort::System).into());
    person("a person changed", Changed { details: details("Sietske Bedacht", &[]) }.into());
    let mut grant = |what: &str, fact: GrantFact| {
        shapes.push((what.to_owned(), fact.kind().to_owned(), fact.to_body().unwrap()));
    };
    let (id, actor) = (StreamId::from_bytes([1; 16]), ActorId::from_bytes([7; 16]));
    for role in Role::ALL {
        let (streams, role) = ([StreamId::from_bytes([2; 16])].into(), role.as_str());
        let given = Given {
            grant: id,
            actor,
            role: role.to_owned(),
            streams,
            from: day(1),
            until: day(31),
        };
        grant(&format!("{role}, some of it, for a month"), GrantFact::Given(given));
    }
    let streams = std::collections::BTreeSet::new();
    let role = "owner".to_owned();
    let given = Given { grant: id, actor, role, streams, from: None, until: None };
    grant("owner, all of it, for good", GrantFact::Given(given));
    grant("ended", GrantFact::Ended(Ended { grant: id }));
    let token_hash = "ab".repeat(32);
    grant("a token", GrantFact::Issued(Issued { token_hash, until: day(31).unwrap() }));
    grant("a token revoked", GrantFact::Revoked(Revoked { token: 12 }));
    let reason = "collega onbereikbaar".try_into().unwrap();
    grant("an emergency", GrantFact::Emergency(Emergency { reason }));
    shapes
}

#[test]
fn every_shape_that_is_written_has_a_line() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/payloads_grant.json");
    let stored = std::fs::read(&path).unwrap_or_else(|_| b"[]".to_vec());
    let mut lines: Vec<Golden> = serde_json::from_slice(&stored).unwrap();
    let mut missing = Vec::new();
    for (what, kind, body) in every_shape() {
        match lines.iter().find(|line| line.what == what) {
            Some(line) => assert_eq!((&line.body, &line.kind), (&body, &kind)),
            None => missing.push(Golden { what, kind, body }),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        lines.append(&mut missing);
        let json = serde_json::to_string_pretty(&lines).unwrap();
        std::fs::write(path, json + "\n").unwrap();
    }
    assert_eq!(missing, []);
}

#[test]
fn somebody_is_registered_once_and_changes_as_a_whole() {
    let register = || Command::Register(registered(Sort::Person));
    let change = |details| Command::Change(Changed { details });
    let mut state = State::default();
    let nobody = decide(&state, change(details("Sietske Bedacht", &[])));
    assert_eq!(nobody, Err(Refusal::NoSuchPerson));
    for fact in decide(&state, register()).unwrap() {
        evolve(&mut state, &fact);
    }
    assert_eq!(decide(&state, register()), Err(Refusal::AlreadyThere));
    let same = details("Sietske Verdicht", &[(NumberKind::Big, "12345678901")]);
    assert_eq!(decide(&state, change(same)), Err(Refusal::NothingChanges));
    for fact in decide(&state, change(details("Sietske Bedacht", &[]))).unwrap() {
        evolve(&mut state, &fact);
    }
    let person = state.person().unwrap();
    assert_eq!(person.details, details("Sietske Bedacht", &[]));
    assert_eq!(person.actor, PersonActor::from_bytes([7; 16]).unwrap());
}

#[test]
fn numbers_that_no_register_gives_are_all_named() {
    let wrong = [(NumberKind::Big, "1"), (NumberKind::Ibclc, "L-1"), (NumberKind::Agb, "2")];
    let registered = Registered { details: details("Sietske", &wrong), ..registered(Sort::Person) };
    let refused = decide(&State::default(), Command::Register(registered)).unwrap_err();
    let Refusal::Invalid(violations) = refused else { panic!("{refused:?}") };
    let named: Vec<_> =
        violations.into_vec().into_iter().map(|it| it.field.as_str().to_owned()).collect();
    assert_eq!(named, ["numbers[0].number", "numbers[2].number"]);
}
