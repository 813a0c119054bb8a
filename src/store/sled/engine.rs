//! sled itself, behind calls that return plain errors whatever it does. Knows keys and values as bytes.

use std::path::PathBuf;
use std::time::Duration;

use super::guard::{Failure, guarded, guarded_within};
use super::value::Writes;

/// A running sled.
#[derive(Debug)]
pub(super) struct Engine {
    /// Gone only while it stops.
    db: Option<sled::Db>,
    limit: Duration,
}

impl Engine {
    /// Starts sled in this folder, creating what is missing there, and gives up after `limit`.
    pub(super) fn start(
        path: PathBuf,
        cache_bytes: u64,
        limit: Duration,
    ) -> Result<Engine, Failure> {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(cache_bytes)
            // No flusher thread: it would move pages and free the segments they came from between two of our syncs.
            // Space is reclaimed all the same, a page at a time, whenever a commit rewrites one.
            .flush_every_ms(None);
        let db = guarded_within(limit, move || config.open())?;
        Ok(Engine { db: Some(db), limit })
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, Failure> {
        self.call(|db| db.get(key))
    }

    /// The last key before this one, with its value.
    pub(super) fn last_before(
        &self,
        key: &[u8],
    ) -> Result<Option<(sled::IVec, sled::IVec)>, Failure> {
        self.call(|db| db.get_lt(key))
    }

    /// Counts as a use of the page this key lies in.
    pub(super) fn touch(&self, key: &[u8]) -> Result<(), Failure> {
        self.call(|db| db.contains_key(key)).map(|_| ())
    }

    /// Writes all or nothing, into sled's buffers.
    pub(super) fn apply(&self, writes: Writes) -> Result<(), Failure> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            batch.insert(key, value);
        }
        self.call(|db| db.apply_batch(batch))
    }

    /// Hands what was written to the kernel, and no further.
    pub(super) fn flush(&self) -> Result<(), Failure> {
        self.call(|db| db.flush()).map(|_| ())
    }

    /// Stops sled. It writes while it stops, and may panic or hang then too; only the latter is an error.
    pub(super) fn stop(mut self) -> Result<(), Failure> {
        self.stop_now()
    }

    fn stop_now(&mut self) -> Result<(), Failure> {
        let Some(db) = self.db.take() else { return Ok(()) };
        let stopped = guarded_within(self.limit, move || {
            drop(db);
            Ok(())
        });
        match stopped {
            Err(hung @ Failure::Hung(_)) => Err(hung),
            _ => Ok(()),
        }
    }

    /// Takes a key away, which nothing but damage does.
    #[cfg(test)]
    pub(super) fn remove(&self, key: &[u8]) {
        self.call(|db| db.remove(key)).unwrap().unwrap();
    }

    fn call<T>(&self, call: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, Failure> {
        match &self.db {
            Some(db) => guarded(|| call(db)),
            None => Err(Failure::Refused("sled was stopped".to_owned())),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Nothing that matters is written here: whatever was acknowledged is synced.
        let _ = self.stop_now();
    }
}
