//! The demo as a stranger runs it: the real program, a small year, no terminal. Every step holds, and the same seed invents the same.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::process::Output;

/// The program's demo with few families, in a folder.
fn demo(data: &Path, more: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("griffie").unwrap();
    command.args(["demo", "--families", "4", "--clients", "4", "--data"]).arg(data).args(more);
    command.timeout(std::time::Duration::from_mins(2)).output().unwrap()
}

fn report(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{words}");
    text
}

/// The words of a step's line, without its seconds.
#[track_caller]
fn line(report: &str, step: &str) -> String {
    let found = report.lines().find(|line| line.contains(step));
    let words = found.and_then(|line| line.split_once(" s  ")).map(|(_, words)| words.to_owned());
    words.unwrap_or_else(|| panic!("no step `{step}` in\n{report}"))
}

#[test]
fn every_step_of_the_demo_holds_and_its_report_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let resources = folder.path().join("resources");
    std::fs::create_dir(&resources).unwrap();
    let resource = "{\n  \"resourceType\": \"Flag\",\t\"id\": \"byte-for-byte\" }\n";
    std::fs::write(resources.join("flag.json"), resource).unwrap();
    let data = folder.path().join("practice");
    let report = report(&demo(&data, &["--resources", resources.to_str().unwrap()]));
    assert!(report.contains("17 of 17 steps held"), "{report}");
    assert!(!report.contains("FAILED"), "{report}");
    assert!(line(&report, "kill the server").starts_with("SIGKILL after"), "{report}");
    assert!(line(&report, "nothing acknowledged lost").contains("none missing, none doubled"));
    assert!(line(&report, "FHIR resources").starts_with("1 resources"), "{report}");
    let dates = line(&report, "a dossier at three dates");
    assert!(dates.contains("3120 g;") && dates.contains("3210 g (corrected), closed"), "{dates}");
    assert!(line(&report, "audit it offline").starts_with("Sound: "), "{report}");
    assert!(line(&report, "refuse a changed copy").contains(": Broken"), "{report}");
    assert!(line(&report, "no text left unsealed").ends_with("none there"), "{report}");
    assert!(report.trim_end().ends_with(&format!("griffie serve --data {}", data.display())));
    assert!(data.join("bundle").is_dir() && !data.join("bundle-changed").exists());
    assert!(!data.join("server.json").exists(), "a server was left running");
}

#[test]
fn the_same_seed_invents_the_same_and_a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    // An empty folder of somebody's: without a terminal nothing is asked.
    std::fs::create_dir(&one).unwrap();
    let first = report(&demo(&one, &["--seed", "7"]));
    let second = report(&demo(&other, &["--seed", "7", "--yes"]));
    assert_eq!(line(&first, "record the other half"), line(&second, "record the other half"));

    let before = std::fs::read(one.join("noted/verifier-key")).unwrap();
    let refused = demo(&one, &["--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("holds something"));
    assert_eq!(std::fs::read(one.join("noted/verifier-key")).unwrap(), before);
}
