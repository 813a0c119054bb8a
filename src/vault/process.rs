//! Keeps the keys of a running process out of core dumps and away from debuggers of the same user.

use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Switches core dumps off for this process. Call it before a key is read.
///
/// Swap is not covered: encrypt it, or switch it off.
pub fn harden_process() -> io::Result<()> {
    // The limit alone is not enough: a pipe in core_pattern ignores it.
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(())
}
