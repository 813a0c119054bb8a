//! Calls into sled that may panic or never return on damaged files, turned into plain errors.
//!
//! A panic inside a guarded call prints nothing: its message may dump stored bytes. Only the place is kept.

use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How a guarded call failed. Messages hold no content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// sled reported an error of its own, or files that end too early.
    #[error("{0}")]
    Reported(String),
    /// The operating system refused sled something: room, rights, descriptors.
    #[error("{0}")]
    Refused(String),
    /// sled panicked.
    #[error("sled panicked at {0}")]
    Panicked(String),
    /// sled did not return in time; its thread may still be running.
    #[error("sled did not answer within {} s", .0.as_secs())]
    Hung(Duration),
}

thread_local! {
    /// While a guarded call runs: where it panicked, once it did.
    static GUARDED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a call into sled on this thread.
pub(super) fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, Failure> {
    silence_guarded_panics();
    let outer = GUARDED.replace(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(call));
    let place = GUARDED.replace(outer).unwrap_or_default();
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Failure::Panicked(place)),
    }
}

/// Runs a call into sled on a thread of its own and gives up after `limit`; the thread is then left behind.
pub(super) fn guarded_within<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> sled::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let (answer, answered) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("sled guard".to_owned())
        .spawn(move || {
            // The caller may have given up.
            let _ = answer.send(guarded(call));
        })
        .map_err(|error| Failure::Refused(format!("no thread for sled: {}", error.kind())))?;
    match answered.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(Failure::Hung(limit)),
        Err(RecvTimeoutError::Disconnected) => Err(Failure::Panicked("its thread".to_owned())),
    }
}

impl From<sled::Error> for Failure {
    /// Leaves out the paths and dumps that some of sled's errors carry.
    fn from(error: sled::Error) -> Failure {
        let reason = match error {
            sled::Error::Io(error) => {
                return match error.kind() {
                    io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::NotFound
                    | io::ErrorKind::InvalidData => Failure::Reported(error.kind().to_string()),
                    kind => Failure::Refused(kind.to_string()),
                };
            }
            sled::Error::Corruption { .. } => "sled found damage",
            sled::Error::Unsupported(_) => "sled finds its settings changed",
            sled::Error::CollectionNotFound(_) => "sled lost its tree",
            sled::Error::ReportableBug(_) => "sled found itself in an impossible state",
        };
        Failure::Reported(reason.to_owned())
    }
}

/// File and line, without the folders of the machine it was built on.
fn place_of(location: &panic::Location) -> String {
    let file = location.file().rsplit('/').next().unwrap_or_default();
    format!("{file}:{}", location.line())
}

fn silence_guarded_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let guarded = GUARDED.with_borrow_mut(|guarded| match guarded {
                Some(place) => {
                    *place = info.location().map(place_of).unwrap_or_default();
                    true
                }
                None => false,
            });
            if !guarded {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_names_the_place_and_nothing_else() {
        let failure = guarded::<()>(|| panic!("key of Mrs. Invented")).unwrap_err();
        let text = failure.to_string();
        assert!(text.starts_with("sled panicked at guard.rs:"), "{text}");
        assert!(!text.contains("Invented") && !text.contains('/'), "{text}");
        // Guarded calls may lie within each other, and another may follow.
        let outer = guarded(|| {
            guarded::<()>(|| panic!("inner")).unwrap_err();
            Ok(7)
        });
        assert_eq!(outer, Ok(7));
    }

    #[test]
    fn what_never_returns_is_left_behind() {
        let (release, held) = mpsc::channel::<()>();
        let limit = Duration::from_millis(20);
        let failure = guarded_within(limit, move || Ok(held.recv().is_ok())).unwrap_err();
        assert_eq!(failure, Failure::Hung(limit));
        drop(release);
        assert_eq!(guarded_within(Duration::from_mins(1), || Ok(1)), Ok(1));
    }

    #[test]
    fn a_full_disk_is_not_damage_and_a_file_cut_short_is() {
        let failure = |kind: io::ErrorKind| Failure::from(sled::Error::Io(kind.into()));
        let full = failure(io::ErrorKind::StorageFull);
        assert_eq!(full, Failure::Refused("no storage space".to_owned()));
        let cut = failure(io::ErrorKind::UnexpectedEof);
        assert!(matches!(cut, Failure::Reported(_)));
    }
}
