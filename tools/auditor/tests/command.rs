//! The command itself: exit codes, what goes to which stream, and the report's documented shape.
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::fs;
use std::process::{Command, Output};

use support::bundle::{self, Given, USUAL};
use support::cases::{PRACTICE, practice};
use support::ledger::Ledger;
use tempfile::TempDir;

fn folder(ledger: &Ledger, given: &Given<'_>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    bundle::write(&folder.path().join("bundle"), &bundle::bundle(ledger, given));
    fs::write(folder.path().join("kept"), ledger.checkpoint(ledger.records.len())).unwrap();
    fs::write(folder.path().join("receipt"), ledger.receipt(3, 7)).unwrap();
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_griffie-audit"))
        .current_dir(folder.path())
        .args(arguments)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_sound_bundle_is_told_in_words_and_ends_with_zero() {
    let ledger = practice();
    let folder = folder(&ledger, &PRACTICE);
    let key = ledger.verifier_key(0);
    let output = run(&folder, &["bundle", "bundle", "--key", &key, "--also", "kept", "receipt"]);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output);
    assert!(text.starts_with("SOUND. "), "{text}");
    for told in [
        "Not examined: 3 positions",
        "1 sealed: the box is here, its key is not",
        "the ledger's key, proven by --key: griffie/0101",
        "kept: a signed checkpoint of size 10; agrees",
        "receipt: a receipt of position 3 at size 7; agrees",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(!text.contains("key destruction") && !text.contains("keys were destroyed"), "{text}");
}

#[test]
fn reservations_are_explained_and_end_with_four() {
    let folder = folder(&practice(), &PRACTICE);
    let output = run(&folder, &["bundle", "bundle"]);
    assert_eq!(output.status.code(), Some(4));
    let text = text(&output);
    for told in ["WITH RESERVATIONS", "  key_unproven: ", "  nothing_outside_attests: "] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}

#[test]
fn what_is_broken_is_named_with_its_place_and_ends_with_three() {
    let folder = folder(&practice(), &Given { held: &|position| position != 7, ..PRACTICE });
    let output = run(&folder, &["bundle", "bundle"]);
    assert_eq!(output.status.code(), Some(3));
    let text = text(&output);
    assert!(text.starts_with("BROKEN. "), "{text}");
    assert!(
        text.contains("  position 7: the exporter does not hold this record's content"),
        "{text}"
    );
    assert!(!text.contains("Reservations"), "{text}");
}

#[test]
fn an_unknown_kind_ends_with_six_and_a_missing_folder_with_one() {
    let mut ledger = practice();
    ledger.open("destruction.decided/2", "{}");
    let folder = folder(&ledger, &USUAL);
    assert_eq!(run(&folder, &["bundle", "bundle"]).status.code(), Some(6));
    let missing = run(&folder, &["bundle", "nowhere"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing).starts_with("COULD NOT READ. "));
}

#[test]
fn clocks_are_told_in_words_and_a_wrong_end_is_named_with_its_place() {
    let started = |number: u8, due: &str| {
        format!(
            r#"{{"clock":{number},"rule":"WKKGZ-DISPUTE","table":1,"calendar":1,"count":null,"start":"2026-02-20","nominal":"2026-08-20","due":"{due}","target":null,"beside":null}}"#
        )
    };
    let mut ledger = practice();
    ledger.clock(0xa0, "clock.started/1", &started(0, "2026-08-20"));
    ledger.clock(0xa0, "clock.started/1", &started(1, "2026-08-20"));
    let agreed = r#"{"clock":1,"form":"consent","notice":null,"nominal":null,"due":"2026-09-01"}"#;
    ledger.clock(0xa0, "clock.extended/1", agreed);
    let told = text(&run(&folder(&ledger, &PRACTICE), &["bundle", "bundle"]));
    for words in [
        "  1 clocks of the law recomputed, each end the one the law gives\n",
        "  1 clocks of the law recomputed; the end now in force was agreed with the client or set",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains("not recomputed"), "{told}");
    ledger.clock(0xa0, "clock.started/1", &started(2, "2026-08-21"));
    let output = run(&folder(&ledger, &PRACTICE), &["bundle", "bundle"]);
    assert_eq!(output.status.code(), Some(3));
    let told = text(&output);
    let words = "  position 13: the clock's end, as recorded, is not the one the law gives\n";
    assert!(told.contains(words), "{told}");
}

#[test]
fn usage_errors_end_with_two() {
    let folder = folder(&practice(), &PRACTICE);
    for arguments in [
        &[][..],
        &["bundle"],
        &["bundle", "bundle", "--key"],
        &["bundle", "bundle", "--key", "griffie/01+00000000+AAAA"],
        &["bundle", "bundle", "--unknown"],
        &["bundle", "bundle", "more"],
        &["verify", "bundle"],
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_report_has_the_documented_shape() {
    let ledger = practice();
    let folder = folder(&ledger, &PRACTICE);
    let output = run(&folder, &["bundle", "bundle", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
    let root = ledger.three_lines(10).lines().nth(2).unwrap().to_owned();
    let expected = serde_json::json!({
        "report": "griffie audit v1",
        "verdict": "reservation",
        "exit": 4,
        "ledger": "01".repeat(16),
        "size": 10,
        "root": root,
        "states": {
            "destroyed": 0, "destroying": 0, "lost": 0, "opened": 3, "open": 4,
            "sealed_unexamined": 1, "withheld": 2, "unexplained": 0,
        },
        "not_examined": 3,
        "clocks": {"recomputed": 0, "stated": 0, "not_recomputed": 0},
        "reservations": ["key_unproven", "nothing_outside_attests"],
        "findings": [],
    });
    assert_eq!(report, expected);

    let held = folder.path().join("bundle/held");
    fs::write(&held, [0xff]).unwrap();
    let output = run(&folder, &["bundle", "bundle", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
    let first = &report["findings"][0];
    assert_eq!(
        *first,
        serde_json::json!({"code": "file_differs", "position": null, "path": "held"})
    );
    assert_eq!((&report["verdict"], &report["exit"]), (&"broken".into(), &3.into()));
}
