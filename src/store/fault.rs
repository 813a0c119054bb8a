//! Lets a test make the disk fail at a chosen moment. In a release build nothing can arm it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// The moment at which the disk or the process fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// Nothing was written.
    BeforeAppend = 1,
    /// Written, not yet synced.
    AfterAppend = 2,
    /// Synced, not yet answered.
    AfterSync = 3,
    /// While the store is being opened; the process is taken to end there.
    WhileOpening = 4,
}

/// Handed to a store when it is opened; whoever keeps a clone can make the next commit or opening fail.
#[derive(Clone, Debug, Default)]
pub struct FaultSwitch(Arc<AtomicU8>);

impl FaultSwitch {
    /// The next commit, deletion or opening fails at this moment, once. Does not exist in release builds.
    #[cfg(debug_assertions)]
    pub fn arm(&self, fault: Fault) {
        self.0.store(fault as u8, Ordering::SeqCst);
    }

    /// Whether the disk fails at this moment.
    pub(super) fn strikes(&self, fault: Fault) -> bool {
        cfg!(debug_assertions)
            && self.0.compare_exchange(fault as u8, 0, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}
