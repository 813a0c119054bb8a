//! What a restore left behind (format.md §§7, 9): checkpoints and receipts of the abandoned branch fit no bundle made since, and are no
//! proof that somebody altered history. They must be of the sizes and under the key that the branch had.

use serde::Deserialize;

use crate::checkpoint::Checkpoint;
use crate::note::SignedNote;
use crate::signing_keys::SigningKeys;
use crate::spelling;

/// A `ledger.restored/1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Records kept: the position of the record itself.
    pub size: u64,
    /// Records there had been, as far as anybody knew.
    pub abandoned_size: u64,
    /// Root of the abandoned branch at that size.
    pub abandoned_root: Option<[u8; 32]>,
}

impl Restored {
    /// Reads a payload of the record at `position`.
    pub fn read(payload: &[u8], position: u64) -> Option<Restored> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Told {
            size: u64,
            abandoned_size: u64,
            #[serde(deserialize_with = "Option::deserialize")]
            abandoned_root: Option<String>,
        }
        let told: Told = serde_json::from_slice(payload).ok()?;
        let abandoned_root = match told.abandoned_root {
            Some(text) => Some(spelling::base64_array(&text)?),
            None => None,
        };
        let fits = told.size == position && told.abandoned_size >= told.size;
        fits.then_some(Restored {
            size: told.size,
            abandoned_size: told.abandoned_size,
            abandoned_root,
        })
    }

    /// Whether a checkpoint that does not fit may be of the branch left behind here. Without `keys` signatures are not judged.
    pub fn left_behind(
        &self,
        checkpoint: &Checkpoint,
        note: Option<&SignedNote>,
        keys: Option<&SigningKeys>,
    ) -> bool {
        let within = self.size < checkpoint.size && checkpoint.size <= self.abandoned_size;
        let is_its_root = checkpoint.size != self.abandoned_size
            || self.abandoned_root.is_none_or(|root| root == checkpoint.root);
        let is_signed = match (note, keys) {
            (Some(note), Some(keys)) => {
                let old: Vec<_> = keys.in_force(self.size).into_iter().collect();
                note.is_signed_by(&old)
            }
            _ => true,
        };
        within && is_its_root && is_signed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(payload: &str) -> Option<Restored> {
        Restored::read(payload.as_bytes(), 7)
    }

    #[test]
    fn a_restore_keeps_what_is_below_it_and_leaves_what_there_was_beyond() {
        let root = format!(r#""{}""#, spelling::to_base64(&[1; 32]));
        let told = |size: u64, beyond: u64, root: &str| {
            let members = format!(r#""size":{size},"abandoned_size":{beyond}"#);
            format!(r#"{{{members},"abandoned_root":{root}}}"#)
        };
        assert!(read(&told(7, 9, &root)).is_some());
        assert!(read(&told(7, 7, "null")).is_some());
        for bad in [told(6, 9, &root), told(7, 6, &root), told(7, 9, r#""AA==""#)] {
            assert_eq!(read(&bad), None, "{bad}");
        }
        assert_eq!(read(r#"{"size":7,"abandoned_size":9}"#), None);
    }
}
