//! The folder a bundle is written into.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use griffie::export::{BundleExport, BundleFolder, FolderError, SealedContent, write_bundle};

use crate::bundle;
use crate::register_given::{Given, files};

#[test]
fn nobody_else_can_read_it() {
    let given = Given::a_ledger();
    let folder = bundle(&given, SealedContent::Opened, "bundle");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.clone()), 0o700);
    assert_eq!(mode(folder.join("tile/entries")), 0o700);
    for file in files(&folder) {
        assert_eq!(mode(folder.join(&file)), 0o600, "{file}");
    }
}

#[test]
fn an_empty_folder_will_do_and_one_with_anything_in_it_will_not() {
    let given = Given::a_ledger();
    let (empty, used) = (given.path("empty"), given.path("used"));
    fs::create_dir(&empty).unwrap();
    fs::create_dir(&used).unwrap();
    fs::write(used.join("letter"), "dag").unwrap();
    given.publish();
    let export = || BundleExport::start(&given.register, SealedContent::None).unwrap();
    write_bundle(&empty, export()).unwrap();
    assert!(matches!(write_bundle(&used, export()), Err(FolderError::NotEmpty(_))));
    assert!(matches!(write_bundle(&empty, export()), Err(FolderError::NotEmpty(_))));
    assert_eq!(files(&used), ["letter"]);
}

#[test]
fn a_path_that_leads_out_of_the_folder_or_came_before_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = BundleFolder::create(&place.path().join("bundle")).unwrap();
    for path in ["../secret", "/tmp/secret", "tile/../../secret", "", ".", "./held"] {
        let refused = folder.add(path, b"x");
        assert!(matches!(refused, Err(FolderError::Path(_))), "{path:?}: {refused:?}");
    }
    folder.add("held", b"one ").unwrap();
    folder.add("held", b"two").unwrap();
    folder.add("checkpoint", b"x").unwrap();
    assert!(matches!(folder.add("held", b"x"), Err(FolderError::Path(_))));
    assert_eq!(fs::read(place.path().join("bundle/held")).unwrap(), b"one two");
    assert_eq!(files(place.path()), ["bundle/checkpoint", "bundle/held"]);
}

#[test]
fn a_bundle_that_did_not_arrive_whole_is_not_finished() {
    let place = tempfile::tempdir().unwrap();
    let mut folder = BundleFolder::create(&place.path().join("bundle")).unwrap();
    folder.add("held", b"x").unwrap();
    assert!(matches!(folder.finish(), Err(FolderError::Unfinished)));
}
