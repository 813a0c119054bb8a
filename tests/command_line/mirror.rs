//! A second copy of the vault's keys on a stick: it follows, it is named when it was away, and it brings a lost vault back.

use std::fs;

use crate::backup::{Backed, backed, destroyed, text_of};
use crate::given::invented;

/// Given a practice with backups and a mirror on a stick.
fn mirrored() -> Backed {
    let backed = backed();
    let (stick, secret) = (path(&backed, "stick"), path(&backed, "stick-secret"));
    backed.practice.does(&format!("mirror add --to {stick} --secret {secret}"), &[]);
    backed
}

#[test]
fn its_root_secret_lies_neither_in_it_nor_in_what_it_opens() {
    let backed = backed();
    let stick = path(&backed, "stick");
    for place in ["data.vault/secret", "data/secret", "stick/secret"] {
        let add = format!("mirror add --to {stick} --secret {}", path(&backed, place));
        backed.practice.refuses(2, &add, &[], "the root secret");
        assert!(!backed.at(place).exists() && !backed.at("stick").exists(), "{place}");
    }
}

fn path(backed: &Backed, name: &str) -> String {
    backed.at(name).to_str().unwrap().to_owned()
}

#[test]
fn a_mirror_follows_and_the_doctor_says_so() {
    let backed = mirrored();
    assert_eq!(backed.doctor("every mirror"), "good");
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
    assert_eq!(backed.doctor("every mirror"), "act");
    let before = backed.practice.size();
    fs::rename(backed.at("drawer"), backed.at("stick")).unwrap();
    assert_eq!(backed.doctor("every mirror"), "good");
    assert_eq!(backed.practice.size(), before + 1, "that it caught up is on record, once");
    assert_eq!(backed.practice.size(), before + 1);
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let (_, report) = backed.audited(&kept);
    assert_eq!(report["findings"].as_array().unwrap().len(), 0, "{report}");
}

#[test]
fn a_mirror_catches_up_while_the_server_runs() {
    let backed = mirrored();
    fs::rename(backed.at("stick"), backed.at("drawer")).unwrap();
    destroyed(&backed, 0);
    let server = backed.practice.serving();
    let before = backed.practice.size();
    fs::rename(backed.at("drawer"), backed.at("stick")).unwrap();
    assert!((0..1_000).any(|_| backed.practice.size() > before), "nothing says that it caught up");
    drop(server);
}

/// With the last dossier's keys, which no destruction brought there; and after the signing key had changed once.
#[test]
fn a_lost_vault_comes_back_from_the_stick_with_its_newest_keys() {
    let backed = mirrored();
    let config = fs::read_to_string(backed.at("data/griffie.toml")).unwrap();
    backed.entry(0, "Later.");
    backed.lose("data");
    backed.restore("");
    backed.practice.configures(&config);
    let form = backed.practice.file("open.toml", invented());
    let opened = backed.practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap();
    backed.practice.json("backup create", &[]);
    backed.lose("data");
    backed.lose("data.vault");
    let (stick, secret) = (path(&backed, "stick"), path(&backed, "stick-secret"));
    let from = format!("--mirror {stick} --mirror-secret {secret} --nothing-newer");
    let restored = backed.restore(&from);
    assert_eq!(restored["lost"], 0, "{restored}");
    let shown = backed.practice.json(&format!("dossier show {dossier}"), &[]);
    assert_eq!(shown["client"]["identity"]["names"]["surname"], "Bakker");
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let (exit, report) = backed.audited(&kept);
    assert_eq!((exit, &report["states"]["unexplained"]), (4, &serde_json::json!(0)), "{report}");
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
