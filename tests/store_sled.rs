//! The sled store passes the suite every store must pass.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod conformance;

use std::path::PathBuf;
use std::sync::Arc;

use conformance::Place;
use conformance::ledger::LEDGER;
use griffie::store::Store;
use griffie::store::sled::{SledOptions, SledStore};

/// A folder that is gone after the test.
struct Folder {
    path: PathBuf,
    _parent: tempfile::TempDir,
}

impl Folder {
    fn new() -> Folder {
        let parent = tempfile::tempdir().unwrap();
        Folder { path: parent.path().join("store"), _parent: parent }
    }
}

impl Place for Folder {
    fn open(&mut self) -> Arc<dyn Store> {
        let options = SledOptions::default();
        let store = if self.path.exists() {
            // A page longer than a quarter of sled's segment would be a file here that is never synced.
            assert_eq!(std::fs::read_dir(self.path.join("sled/blobs")).unwrap().count(), 0);
            SledStore::open(&self.path, &options).unwrap()
        } else {
            SledStore::create(&self.path, LEDGER, &options).unwrap()
        };
        Arc::new(store)
    }
}

conformance!(super::Folder::new());
