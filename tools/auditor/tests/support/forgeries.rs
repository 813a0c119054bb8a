//! Bundles that are not what they should be, each with the code that must be found. Most are signed with the real key: the
//! operator himself is the one to be caught.

mod contents;
mod frame;
mod history;
mod lines;

use super::Files;
use super::bundle::reseal;
use super::cases::Case;
use super::ledger::Ledger;

/// All of them.
pub fn all() -> Vec<Case> {
    let mut cases = history::headers();
    cases.extend(history::unsupported());
    cases.extend(history::keys());
    cases.extend(contents::payloads());
    cases.extend(contents::boxes());
    cases.extend(lines::lines());
    cases.extend(frame::trees());
    cases.extend(frame::checkpoints());
    cases.extend(frame::manifests());
    cases
}

/// Changes one file and signs anew.
pub fn changed(
    ledger: &Ledger,
    mut files: Files,
    path: &str,
    change: impl FnOnce(&mut Vec<u8>),
) -> Files {
    change(files.get_mut(path).unwrap());
    reseal(files, ledger)
}

pub fn replace_line(content: &mut Vec<u8>, position: usize, line: &str) {
    let text = String::from_utf8(content.clone()).unwrap();
    let begin = format!("{position} ");
    let lines = text.split_inclusive('\n');
    *content = lines
        .map(|old| if old.starts_with(&begin) { line } else { old })
        .collect::<String>()
        .into();
}
