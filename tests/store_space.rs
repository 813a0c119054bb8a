//! Room kept for destruction on a full disk.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use griffie::store::space::{BALLAST_BYTES, Ballast, free_bytes};

#[test]
fn ballast_takes_room_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let ballast = Ballast::of(folder.path());
    assert!(!ballast.is_held());
    for _ in 0..2 {
        ballast.hold().unwrap();
        assert!(ballast.is_held());
    }
    let found = fs::metadata(folder.path().join("ballast")).unwrap();
    assert!(found.blocks() * 512 >= BALLAST_BYTES);
    assert_eq!(found.permissions().mode() & 0o777, 0o600);
    for _ in 0..2 {
        ballast.release().unwrap();
        assert!(!ballast.is_held());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_of_holes_keeps_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let file = File::create(folder.path().join("ballast")).unwrap();
    file.set_len(BALLAST_BYTES).unwrap();
    let ballast = Ballast::of(folder.path());
    assert!(!ballast.is_held());
    ballast.hold().unwrap();
    assert!(ballast.is_held());
}

#[test]
fn free_room_is_that_of_the_file_system() {
    let folder = tempfile::tempdir().unwrap();
    assert!(free_bytes(folder.path()).unwrap() > BALLAST_BYTES);
    assert!(free_bytes(&folder.path().join("absent")).is_err());
}
