//! The checkpoints at which two keys of a ledger signed together (format.md §§5, 8). Anyone can copy position 0 and add a
//! rotation to a key of his own; only here does the old key vouch for the new one.

use std::collections::BTreeSet;

use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Findings};
use crate::folder::{Folder, Unreadable};
use crate::manifest::Manifest;
use crate::note::CHECKPOINT_BYTES_MAX;
use crate::signing_keys::SigningKeys;
use crate::tile::Part;
use crate::walk::Walk;

/// Asks the walk for the roots these checkpoints will be compared with.
pub fn ask(manifest: &Manifest, walk: &mut Walk, size: u64) {
    walk.roots.extend(sizes(manifest).filter(|own| *own <= size).map(|own| (own, None)));
}

fn sizes(manifest: &Manifest) -> impl Iterator<Item = u64> {
    manifest.files().iter().filter_map(|listed| match listed.part {
        Part::Rotation(size) => Some(size),
        _ => None,
    })
}

/// Every rotation has its checkpoint, and every checkpoint its rotation.
pub fn check_set(manifest: &Manifest, walk: &Walk, findings: &mut Findings) {
    let given: BTreeSet<u64> = sizes(manifest).collect();
    let expected: BTreeSet<u64> = walk.rotations().map(|position| position + 1).collect();
    for size in given.symmetric_difference(&expected) {
        findings.file(Code::RotationSet, Part::Rotation(*size).path());
    }
}

/// Reads and judges each; without `keys` signatures are not judged.
pub fn judge(
    folder: &Folder,
    manifest: &Manifest,
    walk: &Walk,
    ledger: [u8; 16],
    keys: Option<&SigningKeys>,
    findings: &mut Findings,
) -> Result<(), Unreadable> {
    for listed in manifest.files() {
        let Part::Rotation(size) = listed.part else { continue };
        let bytes_max = CHECKPOINT_BYTES_MAX as u64;
        let bytes = folder.read(listed, bytes_max, Code::CheckpointMalformed, findings)?;
        let Some(bytes) = bytes else { continue };
        let Some((checkpoint, note)) = Checkpoint::parse_signed(bytes) else {
            findings.file(Code::CheckpointMalformed, &listed.path);
            continue;
        };
        if checkpoint.ledger != ledger {
            findings.file(Code::CheckpointLedger, &listed.path);
        }
        if checkpoint.size != size {
            findings.file(Code::CheckpointMalformed, &listed.path);
        }
        if let Some(Some(root)) = walk.roots.get(&size)
            && *root != checkpoint.root
        {
            findings.file(Code::RootDiffers, &listed.path);
        }
        if keys.is_some_and(|keys| !note.is_signed_by(&keys.at(size))) {
            findings.file(Code::CheckpointSignature, &listed.path);
        }
    }
    Ok(())
}
