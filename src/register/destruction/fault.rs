//! Points at which a test can end the process: between any two effects of a destruction.
//!
//! Only in builds with debug assertions: `GRIFFIE_DESTRUCTION_FAULT=<point>` is read once a process, which then ends there as if
//! it were killed. A release build has no such switch.

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
    /// It was judged; nothing is made yet.
    Judged = "judged",
    /// New keys of the replacements are durable, nothing is sealed with them.
    KeysMade = "keys_made",
    /// Replacements and decision are sealed, not handed to the writer.
    Sealed = "sealed",
    /// The decision is on the disk, nothing else is done.
    Decided = "decided",
    /// Nothing in memory shows it any more; every box still lies in the store.
    Forgotten = "forgotten",
    /// The boxes are deleted, durably; the keys are still there.
    BoxesDeleted = "boxes_deleted",
    /// The keys are gone, from the mirrors as well; nothing says so yet.
    KeysDestroyed = "keys_destroyed",
    /// It is on record that it was carried out; nobody has been answered.
    Executed = "executed",
}

/// Ends the process here if a test says so.
pub fn reached(point: FaultPoint) {
    #[cfg(debug_assertions)]
    {
        use std::sync::LazyLock;
        static WANTED: LazyLock<Option<String>> =
            LazyLock::new(|| std::env::var("GRIFFIE_DESTRUCTION_FAULT").ok());
        if WANTED.as_deref() == Some(point.name()) {
            std::process::abort();
        }
    }
    let _ = point;
}
