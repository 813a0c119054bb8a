//! What is read in an emergency while the ledger cannot be written is put aside, and recorded first afterwards.

use griffie::access::{AccessContext, Ground, OnBehalfOf, Purpose, Role};
use griffie::register::access_log::{Action, Kind, Line};

use crate::given::*;
use crate::register_given::{Given, OWNER, dossier};

fn line() -> Line {
    Line {
        operation: "griffie.v1.DossierService/GetDossier".to_owned(),
        action: Action::Read,
        about: vec![dossier(1)],
        object: None,
        searched: vec![],
        times: 1,
        organisation: "0".repeat(32),
        source: "griffie".to_owned(),
    }
}

fn looks(given: &Given, emergency: bool) -> Result<(), String> {
    let context = AccessContext {
        purpose: if emergency { Purpose::Emergency } else { Purpose::Care },
        ground: Ground::VitalInterest,
        on_behalf_of: OnBehalfOf::Client,
        role: Role::Owner,
    };
    let line = line();
    let logged = given.register.log_access(OWNER, Some(&context), Kind::Read, &line, emergency);
    given.wait(logged).map_err(|error| error.to_string())
}

fn refused(given: &Given) {
    let line = Line { action: Action::Refuse, ..line() };
    given.wait(given.register.log_access(OWNER, None, Kind::Refused, &line, true)).unwrap();
}

fn on_record(given: &Given) -> usize {
    on_record_as(given, Kind::Read)
}

fn on_record_as(given: &Given, wanted: Kind) -> usize {
    given.register.with_index(|index| {
        index.positions_of_kinds(index.size(), |kind| kind.as_str() == wanted.as_str()).len()
    })
}

#[test]
fn an_emergency_is_put_aside_on_a_full_disk_and_recorded_once_there_is_room() {
    let given = two_dossiers();
    looks(&given, false).unwrap();
    assert_eq!(on_record(&given), 1);
    given.room.leave(0);
    assert!(looks(&given, false).is_err(), "nobody reads unlogged");
    looks(&given, true).unwrap();
    looks(&given, true).unwrap();
    let aside = given.data_folder().join("access.pending");
    let held = std::fs::read(&aside).unwrap();
    // Sealed: neither the dossier nor the call stands in it.
    assert!(!held.windows(16).any(|it| it == dossier(1).as_bytes()));
    assert!(!held.windows(10).any(|it| it == b"GetDossier"));
    // Still no room at the next start: it stays, and everybody else is served.
    let given = given.restarted();
    assert!(aside.exists());
    assert_eq!(on_record(&given), 1);
    given.room.leave(1 << 40);
    // The process dies after the first line was recorded and before the file is gone: it is not recorded twice.
    let given = given.interrupted(|folder| {
        std::fs::copy(folder.join("data/access.pending"), folder.join("kept")).unwrap();
    });
    assert_eq!(on_record(&given), 3);
    assert!(!aside.exists());
    let given = given.interrupted(|folder| {
        std::fs::rename(folder.join("kept"), folder.join("data/access.pending")).unwrap();
    });
    assert_eq!(on_record(&given), 3);
    assert!(!aside.exists());
    assert!(read_all(&given).last().unwrap().contains("GetDossier"));
}

#[test]
fn after_half_a_line_the_next_ones_are_found_again_and_a_refusal_stays_a_refusal() {
    let given = two_dossiers();
    given.room.leave(0);
    looks(&given, true).unwrap();
    let aside = given.data_folder().join("access.pending");
    let whole = std::fs::read(&aside).unwrap();
    let torn = |lines: &[u8]| {
        std::fs::write(&aside, [lines, &whole[..whole.len() / 2]].concat()).unwrap();
    };
    // A crash while the second line was written; after the start the disk is still full.
    torn(&whole);
    let given = given.restarted();
    looks(&given, true).unwrap();
    // A write that failed half-way, in the life of one process.
    let two = std::fs::read(&aside).unwrap();
    torn(&two);
    refused(&given);
    assert!(std::fs::read(&aside).unwrap().starts_with(&two));
    given.room.leave(1 << 40);
    let given = given.restarted();
    assert!(!aside.exists());
    assert_eq!(on_record(&given), 2);
    assert_eq!(on_record_as(&given, Kind::Refused), 1);
}

#[test]
fn lines_put_aside_at_the_same_moment_are_all_recorded() {
    let given = two_dossiers();
    given.room.leave(0);
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| looks(&given, true).unwrap());
        }
    });
    given.room.leave(1 << 40);
    assert_eq!(on_record(&given.restarted()), 8);
}
