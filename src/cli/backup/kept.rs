//! What people kept of a ledger: checkpoints, receipts, certificates. In a restore they say how far the log had come.

use std::fs;
use std::path::PathBuf;

use crate::chain::{Checkpoint, LedgerId, Note, Receipt};
use crate::cli::failure::{Exit, Failure};
use crate::register::restore::Abandoned;
use crate::vault::Witness;

/// The longest log anybody knows of: the vault, by its witness and the last checkpoint it signed, or one of these files.
pub(super) fn newest_known(
    ledger: LedgerId,
    witness: Option<Witness>,
    signed: Option<&[u8]>,
    files: &[PathBuf],
) -> Result<Abandoned, Failure> {
    let mut known = Abandoned { size: witness.map_or(0, |it| it.size), root: None };
    let signed = signed.and_then(|bytes| Note::parse(bytes).ok());
    if let Some(checkpoint) = signed.and_then(|note| Checkpoint::of_note(&note).ok()) {
        known = longer(known, &checkpoint);
    }
    for file in files {
        let text = fs::read_to_string(file)?;
        let checkpoint =
            checkpoint_of(&text).filter(|it| it.ledger == ledger).ok_or_else(|| {
                let message = "holds no checkpoint, receipt or certificate of this ledger";
                Failure::new(Exit::Usage, format!("{}: {message}", file.display()))
            })?;
        known = longer(known, &checkpoint);
    }
    Ok(known)
}

/// What a checkpoint tells beyond what is known; of the same size, its root.
fn longer(known: Abandoned, checkpoint: &Checkpoint) -> Abandoned {
    if checkpoint.size < known.size {
        return known;
    }
    Abandoned { size: checkpoint.size, root: Some(checkpoint.root) }
}

/// The checkpoint in a file somebody kept.
fn checkpoint_of(text: &str) -> Option<Checkpoint> {
    let bytes = text.as_bytes();
    if let Ok(receipt) = Receipt::parse(bytes) {
        return Checkpoint::of_note(&receipt.checkpoint).ok();
    }
    if let Ok(note) = Note::parse(bytes) {
        return Checkpoint::of_note(&note).ok();
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        return Some(checkpoint);
    }
    // A certificate, as JSON: the receipts of the records that say what was destroyed.
    let certificate: serde_json::Value = serde_json::from_str(text).ok()?;
    let records = ["decided", "executed"].into_iter().filter_map(|it| certificate.get(it));
    let receipts = records.filter_map(|it| it.get("receipt")?.as_str());
    let each = receipts.filter_map(|it| Receipt::parse(it.as_bytes()).ok());
    each.filter_map(|it| Checkpoint::of_note(&it.checkpoint).ok()).max_by_key(|it| it.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{RecordHash, TreeHash};

    const LEDGER: LedgerId = LedgerId::from_bytes([7; 16]);

    fn noted(size: u64) -> Checkpoint {
        Checkpoint { ledger: LEDGER, size, root: TreeHash::from_bytes([1; 32]) }
    }

    #[test]
    fn the_longest_log_counts_and_a_root_stays_with_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let file = |size: u64| {
            let path = folder.path().join(size.to_string());
            fs::write(&path, noted(size).text()).unwrap();
            path
        };
        let witness = Some(Witness { size: 9, hash: RecordHash::ZERO });
        let known = |files: &[PathBuf]| newest_known(LEDGER, witness, None, files).unwrap();
        assert_eq!(known(&[file(8)]), Abandoned { size: 9, root: None });
        let root = Some(noted(12).root);
        assert_eq!(known(&[file(12), file(8)]), Abandoned { size: 12, root });
        assert_eq!(known(&[file(9)]), Abandoned { size: 9, root });
        let other = LedgerId::from_bytes([8; 16]);
        assert!(newest_known(other, witness, None, &[file(12)]).is_err());
    }
}
