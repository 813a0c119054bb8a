//! The look itself, from the outside in: marks of files that need no key, then the vault, then a trial opening of a copy of the
//! records. Opens no box and changes no byte of the ledger.

use std::path::Path;

use crate::chain::{BOX_VERSION, Broken};
use crate::cli::failure::{Exit, Failure};
use crate::cli::folder::Folders;
use crate::register::derived::RUN;
use crate::register::destruction::fact::{DESTRUCTION_DECIDED, DESTRUCTION_EXECUTED};
use crate::register::kinds;
use crate::store::sled::{self as sled_store, OpenError};
use crate::vault::{OpenError as VaultOpenError, Survey, file_formats};

use super::found::{Found, Verdict};
use super::trial::{Records, Trial};

const NEWER: &str = "a newer release wrote it";
const UNDO_FILE: &str = "before-open";

/// Looks at a ledger that nobody serves.
pub fn look(folders: &Folders) -> Result<Vec<Found>, Failure> {
    if folders.restoring().exists() {
        let message = "a restore into this folder was cut off; run `griffie restore` again";
        return Err(Failure::new(Exit::Failed, message));
    }
    let mut found = Vec::new();
    let store = folders.store();
    let surveyed = sled_store::survey(&store).map_err(|_| {
        let data = folders.data.display();
        Failure::new(Exit::NotFound, format!("there is no ledger's store in {data}"))
    })?;
    // Held to the end: a server that started meanwhile would change what is looked at.
    let Some(_lock) = &surveyed.lock else { return Err(in_use()) };
    found.push(mark(
        "store",
        surveyed.layout.as_deref(),
        surveyed.layout_known,
        surveyed.is_newer(),
    ));
    let engine = surveyed.engine_known.as_deref().unwrap_or_default();
    let other_engine = surveyed.engine.as_deref().is_some_and(|it| it != engine);
    found.push(mark("sled", surveyed.engine.as_deref(), engine, other_engine));
    for format in file_formats(&folders.vault) {
        let what = format!("vault {}", format.file);
        found.push(mark(&what, format.found.as_deref(), format.known, format.is_newer()));
    }
    if found.iter().any(|it| it.verdict == Verdict::Unsupported) {
        return Ok(found);
    }
    let Some(vault) = vault(folders, &mut found)? else { return Ok(found) };
    records(folders, &vault, &mut found)?;
    next_start(folders, &vault, &mut found);
    Ok(found)
}

/// What a file or folder is marked with.
fn mark(what: &str, found: Option<&str>, known: &str, is_newer: bool) -> Found {
    match found {
        Some(mark) if mark == known => Found::good(what, mark),
        Some(mark) if is_newer => {
            Found::new(what, mark, Verdict::Unsupported, format!("{NEWER}; this one knows {known}"))
        }
        Some(_) => {
            Found::new(what, "another mark", Verdict::Damaged, format!("{known} should be there"))
        }
        None => Found::new(what, "nothing", Verdict::Damaged, format!("{known} should be there")),
    }
}

/// The vault as a start would find it; nothing if it would not open.
fn vault(folders: &Folders, found: &mut Vec<Found>) -> Result<Option<Survey>, Failure> {
    let (root, _) = folders.root()?;
    let survey = match Survey::of(&folders.vault, &root) {
        Ok(survey) => survey,
        Err(VaultOpenError::InUse(_)) => return Err(in_use()),
        Err(VaultOpenError::Damaged { what, .. }) => {
            found.push(Found::new("vault", "does not open", Verdict::Damaged, what));
            return Ok(None);
        }
        Err(error) => return Err(Failure::because("the vault cannot be opened", &error)),
    };
    let Survey { epoch, generation, live, gone, .. } = &survey;
    let keys = format!("epoch {epoch}, generation {generation}: {live} live, {gone} gone");
    found.push(Found::good("keys", keys));
    Ok(Some(survey))
}

