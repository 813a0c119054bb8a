//! Writes every bundle of the tests to a folder, for a second auditor to judge: `bundle/`, `also/*`, `key`, `expected`.
//! With a number of records as second argument: one bundle of that size, for a clock to judge.

#[path = "../tests/support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: bundles DIR")?;
    if let Some(size) = std::env::args().nth(2) {
        let mut ledger = support::ledger::Ledger::create(1);
        for number in 1..size.parse::<usize>()? {
            ledger.entry(u8::try_from(number % 251)?);
        }
        support::bundle::write(&root, &support::bundle::bundle(&ledger, &support::bundle::USUAL));
        return Ok(());
    }
    for case in support::cases::all() {
        let folder = root.join(&case.name);
        fs::create_dir_all(folder.join("bundle"))?;
        fs::create_dir_all(folder.join("also"))?;
        support::bundle::write(&folder.join("bundle"), &case.files);
        for (name, content) in &case.also {
            fs::write(folder.join("also").join(name), content)?;
        }
        if let Some(key) = &case.key {
            fs::write(folder.join("key"), key)?;
        }
        fs::write(folder.join("expected"), case.exit.to_string())?;
    }
    Ok(())
}
