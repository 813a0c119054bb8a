//! The demo as a stranger runs it: the real program, a small year, no terminal. Every step holds, and the same seed invents the same.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

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
    assert!(report.contains("32 of 32 steps held"), "{report}");
    assert!(!report.contains("FAILED"), "{report}");
    assert!(line(&report, "kill the server").starts_with("SIGKILL after"), "{report}");
    assert!(line(&report, "nothing acknowledged lost").contains("none missing, none doubled"));
    assert!(line(&report, "FHIR resources").starts_with("1 resources"), "{report}");
    let dates = line(&report, "a dossier at three dates");
    assert!(dates.contains("3120 g;") && dates.contains("3210 g (corrected), closed"), "{dates}");
    assert!(line(&report, "audit it offline").starts_with("Sound: "), "{report}");
    assert!(line(&report, "refuse a changed copy").contains(": Broken"), "{report}");
    assert!(line(&report, "refuse a moved due date").contains(": Broken"), "{report}");
    registers_show(&report, &data);
    let asked = line(&report, "a client uses every right");
    assert!(asked.starts_with("9 things asked") && asked.ends_with("none missed"), "{asked}");
    assert!(line(&report, "a copy for the client").ends_with("with one left out: Broken"));
    assert!(line(&report, "who looked").ends_with("one of them the copy"), "{report}");
    assert!(line(&report, "what may go, and when").starts_with("no dossier may go now"));
    assert!(line(&report, "destroy a few words").ends_with("read as before"), "{report}");
    assert!(line(&report, "destroy a dossier").starts_with("refused under a hold; then "));
    assert!(line(&report, "gone from every file").ends_with(": none there"), "{report}");
    assert!(line(&report, "back it up").ends_with("while it served"), "{report}");
    let restored = line(&report, "restore that backup");
    assert!(restored.ends_with("lost for good, 0 without explanation"), "{restored}");
    assert!(!data.join("restored").exists(), "the restored copy was left");
    let audited = line(&report, "audit it offline");
    assert!(audited.ends_with(", 0 without explanation") && !audited.contains(" 0 destroyed"));
    assert!(line(&report, "no text left unsealed").ends_with("none there"), "{report}");
    assert!(report.trim_end().ends_with(&format!("griffie serve --data {}", data.display())));
    assert!(data.join("bundle").is_dir() && !data.join("bundle-changed").exists());
    assert!(!data.join("server.json").exists(), "a server was left running");
}

/// The registers with every kind of ending, the agenda, two dates with their reasons, the calendar file and the auditor's clocks.
#[track_caller]
fn registers_show(report: &str, data: &Path) {
    let registers = line(report, "the registers");
    let cases = "10 complaints, 7 breaches, 11 incidents, 6 measures, 6 letters";
    assert!(registers.starts_with(cases), "{registers}");
    for row in ["complaints     10", "breaches        7", "incidents      11", "measures        6"]
    {
        assert!(report.contains(row), "no `{row}` in\n{report}");
    }
    let shown = |word: &str| report.lines().filter(|line| line.contains(word)).count();
    assert!(shown("  due  ") > 3, "{report}");
    let dates = line(report, "two dates explained");
    assert!(dates.contains("WKKGZ-JUDGEMENT") && dates.contains("AVG-BREACH-AP"), "{dates}");
    assert!(shown("Wkkgz 17(1)") > 0 && shown("AVG 33(1)") > 0, "{report}");
    let clocks = line(report, "recompute every clock");
    assert!(clocks.ends_with("none differing"), "{clocks}");
    let standing = line(report, "the agenda");
    let duties: usize = standing.split(' ').next().unwrap().parse().unwrap();
    let calendar = std::fs::read_to_string(data.join("agenda.ics")).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), duties, "{standing}");
    assert!(!calendar.contains("Vuurvlinder"), "a name in the calendar file");
    // The command says the same of the ledger that was left, with its reasons: each duty on the day of its event.
    let mut command = assert_cmd::Command::cargo_bin("griffie").unwrap();
    command.args(["agenda", "--explain", "--output", "json", "--data"]).arg(data);
    command.env("GRIFFIE_PURPOSE", "quality_review").env("GRIFFIE_GROUND", "legal_duty");
    let output = command.env("GRIFFIE_ON_BEHALF_OF", "practice").output().unwrap();
    let listed = self::report(&output);
    // What the owner must see to beside them has no day, and is in no calendar.
    let listed: Vec<&str> = listed.lines().filter(|line| !line.contains("\"task\"")).collect();
    assert_eq!(listed.len(), duties, "{listed:?}");
    let unfolded = calendar.replace("\r\n ", "");
    for duty in listed {
        let duty: serde_json::Value = serde_json::from_str(duty).unwrap();
        let uid = format!("UID:{}\r\n", duty["calendar_uid"].as_str().unwrap());
        let (_, event) = unfolded.split_once(&uid).unwrap_or_else(|| panic!("no {uid}"));
        let (event, _) = event.split_once("END:VEVENT").unwrap();
        let day = duty["day"].as_str().unwrap().replace('-', "");
        assert!(event.contains(&format!("DTSTART;VALUE=DATE:{day}\r\n")), "{duty}\n{event}");
    }
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
