//! A process that holds keys writes no core dump. Alone in its binary: it changes the process for good.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

#[test]
fn a_hardened_process_leaves_no_core() {
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::Dumpable);
    griffie::vault::harden_process().unwrap();
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    let limit = getrlimit(Resource::Core);
    assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
}
