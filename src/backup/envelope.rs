//! The envelope around a backup: the age format, so that it opens with any of its programs, without griffie.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::str::FromStr;

use age::secrecy::ExposeSecret as _;
use age::stream::{StreamReader, StreamWriter};
use age::x25519;
use zeroize::Zeroizing;

/// To whom a backup is sealed: `age1…`.
#[derive(Clone, Debug)]
pub struct Recipient(x25519::Recipient);

/// Not a recipient's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a recipient: `griffie backup identity` makes one, it begins with age1")]
pub struct MalformedRecipient;

impl FromStr for Recipient {
    type Err = MalformedRecipient;

    fn from_str(text: &str) -> Result<Recipient, MalformedRecipient> {
        text.parse().map(Recipient).map_err(|_| MalformedRecipient)
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What opens backups that were sealed to its recipient.
pub struct Identity(x25519::Identity);

/// Why an envelope was not closed or opened.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// The operating system refused.
    #[error("cannot read or write: {0}")]
    Io(#[from] io::Error),
    /// The identity's file can be read by everybody.
    #[error("the identity can be read by everybody; allow its owner only")]
    TooOpen,
    /// The file holds no identity.
    #[error("the file holds no identity: a line that begins with AGE-SECRET-KEY-1")]
    NoIdentity,
    /// Nobody to seal it to.
    #[error("a backup needs a recipient")]
    NoRecipient,
    /// Not an envelope, or sealed to somebody else.
    #[error(
        "it does not open with this identity: it is no backup, was damaged, or was sealed to another recipient"
    )]
    DoesNotOpen,
}

impl Identity {
    /// Makes a new one.
    pub fn generate() -> Identity {
        Identity(x25519::Identity::generate())
    }

    /// Its recipient: not secret.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The text its owner keeps.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "# griffie backup identity; recipient: {}\n{}\n",
            self.0.to_public(),
            self.0.to_string().expose_secret()
        ))
    }

    /// Reads it from a file that only its owner may read.
    pub fn read(file: &Path) -> Result<Identity, EnvelopeError> {
        if fs::metadata(file)?.mode() & 0o007 != 0 {
            return Err(EnvelopeError::TooOpen);
        }
        let text = Zeroizing::new(fs::read_to_string(file)?);
        let mut found = text.lines().filter_map(|line| line.trim().parse().ok());
        found.next().map(Identity).ok_or(EnvelopeError::NoIdentity)
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Identity({})", self.0.to_public())
    }
}

/// An envelope that is being filled. One that was not finished does not open.
pub struct Sealing<W: Write>(StreamWriter<W>);

impl<W: Write> Sealing<W> {
    /// Begins one.
    pub fn begin(recipients: &[Recipient], out: W) -> Result<Sealing<W>, EnvelopeError> {
        let each = recipients.iter().map(|it| &it.0 as &dyn age::Recipient);
        let sealing =
            age::Encryptor::with_recipients(each).map_err(|_| EnvelopeError::NoRecipient)?;
        Ok(Sealing(sealing.wrap_output(out)?))
    }

    /// Closes it.
    pub fn finish(self) -> Result<W, EnvelopeError> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Opens an envelope. What was cut off or altered shows while it is read.
pub fn open<R: Read>(
    input: R,
    identity: &Identity,
) -> Result<StreamReader<BufReader<R>>, EnvelopeError> {
    let opening = age::Decryptor::new_buffered(BufReader::new(input))
        .map_err(|_| EnvelopeError::DoesNotOpen)?;
    opening
        .decrypt(std::iter::once(&identity.0 as &dyn age::Identity))
        .map_err(|_| EnvelopeError::DoesNotOpen)
}
