//! What is read of a bundle before its records: the list of files, the checkpoint, the set of tiles, the bit map of boxes
//! held (format.md §8). After this the size is known to be no larger than the bundle itself.

use crate::checkpoint::Checkpoint;
use crate::disclosed::GROUP_WIDTH;
use crate::finding::{Code, Findings};
use crate::folder::{Folder, Unreadable};
use crate::manifest::{Manifest, NoManifest};
use crate::note::{CHECKPOINT_BYTES_MAX, MANIFEST_BYTES_MAX, SignedNote};
use crate::tile::{self, Part, TILE_WIDTH};

/// Reads the list of files.
pub fn read_manifest(
    folder: &Folder,
    findings: &mut Findings,
) -> Result<Result<Manifest, NoManifest>, Unreadable> {
    let bytes = folder.read_small("manifest", MANIFEST_BYTES_MAX)?;
    let Some(bytes) = bytes else {
        findings.file(Code::FileAbsent, "manifest");
        return Ok(Err(NoManifest::Malformed));
    };
    let manifest = Manifest::parse(bytes);
    match manifest {
        Err(NoManifest::Malformed) => findings.file(Code::ManifestMalformed, "manifest"),
        Err(NoManifest::UnknownVersion) => findings.file(Code::BundleVersionUnknown, "manifest"),
        Ok(_) => {}
    }
    Ok(manifest)
}

/// Reads the checkpoint, whether or not a list vouches for it.
pub fn read_checkpoint(
    folder: &Folder,
    manifest: Option<&Manifest>,
    findings: &mut Findings,
) -> Result<Option<(Checkpoint, SignedNote)>, Unreadable> {
    let path = "checkpoint";
    let bytes = folder.read_small(path, CHECKPOINT_BYTES_MAX)?;
    match (&bytes, manifest.map(|manifest| manifest.get(Part::Checkpoint))) {
        (Some(bytes), Some(Some(listed))) => folder.compare(listed, bytes, findings),
        (_, Some(None)) | (None, _) => findings.file(Code::FileAbsent, path),
        (Some(_), None) => {}
    }
    let checkpoint = bytes.and_then(Checkpoint::parse_signed);
    if checkpoint.as_ref().is_none_or(|(checkpoint, _)| checkpoint.size == 0) {
        findings.file(Code::CheckpointMalformed, path);
    }
    Ok(checkpoint)
}

/// Exactly the tiles a tree of this size has, before any of them is read: after this the size is as large as the list is
/// long, and a claimed size of 2^60 costs nothing.
pub fn check_tile_set(manifest: &Manifest, size: u64, findings: &mut Findings) -> bool {
    let (mut tiles, mut entries) = (0, 0);
    let groups = size.div_ceil(GROUP_WIDTH);
    for listed in manifest.files() {
        match listed.part {
            Part::Tile(place) if tile::belongs(place, size) => tiles += 1,
            Part::Entries(place) if tile::belongs(place, size) => entries += 1,
            Part::Tile(_) | Part::Entries(_) => findings.file(Code::TileSet, &listed.path),
            Part::Open(group) | Part::Boxes(group) | Part::Keys(group) if group >= groups => {
                findings.file(Code::LineMisplaced, &listed.path);
            }
            _ => {}
        }
    }
    if tiles == tile::count(size) && entries == size.div_ceil(TILE_WIDTH) {
        return size > 0;
    }
    let expected = tile::of_level(0, size)
        .map(Part::Entries)
        .chain(tile::levels(size).flat_map(|level| tile::of_level(level, size)).map(Part::Tile));
    if let Some(missing) = expected.into_iter().find(|part| manifest.get(*part).is_none()) {
        findings.file(Code::TileSet, missing.path());
    }
    false
}

/// Reads the bit map of boxes held.
pub fn read_held(
    folder: &Folder,
    manifest: &Manifest,
    size: u64,
    findings: &mut Findings,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let Some(listed) = manifest.get(Part::Held) else {
        findings.file(Code::FileAbsent, "held");
        return Ok(None);
    };
    let bytes_wanted = size.div_ceil(8);
    let bytes = folder.read(listed, bytes_wanted, Code::HeldMalformed, findings)?;
    let unused = 0xff_u8.checked_shr(u32::try_from(size % 8).unwrap_or(0)).unwrap_or(0);
    let unused = if size.is_multiple_of(8) { 0 } else { unused };
    let sound = |bytes: &Vec<u8>| {
        bytes.len() as u64 == bytes_wanted && bytes.last().is_some_and(|last| last & unused == 0)
    };
    if bytes.as_ref().is_some_and(|bytes| !sound(bytes)) {
        findings.file(Code::HeldMalformed, &listed.path);
        return Ok(None);
    }
    Ok(bytes)
}
