//! The same on the command line, with the real program on a real folder.

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A practice of one, in a folder of its own.
struct Practice(TempDir);

impl Practice {
    fn made() -> Practice {
        let practice = Practice(tempfile::tempdir().unwrap());
        practice.does("init --solo", &[]);
        practice
    }

    fn run(&self, words: &str, more: &[&str]) -> Output {
        let mut command = Command::cargo_bin("griffie").unwrap();
        command.args(words.split_whitespace()).args(more).env_clear();
        command.env("GRIFFIE_DATA", self.0.path().join("data"));
        command.env("GRIFFIE_AUTHOR", "Sietske Verdicht").env("GRIFFIE_PURPOSE", "quality_review");
        command.env("GRIFFIE_GROUND", "legal_duty").env("GRIFFIE_ON_BEHALF_OF", "practice");
        command.stdin(std::process::Stdio::null()).output().unwrap()
    }

    #[track_caller]
    fn does(&self, words: &str, more: &[&str]) -> String {
        let output = self.run(words, more);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn json(&self, words: &str, more: &[&str]) -> Vec<Value> {
        let more = [more, &["--output", "json"]].concat();
        self.does(words, &more).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

#[test]
fn a_measure_is_recorded_done_reviewed_and_closed_and_the_agenda_says_what_is_left() {
    let practice = Practice::made();
    let form = practice.0.path().join("measure.toml");
    let text = r#"
source = "evaluation"
provenance = { happened = 2026-03-02, informant = { kind = "own_finding" } }
[plan]
deviation = "Te laat teruggebeld."
occurrence = "structural"
owner = "Sietske Verdicht"
due = "2090-01-02"
"#;
    std::fs::write(&form, text).unwrap();
    let form = form.to_str().unwrap();
    let opened = &practice.json("measure open --role owner --from", &[form])[0];
    let id = opened["measure_id"].as_str().unwrap();

    let agenda = practice.does("agenda", &[]);
    assert!(agenda.contains("2090-01-02") && agenda.contains("maatregel uitvoeren"), "{agenda}");
    let done = "--role owner --informant own_finding --date";
    practice.does(&format!("measure do {id} {done} 2026-03-03"), &[]);
    let refused = practice.run(&format!("measure close {id} {done} 2026-03-04"), &[]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("handbook 5.4"), "{said}");

    let explained = practice.does("agenda --explain --english", &[]);
    assert!(explained.contains("HANDBOOK-EFFECT") && explained.contains("handbook 5.4"));
    assert!(explained.lines().any(|line| line.starts_with("  ")), "{explained}");
    let mut items = practice.json("agenda --all", &[]);
    // What the owner must see to has no day, and comes last.
    assert_eq!(items.pop().unwrap()["task"], "backup_not_configured");
    let days: Vec<&str> = items.iter().map(|item| item["day"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-09-03", "2090-01-02"]);
    assert_eq!(items[1]["status"], "met");

    let review = format!("measure review {id} {done} 2026-03-04 --outcome effective --findings");
    practice.does(&review, &["Tien keer nagelopen."]);
    practice.does(&format!("measure close {id} {done} 2026-03-05"), &[]);
    // No duty is left; that nothing is backed up, an officer is not told.
    assert_eq!(practice.json("agenda", &[]).len(), 1);
    assert!(practice.does("agenda", &[]).contains("griffie.toml"));
    assert_eq!(practice.json("agenda --role privacy_officer", &[]), Vec::<Value>::new());
    let listed = practice.json("measure list --role owner --standing closed", &[]);
    assert_eq!(listed[0]["measure_id"], id);
    let shown = &practice.json(&format!("measure show {id} --role owner"), &[])[0];
    assert_eq!(shown["measure"]["standing"], "closed");
    assert_eq!(shown["clocks"][0]["status"], "met");

    let csv = practice.does("figures --role owner --register measure --year 2026 --csv", &[]);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[..3],
        ["period,of,figure,number", "2026,all,cases,1", "2026,evaluation,cases,1"]
    );
    assert!(lines.contains(&"2026,HANDBOOK-EFFECT,median_days,1"), "{csv}");
    let half = "figures --role owner --register measure --year 2026 --half 2 --csv";
    assert!(practice.does(half, &[]).contains("2026-H2,all,cases,0"));
    let hidden = "figures --role owner --register measure --year 2026 --suppress --csv";
    assert_eq!(practice.does(hidden, &[]), "period,of,figure,number\r\n2026,all,cases,hidden\r\n");
}

#[test]
fn the_calendar_is_written_to_a_file_without_anybodys_name() {
    let practice = Practice::made();
    let plan = "measure open --role owner --source audit --occurrence incidental --due 2090-01-02 \
                --informant own_finding --date 2026-03-02 --owner";
    practice.does(plan, &["Sietske Verdicht", "--deviation", "Te laat teruggebeld."]);
    let file = practice.0.path().join("agenda.ics");
    practice.does("agenda feed --to", &[file.to_str().unwrap()]);
    let calendar = std::fs::read_to_string(&file).unwrap();
    let parsed: icalendar::Calendar = calendar.parse().unwrap();
    assert_eq!(parsed.components.len(), 1);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20900102\r\n"), "{calendar}");
    assert!(!calendar.contains("Verdicht") && !calendar.contains("teruggebeld"));
    let said = practice.does("agenda feed --role privacy_officer --to", &[file.to_str().unwrap()]);
    assert!(said.starts_with("0 duties"), "{said}");
}
