//! `docs/operation.md`: every line the doctor can show has an answer there, and no answer is to a line that is gone.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

const HANDBOOK: &str = include_str!("../../docs/operation.md");

#[test]
fn every_line_of_the_doctor_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(words).arg("--data").arg(folder.path().join("data")).env_clear();
        command.output().unwrap()
    };
    assert!(run(&["init"]).status.success());
    let told = String::from_utf8(run(&["doctor", "--output", "json"]).stdout).unwrap();
    let shown = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let shown: BTreeSet<String> =
        shown.map(|line| line["looked_at"].as_str().unwrap().to_owned()).collect();
    let (_, section) = HANDBOOK.split_once("## When `doctor` is red").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    let answered: BTreeSet<String> = rows.map(|(what, _)| what.to_owned()).skip(1).collect();
    assert!(shown.len() > 10, "{told}");
    assert_eq!(answered, shown);
}
