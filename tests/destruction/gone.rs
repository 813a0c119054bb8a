//! A whole dossier goes. Gone is gone, and nothing else is.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use griffie::chain::KeyId;
use griffie::register::Condition;
use griffie::register::destruction::Gone;

use crate::given::*;
use crate::reader;
use crate::register_given::{Given, LEDGER, LEDGER_STREAM, dossier};

fn destroyed(given: &Given, position: u64) -> bool {
    let gone = given.register.with_destructions(|state| state.gone(position));
    matches!(gone, Some(Gone { executed: true, .. }))
}

#[test]
fn a_dossier_goes_and_every_other_record_reads_as_before() {
    let given = two_dossiers();
    let (before, committed) = (read_all(&given), commitments(&given));
    let done = destroy(&given, &whole(&[dossier(1)])).unwrap();
    assert!(done.executed.is_some());
    let after = read_all(&given);
    for (position, was) in before.iter().enumerate() {
        if [3, 5, 7, 9].contains(&position) {
            assert_eq!(after[position], "Destroyed");
            assert!(destroyed(&given, position as u64));
        } else {
            assert_eq!(&after[position], was);
        }
    }
    assert_eq!(&commitments(&given)[..committed.len()], &committed[..]);
}

#[test]
fn neither_box_nor_key_is_found_in_any_file() {
    let given = two_dossiers();
    let vault = given.path("data.vault");
    let key = given.vault.data_key_id(dossier(1)).unwrap();
    let other = given.vault.data_key_id(dossier(2)).unwrap();
    let sealed = given.register.sealed(5).unwrap().unwrap();
    let slot = slot_of(&vault, key);
    // Given: what is looked for afterwards can be found before.
    assert!(holds(&given.data_folder(), &sealed[29..61]));
    assert!(holds(&vault, &slot));
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    assert_eq!(given.register.sealed(5).unwrap(), None);
    assert!(given.vault.key_state(key).is_err());
    // The key as it lay wrapped is in no file of the vault; the other dossier's lies there anew.
    assert!(!holds(&vault, &slot));
    assert!(given.vault.key_state(other).is_ok());
    // sled does not erase: the box itself may lie in an old page of its log. Without a key it opens for nobody.
    let header = given.register.records(&[5], false).unwrap()[0].header.clone();
    assert!(given.vault.open_box(dossier(1), header.commitment, &sealed).is_err());
}

/// Read by a second reader of the vault's files, which shares no code with the vault: no slot holds the key, no file holds the
/// key, the key of its box or a word of it, bare or wrapped.
#[test]
fn what_lies_there_afterwards_gives_neither_words_nor_keys() {
    let given = two_dossiers();
    let (vault, data) = (given.path("data.vault"), given.data_folder());
    let id = given.vault.data_key_id(dossier(1)).unwrap();
    let sealed = given.register.sealed(5).unwrap().unwrap();
    let header = given.register.records(&[5], false).unwrap()[0].header.clone();
    let root = std::fs::read_to_string(vault.join("root")).unwrap();
    let read = || reader::read(&vault, root.trim(), *LEDGER.as_bytes());
    let before = read();
    let slot = before.slot(id.as_bytes()).clone();
    let key: [u8; 32] = slot.key.as_slice().try_into().unwrap();
    let box_key = griffie::chain::box_key(&key, LEDGER, dossier(1), &header.commitment);
    // Given: with this key, as it lay there, the box opens; and the search finds what lies there.
    assert!(opens(&box_key, &sealed, &header.commitment));
    for wanted in [&slot.wrapped, &before.wrapped_epoch] {
        assert!(holds(&vault, wanted));
    }
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    let after = read();
    assert!(after.slots.iter().all(|slot| slot.key != key && slot.key != *box_key));
    assert_ne!(after.epoch_key, before.epoch_key);
    let gone: [&[u8]; 6] =
        [&key, &*box_key, &slot.wrapped, &before.epoch_key, &before.wrapped_epoch, b"zilverreiger"];
    for (number, wanted) in gone.into_iter().enumerate() {
        assert!(!holds(&vault, wanted) && !holds(&data, wanted), "number {number} is found");
    }
}

/// Opens a box with a key, by the bytes of docs/format.md alone.
fn opens(key: &[u8; 32], sealed: &[u8], commitment: &griffie::chain::Commitment) -> bool {
    let aad = [
        b"griffie box v1".as_slice(),
        LEDGER.as_bytes(),
        dossier(1).as_bytes(),
        commitment.as_bytes(),
    ]
    .concat();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(&sealed[17..29]).unwrap();
    let mut content = sealed[29..].to_vec();
    let opened = key.open_in_place(nonce, Aad::from(aad), &mut content);
    opened.is_ok_and(|payload| payload.windows(12).any(|it| it == b"zilverreiger"))
}

