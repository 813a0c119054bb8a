//! Backups as they are made: by the server at its hour, one after the other, old ones gone in time, nothing unfinished left.

use std::fs;
use std::path::Path;

use crate::backup::{Backed, backed};

fn names(backed: &Backed, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(backed.at(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The name of a backup of this ledger, made long ago.
fn long_ago(backed: &Backed, sort: &str) -> String {
    let newest = backed.newest("records");
    let newest = Path::new(&newest).file_name().unwrap().to_str().unwrap();
    let (ledger, _) = newest.split_once("-data-").unwrap();
    format!("{ledger}-{sort}-20240229T023000Z.age")
}

#[test]
fn a_running_server_makes_them_at_its_hour() {
    let backed = backed();
    let config = fs::read_to_string(backed.at("data/griffie.toml")).unwrap();
    for folder in ["records", "keys"] {
        for name in names(&backed, folder) {
            fs::remove_file(backed.at(folder).join(name)).unwrap();
        }
    }
    // Given that none was made today: the one of before was made in another ledger's name.
    backed.lose("data");
    backed.lose("data.vault");
    backed.practice.does("init", &[]);
    backed.practice.configures(&format!("{config}at = \"00:00\"\n"));
    let server = backed.practice.serving();
    let is_there = || {
        names(&backed, "records")
            .iter()
            .any(|name| Path::new(name).extension().is_some_and(|it| it == "age"))
    };
    assert!((0..200).any(|_| backed.practice.size() > 0 && is_there()), "no backup was made");
    drop(server);
}

#[test]
fn a_running_server_lets_go_of_key_backups_in_time() {
    let backed = backed();
    let old = long_ago(&backed, "keys");
    fs::write(backed.at("keys").join(&old), "sealed").unwrap();
    let server = backed.practice.serving();
    let is_gone = || !names(&backed, "keys").contains(&old);
    assert!((0..200).any(|_| backed.practice.size() > 0 && is_gone()), "it is still there");
    drop(server);
}

#[test]
fn the_doctor_is_red_until_backups_are_made_and_tried() {
    let backed = backed();
    let config = fs::read_to_string(backed.at("data/griffie.toml")).unwrap();
    assert_eq!(backed.doctor("backups are made"), "good");
    assert_eq!(backed.doctor("younger than 26 hours"), "good");
    // In these tests one disk holds everything.
    assert_eq!(backed.doctor("another device"), "act");
    assert_eq!(backed.doctor("a restore was tried"), "act");
    let (backup, keys) = (backed.newest("records"), backed.newest("keys"));
    let test = format!("backup test {backup} --keys {keys} --identity {}", backed.identity);
    backed.practice.json(&test, &[]);
    assert_eq!(backed.doctor("a restore was tried"), "good");
    backed.practice.configures("");
    assert_eq!(backed.doctor("backups are made"), "act");
    backed.lose("data");
    backed.lose("data.vault");
    backed.practice.does("init", &[]);
    backed.practice.configures(&config);
    assert_eq!(backed.doctor("younger than 26 hours"), "act");
}

#[test]
fn old_key_backups_go_and_old_data_backups_but_the_newest() {
    let backed = backed();
    let (old_keys, old_data) = (long_ago(&backed, "keys"), long_ago(&backed, "data"));
    let of_another = old_keys.replacen("griffie-", "griffie-0", 1);
    for name in [&old_keys, &of_another] {
        fs::write(backed.at("keys").join(name), "sealed").unwrap();
    }
    fs::write(backed.at("records").join(&old_data), "sealed").unwrap();
    let made = backed.practice.json("backup create", &[]);
    let gone: Vec<&str> =
        made["destroyed"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(gone, [old_data.as_str(), old_keys.as_str()]);
    assert!(!names(&backed, "keys").contains(&old_keys));
    assert!(names(&backed, "keys").contains(&of_another), "another ledger's is not ours to remove");
    assert!(!names(&backed, "records").contains(&old_data));
}

#[test]
fn what_a_crash_left_of_a_backup_goes_before_the_next_is_made() {
    let backed = backed();
    let unfinished = format!("{}.partial", long_ago(&backed, "keys"));
    fs::write(backed.at("keys").join(&unfinished), "half sealed").unwrap();
    fs::write(backed.at("keys").join("notes.partial"), "of somebody").unwrap();
    backed.practice.json("backup create", &[]);
    let left = names(&backed, "keys");
    assert!(!left.contains(&unfinished) && left.contains(&"notes.partial".to_owned()), "{left:?}");
}

#[test]
fn a_backup_is_of_the_key_that_somebody_noted_or_of_none() {
    let backed = backed();
    let status = backed.practice.does("status --output json", &[]);
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    let key = status["verifier_key"].as_str().unwrap();
    let verify = format!(
        "backup verify {} --identity {} --key {key}",
        backed.newest("records"),
        backed.identity
    );
    backed.practice.json(&verify, &[]);
    // The same name, another key.
    let stranger = crate::given::Practice::made();
    let theirs = stranger.does("status --output json", &[]);
    let theirs: serde_json::Value = serde_json::from_str(&theirs).unwrap();
    let verify = verify.replace(key, theirs["verifier_key"].as_str().unwrap());
    backed.practice.refuses(3, &verify, &[], "not signed by that key");
}

#[test]
fn data_and_keys_never_go_into_one_folder() {
    let backed = backed();
    let config = fs::read_to_string(backed.at("data/griffie.toml")).unwrap();
    backed.practice.configures(&config.replace("/keys", "/records"));
    backed.practice.refuses(2, "backup create", &[], "must not lie in one folder");
    // Nor by another name of the same folder.
    std::os::unix::fs::symlink(backed.at("records"), backed.at("elsewhere")).unwrap();
    backed.practice.configures(&config.replace("/keys", "/elsewhere"));
    backed.practice.refuses(1, "backup create", &[], "BACKUP_IN_ONE_FOLDER");
}
