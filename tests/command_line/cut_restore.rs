//! A restore is ended between any two of its effects: nothing is served meanwhile, and done again it comes to what one comes to that
//! nobody cut.
#![cfg(debug_assertions)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::backup::{Backed, backed, destroyed, text_of};

/// Between any two effects of a restore into a vault that is still there.
const OF_RECORDS: &[&str] =
    &["marker_written", "records_put", "begun_anew", "checkpoint_kept", "recorded", "key_changed"];
/// The same where the vault is made from a key backup.
const OF_ALL: &[&str] = &[
    "marker_written",
    "vault_made",
    "records_put",
    "begun_anew",
    "checkpoint_kept",
    "recorded",
    "key_changed",
];

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            fs::set_permissions(&target, entry.metadata().unwrap().permissions()).unwrap();
        }
    }
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
}

/// All that a restored ledger is: what each record is of and what it holds, and what an auditor finds; not the keys and times of the
/// run itself.
fn state(backed: &Backed, kept: &str) -> Value {
    let to = backed.at("state");
    backed.practice.does(&format!("export practice --to {}", to.display()), &[]);
    let mut lines = Vec::new();
    let mut waiting = vec![to.clone()];
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "ndjson") {
                let text = fs::read_to_string(&path).unwrap();
                lines.extend(text.lines().map(|it| serde_json::from_str::<Value>(it).unwrap()));
            }
        }
    }
    fs::remove_dir_all(&to).unwrap();
    let of_the_run = ["ledger.restored/1", "ledger.key_rotated/1", "damage.recorded/1"];
    for line in &mut lines {
        let kind = line["kind"].as_str().unwrap_or_default().to_owned();
        if of_the_run.contains(&kind.as_str()) {
            for member in ["recorded_at", "salt"] {
                line[member] = Value::Null;
            }
            if kind == "ledger.key_rotated/1" {
                line["payload"]["verifier_key"] = Value::Null;
            }
        }
    }
    lines.sort_by_key(|line| (line["position"].as_u64(), line["dossier"].to_string()));
    let (exit, report) = backed.audited(kept);
    fs::remove_dir_all(backed.at("bundle-0")).unwrap();
    json!({
        "lines": lines,
        "exit": exit,
        "states": report["states"],
        "reservations": report["reservations"],
    })
}

/// Ends a restore at each point; each time it is done again and comes to the same.
fn cut_everywhere(backed: &Backed, points: &[&str], more: &str, begin: impl Fn()) {
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let there_was = backed.practice.size();
    begin();
    let uncut = backed.restore(more);
    assert_eq!(uncut["abandoned_size"].as_u64(), Some(there_was));
    let wanted = state(backed, &kept);
    assert_eq!(wanted["states"]["unexplained"], 0, "{wanted}");
    let restore =
        format!("restore {} --identity {} {more}", backed.newest("records"), backed.identity);
    for point in points {
        begin();
        assert!(backed.practice.dies(&restore, "GRIFFIE_RESTORE_FAULT", point), "{point}");
        for verb in ["status", "serve --listen 127.0.0.1:0", "dossier list"] {
            backed.practice.refuses(1, verb, &[], "run `griffie restore` again");
        }
        let restored = backed.restore(more);
        assert_eq!(restored["abandoned_size"], uncut["abandoned_size"], "{point}: {restored}");
        assert_eq!(state(backed, &kept), wanted, "{point}");
    }
    // When the marker is gone it was done, whether or not anybody was told.
    begin();
    assert!(backed.practice.dies(&restore, "GRIFFIE_RESTORE_FAULT", "marker_removed"));
    assert_eq!(state(backed, &kept), wanted);
    backed.practice.refuses(1, &restore, &[], "is in use");
}

#[test]
fn a_restore_of_records_cut_anywhere_comes_to_the_same() {
    let backed = backed();
    destroyed(&backed, 0);
    backed.entry(1, "Later.");
    let untouched = text_of(&backed, 1);
    copied(&backed.at("data.vault"), &backed.at("vault-before"));
    cut_everywhere(&backed, OF_RECORDS, "", || {
        backed.lose("data");
        backed.lose("data.vault");
        copied(&backed.at("vault-before"), &backed.at("data.vault"));
    });
    assert_eq!(text_of(&backed, 1), untouched);
}

#[test]
fn a_restore_of_keys_and_records_cut_anywhere_comes_to_the_same() {
    let backed = backed();
    backed.entry(1, "Later.");
    let untouched = text_of(&backed, 1);
    let newest =
        backed.practice.file("newest.txt", backed.practice.does("checkpoint print --signed", &[]));
    let more = format!("--keys {} --newest {newest}", backed.newest("keys"));
    cut_everywhere(&backed, OF_ALL, &more, || {
        backed.lose("data");
        backed.lose("data.vault");
    });
    assert_eq!(text_of(&backed, 1), untouched);
}