/// The records, by a trial opening of a copy.
fn records(folders: &Folders, vault: &Survey, found: &mut Vec<Found>) -> Result<(), Failure> {
    let trial = Trial::of(&folders.data)?;
    let store = match trial.store() {
        Ok(store) => store,
        Err(OpenError::Unsupported) => {
            found.push(Found::new("records", "another format", Verdict::Unsupported, NEWER));
            return Ok(());
        }
        Err(
            error @ (OpenError::DamagedFile { .. }
            | OpenError::DamagedFrom { .. }
            | OpenError::NotAStore),
        ) => {
            found.push(Found::new("records", "do not open", Verdict::Damaged, error.to_string()));
            return Ok(());
        }
        Err(error) => return Err(Failure::because("a copy of the store cannot be opened", &error)),
    };
    let records = Records::of(&store)
        .map_err(|error| Failure::because("a copy of the store cannot be read", &error))?;
    found.push(chain(&records, vault));
    boxes(&records, found);
    known_kinds(&records, found);
    let (size, run) = (records.head.size, RUN as u64);
    let folded = trial.folded(vault.derived_rows_key.clone())?;
    let words = format!("read anew from headers: {} records", size.saturating_sub(folded));
    found.push(if folded >= size / run * run {
        Found::good("index and tree", format!("{folded} of {size} records folded"))
    } else {
        Found::new(
            "index and tree",
            format!("{folded} of {size} records folded"),
            Verdict::NextStart,
            words,
        )
    });
    let (decided, executed) =
        (records.count(DESTRUCTION_DECIDED), records.count(DESTRUCTION_EXECUTED));
    if decided > executed {
        let open = decided - executed;
        let words = "decided and not executed: a start carries it through";
        found.push(Found::new("destructions", open.to_string(), Verdict::NextStart, words));
    }
    Ok(())
}

/// Every header follows from the one before, and the log is as long as the vault saw it.
fn chain(records: &Records, vault: &Survey) -> Found {
    let size = records.head.size;
    let told = format!("GRF1: {size}");
    match (&records.broken, vault.witness) {
        (Some(Broken::Unsupported { .. }), _) => {
            Found::new("records", "another format", Verdict::Unsupported, NEWER)
        }
        (Some(broken), _) => Found::new("records", told, Verdict::Damaged, broken.to_string()),
        (None, Some(seen)) if seen.size > size => {
            let words = format!("the vault saw {}: the tail is missing", seen.size);
            Found::new("records", told, Verdict::Damaged, words)
        }
        (None, Some(seen)) if seen.size == size && seen.hash != records.head.hash => {
            Found::new("records", told, Verdict::Damaged, "the vault saw another last record")
        }
        _ => Found::good("records", told),
    }
}

fn boxes(records: &Records, found: &mut Vec<Found>) {
    if let Some(position) = records.unreadable {
        let words = format!("the box at position {position} cannot be read from the store");
        found.push(Found::new("boxes", "unreadable", Verdict::Damaged, words));
    }
    for (version, count) in &records.boxes {
        let what = format!("boxes of version {version}");
        found.push(if *version == BOX_VERSION {
            Found::good(&what, count.to_string())
        } else {
            Found::new(&what, count.to_string(), Verdict::Unsupported, NEWER)
        });
    }
}

/// How many kinds are known, and each that is not.
fn known_kinds(records: &Records, found: &mut Vec<Found>) {
    let known = records.kinds.keys().filter(|kind| kinds::is_known(kind)).count();
    let told = format!("{known} of the {} this program knows", kinds::known().count());
    found.push(Found::good("kinds", told));
    for (kind, count) in records.kinds.iter().filter(|(kind, _)| !kinds::is_known(kind)) {
        let what = format!("kind {kind}");
        let records = if *count == 1 { "1 record".to_owned() } else { format!("{count} records") };
        found.push(if kinds::is_needed(kind) {
            let words =
                "it may be a hold, a grant or a destruction, which this program would pass over";
            Found::new(&what, records, Verdict::Unsupported, words)
        } else {
            Found::new(&what, records, Verdict::NotKnown, "kept, and shown by its kind")
        });
    }
}

/// What the next start does by itself, beside the index.
fn next_start(folders: &Folders, vault: &Survey, found: &mut Vec<Found>) {
    let mut does = |what: &str, is_so: bool, words: &str| {
        if is_so {
            found.push(Found::new(what, "there", Verdict::NextStart, words));
        }
    };
    let in_data = |name: &str| folders.data.join(name);
    does("an interrupted opening", folders.store().join(UNDO_FILE).exists(), "undone first");
    does("an interrupted change of the vault", vault.interrupted, "finished or undone");
    does("access.pending", holds_anything(&in_data("access.pending")), "recorded first");
    does("staging", holds_files(&in_data("staging")), "cleared: uploads that were cut off");
}

fn holds_anything(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|it| it.len() > 0)
}

fn holds_files(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some())
}

fn in_use() -> Failure {
    let message = "a server is at work on this ledger: stop it, then look (`griffie status` says how it stands)";
    Failure::new(Exit::TryLater, message)
}
