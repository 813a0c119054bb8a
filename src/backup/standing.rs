//! What is wrong with how a practice backs up, as far as it can be seen from here: nothing named, too old, on the disk that would
//! die with the data. Says nothing in words and makes nothing.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::register::Register;

use super::made::Plan;

/// Hours after which a backup is too old: one a day, and two to notice it (rules, HANDBOOK-BACKUP).
pub const BACKUP_HOURS_MAX: i64 = 26;
const HOUR_MICROS: i64 = 3_600 * 1_000_000;

/// What the owner must do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcoming {
    /// No folder and no recipient is named.
    NotConfigured,
    /// The newest data backup is too old, or there is none.
    DataTooOld {
        /// When it was recorded, microseconds UTC.
        last: Option<i64>,
    },
    /// The newest key backup is too old, or there is none, though a folder is named for them.
    KeysTooOld {
        /// When it was recorded, microseconds UTC.
        last: Option<i64>,
    },
    /// A folder lies on the device of the data.
    OnTheSameDevice,
}

/// Everything that is wrong now. A folder that cannot be looked at (a stick that is not plugged in) lies on no device; when that
/// lasts, its backups grow too old.
pub fn shortcomings(register: &Register, plan: Option<&Plan>) -> Vec<Shortcoming> {
    let Some(plan) = plan else { return vec![Shortcoming::NotConfigured] };
    let (data, keys) = register.with_backups(|known| (known.last_data, known.last_keys));
    let now = register.now();
    let mut found = Vec::new();
    if is_too_old(now, data) {
        found.push(Shortcoming::DataTooOld { last: data });
    }
    if plan.keys_folder.is_some() && is_too_old(now, keys) {
        found.push(Shortcoming::KeysTooOld { last: keys });
    }
    let folders = [Some(&plan.folder), plan.keys_folder.as_ref()];
    let own = device(register.folder());
    if own.is_some() && folders.into_iter().flatten().any(|folder| device(folder) == own) {
        found.push(Shortcoming::OnTheSameDevice);
    }
    found
}

/// Whether a backup recorded at this time is too old now.
pub fn is_too_old(now: i64, last: Option<i64>) -> bool {
    last.is_none_or(|last| now - last > BACKUP_HOURS_MAX * HOUR_MICROS)
}

fn device(path: &Path) -> Option<u64> {
    std::fs::metadata(path).map(|it| it.dev()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_too_old_after_twenty_six_hours_and_not_before() {
        let made = 5 * HOUR_MICROS;
        assert!(!is_too_old(made + 26 * HOUR_MICROS, Some(made)));
        assert!(is_too_old(made + 26 * HOUR_MICROS + 1, Some(made)));
        assert!(is_too_old(0, None));
    }
}
