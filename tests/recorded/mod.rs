//! Facts as they lie in ledgers: the golden payloads of tests/vectors, by register and by what each is called there.

use griffie::domain::Event;

/// The fact of this name.
#[track_caller]
pub fn recorded(register: &str, what: &str) -> Event {
    let path = format!("{}/tests/vectors/payloads_{register}.json", env!("CARGO_MANIFEST_DIR"));
    let lines: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let line = lines.iter().find(|line| line["what"] == what);
    let line = line.unwrap_or_else(|| panic!("no {register} payload is called {what:?}"));
    Event::from_body(line["kind"].as_str().unwrap(), line["body"].as_str().unwrap()).unwrap()
}
