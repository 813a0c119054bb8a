//! Points at which a test can end the process: between any two effects of a restore.
//!
//! Only in builds with debug assertions: `GRIFFIE_RESTORE_FAULT=<point>` is read once a process, which then ends there as if it were
//! killed. A release build has no such switch. What the vault writes in one effect has points of its own (`vault/fault.rs`).

/// A moment between two effects, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultPoint {
    /// The marker is on the disk, nothing else is made.
    MarkerWritten,
    /// The vault is made from a copy of its keys.
    VaultMade,
    /// The records lie in the new store; the vault still knows of more.
    RecordsPut,
    /// The vault's witness is that of the backup.
    BegunAnew,
    /// So is its checkpoint.
    CheckpointKept,
    /// It is on record that the log goes on from here, with what is lost; the old key still signs.
    Recorded,
    /// Another key signs.
    KeyChanged,
    /// The marker is gone; nobody has been told.
    MarkerRemoved,
}

impl FaultPoint {
    const fn name(self) -> &'static str {
        match self {
            FaultPoint::MarkerWritten => "marker_written",
            FaultPoint::VaultMade => "vault_made",
            FaultPoint::RecordsPut => "records_put",
            FaultPoint::BegunAnew => "begun_anew",
            FaultPoint::CheckpointKept => "checkpoint_kept",
            FaultPoint::Recorded => "recorded",
            FaultPoint::KeyChanged => "key_changed",
            FaultPoint::MarkerRemoved => "marker_removed",
        }
    }
}

/// Ends the process here if a test says so.
pub(super) fn reached(point: FaultPoint) {
    #[cfg(debug_assertions)]
    {
        use std::sync::LazyLock;
        static WANTED: LazyLock<Option<String>> =
            LazyLock::new(|| std::env::var("GRIFFIE_RESTORE_FAULT").ok());
        if WANTED.as_deref() == Some(point.name()) {
            std::process::abort();
        }
    }
    let _ = point.name();
}
