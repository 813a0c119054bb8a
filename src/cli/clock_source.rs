//! The one place that reads the machine's clock; and the rehearsal clock, which a demo sets.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::register::clock::Clock;

/// The machine's own clocks.
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock whose elapsed time starts now.
    pub fn new() -> Self {
        SystemClock { started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    fn now(&self) -> i64 {
        // A machine that believes itself before 1970 gets 1970, which the time rules then refuse.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that shows what a file says: 8 bytes, big-endian microseconds. Only a ledger made for rehearsal takes it, so that a
/// year can pass in a minute without anybody being able to bend a real ledger's time.
pub struct RehearsalClock {
    file: File,
}

impl RehearsalClock {
    /// Opens the file.
    pub fn open(path: &Path) -> std::io::Result<RehearsalClock> {
        Ok(RehearsalClock { file: File::open(path)? })
    }
}

impl Clock for RehearsalClock {
    fn now(&self) -> i64 {
        let mut bytes = [0; 8];
        // Unreadable reads as 1970, and nothing is recorded.
        let _ = self.file.read_exact_at(&mut bytes, 0);
        i64::from_be_bytes(bytes).max(0)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.now()).unwrap_or(0))
    }
}
