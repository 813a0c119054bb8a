//! `griffie backup …` and `griffie restore`: copies that outlive a disk, and the way back from them.

mod restore;
mod restored;
mod verbs;

pub use restore::Restore;
pub(super) use restored::{Restored, Restoring, VaultRoot};
pub use verbs::Backup;
