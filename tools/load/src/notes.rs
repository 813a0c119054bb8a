//! What was acknowledged, and when: what a power cut later must not have taken.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use griffie::grpc::pb;
use rustix::time::{ClockId, clock_gettime};

/// A file of acknowledgements, shared by all clients; none if nobody asked for it.
#[derive(Clone)]
pub struct Notes(Option<Arc<Mutex<BufWriter<File>>>>);

impl Notes {
    /// Opens the file.
    pub fn open(path: Option<&Path>) -> Result<Notes, String> {
        let file = path.map(File::create).transpose();
        let file = file.map_err(|error| format!("the file of notes: {error}"))?;
        Ok(Notes(file.map(|file| Arc::new(Mutex::new(BufWriter::new(file))))))
    }

    /// Notes that these records were acknowledged just now.
    pub fn note(&self, acknowledged: Option<&pb::Acknowledgement>) {
        let (Some(file), Some(acknowledged)) = (&self.0, acknowledged) else { return };
        let now = clock_gettime(ClockId::Monotonic);
        let nanos = i128::from(now.tv_sec) * 1_000_000_000 + i128::from(now.tv_nsec);
        // A client that panicked has noted whole lines only.
        let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for record in &acknowledged.records {
            // A full disk shows when the file is finished.
            let _ = writeln!(file, "{nanos} {} {}", record.position, hex::encode(&record.hash));
        }
    }

    /// Writes what is left.
    pub fn finish(&self) -> Result<(), String> {
        let Some(file) = &self.0 else { return Ok(()) };
        let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.flush().map_err(|error| format!("the file of notes: {error}"))
    }
}
