//! A C2SP signed note (format.md §5): text, an empty line, signature lines. Knows no checkpoint.

use crate::spelling;
use crate::verifier_key::{VerifierKey, is_name};

/// A checkpoint's note is at most this long, in bytes.
pub const CHECKPOINT_BYTES_MAX: usize = 16 * 1024;
/// A manifest is at most this long, in bytes: files by the million.
pub const MANIFEST_BYTES_MAX: usize = 256 * 1024 * 1024;
const SIGNATURES_MAX: usize = 64;

/// A note as it was read; nothing is verified yet.
#[derive(Clone, Debug)]
pub struct SignedNote {
    text: String,
    signatures: Vec<SignatureLine>,
}

#[derive(Clone, Debug)]
struct SignatureLine {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

impl SignedNote {
    /// Reads a note; `None` if its form is not that of §5.
    pub fn parse(bytes: Vec<u8>, bytes_max: usize) -> Option<Self> {
        if bytes.len() > bytes_max {
            return None;
        }
        let mut text = String::from_utf8(bytes).ok()?;
        if text.contains(|character: char| character.is_control() && character != '\n') {
            return None;
        }
        // A signature line is never empty, so the last empty line is the one that separates.
        let split = text.rfind("\n\n")?;
        let lines = text.get(split + 2..)?.strip_suffix('\n')?;
        let signatures: Vec<_> = lines
            .split('\n')
            .take(SIGNATURES_MAX + 1)
            .map(signature_line)
            .collect::<Option<_>>()?;
        if signatures.len() > SIGNATURES_MAX {
            return None;
        }
        text.truncate(split + 1);
        Some(Self { text, signatures })
    }

    /// The signed text, with its last `\n`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many signature lines there are, of known and unknown keys.
    pub fn signature_count(&self) -> usize {
        self.signatures.len()
    }

    /// Whether every one of `keys` signed and none of its lines fails. Lines of other keys are ignored.
    pub fn is_signed_by(&self, keys: &[&VerifierKey]) -> bool {
        !keys.is_empty()
            && keys.iter().all(|key| {
                let mut own = self
                    .signatures
                    .iter()
                    .filter(|line| line.name == key.name() && line.id == key.id())
                    .peekable();
                own.peek().is_some()
                    && own.all(|line| key.verifies(self.text.as_bytes(), &line.signature))
            })
    }
}

fn signature_line(line: &str) -> Option<SignatureLine> {
    let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
    let signature = spelling::base64(signature)?;
    let (id, signature) = signature.split_first_chunk()?;
    (is_name(name) && !signature.is_empty()).then(|| SignatureLine {
        name: name.to_owned(),
        id: *id,
        signature: signature.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const NOTE: &str = "This is an example message.\n\n— example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    fn parse(text: &str) -> Option<SignedNote> {
        SignedNote::parse(text.as_bytes().to_vec(), CHECKPOINT_BYTES_MAX)
    }

    #[test]
    fn the_example_of_the_specification_verifies_and_no_flipped_bit_does() {
        let key: VerifierKey = KEY.parse().unwrap();
        assert!(parse(NOTE).unwrap().is_signed_by(&[&key]));
        for at in 0..NOTE.len() * 8 {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at / 8] ^= 1 << (at % 8);
            let note = SignedNote::parse(bytes, CHECKPOINT_BYTES_MAX);
            assert!(!note.is_some_and(|note| note.is_signed_by(&[&key])), "bit {at}");
        }
    }

    #[test]
    fn unknown_lines_are_ignored_and_a_failing_known_line_rejects() {
        let key: VerifierKey = KEY.parse().unwrap();
        let unknown = format!("{NOTE}— example.org/witness AAAAAAA=\n");
        assert!(parse(&unknown).unwrap().is_signed_by(&[&key]));
        let failing = format!("{NOTE}{}", NOTE.lines().last().unwrap().replace("aQM=", "aQI="));
        assert!(!parse(&format!("{failing}\n")).unwrap().is_signed_by(&[&key]));
        assert!(!parse(&unknown).unwrap().is_signed_by(&[]));
    }

    #[test]
    fn a_malformed_note_is_refused() {
        let signature = NOTE.lines().last().unwrap();
        for text in [
            String::new(),
            "text\n".to_owned(),
            "text\n\n".to_owned(),
            format!("text\n{signature}\n"),
            NOTE.trim_end().to_owned(),
            format!("{NOTE}\n"),
            NOTE.replace("— ", "- "),
            NOTE.replace("message", "mess\tage"),
            NOTE.replace("foo Uw", "foo  Uw"),
            format!("{NOTE}— example.org AAAAAA==\n"),
            format!("{NOTE}{}", format!("{signature}\n").repeat(64)),
            format!("{}{NOTE}", "a".repeat(CHECKPOINT_BYTES_MAX)),
        ] {
            assert!(parse(&text).is_none(), "{text:?}");
        }
    }
}
