//! Points at which a test can stop or fail the vault: between any two writes that must survive each other.
//!
//! Only in builds with debug assertions: `GRIFFIE_VAULT_FAULT=<place>.<point>=<abort|error>` is read once a process.
//! A release build has no such switch, `reach` is empty there.

use std::io;

/// Whose files are being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The vault itself.
    Vault,
    /// One of its mirrors.
    Mirror,
}

macro_rules! fault_points {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A moment between two effects.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FaultPoint {
            $($(#[$doc])* $name,)*
        }

        impl FaultPoint {
            /// Every point, in the order in which the effects come.
            pub const ALL: &[FaultPoint] = &[$(FaultPoint::$name,)*];

            /// The name used in the environment variable.
            pub const fn name(self) -> &'static str {
                match self {
                    $(FaultPoint::$name => $text,)*
                }
            }
        }
    };
}

fault_points! {
    /// The folder stands, the marker of an unfinished creation does not.
    CreateFolderMade = "create_folder_made",
    /// The marker is durable.
    CreateMarked = "create_marked",
    /// The epoch file is durable, `keys` does not exist.
    CreateEpochWritten = "create_epoch_written",
    /// `keys` is durable, witness and checkpoint are not.
    CreateKeysWritten = "create_keys_written",
    /// Everything is durable, the marker still stands.
    CreateFilled = "create_filled",
    /// The marker is removed, the folder not yet synced.
    CreateUnmarked = "create_unmarked",
    /// The reserve has grown, `keys` has not.
    AppendReserveGrown = "append_reserve_grown",
    /// Both have grown.
    AppendGrown = "append_grown",
    /// New slots are written, not synced.
    AppendSlotsWritten = "append_slots_written",
    /// New slots are durable, no header counts them.
    AppendSlotsSynced = "append_slots_synced",
    /// The header that counts them is written, not synced.
    AppendHeaderWritten = "append_header_written",
    /// New slots are durable and counted, nobody has been answered.
    AppendDone = "append_done",
    /// The new epoch is written, not synced.
    RotateEpochWritten = "rotate_epoch_written",
    /// The new epoch is durable.
    RotateEpochSynced = "rotate_epoch_synced",
    /// The reserve has become `keys.new`, nothing is written to it.
    RotateReserveTaken = "rotate_reserve_taken",
    /// `keys.new` is written, not synced.
    RotateKeysWritten = "rotate_keys_written",
    /// `keys.new` is durable and was read back.
    RotateKeysSynced = "rotate_keys_synced",
    /// `keys.new` has become `keys`, the folder is not synced.
    RotateRenamed = "rotate_renamed",
    /// The new `keys` is durable, the old epoch still lies in its slot.
    RotateFolderSynced = "rotate_folder_synced",
    /// The old epoch's slot is overwritten, not synced.
    RotateEpochOverwritten = "rotate_epoch_overwritten",
    /// The old epoch is destroyed; the old `keys` still holds what it wrapped.
    RotateEpochZeroed = "rotate_epoch_zeroed",
    /// The old `keys` is overwritten, there is no reserve.
    RotateOldOverwritten = "rotate_old_overwritten",
    /// Everything is done but the answer.
    RotateDone = "rotate_done",
    /// At open: the other epoch is overwritten, not synced.
    OpenEpochOverwritten = "open_epoch_overwritten",
    /// At open: slots nobody was promised are overwritten, not synced.
    OpenResidueOverwritten = "open_residue_overwritten",
    /// At open: a `keys.new` or used reserve is overwritten, not removed.
    OpenLeftoverOverwritten = "open_leftover_overwritten",
    /// At open: everything is tidy but for the reserve.
    OpenTidied = "open_tidied",
}

/// Stops or fails here if the environment says so.
#[cfg(debug_assertions)]
pub(super) fn reach(place: Place, point: FaultPoint) -> io::Result<()> {
    use std::sync::OnceLock;
    static ARMED: OnceLock<Option<String>> = OnceLock::new();
    let Some(armed) = ARMED.get_or_init(|| std::env::var("GRIFFIE_VAULT_FAULT").ok()) else {
        return Ok(());
    };
    let place = match place {
        Place::Vault => "vault",
        Place::Mirror => "mirror",
    };
    let Some((name, effect)) = armed.split_once('=') else { return Ok(()) };
    if name.split_once('.') != Some((place, point.name())) {
        return Ok(());
    }
    match effect {
        "abort" => std::process::abort(),
        _ => Err(io::Error::other("injected fault")),
    }
}

/// Nothing, in a release build.
#[cfg(not(debug_assertions))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as in a debug build")]
pub(super) fn reach(_: Place, _: FaultPoint) -> io::Result<()> {
    Ok(())
}
