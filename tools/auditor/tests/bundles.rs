//! Every case of the table: sound bundles, reservations, forgeries. What each must come to stands with the case.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

mod support;

use std::fs;
use std::path::PathBuf;

use griffie_audit::{Options, Report, audit};
use support::bundle::{self, Given, USUAL};
use support::cases::{Case, all};
use support::ledger::Ledger;

/// Writes a case to disk and audits it.
fn run(case: &Case) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("bundle");
    fs::create_dir(&root).unwrap();
    bundle::write(&root, &case.files);
    let also: Vec<PathBuf> = case
        .also
        .iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        })
        .collect();
    let key = case.key.as_ref().map(|key| key.parse().unwrap());
    audit(&root, &Options { key, also, ..Options::default() })
}

/// What is wrong with the answer, if anything.
fn compare(case: &Case, report: &Report) -> Option<String> {
    let json = serde_json::to_value(report).unwrap();
    let found = |code: &str| json["findings"].as_array().unwrap().iter().any(|f| f["code"] == code);
    let states = &report.states;
    let gone = [states.destroyed, states.destroying];
    let states = [
        states.lost,
        states.opened,
        states.open,
        states.sealed_unexamined,
        states.withheld,
        states.unexplained,
    ];
    let clocks = &report.clocks;
    let clocks = [clocks.recomputed, clocks.stated, clocks.not_recomputed];
    let as_expected = report.exit == case.exit
        && case.code.is_none_or(found)
        && json["reservations"] == serde_json::json!(case.reservations)
        && case.states.is_none_or(|expected| expected == states)
        && case.gone.is_none_or(|expected| expected == gone)
        && case.clocks.is_none_or(|expected| expected == clocks);
    (!as_expected).then(|| {
        format!(
            "{}: expected exit {}, {:?}, {:?}, {:?}, {:?}; got {json}",
            case.name, case.exit, case.code, case.reservations, case.states, case.clocks
        )
    })
}

#[test]
fn every_case_comes_to_what_it_must() {
    let wrong: Vec<String> = all().iter().filter_map(|case| compare(case, &run(case))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn names_of_cases_are_unique() {
    let mut names: Vec<String> = all().into_iter().map(|case| case.name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_ledger_of_several_groups_and_three_levels_of_tiles() {
    let mut ledger = Ledger::create(1);
    ledger.entry(0xff);
    // A clock that runs from the first group into the second.
    let started = r#"{"clock":0,"rule":"AVG-REQUEST","table":1,"calendar":1,"count":null,"start":"2026-06-10","nominal":"2026-07-10","due":"2026-07-10","target":null,"beside":null}"#;
    ledger.clock(0xc1, "clock.started/1", started);
    ledger.clock(0xc1, "clock.paused/1", r#"{"clock":0,"from":"2026-06-15"}"#);
    (4..69_999usize).for_each(|number| ledger.entry(u8::try_from(number % 251).unwrap()));
    ledger.clock(
        0xc1,
        "clock.resumed/1",
        r#"{"clock":0,"until":"2026-06-22","nominal":"2026-07-17","due":"2026-07-17"}"#,
    );
    let given = Given {
        boxes: &|position| position % 1000 == 1,
        keys: &|position| position % 2000 == 1,
        ..USUAL
    };
    let case = Case::sound("large", &ledger, bundle::bundle(&ledger, &given))
        .also("middle", ledger.checkpoint(65_536))
        .also("receipt", ledger.receipt(65_537, 66_000))
        .states([0, 35, 4, 35, 69_926, 0]);
    let case = Case { clocks: Some([1, 0, 0]), ..case };
    assert_eq!(compare(&case, &run(&case)), None);

    // Damage recorded at the far end explains what is missing at the near one.
    ledger.damage("[[7,7],[65535,65536]]");
    let unheld = Given { held: &|position| ![7, 65_535, 65_536].contains(&position), ..USUAL };
    let case = Case::sound("damaged", &ledger, bundle::bundle(&ledger, &unheld))
        .states([3, 0, 5, 0, 69_993, 0])
        .reserved(&["lost"]);
    assert_eq!(compare(&case, &run(&case)), None);
}
