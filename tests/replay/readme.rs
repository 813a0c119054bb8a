//! The table of the README's section on replay, held against the real program.

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Practice(TempDir);

impl Practice {
    fn runs(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(words).arg("--data").arg(self.0.path().join("data")).stdin(Stdio::null());
        for (name, value) in [
            ("GRIFFIE_PURPOSE", "complaint"),
            ("GRIFFIE_GROUND", "legal_duty"),
            ("GRIFFIE_ON_BEHALF_OF", "practice"),
            ("GRIFFIE_ROLE", "owner"),
            ("GRIFFIE_AUTHOR", "Sanne Duinker"),
        ] {
            command.env(name, value);
        }
        command.output().unwrap()
    }

    #[track_caller]
    fn does(&self, words: &[&str]) -> String {
        let output = self.runs(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.does(&[words, &["--output", "json"]].concat())).unwrap()
    }
}

/// The complaint the README tells of: its id, and the last position each of its commands recorded, by the word the README uses.
fn a_complaint(practice: &Practice) -> (String, Vec<(&'static str, u64)>) {
    practice.does(&["init"]);
    let client = ["--informant", "client"];
    let last = |answer: &Value| {
        let records = answer["acknowledgement"]["records"].as_array().unwrap();
        records.last().unwrap()["position"].as_u64().unwrap()
    };
    let file =
        ["complaint", "file", "--written", "letter", "--capacity", "client", "--regime", "wgbo"];
    let what = [
        "--kind",
        "communication",
        "--complainant",
        "Jorinde Veenstra",
        "--conduct",
        "Niet teruggebeld.",
    ];
    let filed = practice.json(&[&file[..], &what, &["--date", "2026-03-05"], &client].concat());
    let id = filed["complaint_id"].as_str().unwrap().to_owned();
    let of = ["--informant", "own_finding", "--reason", "Ontvangststempel."];
    let correct = [
        "complaint",
        "correct-date",
        &id,
        "--which",
        "receipt",
        "--to",
        "2026-03-03",
        "--date",
        "2026-03-25",
    ];
    let corrected = practice.json(&[&correct[..], &of].concat());
    let judgement = practice.0.path().join("judgement.toml");
    std::fs::write(
        &judgement,
        "[judgement]\nconclusion = \"Gegrond.\"\ndecisions = \"Er wordt teruggebeld.\"\nmeans = \"electronic\"\nno_measures = {}\n",
    )
    .unwrap();
    let judge = ["complaint", "judge", &id, "--date", "2026-04-10", "--informant", "own_finding"];
    let judged = practice.json(&[&judge[..], &["--from", judgement.to_str().unwrap()]].concat());
    let positions =
        vec![("FILED", last(&filed)), ("CORRECTED", last(&corrected)), ("JUDGED", last(&judged))];
    (id, positions)
}

/// The rows of the table under the section's heading: the flags, and the cells that follow.
fn rows() -> Vec<Vec<String>> {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let section = readme.split("\n### ").find(|it| it.starts_with("Replay")).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells =
        |row: &str| row.trim_matches('|').split('|').map(|it| it.trim().to_owned()).collect();
    rows.map(cells).collect()
}

#[test]
fn the_table_of_the_readme_is_what_the_program_answers() {
    let practice = Practice(tempfile::tempdir().unwrap());
    let (id, positions) = a_complaint(&practice);
    let rows = rows();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let mut flags = row[0].trim_matches('`').to_owned();
        for (word, position) in &positions {
            flags = flags.replace(word, &position.to_string());
        }
        let words: Vec<&str> =
            ["replay", "complaint", &id].into_iter().chain(flags.split_whitespace()).collect();
        let told = practice.does(&[&words[..], &["--output", "json"]].concat());
        let ended: Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
        let ended = &ended["ended"];
        let clocks = ended["clocks"].as_array().cloned().unwrap_or_default();
        let clock = clocks.iter().find(|it| it["rule"] == "WKKGZ-JUDGEMENT");
        let shown = clock.map_or("–".to_owned(), |it| {
            format!("{} {}", it["due"]["day"].as_str().unwrap(), it["status"].as_str().unwrap())
        });
        let standing = ended["standing"].as_str().filter(|it| !it.is_empty()).unwrap_or("–");
        assert_eq!([standing, &shown], [row[1].as_str(), &row[2]], "{flags}");
    }
}

#[test]
fn people_get_a_table_of_the_steps_and_of_what_lies_between_two_moments() {
    let practice = Practice(tempfile::tempdir().unwrap());
    let (id, positions) = a_complaint(&practice);
    let table = practice.does(&["replay", "complaint", &id]);
    assert!(table.contains("DECISION") && table.contains("complaint.date_corrected/1"), "{table}");
    assert!(!table.contains("teruggebeld"), "a table does not say what records say");
    let table = practice.does(&["replay", "complaint", &id, "--next-decision"]);
    assert!(table.contains("complaint.judged/1"));
    let (filed, judged) = (positions[0].1.to_string(), positions[2].1.to_string());
    let table = practice.does(&["replay", "complaint", &id, "--compare", &filed, &judged]);
    for part in ["corrected", "added", "standing", "2026-04-16", "2026-04-14"] {
        assert!(table.contains(part), "{part}: {table}");
    }
    let table = practice.does(&["rebuild"]);
    assert_eq!(table.matches("equal").count(), 13, "{table}");
}
