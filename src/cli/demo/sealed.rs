//! Looks for recorded texts in every file the demo left, with two controls: the search finds all of them where they do lie open,
//! and it finds in the very same files what is meant to be readable there.

use super::super::failure::{Exit, Failure};
use super::super::folder::Folders;
use super::search::{Found, Needles};

/// What every ledger holds in the open: the kind in the header of an entry.
const READABLE: &[u8] = b"dossier.entry_recorded/1";

/// Searches data folder and vault.
pub fn search(needles: &Needles, folders: &Folders) -> Result<String, Failure> {
    let failed = |message: String| Err(Failure::new(Exit::Failed, message));
    let count = needles.count();
    let seen = needles.occurring(&needles.control());
    if seen != count || count == 0 {
        return failed(format!("the search itself finds only {seen} of {count} texts"));
    }
    let mut readable = Needles::default();
    readable.add(READABLE);
    let mut control = Found::default();
    readable.search(&folders.data.join("store"), &mut control)?;
    if control.hits.is_empty() {
        return failed("the search does not find in the store what is readable there".to_owned());
    }
    let mut found = Found::default();
    for folder in [&folders.data, &folders.vault] {
        needles.search(folder, &mut found)?;
    }
    if let Some((file, texts)) = found.hits.first() {
        return failed(format!("{texts} recorded texts lie open in {}", file.display()));
    }
    let Found { files, bytes, .. } = found;
    let megabytes = bytes / 1_000_000;
    Ok(format!("{count} texts looked for in {files} files ({megabytes} MB): none there"))
}
