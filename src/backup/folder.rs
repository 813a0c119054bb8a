//! Names of backup files, and what lies in a folder of them. A name says whose ledger it is of, what it holds and when it was made:
//! nothing of anybody in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime};

use crate::chain::LedgerId;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Records: headers and locked boxes.
    Data,
    /// Keys.
    Keys,
}

impl Sort {
    /// The word in the name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Data => "data",
            Sort::Keys => "keys",
        }
    }
}

/// A file in a backup folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub sort: Sort,
    /// When it was made, microseconds UTC, to the second.
    pub made_at: i64,
    /// Its length in bytes.
    pub bytes: u64,
}

const SUFFIX: &str = ".age";
/// Ends the name of a file that is not written to its end.
pub(super) const UNFINISHED: &str = ".partial";
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// The name of a backup made at a time (microseconds UTC).
pub fn file_name(ledger: LedgerId, sort: Sort, made_at: i64) -> String {
    let at = DateTime::from_timestamp_micros(made_at).unwrap_or_default();
    format!("griffie-{ledger}-{}-{}{SUFFIX}", sort.as_str(), at.format(TIME))
}

/// What a name says, if it is that of a backup of this ledger.
pub fn parse_file_name(ledger: LedgerId, name: &str) -> Option<(Sort, i64)> {
    let rest = name.strip_prefix(&format!("griffie-{ledger}-"))?.strip_suffix(SUFFIX)?;
    let (sort, time) = rest.split_once('-')?;
    let sort = [Sort::Data, Sort::Keys].into_iter().find(|it| it.as_str() == sort)?;
    let time = NaiveDateTime::parse_from_str(time, TIME).ok()?;
    Some((sort, time.and_utc().timestamp_micros()))
}

/// The backups of a ledger in a folder, the oldest first. Whatever else lies there is passed over.
pub fn list(folder: &Path, ledger: LedgerId) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some((sort, made_at)) = name.to_str().and_then(|it| parse_file_name(ledger, it)) else {
            continue;
        };
        let bytes = entry.metadata()?.len();
        found.push(Found { path: entry.path(), sort, made_at, bytes });
    }
    found.sort_by_key(|it| (it.made_at, it.sort));
    Ok(found)
}

/// Files of a ledger's backups that were not written to their end.
pub(super) fn unfinished(folder: &Path, ledger: LedgerId) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let whole = name.to_str().and_then(|it| it.strip_suffix(UNFINISHED));
        if whole.is_some_and(|it| parse_file_name(ledger, it).is_some()) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_lies_in_the_file_and_when_it_was_made() {
        let ledger = LedgerId::from_bytes([0x1e; 16]);
        let other = LedgerId::from_bytes([0x1f; 16]);
        let made_at = 1_795_659_000_000_000;
        let name = file_name(ledger, Sort::Keys, made_at + 123);
        assert_eq!(parse_file_name(ledger, &name), Some((Sort::Keys, made_at)));
        assert_eq!(parse_file_name(other, &name), None);
        assert_eq!(parse_file_name(ledger, &format!("{name}.partial")), None);
    }
}
