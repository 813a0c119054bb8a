//! The root secret: what wraps a vault's epochs, and the places it may come from.
//! Knows nothing of the vault's files but the name `root`.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::cipher::{self, Key, NoRandomness};
use crate::chain::Context;

/// Name of the file a vault keeps its own root secret in, if it must.
pub(super) const FILE: &str = "root";
/// Name of the credential a service manager hands over.
const CREDENTIAL: &str = "griffie-root";
/// 64 hex digits and a line end.
const TEXT_MAX: u64 = 65;

/// 32 random bytes that open a vault or a mirror. As text, 64 lowercase hex digits.
#[derive(Clone)]
pub struct RootSecret(Key);

impl fmt::Debug for RootSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RootSecret")
    }
}

/// Where a root secret was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootSource {
    /// A credential of the service manager (systemd `LoadCredential`).
    Credential,
    /// A file the operator named.
    File,
    /// `root` in the vault itself: who has the folder has the keys. Worth a warning.
    Vault,
}

/// The places a root secret is looked for, in this order.
#[derive(Clone, Copy, Debug)]
pub struct RootPlaces<'a> {
    /// A file the operator named; if given, the only place.
    pub file: Option<&'a Path>,
    /// Value of `$CREDENTIALS_DIRECTORY`.
    pub credentials: Option<&'a Path>,
    /// The vault's folder.
    pub vault: &'a Path,
}

/// Why there is no root secret.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// In none of the places.
    #[error("no root secret: give a file, a credential named griffie-root, or the file {0}")]
    NotFound(PathBuf),
    /// The file exists and cannot be read or written.
    #[error("cannot read or write the root secret {file}: {source}")]
    Io {
        /// The file.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Everybody may read the file.
    #[error("the root secret {0} can be read by everybody; allow its owner only")]
    TooOpen(PathBuf),
    /// Not 64 lowercase hex digits.
    #[error("{0} does not hold a root secret: 64 lowercase hex digits")]
    Malformed(PathBuf),
    /// No random bytes to make one from.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl RootSecret {
    /// Makes a new one.
    pub fn generate() -> Result<Self, NoRandomness> {
        cipher::new_key().map(Self)
    }

    /// The text an operator keeps: 64 lowercase hex digits.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// Reads the text, with or without a line end.
    pub fn from_text(text: &str) -> Option<Self> {
        let digits = text.strip_suffix('\n').unwrap_or(text);
        let mut key = Zeroizing::new([0; 32]);
        if digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        hex::decode_to_slice(digits, key.as_mut_slice()).ok()?;
        Some(Self(key))
    }

    /// Looks for the root secret of a vault.
    pub fn find(places: &RootPlaces<'_>) -> Result<(Self, RootSource), RootError> {
        if let Some(file) = places.file {
            return Self::read(file).map(|secret| (secret, RootSource::File));
        }
        let credential = places.credentials.map(|folder| folder.join(CREDENTIAL));
        let own = places.vault.join(FILE);
        let candidates = credential
            .into_iter()
            .map(|file| (file, RootSource::Credential))
            .chain([(own.clone(), RootSource::Vault)]);
        for (file, source) in candidates {
            match Self::read(&file) {
                Err(RootError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                found => return found.map(|secret| (secret, source)),
            }
        }
        Err(RootError::NotFound(own))
    }

    /// Reads a file that holds a root secret.
    pub fn read(file: &Path) -> Result<Self, RootError> {
        let io = |source| RootError::Io { file: file.into(), source };
        let metadata = fs::metadata(file).map_err(io)?;
        if metadata.mode() & 0o007 != 0 {
            return Err(RootError::TooOpen(file.into()));
        }
        if metadata.len() > TEXT_MAX {
            return Err(RootError::Malformed(file.into()));
        }
        let bytes = Zeroizing::new(fs::read(file).map_err(io)?);
        let text = std::str::from_utf8(&bytes).ok();
        text.and_then(Self::from_text).ok_or_else(|| RootError::Malformed(file.into()))
    }

    /// Writes a new file only its owner may read, durable but for its name: the caller syncs the folder.
    pub fn write_new(&self, file: &Path) -> Result<(), RootError> {
        let io = |source| RootError::Io { file: file.into(), source };
        let mut options = OpenOptions::new();
        let mut opened = options.write(true).create_new(true).mode(0o600).open(file).map_err(io)?;
        let mut text = self.to_text();
        text.push('\n');
        opened.write_all(text.as_bytes()).map_err(io)?;
        opened.sync_all().map_err(io)
    }

    /// The key that wraps epoch keys.
    pub(super) fn wrapping_key(&self) -> Key {
        cipher::derive_key(Context::VaultRootKey, &self.0)
    }

    /// Tells whether a wrapped epoch is under this secret.
    pub(super) fn id(&self) -> [u8; 16] {
        let hash = cipher::derive_key(Context::VaultRootId, &self.0);
        hash.first_chunk().copied().unwrap_or_default()
    }
}
