//! What goes on beside a destruction: others who write, requests sent again, a disk that is full.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use griffie::chain::{StreamId, Visibility};
use griffie::domain::part::Cut;
use griffie::register::destruction::{DestroyError, Part};
use griffie::register::{Condition, Draft, ExecuteError, Proposal, SubmitError};

use crate::given::*;
use crate::register_given::{Given, LEDGER, LEDGER_STREAM, OWNER, dossier};

/// An entry of the first dossier, sealed, for the hands of somebody who writes beside.
fn sealed_entry(given: &Given) -> impl Fn(u64) -> Option<Proposal> + Send + 'static {
    let vault = Arc::clone(&given.vault);
    move |number: u64| {
        let key = vault.data_key_id(dossier(1))?;
        let sealed = vault.seal(key, dossier(1), &entry(9, "Ondertussen.")).ok()?;
        Some(Proposal {
            request: vault.request_id(&[2; 16], &u128::from(number).to_be_bytes(), LEDGER_STREAM),
            actor: OWNER,
            reads: vec![],
            after: None,
            drafts: vec![Draft {
                stream: dossier(1),
                kind: "dossier.entry_recorded/1".parse().unwrap(),
                visibility: Visibility::Sealed,
                commitment: sealed.commitment,
                sealed: sealed.box_bytes,
                fact: None,
            }],
        })
    }
}

/// Whatever comes in while a dossier is being decided upon goes with it, box and key, or comes too late.
#[test]
fn who_writes_while_a_dossier_is_decided_upon_leaves_nothing_behind() {
    for _ in 0..12 {
        let given = two_dossiers();
        let (register, make, stop) =
            (given.register.clone(), sealed_entry(&given), Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop);
        let writing = std::thread::spawn(move || {
            let mut number = 0;
            while !stopped.load(Ordering::Relaxed) {
                number += 1;
                let Some(proposal) = make(number) else { break };
                let _ = pollster::block_on(register.submit(proposal));
            }
            number
        });
        let done = destroy(&given, &whole(&[dossier(1)]));
        stop.store(true, Ordering::Relaxed);
        writing.join().unwrap();
        if let Err(DestroyError::Execute(ExecuteError::Contended)) = done {
            continue; // The other was faster every time: nothing was decided.
        }
        done.unwrap();
        let of_dossier =
            given.register.with_index(|index| index.positions(dossier(1), 0, u64::MAX));
        for position in of_dossier {
            assert_eq!(given.register.sealed(position).unwrap(), None, "a box is left: {position}");
        }
        assert_eq!(given.register.condition(), Condition::Writable);
        assert!(read_all(&given).iter().all(|it| !it.contains("Ondertussen")));
    }
}

/// After a part of it went a stream has another key. A request of before, sent again, is still that request.
#[test]
fn a_request_of_before_is_answered_again_after_a_part_went() {
    let given = Given::a_ledger();
    let practice = StreamId::from_bytes(*LEDGER.as_bytes());
    let first = given.describe_practice("Praktijk De Wilg");
    let call = given.call(practice);
    let second = given.describe_practice_by(&call, "Praktijk De Beuk").unwrap();
    destroy(&given, &records(&[first.records[0].position])).unwrap();
    given.describe_practice("Praktijk De Eik");
    let again = given.describe_practice_by(&call, "Praktijk De Beuk").unwrap();
    assert!(again.replayed);
    assert_eq!(again.records, second.records);
}

/// One sentence went of a dossier with many entries: each of the others has a key of its own then. It can still go whole.
#[test]
fn a_long_dossier_of_which_a_word_went_can_go_whole() {
    let given = two_dossiers();
    let more: Vec<_> =
        (0..800).map(|_| (dossier(1), "dossier.entry_recorded/1", entry(4, "Meer."))).collect();
    given.record_sealed(&more);
    let cut = Cut::Text { pointer: "/content/text/text".to_owned(), from: 18, until: 53 };
    destroy(&given, &parts(vec![Part { position: 5, cuts: vec![cut] }])).unwrap();
    assert!(given.vault.keys_of(dossier(1)).len() > 800);
    // One of them alone goes, and takes the key kept for it along.
    let kept = given.vault.keys_of(dossier(1)).len();
    destroy(&given, &records(&[7])).unwrap();
    assert_eq!(given.vault.keys_of(dossier(1)).len(), kept - 1);
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    assert_eq!(given.vault.keys_of(dossier(1)), []);
    let size = given.register.size();
    let given = given.restarted();
    assert_eq!(given.register.size(), size);
    assert!(read_all(&given)[6].contains("kwikstaart"));
}

#[test]
fn a_dossier_emptied_record_by_record_does_not_go_again() {
    let given = two_dossiers();
    destroy(&given, &records(&[3, 5, 7, 9])).unwrap();
    assert_eq!(objections(&given, &whole(&[dossier(1)])), ["ALREADY_DESTROYED"]);
}

/// On a full disk nothing is written, but what is to go can go: that is what room is set aside for.
#[test]
fn a_destruction_works_on_a_full_disk() {
    let given = two_dossiers();
    griffie::store::space::Room::hold(given.room.as_ref()).unwrap();
    given.room.leave(1 << 20);
    let refused = given.wait(given.register.submit(sealed_entry(&given)(1).unwrap()));
    assert_eq!(refused, Err(SubmitError::DiskFull));
    let done = destroy(&given, &whole(&[dossier(1)])).unwrap();
    assert!(done.executed.is_some());
    assert_eq!(given.register.sealed(5).unwrap(), None);
    assert!(given.room.is_held(), "the room is set aside again");
    // Everything else is refused as before.
    let held =
        given.wait(given.register.place_hold(&given.call(LEDGER_STREAM), dossier(2), dossier(9)));
    assert!(format!("{held:?}").contains("DiskFull"), "{held:?}");
}

/// Without that room it is refused, and nothing is half gone.
#[test]
fn without_any_room_a_destruction_is_refused_and_nothing_is_gone() {
    let given = two_dossiers();
    given.room.leave(1 << 20);
    let refused = destroy(&given, &whole(&[dossier(1)]));
    assert!(format!("{refused:?}").contains("DiskFull"), "{refused:?}");
    assert!(read_all(&given)[5].contains("zilverreiger"));
}
