//! A destruction takes no more than was granted: of one's own dossier, what was asked, without what was withheld.

use griffie::domain::id::{DossierId, EntryId};
use griffie::domain::part::Cut;
use griffie::domain::request::*;

use crate::given::*;

fn entry(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16]).unwrap()
}

fn characters(position: u64, from: u32, until: u32) -> PartNamed {
    let pointer = "/content/text/text".to_owned();
    PartNamed { position, cuts: vec![Cut::Text { pointer, from, until }] }
}

fn element(position: u64, element: &str) -> PartNamed {
    let (pointer, element) = ("/content/resource".to_owned(), element.to_owned());
    PartNamed { position, cuts: vec![Cut::Element { pointer, element }] }
}

/// Entry 1 has records 10 and 12, entry 2 has record 20.
fn entries() -> RecordsOfEntries {
    [(entry(1), vec![10, 12]), (entry(2), vec![20])].into()
}

fn scope(entries: &[u8], positions: &[u64], parts: &[PartNamed]) -> Scope {
    Scope {
        entries: entries.iter().map(|number| entry(*number)).collect(),
        positions: positions.to_vec(),
        parts: parts.to_vec(),
    }
}

fn asking(scope: Scope) -> Given {
    let items = vec![Item { right: Right::Destruction, scope }];
    given([receive(Received { items, ..asked(&[]) }, "2026-06-10")])
}

fn granting(scope: Scope) -> Given {
    asking(scope).when(grant(0, "2026-06-12")).accepted()
}

fn granting_without(asked: Scope, withheld: Scope) -> Given {
    let decided = Decision {
        grounds: vec![RefusalGround::InterestOfAnother],
        withheld: Some(withheld),
        explanation: Some(text("De uitleg staat in de brief.")),
        ..decision(0, Outcome::GrantedInPart)
    };
    asking(asked).when(take(Step::Decide(decided), "2026-06-12")).accepted()
}

fn records(positions: &[u64]) -> Taken {
    Taken { dossiers: vec![dossier()], positions: positions.to_vec(), ..Taken::default() }
}

fn parts(parts: &[PartNamed]) -> Taken {
    Taken { dossiers: vec![dossier()], parts: parts.to_vec(), ..Taken::default() }
}

fn whole_dossier() -> Taken {
    Taken { dossiers: vec![dossier()], whole: true, ..Taken::default() }
}

impl Given {
    fn grants(&self, taken: &Taken) -> bool {
        self.state.request().unwrap().grants(taken, &entries())
    }
}

#[test]
fn the_whole_dossier_was_granted_and_all_in_it_may_go_but_nothing_of_another() {
    let granted = granting(scope(&[], &[], &[]));
    for taken in [whole_dossier(), records(&[10, 33]), parts(&[characters(20, 1, 5)])] {
        assert!(granted.grants(&taken), "{taken:?}");
        let another = DossierId::from_bytes([0xd2; 16]).unwrap();
        let of_another = Taken { dossiers: vec![another], ..taken.clone() };
        assert!(!granted.grants(&of_another), "{of_another:?}");
        let of_both = Taken { dossiers: vec![dossier(), another], ..taken };
        assert!(!granted.grants(&of_both), "{of_both:?}");
    }
}

#[test]
fn nothing_is_granted_before_it_is_decided_nor_when_it_was_refused_or_taken_back() {
    let asked = asking(scope(&[], &[], &[]));
    assert!(!asked.grants(&whole_dossier()));
    let refused = refuse(0, RefusalGround::InterestOfAnother, "2026-06-12");
    assert!(!asked.clone().when(refused).accepted().grants(&whole_dossier()));
    let granted = asked.when(grant(0, "2026-06-12")).accepted();
    assert!(granted.grants(&whole_dossier()));
    let withdrawn = granted.when(take(Step::Withdraw(Withdrawal {}), "2026-06-13")).accepted();
    assert!(!withdrawn.grants(&whole_dossier()));
    let a_copy = given([receive(asked_copy(), "2026-06-10"), grant(0, "2026-06-12")]);
    assert!(!a_copy.grants(&whole_dossier()), "a copy was granted, no destruction");
}

fn asked_copy() -> Received {
    asked(&[Right::Copy])
}

#[test]
fn of_what_is_named_nothing_else_goes() {
    let granted =
        granting(scope(&[1], &[30], &[characters(40, 10, 20), element(50, "/performer/0")]));
    let may_go = [
        records(&[10, 12]),
        records(&[30]),
        parts(&[characters(40, 10, 20)]),
        parts(&[characters(40, 12, 15), characters(10, 0, 3), characters(30, 0, 3)]),
        parts(&[element(50, "/performer/0"), element(50, "/performer/0/display")]),
    ];
    for taken in may_go {
        assert!(granted.grants(&taken), "{taken:?}");
    }
    let stays = [
        whole_dossier(),
        records(&[10, 20]),
        records(&[40]),
        parts(&[characters(40, 9, 20)]),
        parts(&[characters(40, 10, 21)]),
        parts(&[characters(41, 10, 20)]),
        parts(&[characters(20, 1, 2)]),
        parts(&[element(50, "/performer/01")]),
        parts(&[element(50, "/performer")]),
        parts(&[characters(50, 0, 3)]),
    ];
    for taken in stays {
        assert!(!granted.grants(&taken), "{taken:?}");
    }
}

#[test]
fn what_was_withheld_stays() {
    let withheld = scope(&[2], &[30], &[characters(10, 10, 20)]);
    let granted = granting_without(scope(&[], &[], &[]), withheld);
    for taken in [
        records(&[12]),
        parts(&[characters(10, 0, 10)]),
        parts(&[characters(10, 20, 25)]),
        parts(&[element(50, "/note")]),
    ] {
        assert!(granted.grants(&taken), "{taken:?}");
    }
    for taken in [
        whole_dossier(),
        records(&[10]),
        records(&[20]),
        records(&[12, 30]),
        parts(&[characters(10, 19, 25)]),
        parts(&[characters(10, 12, 15)]),
        parts(&[characters(20, 0, 1)]),
        parts(&[characters(30, 0, 1)]),
    ] {
        assert!(!granted.grants(&taken), "{taken:?}");
    }
    let elements = scope(&[], &[], &[element(50, "/performer/0")]);
    let granted = granting_without(scope(&[], &[], &[]), elements);
    assert!(granted.grants(&parts(&[element(50, "/performer/1")])));
    assert!(!granted.grants(&parts(&[element(50, "/performer")])));
    assert!(!granted.grants(&parts(&[element(50, "/performer/0/display")])));
}
