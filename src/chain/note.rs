//! C2SP signed notes: text, signature lines, strict reading (docs/format.md §5).
//! Keeps no private key: whoever signs hands in a closure.

use super::spelling::{base64, parse_base64};
use super::verifier_key::{VerifierKey, is_key_name};

/// Longest note in bytes, but for a manifest.
pub const NOTE_BYTES_MAX: usize = 16 * 1024;
/// Most signature lines of a note.
pub const SIGNATURES_MAX: usize = 64;

const EM_DASH: &str = "\u{2014} ";

/// A signature over a note's text, by anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// Name of the key.
    pub name: String,
    /// First bytes of the key's hash; together with the name it tells which key signed.
    pub key_id: [u8; 4],
    /// The signature in its algorithm's form; 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// A text with the signatures it carries; none is checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

/// A text that is not a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedNote {
    /// Longer than allowed.
    #[error("note longer than {max} bytes")]
    TooLong {
        /// Most bytes allowed.
        max: usize,
    },
    /// Not UTF-8, or a control character other than a line feed.
    #[error("note is not plain text")]
    NotText,
    /// The text is empty or does not end in a line feed, or no empty line parts it from the signatures.
    #[error("note without a text and signatures, parted by an empty line")]
    NotParted,
    /// A signature line is not of the form `— name base64`.
    #[error("malformed signature line of a note")]
    SignatureLine,
    /// More signature lines than allowed.
    #[error("note with more than {SIGNATURES_MAX} signature lines")]
    TooManySignatures,
}

/// Why a note is not what its signatures should make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteRejected {
    /// A key that should have signed did not.
    #[error("note is not signed by a key that must sign it")]
    NotSigned,
    /// A signature of a known key does not hold: the text or the signature was altered.
    #[error("a signature of the note does not hold")]
    SignatureFails,
}

/// The signer does not hold the private half of the key it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("signature does not hold under the key it is made for")]
pub struct NotOfThisKey;

impl Note {
    /// A note without signatures yet. The text ends in a line feed and has no other control characters.
    pub fn unsigned(text: String) -> Result<Note, MalformedNote> {
        if text.contains(is_unwanted) {
            return Err(MalformedNote::NotText);
        }
        if !text.ends_with('\n') {
            return Err(MalformedNote::NotParted);
        }
        Ok(Note { text, signatures: Vec::new() })
    }

    /// A note of lines this module's neighbours made: they hold no control characters by construction.
    pub(super) const fn of_lines(text: String) -> Note {
        Note { text, signatures: Vec::new() }
    }

    /// Reads a note of at most 16 KiB.
    pub fn parse(bytes: &[u8]) -> Result<Note, MalformedNote> {
        Note::parse_within(bytes, NOTE_BYTES_MAX)
    }

    /// Reads a note with a limit of the caller's (a manifest has one line a file).
    pub fn parse_within(bytes: &[u8], bytes_max: usize) -> Result<Note, MalformedNote> {
        if bytes.len() > bytes_max {
            return Err(MalformedNote::TooLong { max: bytes_max });
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| MalformedNote::NotText)?;
        if whole.contains(is_unwanted) {
            return Err(MalformedNote::NotText);
        }
        // The last empty line parts them: a text may hold empty lines, a signature cannot.
        let (above, lines) = whole.rsplit_once("\n\n").ok_or(MalformedNote::NotParted)?;
        let mut note = Note::of_lines(format!("{above}\n"));
        let lines = lines.strip_suffix('\n').ok_or(MalformedNote::SignatureLine)?;
        for line in lines.split('\n') {
            if note.signatures.len() == SIGNATURES_MAX {
                return Err(MalformedNote::TooManySignatures);
            }
            note.signatures.push(SignatureLine::parse(line).ok_or(MalformedNote::SignatureLine)?);
        }
        Ok(note)
    }

    /// What is signed, line feed at the end included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in the order of their lines.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Adds the signature `sign` makes over the text. It is checked at once, so that a fault or a mix-up of keys
    /// never leaves the house.
    pub fn sign(
        &mut self,
        key: &VerifierKey,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Result<(), NotOfThisKey> {
        let signature = sign(self.text.as_bytes());
        if !key.verifies(self.text.as_bytes(), &signature) {
            return Err(NotOfThisKey);
        }
        self.signatures.push(SignatureLine {
            name: key.name().to_owned(),
            key_id: key.key_id(),
            signature: signature.to_vec(),
        });
        Ok(())
    }

    /// Holds when every one of `keys` signed and no signature of theirs fails. Other lines are ignored:
    /// they may be a witness's, or of an algorithm yet to come.
    pub fn verify<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a VerifierKey>,
    ) -> Result<(), NoteRejected> {
        for key in keys {
            let mut signed = false;
            for line in self.signatures.iter().filter(|line| line.is_of(key)) {
                if !key.verifies(self.text.as_bytes(), &line.signature) {
                    return Err(NoteRejected::SignatureFails);
                }
                signed = true;
            }
            if !signed {
                return Err(NoteRejected::NotSigned);
            }
        }
        Ok(())
    }
}

/// The note as it is stored and sent; what was read is written back byte for byte.
impl std::fmt::Display for Note {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(formatter, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

impl SignatureLine {
    /// Whether the line names this key.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.key_id == key.key_id()
    }

    fn parse(line: &str) -> Option<SignatureLine> {
        let (name, encoded) = line.strip_prefix(EM_DASH)?.split_once(' ')?;
        let bytes = parse_base64(encoded)?;
        let (key_id, signature) = bytes.split_first_chunk()?;
        (is_key_name(name) && !signature.is_empty()).then(|| SignatureLine {
            name: name.to_owned(),
            key_id: *key_id,
            signature: signature.to_vec(),
        })
    }
}

impl std::fmt::Display for SignatureLine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = [self.key_id.as_slice(), &self.signature].concat();
        write!(formatter, "{EM_DASH}{} {}", self.name, base64(&bytes))
    }
}

fn is_unwanted(character: char) -> bool {
    character.is_control() && character != '\n'
}
