//! A second copy of the vault's keys on a stick: it follows, it is named when it was away, and it brings a lost vault back.

use std::fs;

use serde_json::Value;

use crate::backup::{Backed, backed, destroyed, text_of};

/// Given a practice with backups and a mirror on a stick.
fn mirrored() -> Backed {
    let backed = backed();
    let (stick, secret) = (path(&backed, "stick"), path(&backed, "stick-secret"));
    backed.practice.does(&format!("mirror add --to {stick} --secret {secret}"), &[]);
    backed
}

fn path(backed: &Backed, name: &str) -> String {
    backed.at(name).to_str().unwrap().to_owned()
}

fn looked_at(backed: &Backed, what: &str) -> String {
    let output = backed.practice.says("doctor --output json");
    let row = output.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{output}"));
    serde_json::from_str::<Value>(row).unwrap()["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn a_mirror_follows_and_the_doctor_says_so() {
    let backed = mirrored();
    assert_eq!(looked_at(&backed, "every mirror"), "good");
    destroyed(&backed, 0);
    let server = backed.practice.serving();
    backed.practice.refuses(75, "mirror list", &[], "stop the server");
    drop(server);
    assert!(backed.practice.does("mirror list", &[]).contains("current"));
}

#[test]
fn what_went_while_the_stick_was_away_goes_from_it_when_it_is_back() {
    let backed = mirrored();
    fs::rename(backed.at("stick"), backed.at("drawer")).unwrap();
    destroyed(&backed, 0);
    assert_eq!(looked_at(&backed, "every mirror"), "act");
    let before = backed.practice.size();
    fs::rename(backed.at("drawer"), backed.at("stick")).unwrap();
    assert_eq!(looked_at(&backed, "every mirror"), "good");
    assert_eq!(backed.practice.size(), before + 1, "that it caught up is on record, once");
    assert_eq!(backed.practice.size(), before + 1);
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let (_, report) = backed.audited(&kept);
    assert_eq!(report["findings"].as_array().unwrap().len(), 0, "{report}");
}

#[test]
fn a_lost_vault_comes_back_from_the_stick() {
    let backed = mirrored();
    let untouched = text_of(&backed, 1);
    destroyed(&backed, 0);
    backed.practice.json("backup create", &[]);
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let newest = backed.practice.file("newest.txt", &kept);
    backed.lose("data");
    backed.lose("data.vault");
    let (stick, secret) = (path(&backed, "stick"), path(&backed, "stick-secret"));
    let from = format!("--mirror {stick} --mirror-secret {secret}");
    let restored = backed.restore(&format!("{from} --newest {newest}"));
    // What was destroyed is on record in the backup: nothing of it is lost, it is gone.
    assert_eq!(restored["lost"], 0, "{restored}");
    assert_eq!(text_of(&backed, 1), untouched);
    let asked = format!("entry list {}", backed.dossiers[0].0);
    backed.practice.refuses(1, &asked, &[], "DESTROYED");
    let (exit, report) = backed.audited(&kept);
    assert_eq!((exit, &report["states"]["unexplained"]), (4, &serde_json::json!(0)), "{report}");
}
