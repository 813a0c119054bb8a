//! Backups: of the records, of the keys, and back. Data and keys never lie in one file, and each file is sealed to a recipient whose
//! identity is nowhere on this machine. A data backup holds headers and locked boxes; what was destroyed meanwhile opens from none of
//! them. A key backup opens what it was made of for as long as it exists: at most fourteen days.

mod daily;
mod data;
mod envelope;
mod filling;
mod folder;
mod keys;
mod made;
mod reading;
mod standing;

pub use daily::daily;
pub use data::{DataBackup, DataError, write_data};
pub use envelope::{EnvelopeError, Identity, MalformedRecipient, Recipient, Sealing, open};
pub use filling::{FillError, fill};
pub use folder::{Found, Sort, file_name, list, parse_file_name};
pub use keys::{KEY_BACKUP_DAYS, KeyBackups, until_of};
pub use made::{Made, MakeError, Plan, make};
pub use reading::{DataReader, ReadBackupError, ReadRun};
pub use standing::{BACKUP_HOURS_MAX, Shortcoming, shortcomings};
