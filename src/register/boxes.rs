//! Boxes as the store gives them. One that the disk no longer gives back is damage of its own record, not of its neighbours:
//! it must be possible to name it, to record it as lost, and to read the rest.

use bytes::Bytes;

use crate::store::{Held, ReadError};

use super::read::ReadFailure;
use super::shared::Shared;

impl Shared {
    /// The boxes at these positions; `None` where one is not held. One that cannot be read comes back empty: it is there,
    /// and no key opens it.
    pub(super) fn boxes(&self, positions: &[u64]) -> Result<Vec<Option<Bytes>>, ReadFailure> {
        match pollster::block_on(self.store.boxes(positions)) {
            Err(ReadError::Corrupt { .. }) => {
                positions.iter().map(|it| self.one_box(*it)).collect()
            }
            read => Ok(read?),
        }
    }

    fn one_box(&self, position: u64) -> Result<Option<Bytes>, ReadFailure> {
        match pollster::block_on(self.store.boxes(&[position])) {
            Err(ReadError::Corrupt { .. }) => Ok(Some(Bytes::new())),
            read => Ok(read?.into_iter().flatten().next()),
        }
    }

    /// Which positions from `first` on have their box. One that cannot be read is held no more.
    pub(super) fn held(&self, first: u64, count: u64) -> Result<Held, ReadFailure> {
        match pollster::block_on(self.store.held(first, count)) {
            Err(ReadError::Corrupt { .. }) => {
                let mut held = Held::starting_at(first);
                for position in first..first.saturating_add(count) {
                    held.push(self.one_box(position)?.is_some_and(|sealed| !sealed.is_empty()));
                }
                Ok(held)
            }
            read => Ok(read?),
        }
    }
}
