//! What an export reads: headers and boxes as they lie. Judges no bundle.

use bytes::Bytes;

use crate::chain::Header;
use crate::store::{HeaderRun, ReadError};

use super::Register;
use super::read::{PayloadRead, ReadFailure};
use super::shared::{Cause, Damage};

impl Register {
    /// Stored headers from `first` on, at most `max`. Blocks for as long as the store takes.
    pub fn headers(&self, first: u64, max: usize) -> Result<HeaderRun, ReadFailure> {
        let read = pollster::block_on(self.shared.store.headers(first, max));
        if let Err(ReadError::Corrupt { position, .. }) = read {
            self.report_broken(position);
        }
        Ok(read?)
    }

    /// Boxes at these positions as they lie; `None` where one is not held, empty where one cannot be read.
    pub fn boxes(&self, positions: &[u64]) -> Result<Vec<Option<Bytes>>, ReadFailure> {
        self.shared.boxes(positions)
    }

    /// Opens the box of a record and compares it with the header. What should open and does not is reported as damage.
    pub fn open_box(&self, header: &Header, sealed: Option<&[u8]>) -> PayloadRead {
        self.shared.payload(header, sealed)
    }

    /// Somebody found that the chain does not hold here: nothing more is written.
    pub fn report_broken(&self, position: u64) {
        self.shared.report_damage(Damage { position, cause: Cause::ChainBroken });
    }
}
