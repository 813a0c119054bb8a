//! Verification of everything stored: each header follows the one before it, sits in the index and the tree, and has a box that
//! opens and matches. Runs in the background after a start, and on demand.

use std::sync::Arc;

use crate::chain::tree::leaf_hash;
use crate::chain::{Head, TreeHash};
use crate::store::ReadError;

use super::open::SCAN;
use super::read::{PayloadRead, ReadFailure};
use super::shared::{Cause, Damage, Shared};

/// Where a verification is.
pub struct Verification {
    shared: Arc<Shared>,
    head: Head,
    tile: Option<(u64, Vec<TreeHash>)>,
    found: Vec<Damage>,
    found_max: usize,
}

/// Boxes read at a time: 16 MiB of the longest.
const BOXES: usize = 256;
/// The most places a verification names.
pub const FOUND_MAX: usize = 100;

impl Verification {
    /// From the first record on.
    pub fn new(shared: Arc<Shared>) -> Self {
        Verification {
            shared,
            head: Head::EMPTY,
            tile: None,
            found: Vec::new(),
            found_max: FOUND_MAX,
        }
    }

    /// The same, naming everything it finds.
    #[must_use]
    pub fn without_limit(self) -> Self {
        Verification { found_max: usize::MAX, ..self }
    }

    /// Every position below this was looked at.
    pub fn up_to(&self) -> u64 {
        self.head.size
    }

    /// What was found so far.
    pub fn found(&self) -> &[Damage] {
        &self.found
    }

    /// Looks at some thousand records more. `false` at the head, or where the chain breaks and nothing after it can be judged.
    pub fn step(&mut self) -> Result<bool, ReadFailure> {
        let first = self.head.size;
        let size = self.shared.synced.borrow().size;
        let count = usize::try_from(size.saturating_sub(first)).unwrap_or(SCAN).min(SCAN);
        if count == 0 || self.found.len() >= self.found_max {
            return Ok(false);
        }
        let headers = match pollster::block_on(self.shared.store.headers(first, count)) {
            Ok(headers) if !headers.is_empty() => headers,
            Ok(_) => return Ok(self.chain_broken(first)),
            Err(ReadError::Corrupt { position, .. }) => return Ok(self.chain_broken(position)),
            Err(error) => return Err(error.into()),
        };
        let headers: Vec<(u64, &[u8])> = headers.iter().collect();
        for run in headers.chunks(BOXES) {
            let positions: Vec<u64> = run.iter().map(|(position, _)| *position).collect();
            for ((position, bytes), sealed) in run.iter().zip(self.shared.boxes(&positions)?) {
                if !self.judge(*position, bytes, sealed.as_deref()) {
                    return Ok(self.chain_broken(*position));
                }
            }
        }
        Ok(true)
    }

    /// One record: `false` if the chain breaks at it. A box that does not open is noted, and the chain goes on.
    fn judge(&mut self, position: u64, bytes: &[u8], sealed: Option<&[u8]>) -> bool {
        let Ok((next, header)) = self.head.follow(bytes) else { return false };
        if !self.fits_derived(position, bytes, &header) {
            return false;
        }
        if let PayloadRead::Unreadable(cause) = self.shared.payload(&header, sealed) {
            self.found.push(Damage { position, cause });
        }
        self.head = next;
        true
    }

    /// An altered index could hide a record from its dossier, an altered tree could bend a proof.
    fn fits_derived(&mut self, position: u64, bytes: &[u8], header: &crate::chain::Header) -> bool {
        let revision = usize::try_from(header.revision).unwrap_or(usize::MAX);
        let index = self.shared.index.read();
        let placed = index.position_of(header.stream, revision) == Some(position)
            && index.kind(position) == Some(&header.kind)
            && index.request(header.request).is_some_and(|first| first <= position);
        drop(index);
        placed && self.leaf(position) == Some(leaf_hash(bytes))
    }

    fn leaf(&mut self, position: u64) -> Option<TreeHash> {
        let tile = position / 256;
        let within = usize::try_from(position % 256).ok()?;
        let held =
            self.tile.as_ref().filter(|(held, leaves)| *held == tile && within < leaves.len());
        if held.is_none() {
            let leaves = self.shared.tree.read().leaves_of_tile(tile).ok()?;
            self.tile = Some((tile, leaves));
        }
        self.tile.as_ref().and_then(|(_, leaves)| leaves.get(within).copied())
    }

    fn chain_broken(&mut self, position: u64) -> bool {
        let damage = Damage { position, cause: Cause::ChainBroken };
        self.shared.report_damage(damage);
        self.found.push(damage);
        false
    }
}

/// Verifies everything in the background and publishes how far it has come, up to the head as it stands then.
pub fn in_background(shared: &Arc<Shared>) {
    let mut verification = Verification::new(Arc::clone(shared));
    while !matches!(*shared.condition.read(), super::shared::Condition::Stopped) {
        match verification.step() {
            Ok(true) => {
                shared.verified.send_modify(|verified| verified.up_to = verification.up_to());
                // Serving goes first: this thread only takes what is left of a core.
                std::thread::yield_now();
            }
            Ok(false) => return,
            Err(error) => {
                tracing::error!(%error, position = verification.up_to(), "nothing more is verified");
                return;
            }
        }
    }
}
