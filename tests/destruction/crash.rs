//! The process ends between any two effects of a destruction. After the next start it is either not decided, or carried through.

#![cfg(debug_assertions)]

use std::path::{Path, PathBuf};
use std::process::Command;

use griffie::domain::part::Cut;
use griffie::register::Condition;
use griffie::register::destruction::{Destructions, FaultPoint, Order, Part};
use griffie::vault;

use crate::given::*;
use crate::register_given::{Given, dossier};

/// Not a test of its own: the process the others start, and which dies where it is told to.
#[test]
fn the_process_that_is_killed() {
    let Ok(task) = std::env::var("GRIFFIE_TEST_TASK") else { return };
    let folder = PathBuf::from(std::env::var("GRIFFIE_TEST_FOLDER").unwrap());
    let given = Given::left_in(&folder, 1_000);
    destroy(&given, &order(&task)).unwrap();
}

fn order(task: &str) -> Order {
    match task {
        "whole" => whole(&[dossier(1)]),
        "records" => records(&[5, 9]),
        _ => {
            let cut = Cut::Text { pointer: "/content/text/text".to_owned(), from: 18, until: 53 };
            parts(vec![Part { position: 5, cuts: vec![cut] }])
        }
    }
}

/// Positions that go, by the task.
fn going(task: &str) -> &'static [u64] {
    match task {
        "whole" => &[3, 5, 7, 9],
        "records" => &[5, 9],
        _ => &[5],
    }
}

fn dies(folder: &Path, task: &str, variable: &str, point: &str) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::the_process_that_is_killed", "--exact", "--nocapture"])
        .env("GRIFFIE_TEST_TASK", task)
        .env("GRIFFIE_TEST_FOLDER", folder)
        .env(variable, point)
        .output()
        .unwrap();
    assert!(!child.status.success(), "{task} did not die at {point}");
    assert!(child.status.code().is_none(), "{task} at {point}: {child:?}");
}

/// Given two dossiers, when the process dies at a point, then after the next start the destruction is not decided or done.
fn judge(task: &str, variable: &str, point: &str) -> bool {
    let given = two_dossiers();
    let before = read_all(&given);
    let sealed = given.register.sealed(5).unwrap().unwrap();
    let header = given.register.records(&[5], false).unwrap()[0].header.clone();
    let given = given.interrupted(|folder| dies(folder, task, variable, point));
    assert_eq!(given.register.condition(), Condition::Writable, "{task} at {point}");
    let after = read_all(&given);
    let decisions = given.register.with_destructions(|it| it.decisions().clone());
    let decided = !decisions.is_empty();
    for (position, was) in before.iter().enumerate() {
        if decided && going(task).contains(&(position as u64)) {
            assert_eq!(after[position], "Destroyed", "{task} at {point}");
        } else {
            assert_eq!(&after[position], was, "{task} at {point}: position {position}");
        }
    }
    if decided {
        let decision = decisions.values().next().unwrap();
        assert!(decision.executed.is_some(), "{task} at {point}: decided and not carried through");
        assert!(given.vault.open_box(dossier(1), header.commitment, &sealed).is_err());
        for position in going(task) {
            assert_eq!(given.register.sealed(*position).unwrap(), None, "{task} at {point}");
        }
    } else {
        assert!(given.vault.open_box(dossier(1), header.commitment, &sealed).is_ok());
    }
    // And once more: it stays as it is, and the ledger takes what comes.
    let given = given.restarted();
    assert_eq!(read_all(&given), after);
    given.record_sealed(&[(dossier(2), "dossier.entry_recorded/1", entry(8, "Verder."))]);
    let executed = given.register.with_index(|index| {
        index.positions_of_kinds(index.size(), |it| it.as_str() == "destruction.executed/1").len()
    });
    assert_eq!(executed, usize::from(decided), "{task} at {point}: recorded twice, or never");
    decided
}

#[test]
fn between_any_two_effects_of_a_destruction() {
    for task in ["whole", "records", "part"] {
        let mut decided = Vec::new();
        for point in FaultPoint::ALL {
            decided.push(judge(task, "GRIFFIE_DESTRUCTION_FAULT", point.name()));
        }
        assert_eq!(decided, [false, false, false, true, true, true, true, true], "{task}");
    }
}

#[test]
fn between_any_two_writes_of_the_rotation() {
    let points = vault::FaultPoint::ALL.iter().map(|point| point.name());
    let points: Vec<_> = points.filter(|name| name.starts_with("rotate_")).collect();
    assert!(points.len() >= 10);
    for point in points {
        let decided = judge("part", "GRIFFIE_VAULT_FAULT", &format!("vault.{point}=abort"));
        assert!(decided);
    }
}

/// Decided and not carried out, and at the next start the disk is full: everybody else is served, the dossier is shown to
/// nobody, and when there is room again it goes.
#[test]
fn a_decision_that_cannot_be_carried_out_yet_keeps_nobody_out() {
    let given = two_dossiers();
    given.room.leave(0);
    let decided = FaultPoint::Decided.name();
    let given = given.interrupted(|folder| {
        dies(folder, "whole", "GRIFFIE_DESTRUCTION_FAULT", decided);
    });
    let pending = given.register.with_destructions(Destructions::pending);
    assert_eq!(pending.len(), 1);
    let read = read_all(&given);
    assert_eq!(read[5], "Destroyed");
    assert!(read[6].contains("kwikstaart"));
    // The next destruction carries out what is left of the one before.
    given.room.leave(1 << 40);
    destroy(&given, &records(&[8])).unwrap();
    assert!(given.register.with_destructions(Destructions::pending).is_empty());
    assert_eq!(given.register.sealed(5).unwrap(), None);
    assert_eq!(given.vault.keys_of(dossier(1)), []);
}
