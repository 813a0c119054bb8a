//! A look at a store's folder that changes no byte of it: in which format it is. Opens nothing of sled.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::files::settings;
use super::folder::{FORMAT_LINE, LOCK, MARKER};

/// In which formats a store lies.
#[derive(Debug)]
pub struct Survey {
    /// The first line of its marker; nothing if there is no store.
    pub layout: Option<String>,
    /// What this program writes there.
    pub layout_known: &'static str,
    /// The version of sled that its settings name; nothing if they name none.
    pub engine: Option<String>,
    /// What this program's sled writes there.
    pub engine_known: Option<String>,
    /// Held as long as the look lasts: no server may start meanwhile. Nothing if one is at work.
    pub lock: Option<File>,
}

impl Survey {
    /// Whether it was laid out by a newer griffie.
    pub fn is_newer(&self) -> bool {
        let marked = self.layout.as_ref().is_some_and(|it| it.starts_with("griffie store "));
        marked && self.layout.as_deref() != Some(self.layout_known)
    }
}

/// Looks at a store's folder.
pub fn survey(path: &Path) -> std::io::Result<Survey> {
    let first_line = |text: String| text.lines().next().unwrap_or_default().to_owned();
    let engine = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        text.lines().find_map(|line| line.strip_prefix("version: ").map(str::to_owned))
    };
    let lock = File::open(path.join(LOCK))?;
    let lock = match lock.try_lock() {
        Ok(()) => Some(lock),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(error)) => return Err(error),
    };
    Ok(Survey {
        layout: fs::read_to_string(path.join(MARKER)).ok().map(first_line),
        layout_known: FORMAT_LINE,
        engine: fs::read(path.join("sled/conf")).ok().as_deref().and_then(engine),
        engine_known: engine(&settings()),
        lock,
    })
}
