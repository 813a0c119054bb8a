//! The stored form of every fact of a request. Lines are added (with `GRIFFIE_ADD_VECTORS`), never changed.

use std::path::Path;

use griffie::domain::Event as AnyEvent;
use griffie::domain::dossier::representative::RepresentationGround;
use griffie::domain::id::EntryId;
use griffie::domain::part::Cut;
use griffie::domain::provenance::Moment;
use griffie::domain::request::event;
use griffie::domain::request::*;
use griffie::domain::sending::Means;
use griffie::domain::told::Told;
use serde::{Deserialize, Serialize};

use crate::given::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

fn told<T>(what: T) -> Told<T> {
    Told { what, provenance: on("2026-06-10") }
}

/// One line for each shape that is written, each with a name.
pub fn every_shape() -> Vec<(String, Event)> {
    let mut shapes: Vec<(String, Event)> = Vec::new();
    let mut add = |what: &str, fact: Event| shapes.push((what.to_owned(), fact));
    add("received: everything", told(asked(Right::ALL)).into());
    let cut = Cut::Text { pointer: "/content/text/text".to_owned(), from: 4, until: 9 };
    let element = Cut::Element {
        pointer: "/content/fhir/resource".to_owned(),
        element: "/note/0".to_owned(),
    };
    let scope = Scope {
        entries: vec![EntryId::from_bytes([0xe1; 16]).unwrap()],
        positions: vec![3],
        parts: vec![PartNamed { position: 7, cuts: vec![cut, element] }],
    };
    let with = Received {
        channel: Channel::InPerson,
        requesters: vec![
            representative("Jort Oosterling", RepresentationGround::ParentWithAuthority),
            Requester { name: line("Lot Nabij"), capacity: Capacity::NextOfKin {} },
        ],
        incapacity: Some(Incapacity { by: line("Dr. Hazelhoff"), on: day("2026-06-01") }),
        after_death: Some(AfterDeath {
            ground: AfterDeathGround::WeightyInterest,
            explanation: Some(text("Erfelijkheid.")),
        }),
        items: vec![Item { right: Right::Destruction, scope: scope.clone() }],
        ..asked(&[])
    };
    add("received: places in records", told(with).into());
    let bare = Received { dossier: None, regime: None, ..asked(&[Right::Copy]) };
    add("received: of no dossier", told(bare).into());
    add("identity asked", told(IdentityAsked { method: line("Videogesprek") }).into());
    for established in [true, false] {
        let fact = told(IdentityChecked { method: line("Videogesprek"), established });
        add(&format!("identity checked: {established}"), fact.into());
    }
    add("extended", told(Extension { reasons: text("Omvangrijk.") }).into());
    add("granted", told(decision(0, Outcome::Granted)).into());
    let part = Decision {
        grounds: RefusalGround::all().collect(),
        withheld: Some(scope),
        explanation: Some(text("De rest staat in de brief.")),
        ..decision(1, Outcome::GrantedInPart)
    };
    add("granted in part", told(part).into());
    let refused = Decision {
        grounds: vec![RefusalGround::Veto],
        explanation: Some(text("Zo vastgelegd.")),
        ..decision(2, Outcome::Refused)
    };
    add("refused", told(refused).into());
    add("fulfilled", told(Fulfilment { item: 0, position: Some(41) }).into());
    add("fulfilled, nothing to show", told(Fulfilment { item: 0, position: None }).into());
    for means in [Means::Electronic, Means::Post, Means::HandedOver] {
        add(&format!("answered: {means:?}"), told(Answer { means, received: None }).into());
    }
    let received = Some(Moment::On(day("2026-06-12")));
    add("answered and received", told(Answer { means: Means::Post, received }).into());
    add("answer received", told(AnswerReceived {}).into());
    let recipients = vec![line("Huisartsenpraktijk De Linde")];
    add("recipients told", told(RecipientsTold { recipients, not_told: None }).into());
    let not_told = Some(text("De praktijk bestaat niet meer."));
    add("recipients not told", told(RecipientsTold { recipients: vec![], not_told }).into());
    add("withdrawn", told(Withdrawal {}).into());
    add("closed", told(Closing { remark: None }).into());
    add("closed with a remark", told(Closing { remark: Some(text("Afgerond.")) }).into());
    let to = Moment::On(day("2026-06-08"));
    add("receipt corrected", told(Correction { to, reason: text("Lag er eerder.") }).into());
    shapes
}

#[test]
fn every_fact_is_stored_as_it_always_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/payloads_request.json");
    let known = std::fs::read_to_string(&path).unwrap_or_else(|_| "[]".to_owned());
    let mut golden: Vec<Golden> = serde_json::from_str(&known).unwrap();
    for (what, fact) in every_shape() {
        let now = Golden { kind: fact.kind().to_owned(), body: fact.to_body(), what };
        match golden.iter().find(|line| line.what == now.what) {
            Some(line) => assert_eq!(&now, line),
            None if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() => golden.push(now),
            None => panic!("no golden line for {now:?}"),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&golden).unwrap() + "\n").unwrap();
    }
    for line in &golden {
        let AnyEvent::Request(fact) = AnyEvent::from_body(&line.kind, &line.body).unwrap() else {
            panic!("{} is no fact of a request", line.kind);
        };
        assert_eq!(fact.to_body(), line.body, "{}", line.what);
        griffie::chain::check_i_json(line.body.as_bytes()).unwrap();
    }
    let written: std::collections::BTreeSet<&str> =
        golden.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(written, event::KINDS.iter().copied().collect());
}

#[test]
fn a_field_nobody_knows_is_refused_and_debug_shows_no_names() {
    for (_, fact) in every_shape() {
        let body = fact.to_body().replacen('{', r#"{"more":1,"#, 1);
        assert!(AnyEvent::from_body(fact.kind(), &body).is_err(), "{}", fact.kind());
    }
    let shown = format!("{:?}", receive(asked(Right::ALL), "2026-06-10"));
    assert!(!shown.contains("Oosterling") && !shown.contains("Verdicht"), "{shown}");
}
