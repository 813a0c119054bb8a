//! Bundles with clocks of the law. What their records say, and what must come of it, stands in the vectors that are part of the
//! norm, `tests/vectors/clock_records.json`; some more show clocks in several streams, lost, sealed, and altered by the operator.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::bundle::{EVERYTHING, Given, USUAL, bundle};
use super::cases::Case;
use super::ledger::Ledger;

/// A row of the vectors: the records of clocks of one stream.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    exit: u8,
    code: Option<String>,
    clocks: Option<[u64; 3]>,
    records: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    kind: String,
    given: bool,
    payload: Value,
}

/// The stream of the case that clocks run for.
const CASE: u8 = 0xc1;

/// Every case with clocks.
pub fn all() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/clock_records.json");
    let rows: Vec<Row> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut cases: Vec<Case> = rows.into_iter().map(of_row).collect();
    cases.extend(streams());
    cases.extend(places());
    cases.push(altered());
    cases.push(written());
    cases
}

fn of_row(row: Row) -> Case {
    let mut ledger = Ledger::create(1);
    ledger.entry(CASE);
    let mut withheld = Vec::new();
    for said in &row.records {
        if !said.given {
            withheld.push(ledger.records.len());
        }
        ledger.clock(CASE, &said.kind, &said.payload.to_string());
    }
    let given = Given { open: &|position| !withheld.contains(&position), ..USUAL };
    let files = bundle(&ledger, &given);
    let case = Case::sound(&format!("clock_{}", row.name), &ledger, files);
    let code = row.code.map(|code| &*code.leak());
    Case { exit: row.exit, code, clocks: row.clocks, ..case }
}

/// Every shape of a record of a clock that a ledger writes (`tests/vectors/payloads_clock.json`), as the history of one stream.
fn written() -> Case {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/payloads_clock.json");
    let lines: Vec<BTreeMap<String, String>> =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut ledger = Ledger::create(1);
    for line in &lines {
        ledger.clock(CASE, &line["kind"], &line["body"]);
    }
    let case = Case::sound("clocks_as_they_are_written", &ledger, bundle(&ledger, &USUAL));
    Case { clocks: Some([7, 2, 0]), ..case }
}

/// A complaint of 20 February 2026, which has to be judged by 7 April.
fn judgement(number: u16) -> String {
    format!(
        r#"{{"clock":{number},"rule":"WKKGZ-JUDGEMENT","table":1,"calendar":1,"count":null,"start":"2026-02-20","nominal":"2026-04-03","due":"2026-04-07","target":null,"beside":null}}"#
    )
}

fn met(number: u16) -> String {
    format!(r#"{{"clock":{number},"on":"2026-04-01","assumed":false}}"#)
}

/// Two cases, whose clocks are numbered on their own; what is withheld in one leaves the other judged.
fn streams() -> Vec<Case> {
    let mut ledger = Ledger::create(1);
    for (stream, number) in [(0xc1, 0), (0xc2, 0), (0xc1, 1), (0xc2, 1)] {
        ledger.clock(stream, "clock.started/1", &judgement(number));
    }
    ledger.clock(0xc2, "clock.met/1", &met(1));
    let withheld = Given { open: &|position| position != 3, ..USUAL };
    let case = |name, given: &Given<'_>| Case::sound(name, &ledger, bundle(&ledger, given));
    let mut across = ledger.clone();
    across.clock(0xc3, "clock.met/1", &met(0));
    let files = bundle(&across, &USUAL);
    vec![
        Case { clocks: Some([4, 0, 0]), ..case("clocks_of_two_streams", &USUAL) },
        Case { clocks: Some([2, 0, 1]), ..case("clocks_withheld_in_one_stream", &withheld) }
            .states([0, 0, 5, 0, 1, 0]),
        Case::wrong("clock_of_another_stream", &across, files, 3, "clock_malformed"),
    ]
}

/// Where what a record says may be found: in a line, in its box, nowhere.
fn places() -> Vec<Case> {
    let mut ledger = Ledger::create(1);
    ledger.clock(CASE, "clock.started/1", &judgement(0));
    ledger.clock(CASE, "clock.met/1", &met(0));
    let case = |name, given: &Given<'_>| Case::sound(name, &ledger, bundle(&ledger, given));
    let boxed = Given { open: &|position| position == 0, ..EVERYTHING };
    let half = Given { open: &|position| position != 1, ..EVERYTHING };
    let locked = Given { keys: &|_| false, ..boxed };
    let mut cases = vec![
        Case { clocks: Some([1, 0, 0]), ..case("clocks_by_their_boxes", &boxed) },
        Case { clocks: Some([1, 0, 0]), ..case("clocks_by_box_and_line", &half) },
        // Nothing is told of the clock, not even that there is one of that number.
        Case { clocks: Some([0, 0, 0]), ..case("clocks_in_locked_boxes", &locked) },
    ];
    ledger.damage("[[1,1]]");
    let unheld =
        Given { held: &|position| position != 1, open: &|position| position != 1, ..USUAL };
    for (name, given, clocks) in
        [("clock_lost", &unheld, [0, 0, 1]), ("clock_lost_and_found", &USUAL, [1, 0, 0])]
    {
        let case = Case::sound(name, &ledger, bundle(&ledger, given)).reserved(&["lost"]);
        cases.push(Case { clocks: Some(clocks), ..case });
    }
    let mut sealed = Ledger::create(1);
    sealed.record([CASE; 16], "clock.met/1", 1, br#"{"body":{}}"#);
    let files = bundle(&sealed, &EVERYTHING);
    cases.push(Case::wrong("clock_sealed", &sealed, files, 3, "open_payload_malformed"));
    cases
}

/// The operator gives the practice another fortnight, links all records anew and signs.
fn altered() -> Case {
    let mut ledger = Ledger::create(1);
    ledger.clock(CASE, "clock.started/1", &judgement(0));
    ledger.entry(CASE);
    let payload = judgement(0).replace("2026-04-07", "2026-04-21");
    ledger.records[1].payload = payload.into_bytes();
    ledger.relink();
    let files = bundle(&ledger, &USUAL);
    Case::wrong("clock_altered", &ledger, files, 3, "clock_differs")
}
