//! What speaks against a destruction, told all at once; and nothing is gone.

use griffie::register::destruction::{Ground, Order};

use crate::given::*;
use crate::register_given::{LEDGER_STREAM, OWNER, dossier};

#[test]
fn a_hold_refuses_until_it_is_lifted() {
    let given = two_dossiers();
    let hold = dossier(77);
    given.wait(given.register.place_hold(&given.call(LEDGER_STREAM), dossier(1), hold)).unwrap();
    assert_eq!(objections(&given, &whole(&[dossier(1)])), ["UNDER_HOLD"]);
    assert_eq!(objections(&given, &records(&[5])), ["UNDER_HOLD"]);
    let given = given.restarted();
    assert_eq!(objections(&given, &whole(&[dossier(1)])), ["UNDER_HOLD"]);
    // The neighbour is not held.
    destroy(&given, &whole(&[dossier(2)])).unwrap();
    given.wait(given.register.lift_hold(&given.call(LEDGER_STREAM), hold)).unwrap();
    destroy(&given, &whole(&[dossier(1)])).unwrap();
}

#[test]
fn four_eyes_unless_the_practice_is_one_person() {
    let given = two_dossiers();
    let call = given.call(LEDGER_STREAM);
    let own = given.wait(given.register.destroy(&call, OWNER, &whole(&[dossier(1)])));
    assert!(format!("{own:?}").contains("SamePerson"), "{own:?}");
    given.wait(given.register.declare_solo(&given.call(LEDGER_STREAM), true)).unwrap();
    let call = given.call(LEDGER_STREAM);
    let own = given.wait(given.register.destroy(&call, OWNER, &whole(&[dossier(1)])));
    assert!(own.unwrap().unwrap().executed.is_some());
}

#[test]
fn everything_wrong_with_an_order_is_told_at_once() {
    let given = two_dossiers();
    let order = Order {
        ground: Ground::ClientRequest,
        streams: vec![dossier(1), dossier(99)],
        positions: vec![0, 5, 5, 1_000],
        ..whole(&[])
    };
    let found = objections(&given, &order);
    let expected = [
        "WHOLE_AND_PART",
        "NO_SUCH_STREAM",
        "NO_SUCH_POSITION",
        "NAMED_TWICE",
        "NEVER_DESTROYED",
        "REQUEST_MISMATCH",
    ];
    assert_eq!(found, expected);
    assert_eq!(objections(&given, &whole(&[])), ["NOTHING_NAMED"]);
    assert!(read_all(&given).iter().all(|it| it != "Destroyed"));
}

#[test]
fn what_is_gone_cannot_go_again() {
    let given = two_dossiers();
    destroy(&given, &records(&[5])).unwrap();
    assert_eq!(objections(&given, &records(&[5, 7])), ["ALREADY_DESTROYED"]);
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    assert_eq!(objections(&given, &whole(&[dossier(1)])), ["ALREADY_DESTROYED"]);
}

#[test]
fn an_attachment_goes_with_all_its_parts() {
    let given = two_dossiers();
    let part = || (dossier(1), "dossier.attachment_part_stored/1", b"bytes".to_vec());
    let closing = (dossier(1), "dossier.attachment_recorded/1", br#"{"body":{}}"#.to_vec());
    let stored = given.record_sealed(&[part(), part(), closing.clone(), part(), closing]);
    let at: Vec<u64> = stored.records.iter().map(|it| it.position).collect();
    assert_eq!(objections(&given, &records(&at[..2])), ["ATTACHMENT_NOT_WHOLE"]);
    assert_eq!(objections(&given, &records(&at[1..3])), ["ATTACHMENT_NOT_WHOLE"]);
    destroy(&given, &records(&at[..3])).unwrap();
    let read = read_all(&given);
    assert_eq!(read[usize::try_from(at[3]).unwrap()], "bytes");
}

#[test]
fn a_proposal_is_answered_once_and_survives_a_start() {
    let given = two_dossiers();
    let (call, order) = (given.call(LEDGER_STREAM), records(&[5]));
    let propose = given.register.propose_destruction(&call, &order);
    let proposed = given.wait(propose).unwrap().unwrap().records[0].position;
    let refuse = |given: &crate::register_given::Given| {
        let call = given.call(LEDGER_STREAM);
        given.wait(given.register.refuse_destruction(&call, proposed)).map(|_| ())
    };
    let given = given.restarted();
    // Who proposed it cannot approve it.
    let call = given.call(LEDGER_STREAM);
    let own = given.wait(given.register.approve_destruction(&call, proposed));
    assert!(format!("{own:?}").contains("SamePerson"), "{own:?}");
    refuse(&given).unwrap();
    assert!(format!("{:?}", refuse(&given)).contains("AlreadyAnswered"));
    assert!(read_all(&given).iter().all(|it| it != "Destroyed"));
}