/// The wrapped key in the vault's key file: the bytes of its slot after the id.
fn slot_of(vault: &std::path::Path, key: KeyId) -> Vec<u8> {
    let keys = std::fs::read(vault.join("keys")).unwrap();
    let at = keys.windows(16).position(|it| it == key.as_bytes()).unwrap();
    keys[at + 60..at + 108].to_vec()
}

#[test]
fn what_is_gone_stays_gone_after_a_start_and_is_not_done_twice() {
    let given = two_dossiers();
    let done = destroy(&given, &whole(&[dossier(1)])).unwrap();
    let size = given.register.size();
    let given = given.restarted();
    assert_eq!(given.register.size(), size, "a start records nothing about what was carried out");
    assert!(destroyed(&given, 3));
    let decision = given.register.with_destructions(|it| it.decisions()[&done.position].clone());
    assert_eq!(decision.executed.map(|it| it.0), done.executed);
    assert_eq!(given.register.condition(), Condition::Writable);
    let mut verification = given.register.verification();
    while verification.step().unwrap() {}
    assert_eq!(verification.up_to(), size);
    assert!(given.register.status().verified.damage.is_empty());
}

#[test]
fn a_store_of_before_brings_nothing_back() {
    let given = two_dossiers();
    let sealed = given.register.sealed(5).unwrap().unwrap();
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    // Somebody puts the deleted box back into the store.
    given.store.put_back(5, &sealed);
    assert_eq!(read_all(&given)[5], "Destroyed");
}

#[test]
fn the_same_call_again_gets_the_same_answer() {
    let given = two_dossiers();
    let call = given.call(LEDGER_STREAM);
    let done = destroy_by(&given, &call, &whole(&[dossier(1)])).unwrap();
    let size = given.register.size();
    let again = destroy_by(&given, &call, &whole(&[dossier(1)])).unwrap();
    assert_eq!((again.position, again.executed), (done.position, done.executed));
    assert!(again.decided.replayed);
    assert_eq!(given.register.size(), size);
}

#[test]
fn nothing_is_written_to_a_dossier_that_is_gone() {
    let given = two_dossiers();
    destroy(&given, &whole(&[dossier(1)])).unwrap();
    let request = given.vault.request_id(&[1; 16], &given.next_request(), LEDGER_STREAM);
    let key = given.wait(given.register.data_key(dossier(1))).unwrap();
    let sealed = given.vault.seal(key, dossier(1), &entry(9, "later")).unwrap();
    let draft = griffie::register::Draft {
        stream: dossier(1),
        kind: "dossier.entry_recorded/1".parse().unwrap(),
        visibility: griffie::chain::Visibility::Sealed,
        commitment: sealed.commitment,
        sealed: sealed.box_bytes,
        fact: None,
    };
    let proposal = griffie::register::Proposal {
        request,
        actor: COLLEAGUE,
        reads: vec![],
        after: None,
        drafts: vec![draft],
    };
    let refused = given.wait(given.register.submit(proposal));
    let fenced = griffie::register::SubmitError::Fenced { stream: dossier(1), whole: true };
    assert_eq!(refused, Err(fenced));
}

#[test]
fn records_that_go_whole_leave_their_neighbours_readable_under_the_old_boxes() {
    let given = two_dossiers();
    let old_key = given.vault.data_key_id(dossier(1)).unwrap();
    let boxes: Vec<_> = [3, 7, 9].map(|it| given.register.sealed(it).unwrap()).into();
    let before = read_all(&given);
    destroy(&given, &records(&[5])).unwrap();
    let after = read_all(&given);
    assert_eq!(after[5], "Destroyed");
    for position in [3, 4, 6, 7, 8, 9, 10] {
        assert_eq!(after[position], before[position]);
    }
    // The boxes that stay were not sealed again: an older backup of them stays readable.
    let now: Vec<_> = [3, 7, 9].map(|it| given.register.sealed(it).unwrap()).into();
    assert_eq!(boxes, now);
    assert!(given.vault.key_state(old_key).is_err());
    // What comes now is sealed under a new key, and survives a start.
    given.record_sealed(&[(dossier(1), "dossier.entry_recorded/1", entry(4, "Nieuw."))]);
    let expected = read_all(&given);
    let given = given.restarted();
    assert_eq!(read_all(&given), expected);
}
