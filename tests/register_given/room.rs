//! Room on a disk that is nobody's: filled and emptied by hand.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use griffie::store::space::{BALLAST_BYTES, Room};

/// A disk that is filled by hand.
#[derive(Debug)]
pub struct TestRoom {
    free: AtomicU64,
    is_held: AtomicBool,
}

impl Default for TestRoom {
    fn default() -> Self {
        TestRoom { free: AtomicU64::new(1 << 40), is_held: AtomicBool::new(false) }
    }
}

impl TestRoom {
    /// Somebody fills the disk: so many bytes are left beside what is set aside.
    pub fn leave(&self, bytes: u64) {
        self.free.store(bytes, Ordering::SeqCst);
    }

    /// Whether the room for destruction is set aside.
    pub fn is_held(&self) -> bool {
        self.is_held.load(Ordering::SeqCst)
    }
}

impl Room for TestRoom {
    fn free_bytes(&self) -> Option<u64> {
        Some(self.free.load(Ordering::SeqCst))
    }

    fn hold(&self) -> std::io::Result<()> {
        if self.is_held() {
            return Ok(());
        }
        let less = |free: u64| free.checked_sub(BALLAST_BYTES);
        let taken = self.free.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        taken.map_err(|_| std::io::Error::from(std::io::ErrorKind::StorageFull))?;
        self.is_held.store(true, Ordering::SeqCst);
        Ok(())
    }

    fn release(&self) -> std::io::Result<()> {
        if self.is_held.swap(false, Ordering::SeqCst) {
            self.free.fetch_add(BALLAST_BYTES, Ordering::SeqCst);
        }
        Ok(())
    }
}
