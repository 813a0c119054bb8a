//! Key backups and how long they last. Everything they hold stays readable while they are there, also what was destroyed after they
//! were made: so they go, overwritten, before fourteen days are over.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate};

use crate::chain::LedgerId;

use super::folder::{Found, Sort, list};

/// Days after which a key backup is gone at the latest.
pub const KEY_BACKUP_DAYS: u64 = 14;
/// One made daily is destroyed a day earlier, so that a night on which nothing ran keeps the promise.
const DESTROY_AFTER_MICROS: i64 = (KEY_BACKUP_DAYS.cast_signed() - 1) * 24 * 3_600 * 1_000_000;

/// The day on which a key backup made at a time is gone at the latest.
pub fn until_of(made_at: i64) -> NaiveDate {
    let day = DateTime::from_timestamp_micros(made_at).unwrap_or_default().date_naive();
    day.checked_add_days(Days::new(KEY_BACKUP_DAYS)).unwrap_or(day)
}

/// The key backups of a ledger that lie in a folder.
pub struct KeyBackups(Vec<Found>);

impl KeyBackups {
    /// Looks for them.
    pub fn in_folder(folder: &Path, ledger: LedgerId) -> io::Result<KeyBackups> {
        Ok(KeyBackups(
            list(folder, ledger)?.into_iter().filter(|it| it.sort == Sort::Keys).collect(),
        ))
    }

    /// Overwrites and removes those whose time has come; says which.
    pub fn destroy_old(&self, now: i64) -> io::Result<Vec<String>> {
        let mut gone = Vec::new();
        for found in self.0.iter().filter(|it| now - it.made_at >= DESTROY_AFTER_MICROS) {
            overwrite(&found.path)?;
            gone.extend(found.path.file_name().map(|it| it.to_string_lossy().into_owned()));
        }
        Ok(gone)
    }
}

/// Zeros over the whole of it, on the disk, before the name goes.
pub(super) fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let bytes = file.metadata()?.len();
    io::copy(&mut io::Read::take(io::repeat(0), bytes), &mut file)?;
    file.flush()?;
    file.sync_all()?;
    std::fs::remove_file(path)?;
    if let Some(folder) = path.parent() {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::file_name;

    #[test]
    fn a_key_backup_is_gone_before_fourteen_days_are_over_and_a_data_backup_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = LedgerId::from_bytes([7; 16]);
        let made_at = 1_795_659_000_000_000;
        let day = 24 * 3_600 * 1_000_000;
        let names: Vec<String> = [Sort::Keys, Sort::Data]
            .into_iter()
            .map(|sort| file_name(ledger, sort, made_at))
            .collect();
        for name in &names {
            std::fs::write(folder.path().join(name), b"sealed").unwrap();
        }
        let same = folder.path().join("another name of the same bytes");
        std::fs::hard_link(folder.path().join(&names[0]), &same).unwrap();
        let found = || KeyBackups::in_folder(folder.path(), ledger).unwrap();
        assert!(found().destroy_old(made_at + 12 * day).unwrap().is_empty());
        assert_eq!(found().destroy_old(made_at + 13 * day).unwrap(), names[..1]);
        assert!(!folder.path().join(&names[0]).exists());
        assert_eq!(std::fs::read(&same).unwrap(), [0; 6], "its bytes lie there under no name");
        assert!(folder.path().join(&names[1]).exists());
    }
}
