//! `griffie upgrade check`, on what earlier and later releases left: it says what this program makes of it and changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use griffie::cli::clock_source::SystemClock;
use griffie::cli::folder::Folders;
use serde_json::Value;

use crate::given::Ledger;
use crate::packed::{fixture, unpacked};
use crate::unknown::{UNKNOWN, recorded, written_by_a_newer_release};

const CHECK: &str = "upgrade check --output json";

/// Every file of data folder and vault, with its bytes and when they were written.
type Files = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

fn files(ledger: &Ledger) -> Files {
    fn walk(folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(path.clone(), (fs::read(&path).unwrap(), modified));
            }
        }
    }
    let mut files = Files::new();
    walk(&ledger.at("data"), &mut files);
    walk(&ledger.at("data.vault"), &mut files);
    files
}

/// Looks, and finds every byte as it was; gives the lines by what was looked at, and the words of the end.
#[track_caller]
fn checked(ledger: &Ledger, exit: i32) -> (BTreeMap<String, Value>, String) {
    let before = files(ledger);
    let output = ledger.run(CHECK, &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(exit), "{said} {told}");
    assert!(before == files(ledger), "a look changed something");
    let left = fs::read_dir(ledger.folder()).unwrap().map(|it| it.unwrap().file_name());
    assert!(!left.into_iter().any(|it| it.to_string_lossy().starts_with("griffie-upgrade-")));
    let lines = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines = lines.map(|line| (line["looked_at"].as_str().unwrap().to_owned(), line));
    (lines.collect(), said)
}

fn of_format_1() -> Ledger {
    unpacked(&fs::read(fixture("format-1").join("ledger.tar")).unwrap())
}

#[test]
fn a_ledger_of_format_1_is_named_in_all_its_parts() {
    let ledger = of_format_1();
    let (lines, _) = checked(&ledger, 0);
    let found = |what: &str| lines[what]["found"].as_str().unwrap();
    let marks = ["store", "sled", "vault epoch", "vault keys", "vault witness", "vault checkpoint"];
    let marks: Vec<&str> = marks.into_iter().map(found).collect();
    assert_eq!(marks, ["griffie store 1", "0.34", "GRE1", "GRK1", "GRW1", "GRC1"]);
    assert!(found("keys").starts_with("epoch 3, "), "{lines:?}");
    let size = ledger.json("verify", &[])["records"].as_u64().unwrap();
    assert_eq!(found("records"), format!("GRF1: {size}"));
    assert_eq!(found("index and tree"), format!("0 of {size} records folded"));
    let ill: Vec<&Value> = lines.values().filter(|line| line["verdict"] != "good").collect();
    assert!(ill.is_empty(), "{ill:?}");
}

/// A kind that is written and not listed would be called unknown by the very program that wrote it.
#[test]
fn every_kind_the_register_names_is_listed() {
    fn named(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let constants = text.lines().filter(|line| line.contains("const "));
            let values = constants.filter_map(|line| line.split('"').nth(1));
            let is_kind = |it: &&str| it.parse::<griffie::chain::Kind>().is_ok();
            found.extend(values.filter(is_kind).map(str::to_owned));
        }
    }
    let mut found = Vec::new();
    named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register"), &mut found);
    assert!(found.len() > 20, "{found:?}");
    found.retain(|kind| !griffie::register::kinds::is_known(kind));
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_of_a_newer_release_are_counted_and_stop_nothing_unless_a_verdict_needs_them() {
    let (ledger, dossier, _) = written_by_a_newer_release().await;
    let (lines, _) = checked(&ledger, 0);
    for kind in UNKNOWN {
        let line = &lines[&format!("kind {kind}")];
        assert_eq!((&line["found"], &line["verdict"]), (&"1 record".into(), &"not known".into()));
    }
    let folders = Folders::new(&ledger.at("data"), None, None);
    let register = folders.open(Arc::new(SystemClock::new()));
    let register = register.unwrap_or_else(|failure| panic!("{}", failure.message()));
    recorded(&register, dossier.parse().unwrap(), "hold.placed/2", br#"{"body":{}}"#).await;
    tokio::task::spawn_blocking(move || register.stop()).await.unwrap();
    let (lines, said) = checked(&ledger, 1);
    assert_eq!(lines["kind hold.placed/2"]["verdict"], "unsupported");
    assert!(said.contains("a newer release wrote this"), "{said}");
}

#[test]
fn each_mark_of_a_newer_release_is_named_and_nothing_behind_it_is_tried() {
    for (file, what, old, new) in [
        ("data/store/store", "store", "griffie store 1", "griffie store 2"),
        ("data/store/sled/conf", "sled", "version: 0.34", "version: 1.0"),
        ("data.vault/epoch", "vault epoch", "GRE1", "GRE2"),
        ("data.vault/keys", "vault keys", "GRK1", "GRK2"),
        ("data.vault/witness", "vault witness", "GRW1", "GRW2"),
        ("data.vault/checkpoint", "vault checkpoint", "GRC1", "GRC2"),
    ] {
        let ledger = of_format_1();
        let bytes = fs::read(ledger.at(file)).unwrap();
        let at = bytes.windows(old.len()).position(|it| it == old.as_bytes()).unwrap();
        let changed = [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat();
        fs::write(ledger.at(file), changed).unwrap();
        let (lines, _) = checked(&ledger, 1);
        assert_eq!(lines[what]["verdict"], "unsupported", "{lines:?}");
        assert!(!lines.contains_key("records"));
    }
}

#[test]
fn what_is_damaged_is_told_from_what_is_new() {
    // The records end before the vault saw them end.
    let ledger = of_format_1();
    let older = of_format_1();
    ledger.does("clock accept", &[]);
    fs::remove_dir_all(ledger.at("data/store")).unwrap();
    fs::rename(older.at("data/store"), ledger.at("data/store")).unwrap();
    let (lines, said) = checked(&ledger, 3);
    assert_eq!(lines["records"]["verdict"], "damaged");
    assert!(said.contains("damaged"), "{said}");

    let ledger = of_format_1();
    let keys = ledger.at("data.vault/keys");
    let bytes = fs::read(&keys).unwrap();
    fs::write(&keys, [&bytes[..4], &[0; 4096], &bytes[4100..]].concat()).unwrap();
    let (lines, _) = checked(&ledger, 3);
    assert_eq!(lines["vault"]["verdict"], "damaged", "{lines:?}");
}

#[test]
fn nothing_is_looked_at_while_a_server_is_at_work_or_where_there_is_no_ledger() {
    let mut ledger = of_format_1();
    ledger.serve();
    let output = ledger.run(CHECK, &[]);
    assert_eq!(output.status.code(), Some(75));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a server is at work"));
    ledger.stop();
    checked(&ledger, 0);
    let output = Ledger::nowhere().run(CHECK, &[]);
    assert_eq!(output.status.code(), Some(5));
}
