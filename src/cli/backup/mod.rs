//! `griffie backup …` and `griffie restore`: copies that outlive a disk, and the way back from them.

mod fault;
mod kept;
mod restore;
mod restoring;
mod verbs;

pub use restore::Restore;
pub(super) use restoring::{Restored, Restoring, VaultRoot};
pub use verbs::Backup;
