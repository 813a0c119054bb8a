//! sled's own files before sled sees them: what is missing or damaged is named, because sled would start afresh,
//! panic or rewrite. Knows their names and checksums only.

use std::fs;
use std::path::Path;

use super::folder::{self, FolderError, io_error};
use super::undo::snapshots;

/// What is wrong with one of sled's files.
#[derive(Debug, thiserror::Error)]
pub(super) enum FilesError {
    #[error("{file}: {reason}")]
    Damaged { file: String, reason: &'static str },
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// Checks what can be checked cheaply, and clears away what a killed process left.
pub(super) fn prepare(sled: &Path) -> Result<(), FilesError> {
    for name in ["", "db", "conf", "blobs"] {
        if !sled.join(name).exists() {
            return Err(damaged(name, "it is missing"));
        }
    }
    let conf = sled.join("conf");
    if fs::read(&conf).map_err(|error| io_error(&conf, error))? != settings() {
        return Err(damaged("conf", "it differs from what was written at creation"));
    }
    for name in folder::names(sled)? {
        // A process killed while sled wrote a snapshot leaves this; no later open would succeed.
        if name.starts_with("snap.") && name.ends_with(".generating") {
            let path = sled.join(&name);
            fs::remove_file(&path).map_err(|error| io_error(&path, error))?;
        }
    }
    for (_, path) in snapshots(sled).map_err(|error| io_error(sled, error))? {
        let bytes = fs::read(&path).map_err(|error| io_error(&path, error))?;
        if !is_snapshot(&bytes) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            return Err(damaged(
                &name,
                "its checksum is wrong; sled makes it anew once it is gone",
            ));
        }
    }
    Ok(())
}

/// The content of `conf`: sled's settings as we choose them, which never change.
pub(super) fn settings() -> Vec<u8> {
    let text = b"segment_size: 524288\nuse_compression: false\nversion: 0.34\n";
    [text.as_slice(), &crc32fast::hash(text).to_le_bytes()].concat()
}

/// A snapshot is its content, a length in 8 bytes, and the checksum of the content.
fn is_snapshot(bytes: &[u8]) -> bool {
    let Some((rest, sum)) = bytes.split_last_chunk::<4>() else { return false };
    let Some((content, _length)) = rest.split_last_chunk::<8>() else { return false };
    !content.is_empty() && u32::from_le_bytes(*sum) == crc32fast::hash(content)
}

fn damaged(name: &str, reason: &'static str) -> FilesError {
    FilesError::Damaged { file: format!("sled/{name}"), reason }
}
